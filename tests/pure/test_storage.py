import datetime
import io
from unittest import TestCase

from ...tools.sources import storage
from ...tools.sources.storage import Storage


class MemoryStorage:
    """A storage in memory that answers as those of fsspec do."""

    def __init__(self):
        self.files, self.folders, self.links, self.clock = {}, {"inbox"}, set(), 0

    def pipe(self, path, content):
        self.clock += 1
        self.files[path] = (content, self.clock)

    def isdir(self, path):
        return path in self.folders

    def exists(self, path):
        return path in self.files or path in self.folders

    def ls(self, path, detail):
        files = [
            {
                **{"name": name, "type": "file", "size": len(content), "mtime": time},
                "islink": name in self.links,
            }
            for name, (content, time) in self.files.items()
            if name.rpartition("/")[0] == path
        ]
        below = [name for name in self.folders if name.rpartition("/")[0] == path]
        return files + [{"name": name, "type": "directory", "size": 0} for name in below]

    def invalidate_cache(self, path):
        """There is none."""

    def open(self, path, mode):
        return Written(self, path) if mode == "wb" else io.BytesIO(self.files[path][0])

    def makedirs(self, path, exist_ok):
        self.folders.add(path)

    def mv(self, path, target):
        self.files[target] = self.files.pop(path)


class Written(io.BytesIO):
    """A file that is in the storage once it is closed."""

    def __init__(self, files, path):
        super().__init__()
        self.target = files, path

    def close(self):
        files, path = self.target
        files.pipe(path, self.getvalue())
        return super().close()


class TestStorage(TestCase):
    """V12: a folder of a storage elsewhere is used as one of the server."""

    def setUp(self):
        super().setUp()
        self.files = MemoryStorage()
        self.folder = Storage(self.files, "inbox").__enter__()

    def names(self, pattern):
        return [entry.name for entry in self.folder.entries(pattern)]

    def test_files_that_are_meant_come_oldest_first(self):
        """V12: files that are meant, the oldest first, and what is in them."""
        for name in ("b.csv", "a.csv", "c.txt", ".hidden.csv"):
            self.files.pipe(f"inbox/{name}", name.encode())
        self.assertEqual(self.names("*.CSV"), ["b.csv", "a.csv"])
        self.assertEqual(self.folder.content("a.csv")[1], b"a.csv")

    def test_nothing_is_overwritten_and_a_newer_file_stays(self):
        """T27: nothing is overwritten, and a newer file stays where it is."""
        for text in (b"1", b"2"):
            self.files.pipe("inbox/a.csv", text)
            self.folder.move(self.folder.entry("a.csv"), "done", "a.csv")
        self.assertEqual(sorted(self.files.files), ["inbox/done/a 2.csv", "inbox/done/a.csv"])
        self.files.pipe("inbox/a.csv", b"3")
        seen = self.folder.entry("a.csv")
        self.files.pipe("inbox/a.csv", b"4")
        self.assertIsNone(self.folder.move(seen, "done", "a.csv"))
        self.assertEqual(self.names("*"), ["a.csv"])

    def test_a_file_is_put_under_a_name_that_is_free(self):
        """V10: and is not there before it is whole."""
        self.files.pipe("inbox/a.csv", b"old")
        seen = []

        def write(stream):
            seen.append(self.names("*"))
            stream.write(b"new")

        self.assertEqual(self.folder.put("a.csv", write), "a 2.csv")
        self.assertEqual((seen, self.names("*")), ([["a.csv"]], ["a.csv", "a 2.csv"]))
        self.assertEqual(self.folder.content("a 2.csv")[1], b"new")
        self.assertEqual(self.files.files.keys(), {"inbox/a.csv", "inbox/a 2.csv"})

    def test_a_missing_folder_is_an_error(self):
        """T27: a folder that is not there is said to be so."""
        with self.assertRaises(FileNotFoundError), Storage(self.files, "nowhere"):
            pass

    def test_folders_and_links_are_no_files(self):
        """T27: wherever a link leads."""
        self.files.folders.add("inbox/done")
        self.files.links = {"inbox/link.csv"}
        self.files.pipe("inbox/link.csv", b"x")
        self.assertEqual(self.names("*"), [])

    def test_storages_call_the_time_of_a_file_differently(self):
        """V12: the first name that is there counts; a file without any is the oldest."""
        day = datetime.datetime(2026, 3, 4, tzinfo=datetime.timezone.utc)
        for info, nanoseconds in (
            ({"mtime": 2}, 2_000_000_000),
            ({"LastModified": day}, 1_772_582_400_000_000_000),
            ({"updated": "2026-03-04T00:00:00Z"}, 1_772_582_400_000_000_000),
            ({}, 0),
        ):
            with self.subTest(info):
                entry = storage._entry({"name": "inbox/a.csv", "type": "file", "size": 1, **info})
                self.assertEqual(entry.nanoseconds, nanoseconds)

    def test_the_size_of_a_file_may_be_unknown(self):
        """V12: some storages tell it only when the file is read."""
        self.assertEqual(storage._entry({"name": "a.csv", "type": "file", "size": None}).size, 0)
