"""Reads .xls by xlrd. The cells that spreadsheets show alike come out alike from .xlsx and .xls."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book

from ..rows.cells import Cell, Cells
from ..rows.labels import column_letter
from ..rows.problems import Problem, SourceError
from .numbers import EXACT, Show, shower
from .sheets import Sheet, SheetRow, SheetTable
from .table import Options

NUMERIC = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)


class XlsTable(SheetTable):
    def __init__(
        self, stream: BinaryIO, options: Options, warnings: Sequence[Problem] = ()
    ) -> None:
        super().__init__("xls", options, warnings)
        self._book = _open(stream)
        sheets: list[Sheet] = [
            {"name": sheet.name, "visible": not sheet.visibility, "part": sheet}
            for sheet in _guarded(self._book.sheets)
        ]
        self._choose(sheets, options.sheet)

    def _sheet_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        found = sheet["part"]
        self.merged = [_range(*each) for each in found.merged_cells]
        columns = found.colinfo_map.items()
        self.hidden_columns = {column for column, info in columns if info.hidden}
        for index in range(found.nrows):
            info = found.rowinfo_map.get(index)
            cells = _guarded(self._cells, found, index)
            yield index + 1, cells, bool(info and info.hidden)

    def _cells(self, sheet: xlrd.sheet.Sheet, index: int) -> Cells:
        types = sheet.row_types(index)
        values: Sequence[Any] = sheet.row_values(index)
        cells = [
            self._shower(sheet.cell_xf_index(index, column))(_raw(value))
            if kind in NUMERIC
            else _cell(kind, value)
            for column, (kind, value) in enumerate(zip(types, values, strict=True))
        ]
        while cells and cells[-1] == "":
            cells.pop()
        return cells

    def _shower(self, style: int) -> Show:
        key = self._book.xf_list[style].format_key
        code = self._book.format_map[key].format_str
        return shower(code, None, bool(self._book.datemode))


def _cell(kind: int, value: Any) -> Cell:
    if kind == xlrd.XL_CELL_TEXT:
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return {"type": "boolean", "text": "TRUE" if value else "FALSE", "value": bool(value)}
    if kind == xlrd.XL_CELL_ERROR:
        return {"type": "error", "text": xlrd.error_text_from_code.get(value, "#ERROR")}
    return ""


def _raw(value: float) -> str:
    """A float as an .xlsx stores it."""
    return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)


def _range(first_row: int, end_row: int, first_column: int, end_column: int) -> str:
    first = f"{column_letter(first_column)}{first_row + 1}"
    return f"{first}:{column_letter(end_column - 1)}{end_row}"


def _open(stream: BinaryIO) -> Book:
    content = stream.read()
    try:
        with open(os.devnull, "w") as log:
            # with phantom cells of ragged rows the rectangle would fill the memory
            return xlrd.open_workbook(
                file_contents=content, logfile=log, formatting_info=True, ragged_rows=True
            )
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise SourceError("password_protected") from error
        raise SourceError("incomplete") from error
    except MemoryError:
        raise
    except Exception as error:  # xlrd meets damage with whatever its arithmetic raises
        raise SourceError("incomplete") from error


def _guarded(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call into xlrd, which reads sheets late."""
    try:
        return function(*arguments)
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise SourceError("incomplete") from error
