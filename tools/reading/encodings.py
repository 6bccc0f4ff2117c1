"""Encodings of a text file: UTF-8, what a BOM declares and UTF-16 that can be nothing else are
known, all else is asked for."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..rows.characters import is_sound
from ..rows.problems import SourceError
from .envelope import HEAD, bom
from .quotes import SIGN as BEHIND_BLANKS
from .unmarked import candidates, unmarked
from .unticked import FALSE

BLOCK = 1024 * 1024

#: so many characters of a block may belong to a sign that ends in the next
SEAM = len(FALSE) - 1

#: a line longer than so many blocks is no line of a table
LINE_BLOCKS = 4

UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")

#: what a file that is not UTF-8 may be, the likeliest first
LEGACY = {
    "cp1252": "Western (Windows)",
    "cp1250": "Central European (Windows)",
    "iso8859-15": "Western (ISO 8859-15)",
    "mac-roman": "Western (Mac)",
    "cp850": "Western (DOS)",
    "cp437": "American (DOS)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1257": "Baltic (Windows)",
    "iso8859-1": "Western (ISO 8859-1)",
    "iso8859-2": "Central European (ISO 8859-2)",
}

#: in front of a cell, behind what begins one
_APOSTROPHE = re.compile("'(?<=[\\s,;|\"]')")
#: a quote behind a separator and blanks
_BLANK_QUOTE = re.compile('[,;|\t] +"')
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(slots=True)
class Signs:
    """What a text has anywhere, so that its reader need not look at each cell for it: a NUL, bad
    or garbled characters, a text as a formula (="00123"), an apostrophe in front of a cell, a box
    that is not ticked, blanks in front of a quote."""

    nul: bool = False
    odd: bool = False
    formula: bool = False
    apostrophe: bool = False
    unticked: bool = False
    blank_quote: bool = False

    def look(self, text: str) -> None:
        """A single character is found ten times as fast as two, and most files have none."""
        self.nul = self.nul or "\0" in text
        self.odd = self.odd or not is_sound(text)
        self.unticked = self.unticked or FALSE in text
        self.formula = self.formula or ("=" in text and '="' in text)
        found = "'" in text and not self.apostrophe
        self.apostrophe = self.apostrophe or (found and bool(_APOSTROPHE.search(text)))
        found = ' "' in text and not self.blank_quote
        self.blank_quote = self.blank_quote or (found and bool(BEHIND_BLANKS.search(text)))


def known_encoding(name: str) -> str:
    """The name that Python has for an encoding; SourceError when it is none of a text file."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, TypeError):
        found = ""
    if found not in {codecs.lookup(each).name for each in (*UNICODE, *LEGACY)}:
        raise SourceError("bad_option", {"option": "encoding", "given": str(name)})
    return found


def find_encoding(stream: BinaryIO, chosen: str | None = None) -> tuple[str, Signs]:
    """(encoding, what the text has). The whole file is decoded once: a file is refused here, with
    the place, or its text can be trusted to the end."""
    head = stream.read(HEAD)
    stream.seek(0)
    encoding = _chosen(head, chosen) if chosen else _found(head)
    try:
        return encoding, _decode_all(stream, encoding)
    except _BadByte as bad:
        code = "bad_encoding" if chosen or encoding != "utf-8" else "encoding_unknown"
        raise SourceError(code, {**bad.place, "encoding": encoding}) from bad
    finally:
        stream.seek(0)


def _found(head: bytes) -> str:
    """What a file itself says; SourceError where it may be UTF-16, and its NUL characters would be
    read as those of a text."""
    found = bom(head) or unmarked(head)
    if not found and candidates(head):
        raise _no_text(head, "encoding_unknown", "utf-8")
    return found or "utf-8"


def _chosen(head: bytes, chosen: str) -> str:
    """The chosen encoding. Of UTF-16 and UTF-32 the file itself says which one, and of any Unicode
    whether it has a BOM, that is none of its text. SourceError where it is another one."""
    encoding = known_encoding(chosen)
    wide = encoding in UNICODE and encoding != "utf-8"
    declared = bom(head) if encoding in UNICODE else None
    if not wide and not bom(head) and candidates(head):
        raise _no_text(head, "bad_encoding", encoding)
    return declared or (wide and unmarked(head)) or encoding


def _no_text(head: bytes, code: str, encoding: str) -> SourceError:
    place = {"offset": head.index(b"\0"), "line": 1, "byte": "0x00"}
    return SourceError(code, {**place, "encoding": encoding})


class _BadByte(Exception):
    """A byte that does not belong to the encoding; `place` has its offset, line and value."""

    def __init__(self, offset: int, line: int, byte: str) -> None:
        super().__init__(offset)
        self.place: dict[str, object] = {"offset": offset, "line": line, "byte": byte}


def _decode_all(stream: BinaryIO, encoding: str) -> Signs:
    """Decode in blocks, strictly. Tells what the text has; raises _BadByte."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    signs = Signs()
    offset = unbroken = 0
    last = ""
    for block in _blocks(stream):
        offset += len(block)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            bad = offset - len(error.object) + error.start
            byte = f"0x{error.object[error.start]:02X}"
            raise _BadByte(bad, _line(stream, encoding, bad), byte) from error
        except UnicodeError as error:  # UTF-16 or UTF-32 was chosen, and it is neither
            raise _BadByte(0, 1, f"0x{block[:1].hex().upper()}") from error
        signs.look(last + text)
        last = (last + text)[-SEAM:]
        unbroken = 0 if "\n" in text or "\r" in text else unbroken + 1
        if unbroken > LINE_BLOCKS:
            raise SourceError("line_too_long", {"row": _line(stream, encoding, offset)})
    return signs


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The file in blocks, and an empty one at its end."""
    block = b"x"
    while block:
        block = stream.read(BLOCK)
        yield block


def _line(stream: BinaryIO, encoding: str, offset: int) -> int:
    """The number of the line that has the byte at `offset`; lines end as they may."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    stream.seek(0)
    lines, last = 1, b""
    while offset > 0 and (block := stream.read(min(BLOCK, offset))):
        offset -= len(block)
        text = last + decoder.decode(block).encode("ascii", "replace")
        last = text[-1:] if text.endswith(b"\r") else b""
        lines += len(_LINE_END.findall(text)) - len(last)
    return lines + len(last)
