"""An .xlsx as a package: a zip of XML parts, checked before any of it is unpacked.

Parts are read with expat itself: it streams, and a document type, the door to entity bombs and
to files of the server, is refused by the same parser that reads the part.
"""

import contextlib
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.parsers import expat

from ..rows.problems import SourceError
from .envelope import mib
from .table import Limits

Attributes = Mapping[str, str]
#: what is called for a tag when it begins, when it ends, and for a text
Starts = Mapping[str, Callable[[Attributes], object] | None]
Ends = Mapping[str, Callable[[], object] | None]
OnText = Callable[[str], object]

#: below this size of a part its ratio says nothing
SMALL = 100_000

BLOCK = 1 << 16

#: whatever zipfile raises for an archive that is cut off, altered or made up
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
    OverflowError,
    OSError,
)

#: parts that tell other zipped files from an .xlsx, by the beginning of their names
OTHERS = {
    "xl/workbook.bin": "Excel binary workbook (.xlsb)",
    "xl/vbaProject.bin": "Excel workbook with macros (.xlsm)",
    "word/": "Word (.docx)",
    "ppt/": "PowerPoint (.pptx)",
    "Index/": "Numbers (.numbers)",
    "Index.zip": "Numbers (.numbers)",
    "META-INF/MANIFEST.MF": "Java archive",
}
CONTENT_TYPES = "[Content_Types].xml"


class Package:
    """The parts of one .xlsx. Raises SourceError for anything that is not a sound one."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except ZIP_ERRORS as error:
            raise SourceError("incomplete") from error
        self._names = {info.filename for info in self._zip.infolist()}
        _check_directory(self._zip.infolist(), limits)
        self._check_kind()
        for name in self._names:
            if name.endswith((".xml", ".rels")):
                self._refuse_doctype(name)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def _check_kind(self) -> None:
        if "mimetype" in self._names:
            kind = self.part("mimetype", 200).decode("ascii", "replace")
            raise SourceError("wrong_type", {"type": f"OpenDocument ({kind.rpartition('.')[2]})"})
        for start, kind in OTHERS.items():
            if any(name.startswith(start) for name in self._names):
                raise SourceError("wrong_type", {"type": kind})
        if CONTENT_TYPES not in self._names:
            raise SourceError("wrong_type", {"type": "ZIP"})
        if b"macroEnabled" in self.part(CONTENT_TYPES, 1 << 20):
            raise SourceError("wrong_type", {"type": OTHERS["xl/vbaProject.bin"]})

    def part(self, name: str, size: int = -1) -> bytes:
        with self.reading(name), self._zip.open(name) as part:
            return part.read(size)

    @contextlib.contextmanager
    def reading(self, name: str) -> Iterator[None]:
        """Turn the errors of zip and XML into a SourceError that names the part."""
        try:
            yield
        except expat.ExpatError as error:
            place = f"{error.lineno}:{error.offset}"
            raise SourceError("damaged", {"part": name, "place": place}) from error
        except KeyError as error:
            raise SourceError("missing_part", {"part": name}) from error
        except LookupError as error:  # an encoding that Python does not know
            raise SourceError("damaged", {"part": name, "place": "1:1"}) from error
        except ZIP_ERRORS as error:
            raise SourceError("incomplete") from error

    def parse(
        self,
        name: str,
        starts: Starts | None = None,
        ends: Ends | None = None,
        text: OnText | None = None,
    ) -> Iterator[None]:
        """Feed a part to handlers (`make_parser`); a generator that yields after each block."""
        parser = make_parser(name, starts or {}, ends or {}, text)
        with self.reading(name):
            part = self._zip.open(name)
        with part:
            while True:
                with self.reading(name):
                    block = part.read(BLOCK)
                    parser.Parse(block, not block)
                yield
                if not block:
                    return

    def _refuse_doctype(self, name: str) -> None:
        """Read a part up to its root element; a broken one is refused when it is needed."""
        root = _Root()
        try:
            for _ in self.parse(name, root):
                if root.seen:
                    return
        except SourceError as error:
            if error.code == "document_type":
                raise

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """{id: (type, part)} of what a part refers to."""
        folder, base = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def relationship(attributes: Attributes) -> None:
            if attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")

        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels in self:
            exhaust(self.parse(rels, {"Relationship": relationship}))
        return found


def exhaust(steps: Iterable[None]) -> None:
    for _ in steps:
        pass


class _Handlers(dict[str, Callable[..., object] | None]):
    """Handlers by tag, found without the prefix that some programs write: "x:row" is "row"."""

    def __missing__(self, tag: str) -> Callable[..., object] | None:
        self[tag] = handler = self.get(tag.rpartition(":")[2])
        return handler


class _Root(_Handlers):
    """Handles nothing, and notes that there was an element."""

    seen = False

    def __missing__(self, tag: str) -> None:
        self.seen = True


def make_parser(
    name: str, starts: Starts, ends: Ends, text: OnText | None = None
) -> expat.XMLParserType:
    """An expat parser that knows no document types. `starts` {tag: handler(attributes)}, `ends`
    {tag: handler()}, `text` handler(text)."""
    starts = starts if isinstance(starts, _Handlers) else _Handlers(starts)
    ends = _Handlers(ends)

    def doctype(*_declaration: object) -> None:
        raise SourceError("document_type", {"part": name})

    def start(tag: str, attributes: Attributes) -> None:
        handler = starts[tag]
        if handler:
            handler(attributes)

    def end(tag: str) -> None:
        handler = ends[tag]
        if handler:
            handler()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def _check_directory(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse bombs and traps by what the central directory declares; zipfile holds a part to the
    size declared for it."""
    if len(infos) > limits.entries:
        raise SourceError("too_many_parts", {"parts": len(infos), "limit": limits.entries})
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked:
        sizes = {"size": mib(unpacked), "limit": mib(limits.unpacked)}
        raise SourceError("unpacks_too_large", sizes)
    if len({info.filename for info in infos}) < len(infos):
        raise SourceError("incomplete")
    for info in infos:
        _check_entry(info, limits)


def _check_entry(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.flag_bits & 1:
        raise SourceError("password_protected")
    if info.filename.startswith("/") or ".." in info.filename.split("/"):
        raise SourceError("unsafe_part", {"part": info.filename})
    if info.file_size > SMALL and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise SourceError("packed_too_tight", {"part": info.filename, "limit": limits.ratio})
