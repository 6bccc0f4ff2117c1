"""Rows of check boxes that nobody has ticked: spreadsheets fill columns with them, far below the
last record. A row that is blank but for FALSE is a blank row, unless the sheet holds nothing else.
"""

from collections.abc import Iterable, Iterator

from ..rows.cells import Cells
from ..rows.problems import Places

#: (row_number, cells, whether the row is hidden)
SheetRow = tuple[int, Cells, bool]


class Unticked:
    """Takes out the rows of nothing but FALSE, which `places` is told. All are kept where no row
    below the first, the names of the columns, holds anything but booleans: `settled` says whether
    that is known, until then such rows wait."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._waiting: list[SheetRow] = []
        self._named = self.settled = False

    def without(self, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """The rows that can be given so far."""
        for row in rows:
            if self.settled:
                if is_unticked(row[1]):
                    self._places.add(row[0])
                else:
                    yield row
            elif not self._named:
                self._named = not _is_blank(row[1])
                yield row
            elif _are_booleans(row[1]):
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


def is_unticked(cells: Cells) -> bool:
    """Whether FALSE is all that a row holds.

    >>> no = {"type": "boolean", "text": "FALSE", "value": False}
    >>> is_unticked(["", no, " "]), is_unticked(["Ann", no]), is_unticked([""])
    (True, False, False)
    """
    found = False
    for cell in cells:
        if isinstance(cell, str):
            if cell and not cell.isspace():
                return False
        elif cell["type"] != "boolean" or cell["value"]:
            return False
        else:
            found = True
    return found


def _are_booleans(cells: Cells) -> bool:
    """Whether nothing else is in a row; true of a blank one."""
    return all(
        not cell or cell.isspace() if isinstance(cell, str) else cell["type"] == "boolean"
        for cell in cells
    )


def _is_blank(cells: Cells) -> bool:
    return all(isinstance(cell, str) and (not cell or cell.isspace()) for cell in cells)
