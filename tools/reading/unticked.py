"""Rows of check boxes that nobody has ticked: spreadsheets fill columns with them, far below the
last record. A row that is blank but for FALSE is a blank row, unless the sheet holds nothing else.
"""

from collections.abc import Callable, Iterable, Iterator

from ..rows.cells import Cell, Cells
from ..rows.problems import Places

#: (row_number, cells, whether the row is hidden)
SheetRow = tuple[int, Cells, bool]

#: whether a box is ticked; None for what is no box
IsTicked = Callable[[Cell], bool | None]

#: a box that nobody ticked, as Google Sheets writes it into a .csv
FALSE = "FALSE"
_WRITTEN = {"TRUE": True, FALSE: False}


def typed_box(cell: Cell) -> bool | None:
    """`IsTicked` of a cell that has a type."""
    return None if isinstance(cell, str) or cell["type"] != "boolean" else bool(cell["value"])


def written_box(cell: Cell) -> bool | None:
    """`IsTicked` of a cell of a .csv: other programs and people write other words, which are data.

    >>> written_box("FALSE"), written_box("false")
    (False, None)
    """
    return _WRITTEN.get(cell) if isinstance(cell, str) else None


class Unticked:
    """Takes out the rows of nothing but FALSE, which `places` is told. All are kept where no row
    below the first, the names of the columns, holds anything but boxes: `settled` says whether
    that is known, until then such rows wait."""

    def __init__(self, places: Places, is_ticked: IsTicked) -> None:
        self._places, self._is_ticked = places, is_ticked
        self._waiting: list[SheetRow] = []
        self._named = self.settled = False

    def without(self, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """The rows that can be given so far."""
        for row in rows:
            if self.settled:
                if is_unticked(row[1], self._is_ticked):
                    self._places.add(row[0])
                else:
                    yield row
            elif not self._named:
                self._named = not _is_blank(row[1])
                yield row
            elif _are_boxes(row[1], self._is_ticked):
                self._wait(row)
            else:
                self.settled = True
                yield from self.without([*self.rest(), row])

    def _wait(self, row: SheetRow) -> None:
        if self._waiting and self._waiting[-1][1] == row[1]:
            row = (row[0], self._waiting[-1][1], row[2])  # a million equal rows share their cells
        self._waiting.append(row)

    def rest(self) -> list[SheetRow]:
        """The rows that wait still."""
        rows, self._waiting = self._waiting, []
        return rows


def is_unticked(cells: Cells, is_ticked: IsTicked) -> bool:
    """Whether FALSE is all that a row holds.

    >>> is_unticked(["", "FALSE", " "], written_box), is_unticked(["Ann", "FALSE"], written_box)
    (True, False)
    >>> is_unticked([""], written_box)
    False
    """
    found = False
    for cell in cells:
        if isinstance(cell, str) and (not cell or cell.isspace()):
            continue
        if is_ticked(cell) is not False:
            return False
        found = True
    return found


def _are_boxes(cells: Cells, is_ticked: IsTicked) -> bool:
    """Whether nothing else is in a row; true of a blank one."""
    return all(
        (isinstance(cell, str) and (not cell or cell.isspace())) or is_ticked(cell) is not None
        for cell in cells
    )


def _is_blank(cells: Cells) -> bool:
    return all(isinstance(cell, str) and (not cell or cell.isspace()) for cell in cells)
