"""Workbooks of before Excel 5 (1993), and those that programs still write that way: by xlrd."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import xlrd

from ..rows.cells import Cell, Cells
from ..rows.problems import SourceError
from .numbers import Show, plain, shower
from .ole import Bytes
from .sheets import Sheet, SheetRow
from .xls_cells import OnFormula, boolean, error_of, shown
from .xls_globals import HIDDEN
from .xls_sheet import range_name

NUMERIC = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)


def old_sheets(content: Bytes) -> list[Sheet]:
    """The sheets of a workbook; damage is "incomplete"."""
    book = _guarded(_open, bytes(content))
    return [
        {
            "name": sheet.name,
            "visible": sheet.visibility not in HIDDEN,
            "part": OldSheet(book, sheet),
        }
        for sheet in _guarded(book.sheets)
    ]


class OldSheet:
    """`merged` ranges and `hidden_columns` (from 0)."""

    def __init__(self, book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self.merged = [
            range_name(first_row, end_row - 1, first_column, end_column - 1)
            for first_row, end_row, first_column, end_column in sheet.merged_cells
        ]
        columns = sheet.colinfo_map.items()
        self.hidden_columns = {column for column, info in columns if info.hidden}

    def rows(self, _on_formula: OnFormula) -> Iterator[SheetRow]:
        """All rows; which of their cells are formulas xlrd does not tell."""
        for index in range(self._sheet.nrows):
            info = self._sheet.rowinfo_map.get(index)
            yield index + 1, self._row(index), bool(info and info.hidden)

    def _row(self, index: int) -> Cells:
        sheet = self._sheet
        types: Sequence[int] = sheet.row_types(index)
        values: Sequence[Any] = sheet.row_values(index)
        cells = [
            shown(self._shower(sheet.cell_xf_index(index, column)), value)
            if kind in NUMERIC
            else _cell(kind, value)
            for column, (kind, value) in enumerate(zip(types, values, strict=True))
        ]
        while cells and cells[-1] == "":
            cells.pop()
        return cells

    def _shower(self, style: int) -> Show | None:
        if not 0 <= style < len(self._book.xf_list):
            return None if self._book.xf_list else plain
        number = self._book.xf_list[style].format_key
        found = self._book.format_map.get(number)
        code = found.format_str if found else ""
        return shower(code, None if found else number, bool(self._book.datemode))


def _cell(kind: int, value: Any) -> Cell:
    if kind == xlrd.XL_CELL_TEXT:
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return boolean(value)
    return error_of(value) if kind == xlrd.XL_CELL_ERROR else ""


def _open(content: bytes) -> xlrd.book.Book:
    with open(os.devnull, "w") as log:
        # with phantom cells of ragged rows the rectangle would fill the memory
        return xlrd.open_workbook(
            file_contents=content, logfile=log, formatting_info=True, ragged_rows=True
        )


def _guarded(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call into xlrd, which meets damage with whatever its arithmetic raises."""
    try:
        return function(*arguments)
    except MemoryError:
        raise
    except Exception as error:
        raise SourceError("incomplete") from error
