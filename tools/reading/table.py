"""What every reader takes and gives: options with limits in, a table of rows out."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..rows.cells import Cells
from ..rows.characters import Characters
from ..rows.problems import Problem, SourceError
from .blocks import Block

MIB = 1024 * 1024

#: row numbers stay below this, so that job * LINES + row_number names a staged row
LINES = 2_097_152

#: separators of a .csv file; never a character of the user's own choice
SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file. `size` and `unpacked` in bytes, `cell` in characters; `unpacked` counts
    the parts of an .xlsx that are read, `entries` is the number of all."""

    size: int = 64 * MIB
    rows: int = 1_048_576
    columns: int = 500
    cell: int = 131_072
    unpacked: int = 200 * MIB
    entries: int = 3000
    lines: int = LINES - 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a file shall be read; None means: find out. `known` are the labels that the columns of
    such files have, {normalised label: field}: they tell the sheet that is meant."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    limits: Limits = field(default_factory=Limits)
    known: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Options":
        """The inverse of `as_dict`; keys may be missing."""
        return cls(**{**values, "limits": Limits(**values.get("limits") or {})})


class Table:
    """The rows of one file, streamed once: iterating gives (row_number, cells).

    `format` is csv, xlsx, xlsm, xls, ods or fods; `dialect` {encoding, separator, sheet}, and
    "short" of a .csv (`ShortRows.as_dict`); `sheets`
    a list of {name, visible}. `warnings`, `rows`, `blank` and `columns` are complete after the last
    row.
    """

    def __init__(self, format: str, options: Options) -> None:
        self.format = format
        self.limits = options.limits
        self.dialect: dict[str, Any] = {"encoding": None, "separator": None, "sheet": None}
        self.sheets: list[dict[str, str | bool]] = []
        self.rows = self.blank = self.columns = 0
        self.characters = Characters()
        self._warnings: list[Problem] = []

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        for block in self.blocks():
            yield from block

    def blocks(self) -> Iterator[Block]:
        """The same rows, many at once."""
        raise NotImplementedError

    @property
    def warnings(self) -> list[Problem]:
        return [*self._warnings, *self.characters.warnings()]

    def warn(self, *problems: Problem) -> None:
        self._warnings.extend(problems)

    def _check_row(self, number: int, cells: Cells) -> None:
        """Keep count of a row with data; refuse the file when it is one too many or too wide."""
        self.rows += 1
        if self.rows > self.limits.rows:
            raise SourceError("too_many_rows", {"row": number, "limit": self.limits.rows})
        if number > self.limits.lines:
            raise SourceError("too_many_lines", {"row": number, "limit": self.limits.lines})
        if len(cells) > self.columns:
            self._check_width(number, cells)

    def _check_width(self, number: int, cells: Cells) -> None:
        """Only columns that hold data count: the last one with any is the width of the file."""
        width = len(cells)
        while width > self.columns and not cells[width - 1]:
            width -= 1
        if width > self.limits.columns:
            raise SourceError(
                "too_many_columns", {"row": number, "columns": width, "limit": self.limits.columns}
            )
        self.columns = width
