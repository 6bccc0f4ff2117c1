"""The XML of OpenDocument sheets, element by element: all of them stand in one part, one behind
the other. What is not known - pictures, changes, forms, charts with sheets of their own - is passed
over with all that it holds."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..rows.cells import Cell, Cells
from ..rows.labels import column_letter
from ..rows.problems import SourceError
from . import xlsx_xml
from .blocks import Column, Columns
from .ods_cells import FORMULA, OFFICE, SPANNED, TABLE, TYPE, cell_of, is_blank
from .ods_scan import Scan, Usual
from .ods_text import LEFT_OUT, PARAGRAPHS, TEXT, blank, paragraph
from .ods_visitor import SheetRows, Visitor
from .xlsx_sheet import MAX_COLUMN, Remarks
from .xlsx_xml import Attributes

STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
CELL, COVERED = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
ROW, SHEET = f"{TABLE}table-row", f"{TABLE}table"
HIDDEN = ("collapse", "filter")

#: what holds what counts, and is nothing itself
FRAMES = {
    *(f"{OFFICE}{name}" for name in ("document", "document-content", "body", "spreadsheet")),
    *(f"{OFFICE}{name}" for name in ("styles", "automatic-styles")),
    *(f"{TABLE}table-{name}" for name in ("columns", "header-columns", "column-group")),
    *(f"{TABLE}table-{name}" for name in ("rows", "header-rows", "row-group")),
}
#: where alone an element counts
WITHIN = {SHEET: "", f"{TABLE}table-column": SHEET, ROW: SHEET, CELL: ROW, COVERED: ROW}


class OdsParser:
    """Tells the `visitor` of sheets and rows, and `remarks` about formulas, merged cells and hidden
    columns. `root` is what the document says of itself, its tag as ""; `invisible` are the styles
    of hidden sheets. A text longer than the `limit` of a cell need not be whole."""

    def __init__(self, part: str, visitor: Visitor, remarks: Remarks, limit: int) -> None:
        self.root: Attributes | None = None
        self.invisible: set[str] = set()
        self._part, self._visitor, self._remarks, self._limit = part, visitor, remarks, limit
        self._style = self._within = ""
        self._depth = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {
            SHEET: self._begin_sheet,
            ROW: self._begin_row,
            CELL: self._begin_cell,
            COVERED: self._begin_cell,
            f"{TABLE}table-column": self._column,
            f"{STYLE}style": self._begin_style,
            f"{STYLE}table-properties": self._properties,
        }
        self.is_passing_over = False
        self._paragraphs: list[str] | None = None
        self._parser = xlsx_xml.bare_parser(part)
        self._watch_prefixes()
        self._to_structure()

    def parse(self, blocks: Iterable[bytes]) -> Iterator[None]:
        """A generator that yields after each block."""
        scan, rest = Scan(self), b""
        for block in blocks:
            rest = scan.take(rest + block)
            yield
        self.feed(rest)
        xlsx_xml.feed(self._parser, self._part, b"", True)
        yield

    def feed(self, data: bytes) -> None:
        xlsx_xml.feed(self._parser, self._part, data)

    # -- what the scan of usual rows needs -------------------------------------------------------

    def _watch_prefixes(self) -> None:
        """`prefixes` {prefix: namespace}; None where one has several meanings."""
        self.prefixes: dict[str, str] | None = {}

        def declared(prefix: str | None, space: str | None) -> None:
            if self.prefixes is not None and self.prefixes.get(prefix or "", space) == space:
                self.prefixes[prefix or ""] = space or ""
            else:
                self.prefixes = None

        self._parser.StartNamespaceDeclHandler = declared

    @property
    def is_in_sheet(self) -> bool:
        return self._within == SHEET and self._parser.StartElementHandler == self._start

    @property
    def takes_many(self) -> bool:
        return self._visitor.takes_many

    def take_rows(self, columns: Sequence[Column]) -> None:
        """Rows that expat has not seen, and that are alike."""
        first = self._number + 1
        self._number += len(columns[0].cells)
        self._visitor.take_many(Columns(range(first, self._number + 1), columns))

    def take_row(self, attributes: Attributes, cells: Sequence[Usual]) -> None:
        """A row that expat has not seen."""
        self._begin_row(attributes)
        if self._within == ROW:
            for given, text in cells:
                if given.is_text and text is not None:
                    self._put(paragraph(text), self._place, 1)
                    continue
                self._attributes = given.attributes
                self._paragraphs = None if text is None else [paragraph(text)]
                self._end_cell(CELL)
            self._within = SHEET
            self._end_row()

    # -- sheets, rows and columns ----------------------------------------------------------------

    def _to_structure(self) -> None:
        self.is_passing_over = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, tag: str, attributes: Attributes) -> None:
        if self.root is None:
            self.root = {**attributes, "": tag}
        handler = self._starts.get(tag)
        if handler and self._within == WITHIN.get(tag, self._within):
            handler(attributes)
        elif tag not in FRAMES:
            self._pass_over()

    def _end(self, tag: str) -> None:
        if tag == ROW == self._within:
            self._within = SHEET
            self._end_row()
        elif tag == SHEET:
            self._within = ""

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{STYLE}name", "")

    def _properties(self, attributes: Attributes) -> None:
        if attributes.get(f"{TABLE}display") == "false":
            self.invisible.add(self._style)

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._within, self._number, self._next_column = SHEET, 0, 0
        name, style = (attributes.get(f"{TABLE}{each}", "") for each in ("name", "style-name"))
        if not self._visitor.opens(name, style):
            self._pass_over_sheet()

    def _column(self, attributes: Attributes) -> None:
        first = self._next_column
        self._next_column = min(first + self._repeated(attributes, "columns"), MAX_COLUMN)
        if attributes.get(f"{TABLE}visibility") in HIDDEN:
            self._remarks.hidden_columns.update(range(first, self._next_column))

    def _begin_row(self, attributes: Attributes) -> None:
        self._number += 1
        self._count = self._repeated(attributes, "rows")
        self._hidden = attributes.get(f"{TABLE}visibility") in HIDDEN
        self._cells: Cells = []
        self._place = 0
        if self._visitor.wants_row():
            self._within = ROW
        else:
            self._pass_over_sheet()

    def _end_row(self) -> None:
        if self._cells:
            self._visitor.take(SheetRows(self._number, self._cells, self._hidden, self._count))
        self._number += self._count - 1

    # -- cells and their texts -------------------------------------------------------------------

    def _begin_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._paragraphs = None
        self._parser.StartElementHandler = self._start_in_cell
        self._parser.EndElementHandler = self._end_in_cell

    def _start_in_cell(self, tag: str, _attributes: Attributes) -> None:
        if tag not in PARAGRAPHS:
            self._pass_over()
            return
        self._text: list[str] = []
        self._parser.StartElementHandler = self._start_in_text
        self._parser.EndElementHandler = self._end_in_text
        self._parser.CharacterDataHandler = self._text.append

    def _start_in_text(self, tag: str, attributes: Attributes) -> None:
        found = blank(tag, attributes, self._limit + 1)
        if found:
            self._text.append(found)
        elif tag in LEFT_OUT or not tag.startswith(TEXT):
            self._pass_over()

    def _end_in_text(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            if self._paragraphs is None:
                self._paragraphs = []
            self._paragraphs.append(paragraph("".join(self._text)))
            self._parser.StartElementHandler = self._start_in_cell
            self._parser.EndElementHandler = self._end_in_cell
            self._parser.CharacterDataHandler = None

    def _end_in_cell(self, tag: str) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._end_cell(tag)

    def _end_cell(self, tag: str) -> None:
        """Put the cell in its columns; one without a value takes no place, nor has what a merged
        one covers: nobody sees that."""
        attributes, paragraphs = self._attributes, self._paragraphs
        column, count = self._place, self._repeated(attributes, "columns")
        if SPANNED in attributes:
            self._merge(column, attributes)
        if tag == COVERED or (paragraphs is None and _is_bare(attributes)):
            self._place += count
            return
        cell = cell_of(attributes, paragraphs)
        if FORMULA in attributes and (isinstance(cell, str) or cell["type"] != "formula"):
            self._remarks.formulas.add(self._number)
        self._put(cell, column, count)

    def _put(self, cell: Cell, column: int, count: int) -> None:
        self._place = column + count
        if is_blank(cell):
            return
        if self._place > MAX_COLUMN:
            raise self._damaged(f"row {self._number}")
        missing = column - len(self._cells)
        if missing:
            self._cells.extend([""] * missing)
        self._cells.extend([cell] * count)

    def _merge(self, column: int, attributes: Attributes) -> None:
        wide = self._whole(attributes, SPANNED)
        high = self._whole(attributes, f"{TABLE}number-rows-spanned")
        if wide > 1 or high > 1:
            last = f"{column_letter(column + wide - 1)}{self._number + high - 1}"
            self._remarks.merged.append(f"{column_letter(column)}{self._number}:{last}")

    # -- what they have in common ----------------------------------------------------------------

    def _pass_over(self) -> None:
        """Handle nothing until the element that has just begun ends."""
        parser = self._parser
        before = parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler
        self._depth = 1

        def end(_tag: str) -> None:
            self._depth -= 1
            if not self._depth:
                parser.StartElementHandler, parser.EndElementHandler = before[:2]
                parser.CharacterDataHandler = before[2]

        parser.StartElementHandler, parser.EndElementHandler = self._deeper, end
        parser.CharacterDataHandler = None

    def _pass_over_sheet(self) -> None:
        """Look for nothing but the end of the sheet, which takes a third of the time. After that of
        a sheet within it no row is one of a sheet, until the next begins."""

        def end(tag: str) -> None:
            if tag == SHEET:
                self._to_structure()

        self._within, self.is_passing_over = "", True
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = None, end
        parser.CharacterDataHandler = None

    def _deeper(self, _tag: str, _attributes: Attributes) -> None:
        self._depth += 1

    def _repeated(self, attributes: Attributes, what: str) -> int:
        name = f"{TABLE}number-{what}-repeated"
        return self._whole(attributes, name) if name in attributes else 1

    def _whole(self, attributes: Attributes, name: str) -> int:
        """A number from 1 in an attribute; 1 where it is missing."""
        text = attributes.get(name, "1")
        if not (len(text) < 10 and text.isdecimal() and int(text)):
            raise self._damaged(text)
        return int(text)

    def _damaged(self, place: str) -> SourceError:
        return SourceError("damaged", {"part": self._part, "place": place})


def _is_bare(attributes: Attributes) -> bool:
    return TYPE not in attributes and FORMULA not in attributes
