import os
import tempfile
from unittest import TestCase
from unittest.mock import patch

from ...tools.sources.folder import Folder


class TestFolder(TestCase):
    """V12, T27: a folder in which nothing is trusted."""

    def setUp(self):
        super().setUp()
        base = tempfile.TemporaryDirectory()
        self.addCleanup(base.cleanup)
        self.base, self.path = base.name, os.path.join(base.name, "inbox")
        os.mkdir(self.path)
        self.folder = self.enterContext(Folder(self.path))

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

    def test_newer_file_stays(self):
        """T27: a file that took the name of an imported one meanwhile is not moved in its place."""
        self.put("a.csv")
        entry = self.folder.entry("a.csv")
        self.put("a.csv", "a newer one")
        self.assertIsNone(self.folder.move(entry, "done", "a.csv"))
        self.assertEqual(self.names(), ["a.csv"])
