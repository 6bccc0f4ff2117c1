"""What the records of cells of an .xls hold: texts, numbers as they are shown, formulas."""

import functools
import math
from collections.abc import Callable, Iterable
from struct import Struct

from xlrd.biffh import error_text_from_code

from ..rows.cells import Cell, Cells
from .biff import CONTINUE, SHORT, records
from .numbers import EXACT, Show
from .xls_globals import Globals

BOOLERR, FORMULA, LABEL, LABELSST, MULRK = 0x0205, 0x0006, 0x0204, 0x00FD, 0x00BD
NUMBER, RK, RSTRING, STRING = 0x0203, 0x027E, 0x00D6, 0x0207
#: so many numbers, as they are shown, are remembered: dates and statuses come again and again
SHOWN = 10_000
#: some programs write formulas under the codes of older versions
FORMULAS = (FORMULA, 0x0206, 0x0406)
#: {code: least size of its data}; row, column and style come first
CELLS = {BOOLERR: 8, LABEL: 8, LABELSST: 10, MULRK: 12, NUMBER: 14, RK: 10, RSTRING: 8}
CELLS |= dict.fromkeys(FORMULAS, 16)

#: what may stand between a formula and its text: it is shared, of a range, or of a table
BETWEEN = (CONTINUE, 0x04BC, 0x0221, 0x0236)
#: results of formulas that are no number
TEXT, BOOLEAN, ERROR, EMPTY = 0, 1, 2, 3
NO_NUMBER = 0xFFFF
#: the flag of a formula that is to be calculated when the file is opened
ON_LOAD = 2

#: the text of a formula is stored nowhere, only its tokens
UNCALCULATED = "=…"
NOT_A_NUMBER, NO_TEXT = "#NUM!", "#REF!"

#: code, column, style and the first four bytes of the value
_VALUE = Struct("<H4xHHI").unpack_from
_PACKED = Struct("<HI")
_DOUBLE = Struct("<d").unpack_from
_UPPER = Struct("<4xI").pack
#: of a formula: kind and value of a result that is no number, the mark of such a one, flags
_RESULT = Struct("<BxB3xHH").unpack_from

#: read(where the data of the record begin, the cells of its row)
Read = Callable[[int, Cells], None]
#: on_formula(row_number) is called for each formula whose stored result is taken
OnFormula = Callable[[int], object]


class CellReader:
    """Reads records of cells into the list of their row."""

    def __init__(self, shared: Globals, on_formula: OnFormula) -> None:
        self._shared = shared
        self._stream = shared.stream
        self._on_formula = on_formula
        self._shown = functools.lru_cache(SHOWN)(self._show)
        self._shown_packed = functools.lru_cache(SHOWN)(self._show_packed)
        self._reads: dict[int, Read] = {
            **dict.fromkeys(FORMULAS, self._read_formula),
            BOOLERR: self._read_boolean,
            LABEL: self._read_label,
            RSTRING: self._read_label,
            LABELSST: self._read_lost,
        }

    def row(self, places: Iterable[int]) -> Cells:
        """The cells of a row from where the data of their records begin, without empty ones at its
        end. The kinds that come by the million are read here, the others by methods."""
        cells: Cells = []
        stream, texts = self._stream, self._shared.texts
        text_showers = self._shared.text_showers
        for start in places:
            code, column, style, value = _VALUE(stream, start - 4)
            if code == LABELSST and value < len(texts):
                text = texts[value]
                if style in text_showers and text:
                    text = text_showers[style](text)
                put(cells, column, text)
            elif code == MULRK:
                self._read_numbers(start, column, cells)
            elif code == RK:
                put(cells, column, self._shown_packed(style, value))
            elif code == NUMBER:
                put(cells, column, self._shown(style, _DOUBLE(stream, start + 6)[0]))
            else:
                self._reads[code](start, cells)
        while cells and cells[-1] == "":
            cells.pop()
        return cells

    def _read_numbers(self, start: int, column: int, cells: Cells) -> None:
        """Numbers side by side; the last column stands behind them."""
        end = start + 4 + (SHORT(self._stream, start - 2)[0] - 6) // 6 * 6
        shown = self._shown_packed
        numbers = [shown(*each) for each in _PACKED.iter_unpack(self._stream[start + 4 : end])]
        if column == len(cells):
            cells += numbers
            return
        for number in numbers:
            put(cells, column, number)
            column += 1

    def _read_label(self, start: int, cells: Cells) -> None:
        size = SHORT(self._stream, start - 2)[0]
        put(cells, self._column(start), self._text(start, start + 6, size - 6))

    def _read_lost(self, start: int, cells: Cells) -> None:
        """A number beyond those of the shared texts."""
        put(cells, self._column(start), error_cell(NO_TEXT))

    def _read_boolean(self, start: int, cells: Cells) -> None:
        value, is_error = self._stream[start + 6], self._stream[start + 7]
        put(cells, self._column(start), error_of(value) if is_error else boolean(value))

    def _read_formula(self, start: int, cells: Cells) -> None:
        cell = self._result(start)
        if cell is None:
            cell = {"type": "formula", "text": UNCALCULATED}
        else:
            self._on_formula(SHORT(self._stream, start)[0] + 1)
        put(cells, self._column(start), cell)

    def _result(self, start: int) -> Cell | None:
        """The stored result; None where the program that wrote the formula has calculated none.

        Such programs store 0 and ask for the result when the file is opened, or an empty text.
        Both are results where the workbook says that it was calculated, as Excel and LibreOffice
        write it.
        """
        kind, value, mark, flags = _RESULT(self._stream, start + 6)
        if mark != NO_NUMBER:
            number = _DOUBLE(self._stream, start + 6)[0]
            pending = flags & ON_LOAD and not number and not self._shared.calculated
            return None if pending else self._shown(SHORT(self._stream, start + 4)[0], number)
        if kind == TEXT:
            return self._text_behind(start)
        if kind == EMPTY:
            return "" if self._shared.calculated else None
        return boolean(value) if kind == BOOLEAN else error_of(value)

    def _text_behind(self, start: int) -> str | None:
        """The text of a formula stands in a record of its own."""
        for code, place, size in records(self._stream, start - 4):
            if code == STRING:
                return self._text(start, place, size)
            if place != start and code not in BETWEEN:
                return None
        return None

    def _text(self, start: int, place: int, size: int) -> str:
        """A text that stands at `place`, as the style of the cell shows it."""
        text = self._shared.text(place, size)
        show = self._shared.text_showers.get(SHORT(self._stream, start + 4)[0])
        return show(text) if show and text else text

    def _column(self, start: int) -> int:
        return SHORT(self._stream, start + 2)[0]

    def _show(self, style: int, number: float) -> Cell:
        return shown(self._shared.shower(style), number)

    def _show_packed(self, style: int, packed: int) -> Cell:
        return shown(self._shared.shower(style), unpacked(packed))


def shown(show: Show | None, number: float) -> Cell:
    """A number as a spreadsheet shows it; a problem of the cell where nobody can tell."""
    if not math.isfinite(number):
        return error_cell(NOT_A_NUMBER)
    return show(raw(number)) if show else error_cell(raw(number))


def put(cells: Cells, column: int, cell: Cell) -> None:
    """Set the cell of a column; of two in one place the later one counts. An empty one needs no
    place behind the others."""
    gap = column - len(cells)
    if gap < 0:
        cells[column] = cell
    elif cell != "":
        if gap:
            cells.extend([""] * gap)
        cells.append(cell)


def unpacked(packed: int) -> float:
    """A number of four bytes: a whole one of 30 bits, or the upper half of a float; the lowest bit
    says that it is in hundredths."""
    if packed & 2:
        number: float = (packed >> 2) - (packed >> 31 << 30)
    else:
        number = _DOUBLE(_UPPER(packed & ~3))[0]
    return number / 100 if packed & 1 else number


def raw(number: float) -> str:
    """A number as an .xlsx stores it.

    >>> raw(3.0), raw(0.5), raw(12)
    ('3', '0.5', '12')
    """
    if isinstance(number, int) or (number.is_integer() and abs(number) < EXACT):
        return str(int(number))
    return repr(number)


def boolean(value: int) -> Cell:
    return {"type": "boolean", "text": "TRUE" if value else "FALSE", "value": bool(value)}


def error_of(code: int) -> Cell:
    return error_cell(error_text_from_code.get(code, "#ERROR"))


def error_cell(text: str) -> Cell:
    return {"type": "error", "text": text}
