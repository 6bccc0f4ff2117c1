"""Rows of an OpenDocument sheet that differ in their values alone: one regular expression for many
of them, which gives their cells column by column."""

import itertools
import re
from collections.abc import Iterable

from ..rows.cells import Cell
from .blocks import Column
from .ods_cells import FORMULA, OFFICE, REPEATED, SPANNED, TYPE, Given, cell_of
from .ods_text import paragraph
from .xlsx_cells import Remembered
from .xlsx_xml import Attributes, without_entities

#: columns beyond it are read row by row
WIDEST = 500

#: the attribute of a value, by its type
VALUES = {
    **dict.fromkeys(("float", "percentage", "currency"), "office:value"),
    "date": "office:date-value",
    "time": "office:time-value",
    "boolean": "office:boolean-value",
}
#: no XML holds it: it begins a group of a pattern, and stands between a value and what is shown
NUL = "\0"
_CELL = "<table:table-cell"
_PARAGRAPH = f"><text:p>{NUL}[^<]*)</text:p></table:table-cell>"


class Unusual(Exception):
    """Cells that a shape has no place for, or rows that only seem to be of it."""


class Texts:
    """A column of texts."""

    groups = 1

    def __init__(self, written: str) -> None:
        self.pattern = f"{_CELL}{re.escape(written)}{_PARAGRAPH}"

    def column(self, texts: list[str]) -> Column:
        joined = "".join(texts)
        if "&" in joined:
            texts = [*map(_decoded, texts)]
        if "  " in joined or not joined.isprintable() or any(text[:1] == " " for text in texts):
            texts = [*map(paragraph, texts)]
        return Column(texts)


class Typed:
    """A column of values of one type, in one style; the same value is read once."""

    groups = 2

    def __init__(self, written: str, attributes: Attributes) -> None:
        name = VALUES.get(attributes[TYPE], "")
        before, found, after = written.partition(f' {name}="')
        if not found:
            raise Unusual
        value = f'{NUL}[^"<&]*)'
        begin, end = re.escape(before + found), re.escape(after[after.index('"') :])
        self.pattern = f"{_CELL}{begin}{value}{end}{_PARAGRAPH}"
        self._attributes, self._name = attributes, OFFICE + name.partition(":")[2]
        self._remembered = Remembered(self._cell)

    def _cell(self, key: str) -> Cell:
        value, shown, _end = key.split(NUL)
        attributes = {**self._attributes, self._name: value}
        return cell_of(attributes, [paragraph(_decoded(shown))])

    def column(self, values: list[str], shown: list[str]) -> Column:
        keys = map(NUL.join, zip(values, shown, itertools.repeat(""), strict=False))
        return self._remembered.column([*keys])


class Shape:
    """Made of one row: how it begins, and its cells, each with its attributes as they are written
    and as they are meant, and whether it has a paragraph. Raises Unusual."""

    def __init__(self, begin: str, cells: Iterable[tuple[str, Given, bool]]) -> None:
        self._columns: list[Texts | Typed | None] = []
        pattern, filled = re.escape(begin), 0
        for written, given, is_shown in cells:
            pattern += self._add(written, given, is_shown)
            if self._columns and self._columns[-1]:
                filled = len(self._columns)
        del self._columns[filled:]
        if not filled:
            raise Unusual
        pattern += "</table:table-row>"
        self._size = 1 + sum(each.groups for each in self._columns if each)
        self._split = re.compile(pattern.replace(NUL, "(")).split
        self._several = re.compile(f"(?:{pattern.replace(NUL, '(?:')})*").match

    def _add(self, written: str, given: Given, is_shown: bool) -> str:
        """The pattern of a cell, which `_columns` has room for from now on."""
        attributes = given.attributes
        count = int(attributes.get(REPEATED, "1"))
        if {SPANNED, FORMULA} & attributes.keys() or (count > 1 and TYPE in attributes):
            raise Unusual
        if TYPE not in attributes and not is_shown:
            self._columns.extend([None] * min(count, WIDEST + 1))
            return re.escape(f"{_CELL}{written}/>")
        if not is_shown or len(self._columns) >= WIDEST or TYPE not in attributes:
            raise Unusual
        made = Texts(written) if given.is_text else Typed(written, attributes)
        self._columns.append(made)
        return made.pattern

    def end(self, text: str, start: int) -> int:
        """Where the rows of this shape end that begin there."""
        found = self._several(text, start)
        return found.end() if found else start

    def columns(self, text: str) -> list[Column]:
        """The cells of a text of such rows. Raises Unusual."""
        parts = self._split(text)
        groups = (parts[place :: self._size] for place in range(1, self._size))
        blank = Column([""] * (len(parts) // self._size))
        return [
            each.column(*itertools.islice(groups, each.groups)) if each else blank
            for each in self._columns
        ]


def _decoded(text: str) -> str:
    found = without_entities(text) if "&" in text else text
    if found is None:
        raise Unusual
    return found
