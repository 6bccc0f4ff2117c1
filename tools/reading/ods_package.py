"""Where the XML of an OpenDocument spreadsheet comes from: a zip of parts, or one flat file."""

import contextlib
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from ..rows.problems import SourceError
from .xlsx_package import BLOCK, ZIP_ERRORS, Package, key
from .xlsx_xml import exhaust

CONTENT, MANIFEST, MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
SPREADSHEET = "opendocument.spreadsheet"


class Source(Protocol):
    """What a reader needs: the bytes of the sheets, any number of times, and what they are called
    in what is told of the file."""

    name: str

    def content(self) -> Iterator[bytes]: ...


def other_type(kind: str) -> SourceError:
    """The refusal of a document of a type that is no spreadsheet, by its MIME type."""
    return SourceError("wrong_type", {"type": f"OpenDocument ({kind.rpartition('.')[2]})"})


def is_opendocument(stream: BinaryIO) -> bool:
    """Whether a zip is a document of OpenDocument; what cannot be opened is not."""
    names: set[str] = set()
    with contextlib.suppress(*ZIP_ERRORS), zipfile.ZipFile(stream) as archive:
        names = set(map(key, archive.namelist()))
    stream.seek(0)
    return CONTENT in names and (MIMETYPE in names or key(MANIFEST) in names)


class OdsPackage(Package):
    """The parts of one .ods, bounded and checked as those of an .xlsx are."""

    name = CONTENT

    def _check_kind(self) -> None:
        kind = self.part(MIMETYPE, 200).decode("ascii", "replace") if MIMETYPE in self else ""
        if kind and SPREADSHEET not in kind:
            raise other_type(kind.strip())
        encrypted: list[object] = []
        if MANIFEST in self:
            exhaust(self.parse(MANIFEST, {"encryption-data": encrypted.append}))
        if encrypted:
            raise SourceError("password_protected")

    def content(self) -> Iterator[bytes]:
        return self.blocks(CONTENT)


class FlatDocument:
    """One XML of all that an .ods has in parts."""

    name = "office:document"

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def content(self) -> Iterator[bytes]:
        self._stream.seek(0)
        while block := self._stream.read(BLOCK):
            yield block
