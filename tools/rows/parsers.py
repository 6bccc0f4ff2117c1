"""From the cell of a row to the value of a field: one parser per field type.

A parser is a closure made once per job: `parser(field, date_formats)` gives
`convert(cell, problems) -> value`, which appends what is wrong to `problems` and then gives None.
A cell is a text, or a dict {"type", "text", ...} where text alone would lie (`readers`).
These run once per cell of a file: the common case, a clean text, comes first everywhere.
"""

import datetime
import functools
import re
import unicodedata

from .problems import WARNING, Problem, shorten

#: a key that Excel has rounded; what it was cannot be known any more
MANGLED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)

#: what safe_csv_cell writes an apostrophe before, and how that looks in a cell
TRIGGERS = "=+-@\t\r\n"
ESCAPED = re.compile(f"'+[{re.escape(TRIGGERS)}]")

#: nobody sees these: zero-width and soft characters, BOM, marks of direction
INVISIBLE = "".join(map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F))))
INVISIBLE += "".join(map(chr, (0x2060, *range(0x2066, 0x206A), 0xFEFF)))
_INVISIBLE = re.compile(f"[{INVISIBLE}\xa0\u202f]")
#: what is taken off both ends of a text
ENDS = INVISIBLE + "".join(map(chr, (9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x202F, 0x3000)))
ENDS += "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u205f"

#: what people write for yes and for no
BOOLEANS = {
    True: "1 true t yes y x ja j oui o vrai wahr waar si sí vero verdadero sim",
    False: "0 false f no n nein nee non faux falsch onwaar falso não",
}

YEARS = range(1900, 2200)
INTEGERS = range(-(2**31), 2**31)

#: in a column that can be emptied: take the value away
REMOVE = "="

#: cell types that are a problem in whatever field they stand
UNUSABLE = {
    "error": "error_cell",
    "formula": "formula_without_value",
    "bad": "bad_character",
    "digits": "lost_digits",
}


def plain_text(cell):
    """The text of a cell, whatever its type."""
    return cell if cell.__class__ is str else cell["text"]


def text_at(cells, column):
    """The text of the cell in a column (from 0); "" where the row ends before it."""
    return plain_text(cells[column]) if column < len(cells) else ""


def tidy(text):
    """`text` without blanks and invisible characters at its ends, composed (NFC)."""
    text = text.strip(ENDS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def without_apostrophe(text):
    """Take off the one apostrophe that a safe export has put before a formula trigger, or before
    the apostrophes that stand there already."""
    return tidy(text[1:]) if ESCAPED.match(text) else text


def _report(field, problems, code, text, level="error", **params):
    problems.append(Problem(code, field.name, shorten(text), params, level))


def _blank(field, problems):
    if field.required:
        _report(field, problems, "missing", "")


def _usable(field, cell, problems):
    """The text of a typed cell, or None when it cannot be a value of any field."""
    code = UNUSABLE.get(cell["type"])
    if code:
        return _report(field, problems, code, cell["text"])
    return cell["text"]


def _shape(field, formats):
    """convert(cell, problems) -> text: what all parsers share; None where there is none."""

    def convert(cell, problems):
        if cell.__class__ is not str:
            cell = _usable(field, cell, problems)
            if cell is None:
                return None
        text = cell.strip() if cell.isascii() else tidy(cell)
        if not text:
            return _blank(field, problems)
        return without_apostrophe(text) if text[0] == "'" else text

    return convert


def _sized(field, text, problems):
    if field.size and len(text) > field.size:
        return _report(field, problems, "too_long", text, length=len(text), limit=field.size)
    return text


def removal_parser(field, convert):
    """`convert`, and REMOVE for a cell that holds it: as a text, as the text of a safe export, or
    as what a spreadsheet makes of it, a formula without a result."""

    def convert_or_remove(cell, problems):
        text = plain_text(cell)
        if REMOVE in text and without_apostrophe(tidy(text)) == REMOVE:
            return REMOVE if field.removable else _report(field, problems, "not_removable", REMOVE)
        return convert(cell, problems)

    return convert_or_remove


def text_parser(field, formats):
    shape, size = _shape(field, formats), field.size

    def convert(cell, problems):
        text = shape(cell, problems)
        if text and size and len(text) > size:
            return _sized(field, text, problems)
        return text

    return convert


def code_parser(field, formats):
    """A text that names something: what spreadsheets do to codes is looked for."""
    shape, size = _shape(field, formats), field.size

    def convert(cell, problems):
        if cell.__class__ is dict and cell["type"] == "date":
            return _report(field, problems, "date_in_code", cell["text"])
        text = shape(cell, problems)
        if not text:
            return None
        if "+" in text and MANGLED.fullmatch(text):
            return _report(field, problems, "mangled_number", text)
        if cell.__class__ is str and not cell.isascii() and _INVISIBLE.search(cell):
            _report(field, problems, "invisible_characters", text, WARNING)
        return _sized(field, text, problems) if size and len(text) > size else text

    return convert


def date_parser(field, formats):
    shape = _shape(field, formats)
    readers = [_date_reader(each) for each in formats]
    readable = " / ".join(map(readable_format, formats))

    def convert(cell, problems):
        typed = cell.__class__ is dict and cell["type"] == "date"
        text = shape(cell, problems)
        if not text:
            return None
        found = [_read_iso(cell["value"])] if typed else (read(text) for read in readers)
        return next(filter(None, found), None) or _report(
            field, problems, "bad_date", text, format=readable
        )

    return convert


def readable_format(date_format):
    """ "%d/%m/%Y" as people write it: "dd/mm/yyyy"."""
    return date_format.replace("%d", "dd").replace("%m", "mm").replace("%Y", "yyyy")


@functools.lru_cache(maxsize=32)
def _date_reader(date_format):
    """read(text) -> date or None, exact: two digits for day and month, four for the year."""
    pattern = re.escape(date_format)
    for token, digits in (("d", 2), ("m", 2), ("Y", 4)):
        pattern = pattern.replace(f"%{token}", rf"(?P<{token}>[0-9]{{{digits}}})")
    match = re.compile(pattern).fullmatch

    def read(text):
        found = match(text)
        return found and _date(int(found["Y"]), int(found["m"]), int(found["d"]))

    return read


def _date(year, month, day):
    try:
        return datetime.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _read_iso(value):
    """The date of a date cell; its time of day is left out."""
    try:
        found = datetime.date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None
    return found if found.year in YEARS else None


def choice_key(text):
    """What two spellings of a choice have in common: case, blanks, - and _ do not count."""
    text = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[\s_\-\u2010-\u2015]+", "", text)


def selection_parser(field, formats):
    shape = _shape(field, formats)
    values = {choice_key(word): choice[0] for choice in field.choices for word in choice}
    allowed = ", ".join(choice[1] for choice in field.choices)
    known = {}  # spellings met in this file: there are few, and each is looked up but once

    def convert(cell, problems):
        if cell.__class__ is str and cell in known:
            return known[cell]
        text = shape(cell, problems)
        if not text:
            return None
        value = values.get(choice_key(text))
        if value is None:
            return _report(field, problems, "not_a_choice", text, allowed=allowed)
        if cell.__class__ is str and len(known) < 1000:
            known[cell] = value
        return value

    return convert


_BOOLEANS = {word: value for value, words in BOOLEANS.items() for word in words.split()}


def read_boolean(text):
    """What a word says, yes or no; None when it says neither.

    >>> read_boolean("Oui"), read_boolean("0"), read_boolean("maybe")
    (True, False, None)
    """
    return _BOOLEANS.get(text.casefold())


def boolean_parser(field, formats):
    shape = _shape(field, formats)

    def convert(cell, problems):
        text = shape(cell, problems)
        if not text:
            return None
        if cell.__class__ is dict and cell["type"] == "boolean":
            return cell["value"]
        value = read_boolean(text)
        return _report(field, problems, "not_a_boolean", text) if value is None else value

    return convert


def integer_parser(field, formats):
    shape, match = _shape(field, formats), re.compile(r"[+-]?[0-9]{1,18}").fullmatch

    def convert(cell, problems):
        text = shape(cell, problems)
        if not text:
            return None
        if match(text) and int(text) in INTEGERS:
            return int(text)
        return _report(field, problems, "not_an_integer", text)

    return convert


PARSERS = {
    "text": text_parser,
    "code": code_parser,
    "date": date_parser,
    "selection": selection_parser,
    "boolean": boolean_parser,
    "integer": integer_parser,
}
