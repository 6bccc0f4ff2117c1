import io
from unittest import TestCase

from ...tools.sources.storage import Storage


class MemoryStorage:
    """A storage in memory that answers as those of fsspec do."""

    def __init__(self):
        self.files, self.folders, self.clock = {}, {"inbox"}, 0

    def pipe(self, path, content):
        self.clock += 1
        self.files[path] = (content, self.clock)

    def isdir(self, path):
        return path in self.folders

    def exists(self, path):
        return path in self.files or path in self.folders

    def ls(self, path, detail):
        files = [
            {"name": name, "type": "file", "size": len(content), "mtime": time}
            for name, (content, time) in self.files.items()
            if name.rpartition("/")[0] == path
        ]
        below = [name for name in self.folders if name.rpartition("/")[0] == path]
        return files + [{"name": name, "type": "directory", "size": 0} for name in below]

    def invalidate_cache(self, path):
        """There is none."""

    def open(self, path, mode):
        return io.BytesIO(self.files[path][0])

    def makedirs(self, path, exist_ok):
        self.folders.add(path)

    def mv(self, path, target):
        self.files[target] = self.files.pop(path)


class TestStorage(TestCase):
    """V12: a folder of a storage elsewhere is used as one of the server."""

    def setUp(self):
        super().setUp()
        self.files = MemoryStorage()
        self.folder = self.enterContext(Storage(self.files, "inbox"))

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

    def test_a_missing_folder_is_an_error(self):
        """T27: a folder that is not there is said to be so."""
        with self.assertRaises(FileNotFoundError), Storage(self.files, "nowhere"):
            pass
