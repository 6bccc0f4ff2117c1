"""What a file is by its content, whatever its name says."""

import os
import re
from typing import BinaryIO

from ..rows.problems import Problem, SourceError, warning
from .foreign import FLAT, NAMES, foreign_type, is_web_page
from .ole import Container
from .table import MIB, Limits
from .unmarked import candidates, unmarked

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

#: old binary workbooks without a container
BIFF = tuple(map(bytes.fromhex, ("09000400", "09020600", "09040600", "09080800", "09081000")))

#: streams of an OLE container, in the order in which they decide what it is
OLE_STREAMS = {
    "EncryptedPackage": "password",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": "Word (.doc)",
    "PowerPoint Document": "PowerPoint (.ppt)",
    "__substg1.0": "Outlook message (.msg)",
}

#: {format: the endings of its names}
EXTENSIONS = {
    "csv": ("csv", "txt", "tsv", "tab", ""),
    **{format: (format, "") for format in ("xlsx", "xlsm", "xls", "ods", "fods")},
}


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
    """The format of a file, "csv", "xlsx", "xls" or "fods" ("xlsx" for any zip: `ods_package` and
    `xlsx_package` look closer). The size is checked before anything is read. Raises SourceError
    for all else."""
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
    return _identify_text(head)


def _identify_ole(stream: BinaryIO) -> str:
    """By the streams in the root of the container; of documents embedded there nothing counts."""
    content = stream.read()
    stream.seek(0)
    kind = _kind_of_ole(content)
    if not kind and _is_cut_off(content):
        raise SourceError("incomplete")
    if kind == "password":
        raise SourceError("password_protected")
    if not kind:
        raise SourceError("not_a_workbook")
    if kind != "xls":
        raise SourceError("wrong_type", {"type": kind})
    return kind


def _kind_of_ole(content: bytes) -> str | None:
    """Names of streams are UTF-16 in the directory, case does not count. Where that cannot be
    read they may lie anywhere."""
    try:
        names = list(Container(content).names)
    except SourceError:
        names = []
    for name, kind in OLE_STREAMS.items():
        if any(each.startswith(name.lower()) for each in names):
            return kind
    found = (kind for name, kind in OLE_STREAMS.items() if _mentions(content, name))
    return None if names else next(found, None)


def _mentions(content: bytes, name: str) -> bool:
    return bool(re.search(re.escape(name.encode("utf-16-le")), content, re.IGNORECASE))


def _is_cut_off(content: bytes) -> bool:
    """Whether the directory of an OLE container lies beyond its end."""
    if len(content) < 512:
        return True
    sector, size = int.from_bytes(content[48:52], "little"), 1 << (content[30] % 16)
    return (sector + 2) * size > len(content)


def _identify_text(head: bytes) -> str:
    """Refuse web pages, documents, images, programs: what is not text, or text of another kind."""
    encoding = bom(head) or unmarked(head)
    text = head.decode(encoding, "replace").encode() if encoding else head
    kind = foreign_type(head) or (foreign_type(text) if encoding else None)
    if is_web_page(text):
        raise SourceError("web_page")
    if kind == FLAT:
        return "fods"
    if kind:
        raise SourceError("wrong_type", {"type": kind})
    if not encoding and _is_binary(head):
        raise SourceError("not_a_table")
    return "csv"


def _is_binary(head: bytes) -> bool:
    """A text has a stray control character at most; what may be UTF-16 is left to the decoder."""
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in head)
    return control * 10 > len(head) > 20 and not candidates(head)


def bom(head: bytes) -> str | None:
    """The encoding that the first bytes declare, or None."""
    return next((encoding for start, encoding in BOMS.items() if head.startswith(start)), None)


def foreign_ending(name: str | None) -> str:
    """The ending of a name that says that the file is no table, whatever is in it; "" for any
    other.

    >>> foreign_ending("members.csv.PDF"), foreign_ending("members.dat")
    ('.pdf', '')
    """
    found = extension(name)
    return f".{found}" if found in NAMES else ""


def name_warnings(name: str, format: str) -> list[Problem]:
    """A warning where the name of a file says another format than its content."""
    found = extension(name)
    if found in EXTENSIONS[format]:
        return []
    return [warning("named_otherwise", extension=f".{found}", format=format)]
