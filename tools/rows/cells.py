"""What a cell of a file is, before anybody knows what it means."""

import re
import unicodedata
from typing import TypedDict


class _Typed(TypedDict):
    type: str
    text: str


class TypedCell(_Typed, total=False):
    """A cell where its text alone would lie; the types are those of `reading.readers`."""

    value: str | bool | None


#: the text of a cell as it is shown, "" when empty, or with its type
Cell = str | TypedCell
Cells = list[Cell]

#: nobody sees these: zero-width and soft characters, BOM, marks of direction
INVISIBLE = "".join(map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F))))
INVISIBLE += "".join(map(chr, (0x2060, *range(0x2066, 0x206A), 0xFEFF)))
#: what is taken off both ends of a text
ENDS = INVISIBLE + "".join(map(chr, (9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x202F, 0x3000)))
ENDS += "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u205f"

#: what a spreadsheet may take for a formula, in full width as well, and how that looks in a cell
#: before which `safe_csv_cell` has written an apostrophe; what nobody sees before it does not count
_TRIGGERS = "=+@\t\r\n＝＋－＠-"  # noqa: RUF001
FORMULA = re.compile(f"[{INVISIBLE}\xa0 ]*[{_TRIGGERS}]")
ESCAPED = re.compile(f"'+{FORMULA.pattern}")

#: in a column that can be emptied: take the value away
REMOVE = "="

#: cell types that are a problem in whatever field they stand
UNUSABLE = {
    "error": "error_cell",
    "formula": "formula_without_value",
    "bad": "bad_character",
    "digits": "lost_digits",
}

#: cell types that are a problem where a code is expected
NO_CODES = {"date": "date_in_code", "painted": "number_format"}

#: field types that take the number, whatever is shown of it
NUMBERS = ("integer", "boolean", "amount")


def plain_text(cell: Cell) -> str:
    """The text of a cell, whatever its type.

    >>> plain_text("17"), plain_text({"type": "digits", "text": "1234567890123450000"})
    ('17', '1234567890123450000')
    """
    return cell if isinstance(cell, str) else cell["text"]


def number_text(cell: Cell) -> str:
    """The text of a cell in a column of numbers: what a number format shows around it is not read.

    >>> number_text({"type": "number", "text": "17 seats", "value": "17"}), number_text("x")
    ('17', 'x')
    """
    if isinstance(cell, str) or cell["type"] != "number":
        return plain_text(cell)
    return str(cell["value"])


def text_at(cells: Cells, column: int) -> str:
    """The text of the cell in a column (from 0); "" where the row ends before it.

    >>> text_at(["Ann", "17"], 1), text_at(["Ann"], 1)
    ('17', '')
    """
    return plain_text(cells[column]) if column < len(cells) else ""


def tidy(text: str) -> str:
    """`text` without blanks and invisible characters at its ends, composed (NFC).

    >>> tidy("\\ufeff Ann\\u00a0"), tidy("Zoe\\u0308") == "Zo\\u00eb"
    ('Ann', True)
    """
    text = text.strip(ENDS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """What two spellings of a text have in common: case does not count, and the dotted İ of Turkish
    is an I. Names are looked up alike in SQL (``models/contacts/contact_matcher.py``).

    >>> fold("İSTANBUL") == fold("Istanbul") == fold("i̇stanbul") == "istanbul", fold("Straße")
    (True, 'strasse')
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", folded.replace("i\u0307", "i"))


def without_apostrophe(text: str) -> str:
    """Take off the one apostrophe that a safe export has put before a formula trigger, or before
    the apostrophes that stand there already.

    >>> without_apostrophe("'=A1"), without_apostrophe("''=A1"), without_apostrophe("'t Hooft")
    ('=A1', "'=A1", "'t Hooft")
    """
    return tidy(text[1:]) if ESCAPED.match(text) else text
