"""Characters that a database, XML or a reader of the file cannot bear."""

import re

from .cells import Cell, Cells
from .problems import Places, Problem

#: NUL, other control characters but TAB, LF and CR, half surrogate pairs, non-characters
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

#: what UTF-8 becomes when it is read as Latin-1 or cp1252 and saved again, and U+FFFD
MOJIBAKE = re.compile("\ufffd|[\xc2\xc3][\x80-\xbf\u0152-\u017e\u2013-\u203a\u20ac\u2122]|â€")

#: a text without any of these has neither bad nor garbled characters; no decoder yields half pairs
_SIGNS = (*map(chr, (*range(9), 11, 12, *range(14, 32), 127)), "\xc2", "\xc3", "â€")
_SIGNS += ("\ufffd", "\ufffe", "\uffff")

_SUSPECT = re.compile(f"{BAD.pattern}|{MOJIBAKE.pattern}")

REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """`text` with every bad character replaced by U+FFFD.

    >>> clean("a\\x0bb\\tc")
    'a�b\\tc'
    """
    return BAD.sub(REPLACEMENT, text)


def is_sound(text: str) -> bool:
    """Whether a decoded text plainly has neither bad nor garbled characters: one search for each
    sign of them takes a tenth of what a pattern takes.

    >>> is_sound("Zoë, Łódź\\n"), is_sound("a\\x0b"), is_sound("Zo\xc3\xab")
    (True, False, False)
    """
    return not any(sign in text for sign in _SIGNS)


def is_clean(text: str) -> bool:
    """The same of any text, which may have half pairs as well.

    >>> is_clean("Zoë, Łódź"), is_clean(chr(0xD83C))
    (True, False)
    """
    if text.isascii() and text.isprintable():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return is_sound(text)


class Characters:
    """Marks the cells with bad characters and remembers the rows that look decoded twice."""

    def __init__(self) -> None:
        self.mojibake = Places()

    def tidy(self, number: int, cells: Cells, text: str | None) -> Cells:
        """The cells of row `number`; a text with bad characters becomes a cell of type `bad`.
        `text`, all of them joined, shows at once that most rows are sound; None: a dict is among
        them."""
        if text is not None and not _SUSPECT.search(text):
            return cells
        if any(MOJIBAKE.search(cell) for cell in cells if isinstance(cell, str)):
            self.mojibake.add(number)
        return [self._cell(cell) for cell in cells]

    @staticmethod
    def _cell(cell: Cell) -> Cell:
        if isinstance(cell, str) and BAD.search(cell):
            return {"type": "bad", "text": clean(cell)}
        return cell

    def warnings(self) -> list[Problem]:
        return self.mojibake.warning("mojibake")
