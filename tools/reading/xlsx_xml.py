"""The XML of a workbook, read by expat itself: it streams, and a document type, the door to entity
bombs and to files of the server, is refused by the same parser that reads the part.

An element counts by its namespace, whatever its prefix: a part's own namespace is that of its root
(transitional, strict, or that of an early version). What elements of any other hold, such as those
of later versions of Excel, is passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat

from ..rows.problems import SourceError

Attributes = Mapping[str, str]
#: what is called for a tag when it begins, when it ends, and for a text
Starts = Mapping[str, Callable[[Attributes], object] | None]
Ends = Mapping[str, Callable[[], object] | None]
OnText = Callable[[str], object]

#: between the namespace and the name of what has one
BETWEEN = " "

#: encodings that expat knows itself; Python decodes others for it, byte by byte
KNOWN = ("utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1")

NO_MEMORY = 1

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ENTITY = re.compile("&[a-z]*;?")


def without_entities(text: str) -> str | None:
    """A text of XML as it is meant; None where only expat can tell.

    >>> without_entities("a &amp; b"), without_entities("&#65;")
    ('a & b', None)
    """
    found = set(_ENTITY.findall(text))
    if not found <= _ENTITIES.keys():
        return None
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text)


def feed(
    parser: expat.XMLParserType, part: str, block: bytes, last: bool = False, place: str = ""
) -> None:
    """Parse a block; SourceError with `place`, else line and column, where it is no XML. Errors of
    handlers pass as they are: they are ours."""
    try:
        parser.Parse(block, last)
    except expat.ExpatError as error:
        if error.code == NO_MEMORY:
            raise MemoryError from error
        place = place or f"{error.lineno}:{error.offset}"
        raise SourceError("damaged", {"part": part, "place": place}) from error


def parse(
    blocks: Iterable[bytes],
    part: str,
    starts: Starts | None = None,
    ends: Ends | None = None,
    text: OnText | None = None,
) -> Iterator[None]:
    """Feed a part to handlers (`make_parser`); a generator that yields after each block."""
    parser = make_parser(part, starts or {}, ends or {}, text)
    for block in blocks:
        feed(parser, part, block)
        yield
    feed(parser, part, b"", True)
    yield


def exhaust(steps: Iterable[None]) -> None:
    for _ in steps:
        pass


def bare_parser(part: str) -> expat.XMLParserType:
    """An expat parser that knows namespaces ("namespace name") and no document types."""

    def doctype(*_declaration: object) -> None:
        raise SourceError("document_type", {"part": part})

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in KNOWN and not _is_of_bytes(encoding):
            raise SourceError("damaged", {"part": part, "place": "1:1"})

    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def _is_of_bytes(encoding: str) -> bool:
    """Whether expat can read an encoding with the help of Python: one byte, one character."""
    try:
        return len(bytes(range(256)).decode(encoding, "replace")) == 256
    except (LookupError, ValueError):
        return False


def make_parser(
    part: str, starts: Starts, ends: Ends, text: OnText | None = None
) -> expat.XMLParserType:
    """A parser that calls `starts` {name: handler(attributes)}, `ends` {name: handler()} and `text`
    handler(text) for the elements of the part's own namespace."""
    parser = bare_parser(part)
    by_start, by_end = _Handlers(starts), _Handlers(ends)

    def root(tag: str, attributes: Attributes) -> None:
        by_start.own = by_end.own = tag.rpartition(BETWEEN)[0]
        by_start.foreign = pass_over
        resume()
        start(tag, attributes)

    def start(tag: str, attributes: Attributes) -> None:
        handler = by_start[tag]
        if handler:
            handler(attributes)

    def end(tag: str) -> None:
        handler = by_end[tag]
        if handler:
            handler()

    def resume() -> None:
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text

    def pass_over(_attributes: Attributes) -> None:
        _pass_over(parser, resume)

    parser.StartElementHandler = root
    return parser


def _pass_over(parser: expat.XMLParserType, resume: Callable[[], None]) -> None:
    """Handle nothing until the element that has just begun ends, then `resume`."""
    depth = 1

    def start(_tag: str, _attributes: Attributes) -> None:
        nonlocal depth
        depth += 1

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1
        if not depth:
            resume()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = None


class _Handlers(dict[str, Callable[..., object] | None]):
    """Handlers by tag, made from those by name: of the namespace `own`; for others `foreign`."""

    own = ""
    foreign: Callable[..., object] | None = None

    def __init__(self, by_name: Mapping[str, Callable[..., object] | None]) -> None:
        super().__init__()
        self._by_name = by_name

    def __missing__(self, tag: str) -> Callable[..., object] | None:
        namespace, _, name = tag.rpartition(BETWEEN)
        handler = self._by_name.get(name) if namespace == self.own else self.foreign
        self[tag] = handler
        return handler
