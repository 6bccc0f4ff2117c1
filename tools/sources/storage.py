"""A folder of a storage elsewhere, such as SFTP or S3, as ``folder.Folder`` is one of this server.

The storage is a file system as fsspec has them; of these only what all of them can do is used.
"""

from __future__ import annotations

import datetime
import errno
import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Protocol

from ..rows.day_forms import read_moment
from .folder import ENDINGS, PART, Entry, is_match, stamped_name

# What storages call the time at which a file was written.
TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")


class FileSystem(Protocol):
    """What is used of a file system of fsspec."""

    def isdir(self, path: str) -> bool: ...

    def exists(self, path: str) -> bool: ...

    def ls(self, path: str, detail: bool) -> Sequence[Mapping[str, Any]]: ...

    def invalidate_cache(self, path: str) -> None: ...

    def open(self, path: str, mode: str) -> BinaryIO: ...

    def makedirs(self, path: str, exist_ok: bool) -> None: ...

    def mv(self, path: str, target: str) -> None: ...


class Storage:
    """A folder while it is open. What cannot be done raises whatever the storage raises."""

    def __init__(self, filesystem: FileSystem, path: str) -> None:
        self._fs = filesystem
        self._path = path

    def __enter__(self) -> Storage:
        if not self._fs.isdir(self._path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._path)
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing of a storage stays open."""

    def entries(self, pattern: str, endings: tuple[str, ...] = ENDINGS) -> list[Entry]:
        """The files that are meant, oldest first; as they are now, whatever is in a cache."""
        self._fs.invalidate_cache(self._path)
        found = filter(None, map(_entry, self._fs.ls(self._path, detail=True)))
        entries = [entry for entry in found if is_match(entry.name, pattern, endings)]
        return sorted(entries, key=lambda entry: (entry.nanoseconds, entry.name))

    def entry(self, name: str) -> Entry | None:
        """The file of that name, or None."""
        return next((entry for entry in self.entries("*") if entry.name == name), None)

    def content(self, name: str) -> tuple[Entry | None, bytes]:
        """The file as it is now that it has been read, and its bytes."""
        with self._fs.open(self._at(name), "rb") as file:
            content = file.read()
        return self.entry(name), content

    def move(self, entry: Entry, into: str, new_name: str) -> str | None:
        """See ``Folder.move``."""
        if self.entry(entry.name) != entry:
            return None
        self._fs.makedirs(self._at(into), exist_ok=True)
        free = self._free_name(new_name, into)
        self._fs.mv(self._at(entry.name), self._at(into, free))
        return free

    def put(self, name: str, write: Callable[[BinaryIO], None]) -> str:
        """See ``Folder.put``."""
        part, free = self._at(f"{name}{PART}"), self._free_name(name)
        with self._fs.open(part, "wb") as stream:
            write(stream)
        self._fs.mv(part, self._at(free))
        return free

    def _at(self, *names: str) -> str:
        return posixpath.join(self._path, *names)

    def _free_name(self, name: str, *into: str) -> str:
        number, free = 1, name
        while self._fs.exists(self._at(*into, free)):
            number += 1
            free = stamped_name(name, str(number))
        return free


def _entry(info: Mapping[str, Any]) -> Entry | None:
    """The entry of what a storage says of a file; None for folders and links."""
    if info.get("type") != "file" or info.get("islink"):
        return None
    written = next((info[name] for name in TIMES if info.get(name)), 0)
    return Entry(posixpath.basename(info["name"]), info.get("size") or 0, _nanoseconds(written))


def _nanoseconds(moment: float | str | datetime.datetime) -> int:
    """Of a time that is a number of seconds, a datetime, or a text.

    >>> utc = datetime.timezone.utc
    >>> _nanoseconds(2), _nanoseconds(datetime.datetime(1970, 1, 1, 0, 0, 3, tzinfo=utc))
    (2000000000, 3000000000)
    >>> _nanoseconds("1970-01-01T00:00:04Z")
    4000000000
    """
    if isinstance(moment, str):
        moment = read_moment(moment)
    if isinstance(moment, datetime.datetime):
        moment = moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).timestamp()
    return round(moment * 1e9)
