"""What workbooks have in common: sheets to choose from, rows that may be hidden or blank."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypedDict, cast

from ..rows.cells import Cells
from ..rows.characters import is_clean
from ..rows.labels import HEADER_ROWS, column_letter, named_fields
from ..rows.problems import Places, Problem, SourceError, warning
from .blocks import Block, Columns, Rows
from .table import Options, Table
from .unticked import SheetRow, Unticked, typed_box

__all__ = ["Sheet", "SheetBlock", "SheetRow", "SheetTable"]

#: the sheets of explanations in files of our own making; never the data
CHOICES_SHEET = "Allowed values"
LEGEND_SHEET = "About the columns"

#: what fits in one cell; a text of exactly this length has probably been cut
CELL_LIMIT = 32_767
#: so many characters are looked at together
MOST = 1 << 22


SheetBlock = Iterable[SheetRow] | Columns


class Sheet(TypedDict):
    """A sheet of a workbook; `part` is what its reader finds it by."""

    name: str
    visible: bool
    part: Any


class SheetTable(Table):
    """A reader gives the sheets to `_choose`, rows by `_sheet_rows(sheet)`, and fills `hidden`,
    `formulas`, `merged` (ranges) and `hidden_columns` (from 0) while these are read."""

    def __init__(self, format: str, options: Options) -> None:
        super().__init__(format, options)
        self._known = options.known
        self._reset()

    def _reset(self) -> None:
        self.formulas, self.hidden, self.cut = Places(), Places(), Places()
        self.unticked = Places()
        self.merged: list[str] = []
        self.hidden_columns: set[int] = set()
        self._last = 0

    def _sheet_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """The rows of a sheet, numbers ascending."""
        for block in self._sheet_blocks(sheet):
            if isinstance(block, Columns):
                yield from ((number, cells, False) for number, cells in block)
            else:
                yield from block

    def _sheet_blocks(self, sheet: Sheet) -> Iterator[SheetBlock]:
        """The same rows, many at once; one of the two has to be given."""
        yield self._sheet_rows(sheet)

    def _choose(self, sheets: Sequence[Sheet], name: str | None) -> None:
        """The sheet of that name, else of the visible ones that hold data the one whose header
        names most of the fields."""
        self.sheets = [{"name": sheet["name"], "visible": sheet["visible"]} for sheet in sheets]
        self._chosen = self._named(sheets, name) if name is not None else self._first(sheets)
        self.dialect["sheet"] = self._chosen["name"]

    def _named(self, sheets: Sequence[Sheet], name: str) -> Sheet:
        for sheet in sheets:
            if sheet["name"] == name:
                return sheet
        raise SourceError("no_such_sheet", {"sheet": name, "sheets": _names(sheets)})

    def _first(self, sheets: Sequence[Sheet]) -> Sheet:
        others = [s for s in sheets if s["name"] not in (CHOICES_SHEET, LEGEND_SHEET)] or sheets
        heads = [(sheet, self._head(sheet)) for sheet in others if sheet["visible"]]
        full = [(sheet, head) for sheet, head in heads if head]
        if full:
            chosen = max(full, key=lambda each: self._fit(each[1]))[0]
            if len(full) > 1:
                names = _names([sheet for sheet, _head in full])
                self.warn(warning("several_sheets", sheet=chosen["name"], sheets=names))
            return chosen
        hidden = [sheet for sheet in others if not sheet["visible"] and self._head(sheet)]
        if hidden:
            raise SourceError("only_hidden_sheets", {"sheets": _names(hidden)})
        raise SourceError("no_rows")

    def _fit(self, head: Sequence[Cells]) -> int:
        """How many fields the likeliest header of a sheet names; of equal sheets the first is
        taken."""
        return max(len(named_fields(cells, self._known)) for cells in head)

    def _head(self, sheet: Sheet) -> list[Cells]:
        """The first rows of a sheet that hold data, so many as a header is looked for in."""
        rows = self._sheet_rows(sheet)
        full = (cells for _number, cells, _hidden in rows if not is_blank(cells))
        head = list(itertools.islice(full, HEADER_ROWS if self._known else 1))
        self._reset()
        return head

    def blocks(self) -> Iterator[Block]:
        unticked = Unticked(self.unticked, typed_box)
        for block in self._sheet_blocks(self._chosen):
            if not isinstance(block, Columns):
                yield Rows(self._rows(unticked.without(block)))
            elif unticked.settled and self._is_plain(block):
                self.rows += len(block.numbers)
                self._count_blank(block.numbers[-1], len(block.numbers))
                yield block
            else:
                rows = ((number, cells, False) for number, cells in block)
                yield Rows(self._rows(unticked.without(rows)))
        yield Rows(self._rows(unticked.rest()))
        if not self.rows:
            raise SourceError("no_rows")

    def _is_plain(self, block: Columns) -> bool:
        """Whether all are rows within the limits, no wider than those before, of plain texts."""
        count = len(block.numbers)
        return (
            self.rows + count <= self.limits.rows
            and block.numbers[-1] <= self.limits.lines
            and len(block.columns) <= self.columns
            and (longest := block.longest()) < CELL_LIMIT
            and longest * count < MOST
            and any(column.is_filled() for column in block.columns)
            and is_clean(block.text())
        )

    def _count_blank(self, last: int, count: int) -> None:
        """Before and among the last rows some may have been left out."""
        self.blank += last - self._last - count
        self._last = last

    def _rows(self, rows: Iterable[SheetRow]) -> Iterator[tuple[int, Cells]]:
        """The rows that hold anything, one by one."""
        for number, cells, hidden in rows:
            text = _text(cells)
            if text is not None and (not text or text.isspace()):
                continue
            self._count_blank(number, 1)
            self._check_row(number, cells)
            if hidden:
                self.hidden.add(number)
            if text is None:
                text = "".join([cell for cell in cells if isinstance(cell, str)])
            if not (text.isascii() and text.isprintable()):
                cells = self.characters.tidy(number, cells, text)
            if len(text) >= CELL_LIMIT:
                self._check_lengths(number, cells)
            yield number, cells

    def _check_lengths(self, number: int, cells: Cells) -> None:
        longest = max(len(cell) if isinstance(cell, str) else 0 for cell in cells)
        if longest > self.limits.cell:
            raise SourceError("cell_too_long", {"row": number, "limit": self.limits.cell})
        if longest == CELL_LIMIT:
            self.cut.add(number)

    @property
    def warnings(self) -> list[Problem]:
        return [
            *super().warnings,
            *self.formulas.warning("formula_cells"),
            *self.unticked.warning("unticked_rows"),
            *self.hidden.warning("hidden_rows"),
            *self._hidden_columns(),
            *self._merged(),
            *self.cut.warning("cell_at_limit", limit=CELL_LIMIT),
        ]

    def _hidden_columns(self) -> list[Problem]:
        columns = sorted(column for column in self.hidden_columns if column < self.columns)
        letters = ", ".join(map(column_letter, columns))
        return [warning("hidden_columns", columns=letters)] if columns else []

    def _merged(self) -> list[Problem]:
        if not self.merged:
            return []
        places = ", ".join(self.merged[:10]) + (" ..." if len(self.merged) > 10 else "")
        return [warning("merged_cells", count=len(self.merged), cells=places)]


def _names(sheets: Sequence[Sheet]) -> str:
    return ", ".join(sheet["name"] for sheet in sheets)


def _text(cells: Cells) -> str | None:
    """All texts of a row in one, None where a cell has a type."""
    try:
        return "".join(cast("list[str]", cells))
    except TypeError:
        return None


def is_blank(cells: Cells) -> bool:
    """Whether a row holds no data."""
    text = _text(cells)
    return text is not None and (not text or text.isspace())
