"""The XML of a sheet, element by element."""

import operator
from collections.abc import Iterable, Sequence
from typing import Protocol, cast

from ..rows.cells import Cell, Cells
from ..rows.problems import Places, SourceError, shorten
from .blocks import Column, Columns
from .sheets import SheetRow
from .workbook import TRUE, Texts
from .xlsx_cells import DIGITS, Values
from .xlsx_rows import MAX_COLUMN, UsualRows
from .xlsx_scan import Take
from .xlsx_xml import Attributes, Ends, OnText, Starts

#: what Excel allows
MAX_ROW = 1_048_576


class Remarks(Protocol):
    """What a table is told while a sheet is read."""

    formulas: Places
    merged: list[str]
    hidden_columns: set[int]


class Letters(dict[str, int]):
    """Column from 0 by its letters; MAX_COLUMN for what is none."""

    def __missing__(self, letters: str) -> int:
        index = 0
        for letter in letters[:4].upper():
            index = index * 26 + (ord(letter) - 64 if "A" <= letter <= "Z" else MAX_COLUMN + 1)
        self[letters] = column = index - 1 if 0 < index <= MAX_COLUMN else MAX_COLUMN
        return column


class SheetParser:
    """Handlers for the XML of a sheet. They collect finished rows in `blocks`, and tell `remarks`
    about formulas, merged cells and hidden columns."""

    parent, name = "sheetData", "row"

    def __init__(self, remarks: Remarks, values: Values, part: str) -> None:
        self.blocks: list[list[SheetRow] | Columns] = []
        self._remarks, self._values, self._part = remarks, values, part
        self.columns = Letters()
        self._number = self._next = 0
        self._cells: Cells = []
        self._hidden = False
        self._texts = texts = Texts()
        self._buffer = texts.buffer
        self.text: OnText = texts.text
        self.starts: Starts = {
            **texts.starts,
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": self._begin_value,
            "f": self._begin_value,
            "col": self._column,
            "mergeCell": self._merge,
        }
        self.ends: Ends = {
            **texts.ends,
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
        }

    def usual(self, prefix: str) -> Take:
        if self._values.text_showers:
            return lambda _text, start: start
        return UsualRows(self, self._values, prefix)

    @property
    def place(self) -> str:
        return f"row {self._number}"

    def add_row(self, number: int, cells: Cells, formulas: int, hidden: bool) -> bool:
        """Take a row that has been read elsewhere; False, and nothing is changed, where rows do not
        ascend."""
        if not self._number < number <= MAX_ROW:
            return False
        self._number = number
        self._add((number, cells, hidden))
        for _ in range(formulas):
            self._remarks.formulas.add(number)
        return True

    def add_rows(
        self, numbers: list[int], columns: Sequence[Column], formulas: Iterable[int]
    ) -> bool:
        """The same with many of them, of which none is hidden; `formulas` has the row of each."""
        if not (self._number < numbers[0] and numbers[-1] <= MAX_ROW and _ascend(numbers)):
            return False
        self._number = numbers[-1]
        self.blocks.append(Columns(numbers, columns))
        for number in formulas:
            self._remarks.formulas.add(number)
        return True

    def _add(self, row: SheetRow) -> None:
        if not (self.blocks and isinstance(self.blocks[-1], list)):
            self.blocks.append([])
        cast("list[SheetRow]", self.blocks[-1]).append(row)

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        row = self._number + 1 if number is None else self._whole(number)
        if not self._number < row <= MAX_ROW:
            raise self._damaged(number)
        self._number, self._next, self._cells = row, 0, []
        self._hidden = attributes.get("hidden") in TRUE

    def _end_row(self) -> None:
        self._add((self._number, self._cells, self._hidden))
        self._cells = []

    def _begin_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._value: str | None = None
        self._formula: str | None = None

    def _begin_value(self, _attributes: Attributes) -> None:
        self._buffer.clear()

    def _end_value(self) -> None:
        self._value = "".join(self._buffer)

    def _end_formula(self) -> None:
        self._formula = "=" + "".join(self._buffer)

    def _end_cell(self) -> None:
        """Put the cell in its column; one without a value (borders, colours) takes no place."""
        ref = self._attributes.get("r")
        column = self.columns[ref.rstrip(DIGITS)] if ref else self._next
        self._next = column + 1
        if column >= MAX_COLUMN:
            raise self._damaged(ref)
        cell = self._cell()
        if cell == "":
            return
        missing = column - len(self._cells)
        if missing < 0:
            raise self._damaged(ref)
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(cell)

    def _cell(self) -> Cell:
        """An inline text counts where its type says so, and where there is no other value."""
        value, kind = self._value, self._attributes.get("t")
        inline = self._texts.take()
        if self._formula is not None:
            if not (inline or value or (value == "" and kind == "str")):
                return {"type": "formula", "text": shorten(self._formula)}
            self._remarks.formulas.add(self._number)
        style = self._attributes.get("s")
        if not value or (inline and kind == "inlineStr"):
            return self._values.text(style, inline)
        return self._values.of(kind, style, value)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in TRUE:
            first, last = (self._whole(attributes.get(each, "1")) for each in ("min", "max"))
            self._remarks.hidden_columns.update(range(first - 1, min(last, MAX_COLUMN)))

    def _merge(self, attributes: Attributes) -> None:
        self._remarks.merged.append(attributes.get("ref", ""))

    def _whole(self, text: str) -> int:
        """A number from 1 in an attribute."""
        if not (len(text) < 10 and text.strip().isdecimal() and int(text)):
            raise self._damaged(text)
        return int(text)

    def _damaged(self, ref: str | None) -> SourceError:
        return SourceError("damaged", {"part": self._part, "place": ref or self.place})


def _ascend(numbers: list[int]) -> bool:
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))] or all(
        map(operator.lt, numbers, numbers[1:])
    )
