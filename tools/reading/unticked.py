"""Rows of check boxes that nobody has ticked: spreadsheets fill columns with them, far below the
last record. A row that is blank but for FALSE is a blank row, unless the sheet holds nothing else.
"""

import itertools
from collections.abc import Iterable, Iterator

from ..rows.cells import Cells
from ..rows.problems import Places

#: (row_number, cells, whether the row is hidden)
SheetRow = tuple[int, Cells, bool]


def without_unticked(rows: Iterable[SheetRow], places: Places) -> Iterator[SheetRow]:
    """The rows but those of nothing but FALSE, which `places` is told. All are kept where no row
    below the first, the names of the columns, holds anything but booleans."""
    rows = iter(rows)
    for first in rows:
        yield first
        if not _is_blank(first[1]):
            break
    waiting: list[SheetRow] = []
    for row in rows:
        cells = row[1]
        if not _are_booleans(cells):
            yield from _ticked(itertools.chain(waiting, [row], rows), places)
            return
        if waiting and waiting[-1][1] == cells:
            row = (row[0], waiting[-1][1], row[2])  # a million equal rows share their cells
        waiting.append(row)
    yield from waiting


def _ticked(rows: Iterable[SheetRow], places: Places) -> Iterator[SheetRow]:
    for row in rows:
        if is_unticked(row[1]):
            places.add(row[0])
        else:
            yield row


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
