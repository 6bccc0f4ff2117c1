"""Rows of OpenDocument sheets as nearly all programs write them, without expat: one regular
expression a row. All else is given to expat, which so sees the part with some rows left out."""

import contextlib
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from .blocks import Column
from .ods_cells import CALC, OFFICE, TABLE, TYPE, Given
from .ods_shape import Shape, Unusual
from .ods_text import TEXT
from .xlsx_scan import is_plain
from .xlsx_xml import Attributes, without_entities

#: what the prefixes stand for in all programs; where they mean something else, all is for expat
PREFIXES = {"office": OFFICE, "table": TABLE, "text": TEXT, "calcext": CALC}
#: what a cell may have in addition that is nothing but a text
OF_TEXTS = {TYPE, f"{CALC}value-type", f"{TABLE}style-name", f"{TABLE}content-validation-name"}
#: what a row may have that is like others
OF_ROWS = {f"{TABLE}style-name", f"{TABLE}default-cell-style-name"}
#: so many shapes are made, and so few rows are read one by one
SHAPES, FEW = 50, 4
#: characters that no XML has
CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
#: what is longer than that without the end of a row is for expat
LONGEST = 1 << 22
#: the attributes of so many cells are remembered
REMEMBERED = 10_000

_END = "</table:table-row>"
_ROW = re.compile("<table:table-row(?=[ >])")
_ATTRIBUTES = r'((?: [\w:.-]+="[^"<&]*")*)'
_BEGIN = re.compile(f"<table:table-row{_ATTRIBUTES}>")
#: attributes, text, what is none of that
_CELL = re.compile(
    rf"<table:table-cell{_ATTRIBUTES}"
    r"(?:/>|>\s*(?:<text:p>([^<]*)(</text:p>)\s*)?</table:table-cell>)|(<)"
)
_ATTRIBUTE = re.compile(r' ([\w.-]+):([\w.-]+)="([^"]*)"')
#: where another sheet begins or ends
_SHEETS = re.compile("</?table:table[ >]")


#: a cell of a row, and its text where it has a paragraph
Usual = tuple[Given, str | None]


class Parser(Protocol):
    """What a scan is of: expat by `feed`, and who takes the rows that it need not see."""

    def feed(self, data: bytes) -> None: ...

    @property
    def prefixes(self) -> Mapping[str, str] | None:
        """What the prefixes stand for so far; None where one of them has several meanings."""

    @property
    def is_in_sheet(self) -> bool: ...

    @property
    def is_passing_over(self) -> bool:
        """Whether nothing is looked for but the end of a sheet."""

    @property
    def takes_many(self) -> bool:
        """Whether many rows of a sheet may come at once."""

    def take_rows(self, columns: Sequence[Column]) -> None: ...

    def take_row(self, attributes: Attributes, cells: Sequence[Usual]) -> None: ...


class Scan:
    """`take` gives of what it is given what is not complete yet."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._shape: Shape | None = None
        self._shapes = 0
        self.take: Callable[[bytes], bytes] = self._begin

    def _give_up(self, data: bytes) -> bytes:
        """Leave this and all that follows to expat."""
        self.take = self._give_up
        self._parser.feed(data)
        return b""

    def _begin(self, data: bytes) -> bytes:
        """What is before the first row declares what prefixes stand for."""
        place = data.find(b"<table:table-row")
        if place < 0:
            return data if len(data) < LONGEST else self._give_up(data)
        head, rest = data[:place], data[place:]
        self._parser.feed(head)
        if not is_plain(head):
            return self._give_up(rest)
        self._look_at_prefixes()
        self.take = self._go_on
        return self._go_on(rest)

    def _go_on(self, data: bytes) -> bytes:
        size = data.rfind(_END.encode()) + len(_END)
        if size < len(_END):
            return data if len(data) < LONGEST else self._give_up(data)
        whole, rest = data[:size], data[size:]
        if b"<!" in whole or b"<?" in whole or not self._knows_prefixes:
            return self._give_up(data)
        if len(whole.translate(None, CONTROLS)) < len(whole):
            return self._give_up(data)
        if b"\r" in whole:
            whole = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            text = whole.decode()
        except UnicodeDecodeError:
            return self._give_up(data)
        if self._parser.is_passing_over and not _SHEETS.search(text):
            return rest
        start = 0
        while start < len(text):
            start = self._take_alike(text, start) or self._take_next(text, start)
        return rest

    def _take_alike(self, text: str, start: int) -> int | None:
        """Where rows end that are of the shape of those before; None where there are too few."""
        if not (self._shape and self._knows_prefixes and self._parser.is_in_sheet):
            return None
        end = self._shape.end(text, start)
        if text.count(_END, start, end) < FEW:
            return None
        try:
            self._parser.take_rows(self._shape.columns(text[start:end]))
        except Unusual:
            self._shape = None
            return None
        return end

    def _take_next(self, text: str, start: int) -> int:
        end = text.index(_END, start)
        self._take(text[start:end])
        return end + len(_END)

    def _feed(self, text: str) -> None:
        self._parser.feed(text.encode())
        self._look_at_prefixes()

    def _look_at_prefixes(self) -> None:
        found = self._parser.prefixes
        self._knows_prefixes = found is not None and all(
            found.get(prefix, space.strip()) == space.strip() for prefix, space in PREFIXES.items()
        )

    def _take(self, text: str) -> None:
        """A row, without its end tag, and what stands before it."""
        begin = _ROW.search(text)
        if begin and begin.start():
            self._feed(text[: begin.start()])
            text = text[begin.start() :]
        is_open = self._knows_prefixes and self._parser.is_in_sheet
        row = _usual(text) if begin and is_open else None
        if row:
            self._parser.take_row(*row)
            self._learn(text)
        else:
            self._feed(text + _END)

    def _learn(self, text: str) -> None:
        """Expect rows of that shape."""
        if self._parser.takes_many and self._shapes < SHAPES:
            self._shapes += 1
            with contextlib.suppress(Unusual):
                self._shape = _shape(text)


def _shape(text: str) -> Shape:
    """The shape of a usual row. Raises Unusual where it is one of several, or hidden."""
    begin = _BEGIN.match(text)
    row = begin and _given(begin[1])
    if not begin or not row or not row.attributes.keys() <= OF_ROWS:
        raise Unusual
    found = _CELL.findall(text, begin.end())
    given = ((written, _given(written), paragraph) for written, _text, paragraph, _odd in found)
    return Shape(begin[0], [(text, each, bool(shown)) for text, each, shown in given if each])


def _usual(text: str) -> tuple[Attributes, list[Usual]] | None:
    """The attributes and the cells of a row; None where it is not a usual one."""
    begin = _BEGIN.match(text)
    row = begin and _given(begin[1])
    if not begin or not row:
        return None
    cells: list[Usual] = []
    for written, shown, paragraph, odd in _CELL.findall(text, begin.end()):
        given = _given(written)
        seen = without_entities(shown) if "&" in shown else shown
        if odd or given is None or seen is None:
            return None
        cells.append((given, seen if paragraph else None))
    return row.attributes, cells


@functools.lru_cache(REMEMBERED)
def _given(text: str) -> Given | None:
    found = _attributes(text)
    if found is None:
        return None
    return Given(found, found.get(TYPE) == "string" and found.keys() <= OF_TEXTS)


def _attributes(text: str) -> Attributes | None:
    """{namespace name: text}; None where there are others."""
    found = {}
    for prefix, name, value in _ATTRIBUTE.findall(text):
        if prefix not in PREFIXES:
            return None
        found[PREFIXES[prefix] + name] = value
    return found if len(found) == text.count('="') else None
