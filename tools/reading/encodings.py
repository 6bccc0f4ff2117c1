"""Encodings of a text file: UTF-8 and what a BOM declares are known, all else is asked for."""

import codecs
from typing import BinaryIO

from ..rows.problems import SourceError
from .envelope import HEAD, bom

BLOCK = 1024 * 1024

#: a line longer than so many blocks is no line of a table
LINE_BLOCKS = 4

UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

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


def known_encoding(name: str) -> str:
    """The name that Python has for an encoding; SourceError when it is none of a text file."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, TypeError):
        found = ""
    if found not in {codecs.lookup(each).name for each in (*UNICODE, *LEGACY)}:
        raise SourceError("bad_option", {"option": "encoding", "given": str(name)})
    return found


def find_encoding(stream: BinaryIO, chosen: str | None = None) -> tuple[str, bool]:
    """(encoding, whether the file has NUL characters). The whole file is decoded once: a file is
    refused here, with the place, or its text can be trusted to the end."""
    declared = bom(stream.read(HEAD))
    stream.seek(0)
    encoding = known_encoding(chosen) if chosen else declared or "utf-8"
    if declared and encoding in ("utf-8", "utf-16", "utf-32"):
        encoding = declared
    try:
        return encoding, _decode_all(stream, encoding)
    except _BadByte as bad:
        code = "bad_encoding" if chosen or declared else "encoding_unknown"
        raise SourceError(code, {**bad.place, "encoding": encoding}) from bad


class _BadByte(Exception):
    """A byte that does not belong to the encoding; `place` has its offset, line and value."""

    def __init__(self, offset: int, line: int, byte: str) -> None:
        super().__init__(offset)
        self.place: dict[str, object] = {"offset": offset, "line": line, "byte": byte}


def _decode_all(stream: BinaryIO, encoding: str) -> bool:
    """Decode in blocks, strictly. Tells whether the text has a NUL; raises _BadByte."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = lines = unbroken = 0
    has_nul = False
    while True:
        block = stream.read(BLOCK)
        pending = decoder.getstate()[0]
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise _bad_byte(offset - len(pending), lines, pending + block, error) from error
        except UnicodeError as error:  # UTF-16 or UTF-32 was chosen, and there is no BOM
            raise _BadByte(0, 1, f"0x{block[:1].hex().upper()}") from error
        if not block:
            stream.seek(0)
            return has_nul
        has_nul = has_nul or "\0" in text
        unbroken = 0 if b"\n" in block or b"\r" in block else unbroken + 1
        if unbroken > LINE_BLOCKS:
            raise SourceError("line_too_long", {"row": lines + 1})
        lines += block.count(b"\n") or block.count(b"\r")
        offset += len(block)


def _bad_byte(offset: int, lines: int, block: bytes, error: UnicodeDecodeError) -> _BadByte:
    before = block[: error.start]
    line = lines + (before.count(b"\n") or before.count(b"\r")) + 1
    byte = f"0x{block[error.start]:02X}" if error.start < len(block) else ""
    return _BadByte(offset + error.start, line, byte)
