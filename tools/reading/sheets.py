"""What .xlsx and .xls have in common: sheets to choose from, rows that may be hidden or blank."""

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, cast

from ..rows.cells import Cells
from ..rows.labels import column_letter
from ..rows.problems import Places, Problem, SourceError, warning
from .table import Options, Table

#: (row_number, cells, whether the row is hidden)
SheetRow = tuple[int, Cells, bool]

#: the sheets of explanations in files of our own making; never the data
CHOICES_SHEET = "Allowed values"
LEGEND_SHEET = "About the columns"

#: what fits in one cell; a text of exactly this length has probably been cut
CELL_LIMIT = 32_767


class Sheet(TypedDict):
    """A sheet of a workbook; `part` is what its reader finds it by."""

    name: str
    visible: bool
    part: Any


class SheetTable(Table):
    """A reader gives the sheets to `_choose`, rows by `_sheet_rows(sheet)`, and fills `hidden`,
    `formulas`, `merged` (ranges) and `hidden_columns` (from 0) while these are read."""

    def __init__(self, format: str, options: Options, warnings: Sequence[Problem] = ()) -> None:
        super().__init__(format, options, warnings)
        self._reset()

    def _reset(self) -> None:
        self.formulas, self.hidden, self.cut = Places(), Places(), Places()
        self.merged: list[str] = []
        self.hidden_columns: set[int] = set()

    def _sheet_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """The rows of a sheet, numbers ascending."""
        raise NotImplementedError

    def _choose(self, sheets: Sequence[Sheet], name: str | None) -> None:
        """The sheet of that name, else the first visible one that holds data."""
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
        full = [sheet for sheet in others if sheet["visible"] and self._holds_data(sheet)]
        if len(full) > 1:
            self.warn(warning("several_sheets", sheet=full[0]["name"], sheets=_names(full)))
        if full:
            return full[0]
        hidden = [sheet for sheet in others if not sheet["visible"] and self._holds_data(sheet)]
        if hidden:
            raise SourceError("only_hidden_sheets", {"sheets": _names(hidden)})
        raise SourceError("no_rows")

    def _holds_data(self, sheet: Sheet) -> bool:
        found = any(not _is_blank(cells) for _number, cells, _hidden in self._sheet_rows(sheet))
        self._reset()
        return found

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        last = 0
        for number, cells, hidden in self._sheet_rows(self._chosen):
            text = _text(cells)
            if text is not None and (not text or text.isspace()):
                continue
            self.blank += number - last - 1
            last = number
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
        if not self.rows:
            raise SourceError("no_rows")

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


def _is_blank(cells: Cells) -> bool:
    text = _text(cells)
    return text is not None and (not text or text.isspace())
