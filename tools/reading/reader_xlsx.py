"""Reads .xlsx: one pass over the XML of one sheet, row by row.

openpyxl tells neither a formula without a stored result from an empty cell nor a hidden row from
any other, and takes twice the time; that both give the same cells is tested.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from ..rows.cells import Cell, Cells
from ..rows.problems import Problem, SourceError, shorten
from .sheets import Sheet, SheetRow, SheetTable
from .table import Options
from .workbook import Texts, Workbook, unescape
from .xlsx_package import Attributes, Ends, Package, Starts

#: what Excel allows
MAX_COLUMN = 16_384
MAX_ROW = 1_048_576

DIGITS = "0123456789"


class XlsxTable(SheetTable):
    def __init__(
        self, stream: BinaryIO, options: Options, warnings: Sequence[Problem] = ()
    ) -> None:
        super().__init__("xlsx", options, warnings)
        self._book = Workbook(Package(stream, options.limits))
        self._choose(self._book.sheets, options.sheet)

    def _sheet_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """The extent that a sheet declares is not looked at: it is often wrong."""
        part = sheet["part"]
        parser = _Sheet(self, self._book, part)
        for _ in self._book.package.parse(part, parser.starts, parser.ends, parser.text):
            yield from parser.rows
            parser.rows.clear()


class _Columns(dict[str, int]):
    """Column from 0 by its letters."""

    def __missing__(self, letters: str) -> int:
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        if not 0 < index <= MAX_COLUMN:
            raise ValueError(letters)
        self[letters] = index - 1
        return index - 1


class _Sheet:
    """Handlers for the XML of a sheet. They collect finished rows in `rows`, and tell the table
    about formulas, merged cells and hidden columns. Called for every cell of a file."""

    def __init__(self, table: XlsxTable, book: Workbook, part: str) -> None:
        self.rows: list[SheetRow] = []
        self._table, self._strings, self._showers = table, book.strings, book.showers
        self._part, self._number, self._columns = part, 0, _Columns()
        self._cells: Cells = []
        self._next = 0
        self._value: str | None = None
        self._formula: str | None = None
        self._texts = texts = Texts()
        self._buffer = texts.buffer
        self.text = texts.text
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

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        previous, self._number = self._number, int(number) if number else self._number + 1
        if not previous < self._number <= MAX_ROW:
            raise self._damaged(number)
        self._cells, self._next = [], 0
        self._hidden = attributes.get("hidden") in ("1", "true")

    def _end_row(self) -> None:
        self.rows.append((self._number, self._cells, self._hidden))
        self._cells = []

    def _begin_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._value = self._formula = None

    def _begin_value(self, _attributes: Attributes) -> None:
        self._buffer.clear()

    def _end_value(self) -> None:
        self._value = "".join(self._buffer)

    def _end_formula(self) -> None:
        self._formula = "=" + "".join(self._buffer)

    def _end_cell(self) -> None:
        """Put the cell in its column; one without a value (borders, colours) takes no place."""
        ref = self._attributes.get("r")
        try:
            column = self._columns[ref.rstrip(DIGITS)] if ref else self._next
            missing = column - len(self._cells)
            cell = self._cell()
        except (ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
            raise self._damaged(ref) from error
        self._next = column + 1
        if cell == "":
            return
        if missing < 0:
            raise self._damaged(ref)
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(cell)

    def _cell(self) -> Cell:
        value, kind = self._value, self._attributes.get("t")
        if self._formula is not None:
            if value is None or (value == "" and kind != "str"):
                return {"type": "formula", "text": shorten(self._formula)}
            self._table.formulas.add(self._number)
        if not value:
            return self._texts.take() if kind == "inlineStr" else ""
        if kind == "s":
            return self._strings[int(value)]
        if kind is None or kind == "n":
            return self._showers[int(self._attributes.get("s") or 0)](value.strip())
        return TYPED[kind](value)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self._table.hidden_columns.update(range(first - 1, min(last, MAX_COLUMN)))

    def _merge(self, attributes: Attributes) -> None:
        self._table.merged.append(attributes.get("ref", ""))

    def _damaged(self, ref: str | None) -> SourceError:
        place = ref or f"row {self._number}"
        return SourceError("damaged", {"part": self._part, "place": place})


def _boolean(value: str) -> Cell:
    on = value.strip() in ("1", "true")
    return {"type": "boolean", "text": "TRUE" if on else "FALSE", "value": on}


def _error(value: str) -> Cell:
    return {"type": "error", "text": value}


def _date(value: str) -> Cell:
    """An ISO date or date and time, as few programs write it; at midnight it is a date."""
    day, _, time = value.strip().rstrip("Z").partition("T")
    if time[:8] in ("", "00:00:00"):
        return {"type": "date", "text": day, "value": day}
    return {"type": "date", "text": f"{day} {time[:8]}", "value": f"{day}T{time[:8]}"}


#: cells by their type, but for numbers and shared texts
TYPED: dict[str, Callable[[str], Cell]] = {
    "str": unescape,
    "inlineStr": unescape,
    "b": _boolean,
    "e": _error,
    "d": _date,
}
