"""Reads .xlsx: one pass over the XML of one sheet, many rows at once where these are alike.

openpyxl tells neither a formula without a stored result from an empty cell nor a hidden row from
any other, and takes many times as long; that both give the same cells is tested.
"""

from collections.abc import Iterator
from typing import BinaryIO

from .sheets import Sheet, SheetBlock, SheetTable
from .table import Options
from .workbook import Workbook
from .xlsx_cells import Values
from .xlsx_package import Package
from .xlsx_scan import scan
from .xlsx_sheet import SheetParser


class XlsxTable(SheetTable):
    def __init__(self, stream: BinaryIO, options: Options) -> None:
        super().__init__("xlsx", options)
        package = Package(stream, options.limits)
        self.format = "xlsm" if package.has_macros else "xlsx"
        self._book = Workbook(package)
        self._values = Values(self._book)
        self._choose(self._book.sheets, options.sheet)

    def _sheet_blocks(self, sheet: Sheet) -> Iterator[SheetBlock]:
        """The extent that a sheet declares is not looked at: it is often wrong."""
        part = sheet["part"]
        parser = SheetParser(self, self._values, part)
        for _ in scan(self._book.package.blocks(part), part, parser):
            yield from parser.blocks
            parser.blocks.clear()
