"""What a file is by its content, whatever its name says."""

import os
import re
from typing import BinaryIO

from ..rows.problems import Problem, SourceError, warning
from .table import MIB, Limits

HEAD = 4096

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BOMS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}

#: first bytes of what people upload by mistake
FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"MZ": "Windows program",
    b"\x7fELF": "program",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"SQLite format 3": "SQLite",
}

#: old binary workbooks without a container
BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")

#: streams of an OLE container, in the order in which they decide what it is
OLE_STREAMS = {
    "EncryptedPackage": "password",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": "Word (.doc)",
    "PowerPoint Document": "PowerPoint (.ppt)",
    "__substg1.0": "Outlook message (.msg)",
}

WEB_PAGE = re.compile(
    rb"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div|style)\b",
    re.IGNORECASE | re.DOTALL,
)
EXTENSIONS = {"csv": ("csv", "txt", "tsv", "tab", ""), "xlsx": ("xlsx", ""), "xls": ("xls", "")}


def size_of(stream: BinaryIO) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def mib(size: int) -> str:
    """A number of bytes in MiB, for people.

    >>> mib(1_572_864), mib(67_108_864)
    ('1.5', '64')
    """
    return f"{size / MIB:.2f}".rstrip("0").rstrip(".")


def extension(name: str | None) -> str:
    """The lower case ending of a file's name without its dot, "" where there is none.

    >>> extension("Members.CSV"), extension("members"), extension(None)
    ('csv', '', '')
    """
    return os.path.splitext(os.path.basename(name or ""))[1].lower().lstrip(".")


def identify(stream: BinaryIO, limits: Limits) -> str:
    """The format of a file, "csv", "xlsx" or "xls" ("xlsx" for any zip: `xlsx_package` looks
    closer). The size is checked before anything is read. Raises SourceError for all else."""
    size = size_of(stream)
    if size > limits.size:
        raise SourceError("too_large", {"size": mib(size), "limit": mib(limits.size)})
    if not size:
        raise SourceError("empty_file")
    head = stream.read(HEAD)
    stream.seek(0)
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(OLE):
        return _identify_ole(stream)
    if head.startswith(BIFF):
        return "xls"
    _refuse_foreign(head)
    return "csv"


def _identify_ole(stream: BinaryIO) -> str:
    """Names of streams are UTF-16 in the directory of the container, wherever that lies."""
    content = stream.read()
    stream.seek(0)
    found = (kind for name, kind in OLE_STREAMS.items() if name.encode("utf-16-le") in content)
    kind = next(found, "OLE")
    if kind == "OLE" and _is_cut_off(content):
        raise SourceError("incomplete")
    if kind == "password":
        raise SourceError("password_protected")
    if kind != "xls":
        raise SourceError("wrong_type", {"type": kind})
    return kind


def _is_cut_off(content: bytes) -> bool:
    """Whether the directory of an OLE container lies beyond its end."""
    if len(content) < 512:
        return True
    sector, size = int.from_bytes(content[48:52], "little"), 1 << (content[30] % 16)
    return (sector + 2) * size > len(content)


def _refuse_foreign(head: bytes) -> None:
    """Refuse web pages, documents, images, programs: what is not text, or text of another kind."""
    for start, kind in FOREIGN.items():
        if head.startswith(start):
            raise SourceError("wrong_type", {"type": kind})
    encoding = bom(head)
    text = head.decode(encoding, "replace").encode() if encoding else head
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and text.lstrip()[:5] == b"<?xml":
        raise SourceError("wrong_type", {"type": "XML Spreadsheet 2003"})
    if WEB_PAGE.match(text) or text.lstrip()[:13].lower() == b"mime-version:":
        raise SourceError("web_page")
    if text.lstrip()[:5] == b"<?xml":
        raise SourceError("wrong_type", {"type": "XML"})
    if not encoding and _is_binary(head):
        raise SourceError("wrong_type", {"type": "binary"})


def _is_binary(head: bytes) -> bool:
    """A text has a stray control character at most; UTF-16 without BOM is left to the decoder."""
    if looks_utf16(head):
        return False
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in head)
    return control * 10 > len(head) > 20


def looks_utf16(head: bytes) -> bool:
    """Whether every second byte is zero in most of the file: UTF-16 without a BOM."""
    return len(head) > 3 and max(head[0::2].count(0), head[1::2].count(0)) * 3 > len(head)


def bom(head: bytes) -> str | None:
    """The encoding that the first bytes declare, or None."""
    return next((encoding for start, encoding in BOMS.items() if head.startswith(start)), None)


def name_warnings(name: str, format: str) -> list[Problem]:
    """A warning where the name of a file says another format than its content."""
    found = extension(name)
    if found in EXTENSIONS[format]:
        return []
    return [warning("named_otherwise", extension=f".{found}", format=format)]
