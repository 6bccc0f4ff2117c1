"""UTF-16 and UTF-32 without a byte order mark, told by what the bytes say in each of them."""

import codecs
import unicodedata

#: the longer ones first: what is UTF-32 has a NUL for every other character of UTF-16
UNMARKED = {
    "utf-32-le": "UTF-32 (little endian)",
    "utf-32-be": "UTF-32 (big endian)",
    "utf-16-le": "UTF-16 (little endian)",
    "utf-16-be": "UTF-16 (big endian)",
}

#: a table has one of them at least, and in the wrong order of bytes they are rare letters
STRUCTURE = frozenset(",;\t|\r\n")

#: not assigned, or for private use
ODD = frozenset(("Cn", "Co"))
#: one character of so many may be a control character of a cell
STRAY = 50


def unmarked(head: bytes) -> str | None:
    """The encoding of a text without BOM that can be nothing else; None where any doubt is left.

    >>> unmarked("Name,Town".encode("utf-16-le")), unmarked(b"Name,Town")
    ('utf-16-le', None)
    """
    found = candidates(head)
    sure = len(found) == 1 and not any(map(_is_odd, _decoded(head, found[0])))
    return found[0] if sure else None


def candidates(head: bytes) -> list[str]:
    """The encodings without BOM in which the first bytes of a file say something."""
    if b"\0" not in head or _is_utf8(head):
        return []
    return [encoding for encoding in UNMARKED if _is_text(_decoded(head, encoding))]


def is_control(char: str) -> bool:
    """Whether a text has that character by mistake at most."""
    return char not in "\t\r\n" and unicodedata.category(char) == "Cc"


def _is_utf8(head: bytes) -> bool:
    """Whether it is UTF-8 with a NUL here and there: every second byte of an alphabet in UTF-16
    is a control character."""
    controls = sum(byte < 32 and byte not in b"\t\r\n" for byte in head)
    return controls * 8 < len(head) and bool(_decoded(head, "utf-8"))


def _decoded(head: bytes, encoding: str) -> str:
    """The text, its last character left out where it is cut off; "" where it is none."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeDecodeError:
        return ""


def _is_text(text: str) -> bool:
    return not STRUCTURE.isdisjoint(text) and sum(map(is_control, text)) * STRAY <= len(text)


def _is_odd(char: str) -> bool:
    return is_control(char) or unicodedata.category(char) in ODD
