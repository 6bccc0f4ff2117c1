"""Rows of a table, many at once, as its reader finds them: what is alike in all of them is looked
at once, and written to the spool without a look at each cell."""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Protocol, cast

from ..rows.cells import Cell, Cells

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: blank cells at the end of rows, which take no place; within a text a quote is escaped
_TRAILING = re.compile(r'(?:,"")+\]$', re.MULTILINE)


class Block(Protocol):
    """Some rows of a table, ascending."""

    def __iter__(self) -> Iterator[tuple[int, Cells]]: ...

    def lines(self, base: int, job: int) -> Iterable[str]:
        """The lines of the spool, one or more in each text (`spool`)."""


class Rows:
    """Rows of any kind, one by one."""

    def __init__(self, rows: Iterable[tuple[int, Cells]]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        return iter(self._rows)

    def lines(self, base: int, job: int) -> Iterable[str]:
        tail = f"\t{job}\t"
        return (f"{base + number}{tail}{cells_json(cells)}\n" for number, cells in self._rows)


class Records:
    """Rows of nothing but texts."""

    def __init__(self, numbers: Sequence[int], records: Sequence[list[str]]) -> None:
        self._numbers, self._records = numbers, records

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        return cast("Iterator[tuple[int, Cells]]", zip(self._numbers, self._records, strict=True))

    def lines(self, base: int, job: int) -> Iterable[str]:
        cells = [*map('","'.join, self._records)]
        text = "".join(cells)
        quotes = 2 * (sum(map(len, self._records)) - len(self._records))
        if not text.isprintable() or "\\" in text or text.count('"') > quotes:
            return Rows(self).lines(base, job)
        form = f'%d\t{job}\t["%s"]\n'
        numbers = map(base.__add__, self._numbers)
        return ["".join(map(form.__mod__, zip(numbers, cells, strict=True)))]


class Column:
    """The cells of one column. `json` has each of them as JSON where some have a type."""

    def __init__(self, cells: Sequence[Cell], json: Sequence[str] | None = None) -> None:
        self.cells = cells
        self.json = json

    @functools.cached_property
    def texts(self) -> Sequence[str]:
        """Those of its cells that are texts."""
        if self.json is None:
            return cast("Sequence[str]", self.cells)
        return [cell for cell in self.cells if isinstance(cell, str)]

    def is_filled(self) -> bool:
        """Whether no cell is blank, or a box that may be ticked or not."""
        if self.json is None:
            texts = cast("Sequence[str]", self.cells)
            return all(texts) and not any(map(str.isspace, texts))
        return not any(
            cell.isspace() or not cell if isinstance(cell, str) else cell["type"] == "boolean"
            for cell in self.cells
        )


class Columns:
    """Rows alike, column by column; none of them is hidden."""

    def __init__(self, numbers: Sequence[int], columns: Sequence[Column]) -> None:
        self.numbers, self.columns = numbers, columns

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        rows = map(list, zip(*(column.cells for column in self.columns), strict=True))
        if "" not in self.columns[-1].cells:
            return zip(self.numbers, rows, strict=True)
        return zip(self.numbers, map(_without_trailing, rows), strict=True)

    def longest(self) -> int:
        """So many characters a row has at most."""
        return sum(max(map(len, column.texts), default=0) for column in self.columns)

    def text(self) -> str:
        """All its texts in one."""
        return "".join("".join(column.texts) for column in self.columns)

    def lines(self, base: int, job: int) -> Iterable[str]:
        columns = [_as_json(column) for column in self.columns]
        form = f"%d\t{job}\t[" + ",".join(form for form, _texts in columns) + "]\n"
        numbers = map(base.__add__, self.numbers)
        texts = (texts for _form, texts in columns)
        lines = "".join(map(form.__mod__, zip(numbers, *texts, strict=True)))
        if "" in self.columns[-1].cells:
            lines = _TRAILING.sub("]", lines)
        return [lines.replace("\\", "\\\\") if "\\" in lines else lines]


def _as_json(column: Column) -> tuple[str, Sequence[str]]:
    """What stands for a cell in the form of a line, and what takes its place."""
    if column.json is not None:
        return "%s", column.json
    texts = cast("Sequence[str]", column.cells)
    return ('"%s"', texts) if is_plain("".join(texts)) else ("%s", [*map(encode_basestring, texts)])


def _without_trailing(cells: Cells) -> Cells:
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def is_plain(text: str) -> bool:
    """Whether a text is the same in JSON, but for the quotes around it."""
    return text.isprintable() and '"' not in text and "\\" not in text


def cells_json(cells: Cells) -> str:
    """The cells as JSON for COPY. Texts without quotes, backslashes and control characters, that
    is nearly all, need no encoder: half of the cost of staging was json.dumps."""
    texts = cast("list[str]", cells)
    try:
        text = "".join(texts)
    except TypeError:  # a cell with a type is a dict
        return _encode(cells).replace("\\", "\\\\")
    return (
        '["' + '","'.join(texts) + '"]' if is_plain(text) else _encode(cells).replace("\\", "\\\\")
    )


def cell_json(cell: Cell) -> str:
    """One cell as JSON, its backslashes as they are."""
    return _encode(cell)
