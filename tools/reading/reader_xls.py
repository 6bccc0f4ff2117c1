"""Reads .xls. The cells that spreadsheets show alike come out alike from .xlsx and .xls."""

from collections.abc import Iterator
from typing import BinaryIO

from ..rows.problems import SourceError, warning
from .envelope import OLE
from .ole import Bytes, Container
from .sheets import Sheet, SheetRow, SheetTable
from .table import Options
from .xls_crypto import opened
from .xls_globals import Globals, is_modern
from .xls_sheet import XlsSheet

#: names of the stream of records; where there are both, the second is for older programs
STREAMS = ("workbook", "book")


class XlsTable(SheetTable):
    def __init__(self, stream: BinaryIO, options: Options) -> None:
        super().__init__("xls", options)
        records = self._records(stream.read())
        self._choose(_sheets(records), options.sheet)

    def _records(self, content: bytes) -> Bytes:
        """The stream of records, which old programs wrote without a container."""
        if not content.startswith(OLE):
            return content
        container = Container(content)
        for name in STREAMS:
            found = container.stream(name)
            if found is not None:
                self.warn(*([] if container.sound else [warning("damaged_container")]))
                return found
        raise SourceError("incomplete")

    def _sheet_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        part = sheet["part"]
        yield from part.rows(self.formulas.add)
        self.merged, self.hidden_columns = part.merged, part.hidden_columns


def _sheets(records: Bytes) -> list[Sheet]:
    """The sheets of data; macros and charts are none."""
    if not is_modern(records):
        from .xls_old import old_sheets

        return old_sheets(records)
    shared = Globals(opened(records))
    return [
        {"name": name, "visible": visible, "part": XlsSheet(shared, start)}
        for name, visible, start in shared.sheets
    ]
