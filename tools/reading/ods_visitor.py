"""Whom the parser of OpenDocument sheets tells what it finds."""

from typing import NamedTuple, Protocol

from ..rows.cells import Cells
from .blocks import Columns


class SheetRows(NamedTuple):
    """Equal rows, one below the other."""

    number: int
    cells: Cells
    hidden: bool
    repeated: int


class Visitor(Protocol):
    """`takes_many`: whether rows alike may come as columns."""

    takes_many: bool

    def opens(self, name: str, style: str) -> bool:
        """Whether the rows of the sheet that begins are wanted."""

    def wants_row(self) -> bool:
        """Whether the row that begins and those below it are wanted."""

    def take(self, rows: SheetRows) -> None:
        """Rows that hold data."""

    def take_many(self, rows: Columns) -> None:
        """The same, many at once."""
