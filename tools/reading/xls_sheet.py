"""The rows of a sheet of an .xls.

Some programs write rows in any order, so a first walk notes where the cells of each row lie; they
are read when their row is asked for, and nothing of a row is kept.
"""

import itertools
from array import array
from collections.abc import Iterator
from struct import Struct
from struct import error as StructError

from ..rows.cells import Cells
from ..rows.labels import column_letter
from ..rows.problems import SourceError
from .biff import BOF, EOF, SHORT, Record, records
from .sheets import SheetRow
from .xls_cells import CELLS, CellReader, OnFormula
from .xls_globals import Globals

COLINFO, MERGED, ROW = 0x007D, 0x00E5, 0x0208
LAST_COLUMN = 255

_RANGE = Struct("<HHHH").unpack_from
_PLACE = (1 << 32) - 1


class XlsSheet:
    """`merged` ranges and `hidden_columns` (from 0) are complete when the first row is given."""

    def __init__(self, shared: Globals, start: int) -> None:
        """`start` is where the records of the sheet begin in the stream."""
        self._shared = shared
        self._stream = shared.stream
        self._start = start
        self._hidden: set[int] = set()
        self._places: array[int] | None = None
        self.merged: list[str] = []
        self.hidden_columns: set[int] = set()

    def rows(self, on_formula: OnFormula) -> Iterator[SheetRow]:
        """The rows that have cells, in their order."""
        if self._places is None:
            self._places = self._find_cells()
        reader = CellReader(self._shared, on_formula)
        try:
            for row, places in itertools.groupby(self._places, _row_of):
                cells: Cells = []
                for place in places:
                    reader.read(place & _PLACE, cells)
                while cells and cells[-1] == "":
                    cells.pop()
                yield row + 1, cells, row in self._hidden
        except StructError as error:
            raise SourceError("incomplete") from error

    def _find_cells(self) -> "array[int]":
        """The records of cells in the order of their rows, as row << 32 | where the data begin."""
        places, last, ordered = array("Q"), 0, True
        for code, start, size in self._records():
            if code in CELLS:
                if size < CELLS[code]:
                    raise SourceError("incomplete")
                row = SHORT(self._stream, start)[0]
                ordered &= row >= last
                last = row
                places.append(row << 32 | start)
            elif code in (ROW, COLINFO, MERGED):
                self._note(code, start, size)
        return places if ordered else array("Q", sorted(places))

    def _records(self) -> Iterator[Record]:
        """The records of the sheet without those of the charts in it."""
        depth = 0
        for record in records(self._stream, self._start):
            code = record[0]
            if depth == 1 and code != EOF and code != BOF:
                yield record
            elif code == BOF:
                depth += 1
            elif code == EOF:
                depth -= 1
                if not depth:
                    return
        raise SourceError("incomplete")

    def _note(self, code: int, start: int, size: int) -> None:
        stream = self._stream
        if code == MERGED:
            places = range(start + 2, start + size - 7, 8)
            self.merged += (range_name(*_RANGE(stream, place)) for place in places)
        elif code == ROW and size >= 16 and SHORT(stream, start + 12)[0] & 0x20:
            self._hidden.add(SHORT(stream, start)[0])
        elif code == COLINFO and size >= 10 and SHORT(stream, start + 8)[0] & 1:
            first, last = _RANGE(stream, start)[:2]
            self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))


def _row_of(place: int) -> int:
    return place >> 32


def range_name(first_row: int, last_row: int, first_column: int, last_column: int) -> str:
    """The name of a range whose rows and columns count from 0.

    >>> range_name(1, 2, 0, 3)
    'A2:D3'
    """
    first = f"{column_letter(first_column)}{first_row + 1}"
    return f"{first}:{column_letter(last_column)}{last_row + 1}"
