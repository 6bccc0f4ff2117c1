"""A folder of the server from which files are taken, and into which they are put: pure, without a
database.

Nothing in it is trusted. It is used through its descriptor, names are single parts of a path,
links and special files are not files, and what is moved never takes the place of another file.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..rows.cells import fold

# Where a file goes.
DONE, FAILED = "done", "failed"
WILDCARDS = "*?["
# How the names of files end that are read.
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".fods")
# What Excel puts beside a workbook that somebody has open begins so.
OWNER = "~$"
NAME_BYTES = 255
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# What a file is called, too, until it is written to its end; one that was left so is written anew.
PART = ".part"
PART_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
PART_MODE = 0o660
# Not blocking: a pipe that was put in place of a file would wait for a writer for ever.
OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class Entry:
    """A file as it was seen: while it is written it changes."""

    name: str
    size: int
    nanoseconds: int

    @property
    def stamp(self) -> str:
        """Size and time as a text."""
        return f"{self.size}-{self.nanoseconds}"

    @property
    def modified(self) -> float:
        """When it was last written, in seconds."""
        return self.nanoseconds / 1e9

    @classmethod
    def stamped(cls, name: str, stamp: str) -> Entry:
        """The entry with that stamp."""
        size, _dash, nanoseconds = stamp.partition("-")
        return cls(name, int(size), int(nanoseconds))


class NotAFile(OSError):
    """A link, a folder, a pipe: whatever stands where a file is expected."""


def is_pattern(text: str) -> bool:
    """Whether a name stands for several files.

    >>> is_pattern("members*.csv"), is_pattern("members.csv")
    (True, False)
    """
    return any(character in text for character in WILDCARDS)


def is_file_name(text: str) -> bool:
    """Whether a text, or a pattern, can only name a file in the folder itself.

    >>> [is_file_name(text) for text in ("a.csv", "*.csv", "../a.csv", "..", ".a", "a/b", "")]
    [True, True, False, False, False, False, False]
    """
    return (
        bool(text)
        and not text.startswith(".")
        and not set(text) & set("/\\\0")
        and text.isprintable()
        and len(os.fsencode(text)) <= NAME_BYTES
    )


def is_read(name: str, endings: tuple[str, ...] = ENDINGS) -> bool:
    """Whether a name is that of a file to read: not of one that is only half sent, whose name has
    one more ending, nor of what programs keep for themselves.

    >>> [is_read(name) for name in ("a.CSV", "a.csv.filepart", "~$a.xlsx", "Thumbs.db", ".csv")]
    [True, False, False, False, False]
    """
    known = name.casefold().endswith(endings) and not name.startswith(".")
    return known and not name.startswith(OWNER)


def can_be_read(pattern: str, endings: tuple[str, ...] = ENDINGS) -> bool:
    """Whether a pattern may name a file that is read: one that ends otherwise never does.

    >>> [can_be_read(each) for each in ("members.csv", "m*", "*.XLS?", "m.dat", "*.part")]
    [True, True, True, False, False]
    """
    ending = pattern.casefold().rpartition(".")[2]
    return is_pattern(ending) or pattern.casefold().endswith(endings)


def is_match(name: str, pattern: str, endings: tuple[str, ...] = ENDINGS) -> bool:
    """Whether a file of that name is meant; capitals do not matter, nor whether an accent is a
    character of its own, as a Mac writes it.

    >>> is_match("Members 1.CSV", "members*.csv"), is_match("members.csv.part", "members*")
    (True, False)
    >>> is_match("Zu\u0308rich.csv", "Z\u00fcrich*.csv")
    True
    """
    is_meant = fnmatch.fnmatchcase(fold(name), fold(pattern))
    return is_meant and is_file_name(name) and is_read(name, endings)


class Folder:
    """A folder while it is open. What cannot be done raises ``OSError``."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1

    def __enter__(self) -> Folder:
        self._fd = os.open(self._path, OPEN_FOLDER)
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._fd)

    def entries(self, pattern: str, endings: tuple[str, ...] = ENDINGS) -> list[Entry]:
        """The files that are meant, oldest first."""
        names = [name for name in os.listdir(self._fd) if is_match(name, pattern, endings)]
        entries = filter(None, map(self.entry, names))
        return sorted(entries, key=lambda entry: (entry.nanoseconds, entry.name))

    def entry(self, name: str) -> Entry | None:
        """The file of that name, or None."""
        with contextlib.suppress(FileNotFoundError, NotAFile):
            return _entry(name, os.stat(name, dir_fd=self._fd, follow_symlinks=False))
        return None

    def content(self, name: str) -> tuple[Entry, bytes]:
        """The file as it was when it had been read, and its bytes."""
        with os.fdopen(os.open(name, OPEN_FILE, dir_fd=self._fd), "rb") as file:
            _entry(name, os.fstat(file.fileno()))
            content = file.read()
            return _entry(name, os.fstat(file.fileno())), content

    def move(self, entry: Entry, into: str, new_name: str) -> str | None:
        """Move that very file into a folder below, made when it is missing; gives its name there.
        None, and nothing is moved, where the file is gone or another one has its name by now."""
        if self.entry(entry.name) != entry:
            return None
        with self._below(into) as below:
            free = _free_name(new_name, below)
            os.rename(entry.name, free, src_dir_fd=self._fd, dst_dir_fd=below)
            status = os.stat(free, dir_fd=below, follow_symlinks=False)
            if (status.st_size, status.st_mtime_ns) == (entry.size, entry.nanoseconds):
                return free
            # a new file had come in its place at the last moment
            back = _free_name(entry.name, self._fd)
            os.rename(free, back, src_dir_fd=below, dst_dir_fd=self._fd)
            return None

    def put(self, name: str, write: Callable[[BinaryIO], None]) -> str:
        """Put a file into the folder, which `write` writes to a stream; it has its name when it is
        whole. Gives that name: with a number, where there is such a file already."""
        part = f"{name}{PART}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part, dir_fd=self._fd)
        file = os.open(part, PART_FILE, PART_MODE, dir_fd=self._fd)
        try:
            with os.fdopen(file, "wb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            free = _free_name(name, self._fd)
            os.rename(part, free, src_dir_fd=self._fd, dst_dir_fd=self._fd)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(part, dir_fd=self._fd)
            raise
        return free

    @contextlib.contextmanager
    def _below(self, name: str) -> Iterator[int]:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, 0o770, dir_fd=self._fd)
        below = os.open(name, OPEN_FOLDER, dir_fd=self._fd)
        try:
            yield below
        finally:
            os.close(below)


def _entry(name: str, status: os.stat_result) -> Entry:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(f"Not a file: {name}")
    return Entry(name, status.st_size, status.st_mtime_ns)


def stamped_name(name: str, stamp: str) -> str:
    """The name with a stamp before its ending, not longer than a name may be.

    >>> stamped_name("members.csv", "20260304-063000")
    'members 20260304-063000.csv'
    """
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    length = NAME_BYTES - len(os.fsencode(f" {stamp}{ending}"))
    return os.fsencode(stem)[:length].decode(errors="ignore") + f" {stamp}{ending}"


def _free_name(name: str, folder: int) -> str:
    """The name, or with a number the first of these that is not taken."""
    number, free = 1, name
    while True:
        try:
            os.stat(free, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return free
        number += 1
        free = stamped_name(name, str(number))
