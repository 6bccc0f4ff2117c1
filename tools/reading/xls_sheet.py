"""The rows of a sheet of an .xls.

Some programs write rows in any order, so a first walk notes where the cells of each row lie; they
are read when their row is asked for, and nothing of a row is kept.
"""

from array import array
from collections.abc import Iterator
from struct import Struct
from struct import error as StructError

from ..rows.labels import column_letter
from ..rows.problems import SourceError
from .biff import BOF, EOF, HEAD, SHORT, records
from .sheets import SheetRow
from .xls_cells import CELLS, CellReader, OnFormula
from .xls_globals import Globals

COLINFO, MERGED, ROW = 0x007D, 0x00E5, 0x0208
NOTED = (COLINFO, MERGED, ROW)
LAST_COLUMN = 255

_RANGE = Struct("<HHHH").unpack_from


class XlsSheet:
    """`merged` ranges and `hidden_columns` (from 0) are complete when the first row is given."""

    def __init__(self, shared: Globals, start: int) -> None:
        """`start` is where the records of the sheet begin in the stream."""
        self._shared = shared
        self._stream = shared.stream
        self._start = start
        self._hidden: set[int] = set()
        #: where the data of each cell begin, the rows, and where the cells of each row end
        self._places, self._rows, self._ends = array("I"), array("H"), array("I")
        #: whether the rows came in their order, once all cells are found
        self._ordered: bool | None = None
        self.merged: list[str] = []
        self.hidden_columns: set[int] = set()

    def rows(self, on_formula: OnFormula) -> Iterator[SheetRow]:
        """The rows that have cells, in their order."""
        if self._ordered is None:
            self._ordered = self._find_cells()
            if not self._ordered:
                self._sort()
        reader = CellReader(self._shared, on_formula)
        begin = 0
        try:
            for row, end in zip(self._rows, self._ends, strict=True):
                yield row + 1, reader.row(self._places[begin:end]), row in self._hidden
                begin = end
        except StructError as error:
            raise SourceError("incomplete") from error

    def _find_cells(self) -> bool:
        """Note where the cells of each row lie; gives whether the rows come in their order. This
        loop sees every record."""
        stream, add = self._stream, self._places.append
        last, ordered, end = -1, True, len(stream)
        position = self._behind_head()
        while position <= end - 4:
            code, size = HEAD(stream, position)
            position += 4
            if position + size > end:
                break
            if code in CELLS:
                if size < CELLS[code]:
                    break
                row = SHORT(stream, position)[0]
                if row != last:
                    ordered &= row > last
                    self._begin_row(row)
                    last = row
                add(position)
            elif code in NOTED:
                self._note(code, position, size)
            elif code == BOF:
                size = self._chart(position - 4) - position
            elif code == EOF:
                self._ends.extend([len(self._places)] * bool(self._rows))
                return ordered
            position += size
        raise SourceError("incomplete")

    def _behind_head(self) -> int:
        for code, start, size in records(self._stream, self._start):
            if code == BOF:
                return start + size
            break
        raise SourceError("incomplete")

    def _chart(self, position: int) -> int:
        """Where a substream ends that begins there: a chart in the sheet, whose cells are none."""
        depth = 0
        for code, start, size in records(self._stream, position):
            depth += (code == BOF) - (code == EOF)
            if not depth:
                return start + size
        raise SourceError("incomplete")

    def _begin_row(self, row: int) -> None:
        """The row before ends here."""
        if self._rows:
            self._ends.append(len(self._places))
        self._rows.append(row)

    def _sort(self) -> None:
        """The rows in their order; what came of one row at several places as it came."""
        places, rows, ends = self._places, self._rows, self._ends
        self._places, self._rows, self._ends = array("I"), array("H"), array("I")
        for run in sorted(range(len(rows)), key=rows.__getitem__):
            if rows[run] not in self._rows[-1:]:
                self._begin_row(rows[run])
            self._places += places[ends[run - 1] if run else 0 : ends[run]]
        self._ends.append(len(places))

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


def range_name(first_row: int, last_row: int, first_column: int, last_column: int) -> str:
    """The name of a range whose rows and columns count from 0.

    >>> range_name(1, 2, 0, 3)
    'A2:D3'
    """
    first = f"{column_letter(first_column)}{first_row + 1}"
    return f"{first}:{column_letter(last_column)}{last_row + 1}"
