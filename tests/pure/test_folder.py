import os
import tempfile
from unittest import TestCase
from unittest.mock import patch

from ...tools.sources.folder import Entry, Folder, is_file_name, stamped_name


class TestFolder(TestCase):
    """V12, T27: a folder in which nothing is trusted."""

    def setUp(self):
        super().setUp()
        base = tempfile.TemporaryDirectory()
        self.addCleanup(base.cleanup)
        self.base, self.path = base.name, os.path.join(base.name, "inbox")
        os.mkdir(self.path)
        self.folder = Folder(self.path).__enter__()
        self.addCleanup(self.folder.__exit__, None, None, None)

    def put(self, name, text="EMAIL\nada@example.com\n", age=60, path=None):
        target = os.path.join(path or self.path, name)
        with open(target, "w") as file:
            file.write(text)
        moment = os.stat(target).st_mtime - age
        os.utime(target, (moment, moment))
        return target

    def names(self, pattern="*"):
        return [entry.name for entry in self.folder.entries(pattern)]

    def test_files_come_in_the_order_they_were_written(self):
        """V12: several files come in the order in which they were written."""
        for name, age in (("b.csv", 10), ("a.csv", 5), ("c.csv", 30), ("other.txt", 50)):
            self.put(name, age=age)
        self.assertEqual(self.names("*.csv"), ["c.csv", "b.csv", "a.csv"])

    def test_links_pipes_and_folders_are_no_files(self):
        """T27: a link is no file, wherever it leads, and neither is a pipe nor a folder."""
        secret = self.put("secret.csv", path=self.base)
        os.symlink(secret, os.path.join(self.path, "link.csv"))
        os.mkfifo(os.path.join(self.path, "pipe.csv"))
        os.mkdir(os.path.join(self.path, "folder.csv"))
        self.assertEqual(self.names(), [])
        for name in ("link.csv", "pipe.csv"):
            with self.assertRaises(OSError):
                self.folder.content(name)

    def test_replaced_at_the_last_moment(self):
        """T27: a file that takes the place of another one while that is moved stays to be read."""
        self.put("a.csv")
        [entry] = self.folder.entries("*")
        rename = os.rename

        def late(source, target, **folders):
            if source == "a.csv":
                self.put("a.csv", "EMAIL\nbob.new@example.com\n", age=1)
            return rename(source, target, **folders)

        with patch("os.rename", late):
            self.assertIsNone(self.folder.move(entry, "done", "a 1.csv"))
        self.assertIn(b"bob.new", self.folder.content("a.csv")[1])
        self.assertEqual(os.listdir(os.path.join(self.path, "done")), [])

    def test_folder_is_no_link(self):
        """T27: neither the folder nor the one for imported files is followed elsewhere."""
        os.symlink(self.base, os.path.join(self.path, "done"))
        self.put("a.csv")
        with self.assertRaises(OSError):
            self.folder.move(self.folder.entry("a.csv"), "done", "a.csv")
        self.assertEqual(self.names(), ["a.csv"])
        with self.assertRaises(OSError), Folder(os.path.join(self.path, "done")):
            pass

    def test_a_moved_file_never_overwrites(self):
        """T27: files of one name lie beside each other when they were imported."""
        for text in ("first", "second", "third"):
            self.put("a.csv", text)
            self.folder.move(self.folder.entry("a.csv"), "done", "a.csv")
        done = os.path.join(self.path, "done")
        self.assertEqual(sorted(os.listdir(done)), ["a 2.csv", "a 3.csv", "a.csv"])
        with open(os.path.join(done, "a.csv")) as file:
            self.assertEqual(file.read(), "first")

    def test_a_file_is_put_under_a_name_that_is_free(self):
        """V10: and is not there before it is whole; what a dead writer left is replaced, what it
        is a link to is not touched."""
        mine, other = self.put("a.csv", "old"), self.put("other.txt", "mine", path=self.base)
        os.link(other, os.path.join(self.path, "a.csv.part"))
        seen = []

        def write(stream):
            seen.append(self.names())
            stream.write(b"new")

        self.assertEqual(self.folder.put("a.csv", write), "a 2.csv")
        self.assertEqual((seen, self.names()), ([["a.csv"]], ["a.csv", "a 2.csv"]))
        for path, text in ((mine, "old"), (other, "mine")):
            with open(path) as file:
                self.assertEqual(file.read(), text)

    def test_a_file_that_cannot_be_written_leaves_nothing(self):
        """V10: neither a part of it nor an empty one."""

        def write(stream):
            stream.write(b"half")
            raise OSError("The disk is full.")

        with self.assertRaises(OSError):
            self.folder.put("a.csv", write)
        self.assertEqual(os.listdir(self.path), [])

    def test_newer_file_stays(self):
        """T27: a file that took the name of an imported one meanwhile is not moved in its place."""
        self.put("a.csv")
        entry = self.folder.entry("a.csv")
        self.put("a.csv", "a newer one")
        self.assertIsNone(self.folder.move(entry, "done", "a.csv"))
        self.assertEqual(self.names(), ["a.csv"])

    def test_content_comes_with_the_file_as_it_was_read(self):
        """V12: a file that is still being written changes between the two looks."""
        self.put("a.csv", "EMAIL\n")
        entry, content = self.folder.content("a.csv")
        self.assertEqual((entry, content), (self.folder.entry("a.csv"), b"EMAIL\n"))
        self.put("a.csv", "EMAIL\nada@example.com\n")
        self.assertNotEqual(self.folder.entry("a.csv"), entry)

    def test_a_file_that_is_gone_is_none(self):
        """V12: somebody has taken it away meanwhile."""
        self.assertIsNone(self.folder.entry("a.csv"))
        self.put("a.csv")
        entry = self.folder.entry("a.csv")
        os.remove(os.path.join(self.path, "a.csv"))
        self.assertIsNone(self.folder.move(entry, "done", "a.csv"))

    def test_hidden_files_are_left_alone(self):
        """T27: programs write beside a file under a name with a dot before they are done."""
        self.put(".a.csv.part")
        self.put("a.csv")
        self.assertEqual(self.names("*"), ["a.csv"])

    def test_capitals_of_a_pattern_do_not_matter(self):
        """V12: programs write .CSV as well."""
        for name in ("Members 1.CSV", "members 2.csv", "groups.csv"):
            self.put(name)
        self.assertEqual(sorted(self.names("MEMBERS*.csv")), ["Members 1.CSV", "members 2.csv"])


class TestEntries(TestCase):
    """T27: how a file is known again."""

    def test_the_stamp_of_a_file_tells_it_from_a_newer_one(self):
        """T27: its size and the time at which it was written."""
        entry = Entry("a.csv", 17, 1_700_000_000_123_456_789)
        self.assertEqual(Entry.stamped("a.csv", entry.stamp), entry)
        self.assertNotEqual(Entry("a.csv", 18, entry.nanoseconds).stamp, entry.stamp)

    def test_the_time_of_a_file_is_in_seconds(self):
        """V12: as Odoo shows it."""
        self.assertEqual(Entry("a.csv", 1, 1_500_000_000).modified, 1.5)

    def test_a_stamped_name_is_never_too_long(self):
        """T27: bytes count, not letters; a letter is never cut in two."""
        name = stamped_name("é" * 200 + ".csv", "20260304-063000")
        self.assertLessEqual(len(name.encode()), 255)
        self.assertTrue(name.endswith("é 20260304-063000.csv"))

    def test_a_name_without_ending_is_stamped_at_its_end(self):
        """T27: one that only begins with a dot has none, either."""
        self.assertEqual(stamped_name("members", "2"), "members 2")
        self.assertEqual(stamped_name(".members", "2"), ".members 2")

    def test_a_name_of_255_bytes_is_one_and_a_longer_is_not(self):
        """T27: what the file system can hold."""
        self.assertTrue(is_file_name("é" * 127 + "a"))
        self.assertFalse(is_file_name("é" * 128))
