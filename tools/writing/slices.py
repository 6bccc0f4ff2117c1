"""Tables that are written in slices, by one process after the other: what has to be known in
between is a small dictionary."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from typing import Protocol

from .workbook import Sheet, other_parts
from .writers import (
    Columns,
    Texts,
    append_header,
    append_rows,
    sheet_name,
    widths_of,
    write_csv,
)

# Rows that a sheet of an .xlsx has room for, without its header.
XLSX_ROWS = 1_048_575
_SHEET = "xl/worksheets/sheet1.xml"
# Sizes from here on stand in an extra field of a ZIP, since four bytes cannot hold them.
_FOUR_BYTES = 0xFFFFFFFF
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LONG = struct.Struct("<2H2Q")
# What ZIP has for the first of January 1980: no file says when it was written.
_DATE = 0x21


class SlicedTable(Protocol):
    """Bytes of a file in their order, but for its ``head``, which is known at last."""

    #: what has to be known to go on
    grown: dict[str, int]

    def slice(self, rows: Iterable[Texts]) -> bytes:
        """The next rows."""

    def end(self) -> tuple[bytes, bytes]:
        """What comes before all slices, and what comes behind them."""


class SlicedLines:
    """A .csv.

    >>> lines = SlicedLines(["a"], ";", {})
    >>> lines.slice([["1"]]), lines.slice([["2"]]), lines.end()
    (b'\\xef\\xbb\\xbf"a"\\r\\n"1"\\r\\n', b'"2"\\r\\n', (b'', b''))
    """

    def __init__(self, header: Texts, separator: str, grown: dict[str, int]) -> None:
        self._header, self._separator, self.grown = header, separator, dict(grown)

    def slice(self, rows: Iterable[Texts]) -> bytes:
        """As ``SlicedTable``."""
        stream = io.BytesIO()
        header = None if self.grown else self._header
        write_csv(stream, header, rows, separator=self._separator)
        self.grown = {"begun": 1}
        return stream.getvalue()

    def end(self) -> tuple[bytes, bytes]:
        """As ``SlicedTable``."""
        return b"", b""


class SlicedWorkbook:
    """An .xlsx of one sheet, whose columns ``marked`` are red: see ``writers.write_xlsx``. A slice
    is packed by itself, and those of a sheet are one stream of ZIP."""

    def __init__(self, header: Texts, marked: Columns, grown: dict[str, int]) -> None:
        self._header, self._marked = header, marked
        self.grown = grown or {"rows": 0, "crc": 0, "size": 0, "packed": 0}

    def slice(self, rows: Iterable[Texts]) -> bytes:
        """As ``SlicedTable``."""
        stream = io.BytesIO()
        before = self.grown["rows"]
        sheet = Sheet(stream, widths_of(self._header), before)
        if not before:
            append_header(sheet, self._header)
        append_rows(sheet, rows, self._marked)
        sheet.flush()
        return self._packed(stream.getvalue(), sheet.rows, zlib.Z_FULL_FLUSH)

    def end(self) -> tuple[bytes, bytes]:
        """As ``SlicedTable``."""
        stream = io.BytesIO()
        Sheet(stream, (), self.grown["rows"]).end()
        last = self._packed(stream.getvalue(), self.grown["rows"], zlib.Z_FINISH)
        grown = self.grown
        head, listed = _entry(_SHEET, grown["crc"], grown["size"], grown["packed"], 0)
        entries, tail, offset = [listed], [last], len(head) + grown["packed"]
        for name, xml in other_parts([sheet_name("Errors")]):
            content = xml.encode()
            packed = _pack(content, zlib.Z_FINISH)
            local, listed = _entry(name, zlib.crc32(content), len(content), len(packed), offset)
            entries.append(listed)
            tail += [local, packed]
            offset += len(local) + len(packed)
        listing = b"".join(entries)
        count = len(entries)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
        return head, b"".join([*tail, listing, end])

    def _packed(self, content: bytes, rows: int, mode: int) -> bytes:
        packed = _pack(content, mode)
        self.grown = {
            "rows": rows,
            "crc": zlib.crc32(content, self.grown["crc"]),
            "size": self.grown["size"] + len(content),
            "packed": self.grown["packed"] + len(packed),
        }
        return packed


def _pack(content: bytes, mode: int) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(mode)


def _entry(name: str, crc: int, size: int, packed: int, offset: int) -> tuple[bytes, bytes]:
    """What stands before a file of a ZIP, and what names it at the end."""
    title, extra, needed = name.encode(), b"", 20
    sizes = packed, size
    if size >= _FOUR_BYTES:
        extra, needed = _LONG.pack(1, 16, size, packed), 45
        sizes = _FOUR_BYTES, _FOUR_BYTES
    common = (0, zlib.DEFLATED, 0, _DATE, crc, *sizes, len(title), len(extra))
    local = _LOCAL.pack(b"PK\3\4", needed, *common)
    listed = _CENTRAL.pack(b"PK\1\2", needed, needed, *common, 0, 0, 0, 0, offset)
    return local + title + extra, listed + title + extra
