"""An .xlsx as a package: a zip of parts, checked before any of it is unpacked.

Case, backslashes and percent signs in the names of parts do not count. What is read is bounded by
its size in total; what nobody reads, such as pictures, is not.
"""

import contextlib
import functools
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO
from urllib.parse import unquote
from xml.parsers import expat

from ..rows.problems import SourceError
from . import xlsx_xml
from .envelope import mib
from .table import Limits
from .xlsx_xml import Attributes, Ends, OnText, Starts, exhaust

#: {id: (type, part)} of what a part refers to
Relations = dict[str, tuple[str, str]]

BLOCK = 1 << 16

#: a document type stands before the root; so much of a part is searched for the two
HEAD = 1 << 20

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
    "word/": "Word (.docx)",
    "ppt/": "PowerPoint (.pptx)",
    "index/": "Numbers (.numbers)",
    "index.zip": "Numbers (.numbers)",
    "meta-inf/manifest.mf": "Java archive",
}
CONTENT_TYPES = "[content_types].xml"


def key(name: str) -> str:
    """What two spellings of a part's name have in common.

    >>> key("xl\\\\SharedStrings.xml") == key("/xl/shared%53trings.xml") == "xl/sharedstrings.xml"
    True
    """
    return unquote(name).replace("\\", "/").lstrip("/").lower()


class Package:
    """The parts of one .xlsx. Raises SourceError for anything that is not a sound one."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except ZIP_ERRORS as error:
            raise SourceError("incomplete") from error
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        _check_directory(infos, limits)
        self._parts = {key(info.filename): info for info in infos}
        if len(self._parts) < len(infos):
            raise SourceError("incomplete")
        self._limit = limits.unpacked
        self._read: dict[str, int] = {}
        self._check_kind()
        for name in self._parts:
            if name.endswith((".xml", ".rels")):
                self._refuse_doctype(name)

    def __contains__(self, name: str) -> bool:
        return key(name) in self._parts

    def _check_kind(self) -> None:
        if "mimetype" in self:
            kind = self.part("mimetype", 200).decode("ascii", "replace")
            raise SourceError("wrong_type", {"type": f"OpenDocument ({kind.rpartition('.')[2]})"})
        for start, kind in OTHERS.items():
            if any(name.startswith(start) for name in self._parts):
                raise SourceError("wrong_type", {"type": kind})
        if CONTENT_TYPES not in self:
            raise SourceError("not_a_workbook")

    @functools.cached_property
    def main(self) -> str | None:
        """The name of the part that all begins with."""
        kinds = self.relations("").values()
        return next((part for kind, part in kinds if kind == "officeDocument"), None)

    @property
    def has_macros(self) -> bool:
        """Whether it is a workbook with macros. They are never looked at."""
        return "macroenabled" in self.main_type

    @functools.cached_property
    def main_type(self) -> str:
        """What the main part is, in lower case: that alone tells workbooks, templates and those
        with macros apart. The list of types may name others that nothing in the package has."""
        types: dict[str, str] = {}

        def note(attributes: Attributes) -> None:
            name = attributes.get("PartName") or "." + attributes.get("Extension", "")
            types[key(name)] = attributes.get("ContentType", "").lower()

        exhaust(self.parse(CONTENT_TYPES, {"Override": note, "Default": note}))
        main = key(self.main or "")
        return types.get(main) or types.get(posixpath.splitext(main)[1], "")

    def part(self, name: str, size: int = -1) -> bytes:
        with _unpacking(), self._open(name) as part:
            return part.read(size)

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part. Together the parts that are read may unpack to the limit, however
        often one is: a workbook is searched for its sheets first."""
        info = self._parts.get(key(name))
        others = sum(size for part, size in self._read.items() if part != key(name))
        unpacked = others + (info.file_size if info else 0)
        if unpacked > self._limit:
            sizes = {"size": mib(unpacked), "limit": mib(self._limit)}
            raise SourceError("unpacks_too_large", sizes)
        return self._blocks(name)

    def _blocks(self, name: str) -> Iterator[bytes]:
        size = 0
        with _unpacking(), self._open(name) as part:
            while block := part.read(BLOCK):
                size += len(block)
                self._read[key(name)] = max(size, self._read.get(key(name), 0))
                yield block

    def _open(self, name: str) -> IO[bytes]:
        """zipfile holds a part to the size declared for it."""
        info = self._parts.get(key(name))
        if info is None:
            raise SourceError("missing_part", {"part": name})
        return self._zip.open(info)

    def parse(
        self,
        name: str,
        starts: Starts | None = None,
        ends: Ends | None = None,
        text: OnText | None = None,
    ) -> Iterator[None]:
        """Feed a part to handlers; a generator that yields after each block."""
        return xlsx_xml.parse(self.blocks(name), name, starts, ends, text)

    def _refuse_doctype(self, name: str) -> None:
        """Read a part up to its root element; a broken one is refused when it is needed."""
        parser = xlsx_xml.bare_parser(self._parts[name].filename)
        roots: list[str] = []
        parser.StartElementHandler = lambda tag, _attributes: roots.append(tag)
        seen = 0
        try:
            for block in self._blocks(name):
                seen += len(block)
                parser.Parse(block)
                if roots or seen > HEAD:
                    break
            # later versions of expat put off what they have not seen the end of
            parser.Parse(b"", True)
        except expat.ExpatError:
            return
        except SourceError as error:
            if error.code == "document_type":
                raise

    def relations(self, name: str) -> Relations:
        """{id: (type, part)} of what a part refers to."""
        folder, base = posixpath.split(name)
        found: Relations = {}

        def relationship(attributes: Attributes) -> None:
            if attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, self._target(folder, attributes)

        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels in self:
            exhaust(self.parse(rels, {"Relationship": relationship}))
        return found

    def _target(self, folder: str, attributes: Attributes) -> str:
        """The part that is meant, from the folder of the one that refers to it; some programs write
        it from the root of the package without saying so."""
        target = unquote(attributes.get("Target", "")).replace("\\", "/")
        places = [posixpath.normpath(posixpath.join("/", each, target)) for each in (folder, "")]
        return next((place for place in places if place in self), places[0]).lstrip("/")


@contextlib.contextmanager
def _unpacking() -> Iterator[None]:
    """Around nothing but zipfile: what it raises is a fault of the file."""
    try:
        yield
    except ZIP_ERRORS as error:
        raise SourceError("incomplete") from error


def _check_directory(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse traps by what the central directory declares."""
    if len(infos) > limits.entries:
        raise SourceError("too_many_parts", {"parts": len(infos), "limit": limits.entries})
    for info in infos:
        if info.flag_bits & 1:
            raise SourceError("password_protected")
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/"):
            raise SourceError("unsafe_part", {"part": info.filename})
