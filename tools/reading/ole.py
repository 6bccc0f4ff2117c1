"""The container of an old Office file: streams by name, their sectors chained in a table.

What is odd but leaves a stream to be found is read, and `sound` becomes False: other programs open
such files, and the person is told. What is not there is "incomplete".
"""

import sys
from array import array
from collections.abc import Iterable, Iterator
from struct import unpack_from

from ..rows.problems import SourceError

#: sectors of the header's own list of those that hold the table
_LISTED = 109
#: where something begins and ends
Span = tuple[int, int]
Bytes = bytes | bytearray

#: from here on the number of a sector is none: end of chain, free, or part of the table
_NO_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = 128

STREAM, ROOT = 2, 5
#: sectors have 512 bytes, rarely 4096, small ones 64: as powers of two
SHIFTS, USUAL, USUAL_SMALL = range(7, 17), 9, 6


class Container:
    """`names` {name in lower case: its entry} of the streams in the root."""

    def __init__(self, content: Bytes) -> None:
        """`content` is that of the whole file."""
        self.sound = True
        self._content = content
        if len(content) < 512:
            raise SourceError("incomplete")
        big, small = unpack_from("<HH", content, 30)
        self._big = 1 << (big if big in SHIFTS else USUAL)
        self._small = 1 << (small if small < big else USUAL_SMALL)
        first, self._cutoff, first_small = unpack_from("<I4xII", content, 48)
        self._table = self._read_table()
        self._directory = self._read_chain(first)
        self._small_table = _numbers(self._read_chain(first_small))
        self._root: Bytes = b""
        self.names = self._read_names()

    def stream(self, name: str) -> Bytes | None:
        """The bytes of a stream of the root, None where there is no such one."""
        entry = self.names.get(name.lower())
        if entry is None:
            return None
        first, size = unpack_from("<II", self._directory, entry + 116)
        small = size < self._cutoff
        found = self._read_small(first, size) if small else self._read_chain(first, size)
        self.sound &= len(found) == size
        return found

    def _sector(self, number: int) -> Span:
        start = (number + 1) * self._big
        return start, start + self._big

    def _read_table(self) -> "array[int]":
        """The next sector of each, as many as the file has."""
        table, most = bytearray(), len(self._content) // self._big * 4
        for number in self._table_sectors():
            start, end = self._sector(number)
            self.sound &= start < len(self._content)
            table += self._content[start:end].ljust(self._big, b"\xff")
            if len(table) >= most:
                break
        return _numbers(table)

    def _table_sectors(self) -> Iterator[int]:
        """The sectors of the table: the header lists the first ones, a chain the others."""
        listed = _numbers(self._content[76 : 76 + 4 * _LISTED])
        further, count = unpack_from("<II", self._content, 68)
        for _each in range(min(count, len(self._content) // self._big) + 1):
            yield from (number for number in listed if number < _NO_SECTOR)
            start, end = self._sector(further)
            if end > len(self._content):
                return
            listed = _numbers(self._content[start:end])
            further = listed.pop()

    def _chain(self, first: int, table: "array[int]") -> Iterator[int]:
        """The sectors of a chain; it ends where it would go on in circles or out of the table."""
        number, seen = first, bytearray(len(table))
        while number < _NO_SECTOR:
            if number >= len(table) or seen[number]:
                self.sound = False
                return
            seen[number] = 1
            yield number
            number = table[number]

    def _read_chain(self, first: int, size: int | None = None) -> Bytes:
        """The bytes of a chain, as many as are asked for; of a large stream there is one copy."""
        runs = self._runs(self._chain(first, self._table), size)
        if len(runs) == 1:
            return self._content[slice(*runs[0])]
        found, position = bytearray(sum(end - start for start, end in runs)), 0
        for start, end in runs:
            found[position : position + end - start] = memoryview(self._content)[start:end]
            position += end - start
        return found

    def _runs(self, numbers: Iterable[int], size: int | None) -> list[Span]:
        """Where sectors lie in the file, those side by side as one."""
        runs: list[Span] = []
        left, length = len(self._content) if size is None else size, len(self._content)
        for start, end in map(self._sector, numbers):
            end = min(end, length, start + left)
            if end <= start:
                break
            left -= end - start
            if runs and runs[-1][1] == start:
                start = runs.pop()[0]
            runs.append((start, end))
        return runs

    def _read_small(self, first: int, size: int) -> bytes:
        """A stream below the cutoff lies in small sectors of the root's own stream."""
        numbers, step = self._chain(first, self._small_table), self._small
        return b"".join(self._root[each * step : (each + 1) * step] for each in numbers)[:size]

    def _read_names(self) -> dict[str, int]:
        """Streams in other storages are embedded documents; where the tree of the root is broken
        any stream of the name will do."""
        entries = range(0, len(self._directory) - _ENTRY + 1, _ENTRY)
        if not entries:
            raise SourceError("incomplete")
        root = next((each for each in entries if self._kind(each) == ROOT), 0)
        self._root = self._read_chain(unpack_from("<I", self._directory, root + 116)[0])
        names = self._named(self._children(root))
        return names or self._named(entries)

    def _named(self, entries: Iterable[int]) -> dict[str, int]:
        return {self._name(each): each for each in entries if self._kind(each) == STREAM}

    def _children(self, root: int) -> Iterator[int]:
        todo, seen = [unpack_from("<I", self._directory, root + 76)[0]], {_NO_ENTRY}
        while todo:
            number = todo.pop()
            entry = number * _ENTRY
            if number in seen or entry + _ENTRY > len(self._directory):
                self.sound &= number == _NO_ENTRY
                continue
            seen.add(number)
            yield entry
            todo += unpack_from("<II", self._directory, entry + 68)

    def _kind(self, entry: int) -> int:
        return self._directory[entry + 66]

    def _name(self, entry: int) -> str:
        size = unpack_from("<H", self._directory, entry + 64)[0]
        name = self._directory[entry : entry + max(min(size, 64) - 2, 0)]
        return name.decode("utf-16-le", "replace").lower()


def _numbers(content: Bytes) -> "array[int]":
    numbers = array("I", bytes(content[: len(content) // 4 * 4]))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
