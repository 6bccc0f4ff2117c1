"""Reads .ods and .fods: one pass over the XML to see what the sheets are, one for the rows.

The libraries that read OpenDocument (odfpy, pyexcel-ods3, pandas on top of the former) hold the
whole tree in memory; python-calamine streams, but gives the stored numbers only, not the codes that
are shown for them.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from ..rows.cells import Cells
from ..rows.characters import clean
from ..rows.labels import HEADER_ROWS
from .blocks import Columns
from .ods_cells import OFFICE
from .ods_package import SPREADSHEET, FlatDocument, OdsPackage, Source, other_type
from .ods_sheet import OdsParser
from .ods_visitor import SheetRows, Visitor
from .sheets import Sheet, SheetBlock, SheetRow, SheetTable, is_blank
from .table import Options
from .xlsx_xml import Attributes, exhaust

#: between the address of another document and the name of its sheet, whose values LibreOffice keeps
FOREIGN = "'#$"
ROOTS = (f"{OFFICE}document", f"{OFFICE}document-content")


class Survey:
    """What the sheets of a document are, each with the first of its rows."""

    takes_many = False

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, list[Cells]]] = []

    def opens(self, name: str, style: str) -> bool:
        self.sheets.append((name, style, []))
        return FOREIGN not in name

    def wants_row(self) -> bool:
        return len(self.sheets[-1][2]) < HEADER_ROWS

    def take(self, rows: SheetRows) -> None:
        self.sheets[-1][2].append(rows.cells)

    def take_many(self, rows: Columns) -> None:
        raise NotImplementedError


class Chosen:
    """The rows of one sheet, by its place among all."""

    takes_many = True

    def __init__(self, place: int) -> None:
        self._blocks: list[list[SheetRows] | Columns] = []
        self._place, self._opened = place, -1

    def opens(self, _name: str, _style: str) -> bool:
        self._opened += 1
        return self._opened == self._place

    def wants_row(self) -> bool:
        return True

    def take(self, rows: SheetRows) -> None:
        if not (self._blocks and isinstance(self._blocks[-1], list)):
            self._blocks.append([])
        cast("list[SheetRows]", self._blocks[-1]).append(rows)

    def take_many(self, rows: Columns) -> None:
        self._blocks.append(rows)

    @property
    def is_over(self) -> bool:
        """Whether a later sheet has begun."""
        return self._opened > self._place

    def taken(self) -> list[list[SheetRows] | Columns]:
        """The rows since the last time."""
        blocks, self._blocks = self._blocks, []
        return blocks


class OpenDocumentTable(SheetTable):
    """The `part` of a sheet is its place and its first rows."""

    def __init__(self, format: str, source: Source, options: Options) -> None:
        super().__init__(format, options)
        self._source = source
        self._choose(self._survey(), options.sheet)

    def _parser(self, visitor: Visitor) -> OdsParser:
        return OdsParser(self._source.name, visitor, self, self.limits.cell)

    def _survey(self) -> list[Sheet]:
        found = Survey()
        parser = self._parser(found)
        exhaust(parser.parse(self._source.content()))
        check_root(parser.root or {})
        self._reset()
        return [
            {"name": clean(name), "visible": style not in parser.invisible, "part": (place, head)}
            for place, (name, style, head) in enumerate(found.sheets)
            if FOREIGN not in name
        ]

    def _head(self, sheet: Sheet) -> list[Cells]:
        return [cells for cells in sheet["part"][1] if not is_blank(cells)]

    def _sheet_blocks(self, sheet: Sheet) -> Iterator[SheetBlock]:
        chosen = Chosen(sheet["part"][0])
        for _ in self._parser(chosen).parse(self._source.content()):
            for block in chosen.taken():
                yield block if isinstance(block, Columns) else _single(block)
            if chosen.is_over:
                return


def _single(rows: Iterable[SheetRows]) -> Iterator[SheetRow]:
    """Each row by itself, as often as it is repeated."""
    for number, cells, hidden, count in rows:
        yield number, cells, hidden
        for more in range(1, count):
            yield number + more, [*cells], hidden


def check_root(root: Attributes) -> None:
    """Refuse what is no spreadsheet; a flat document says itself what it is."""
    kind = root.get(f"{OFFICE}mimetype", "")
    if root.get("") not in ROOTS or (kind and SPREADSHEET not in kind):
        raise other_type(kind)


class OdsTable(OpenDocumentTable):
    def __init__(self, stream: BinaryIO, options: Options) -> None:
        super().__init__("ods", OdsPackage(stream, options.limits), options)


class FodsTable(OpenDocumentTable):
    def __init__(self, stream: BinaryIO, options: Options) -> None:
        super().__init__("fods", FlatDocument(stream), options)
