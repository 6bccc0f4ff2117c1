"""What a cell of an OpenDocument sheet shows: its value stands in attributes, what is seen of it
in paragraphs beside these."""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..rows.cells import Cell, TypedCell, plain_text
from ..rows.problems import shorten
from .numbers import plain
from .xlsx_xml import Attributes

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

TYPE, VALUE = f"{OFFICE}value-type", f"{OFFICE}value"
FORMULA = f"{TABLE}formula"
REPEATED, SPANNED = f"{TABLE}number-columns-repeated", f"{TABLE}number-columns-spanned"

#: what a formula gives that went wrong
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]{3}|#\S+[!?]")
#: the language of a formula, in front of it
_LANGUAGE = re.compile(r"[\w.-]+:(?==|\{=)")
_SECONDS = re.compile(r"(.*:[0-9]{2})[.,][0-9]+")
_DURATION = re.compile(r"(-?)PT?([0-9]{1,6})H([0-9]{1,6})M([0-9]{1,6})(?:[.,][0-9]+)?S")
_PADDED = re.compile(r"-?0+[0-9]{1,15}")
_BLANK = r"[ .,'’\u00a0\u2009\u202f]"
#: a number with separators of thousands, or of decimals, or of both
_SEPARATED = tuple(
    re.compile(rf"(-?{whole})(?:[.,]([0-9]+))?")
    for whole in (rf"[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+", "[0-9]+")
)
_POWER = re.compile(r"-?[0-9.,]+E[+-]?[0-9]+", re.IGNORECASE)
_NO_DIGITS = re.compile("[^0-9]+")


class Given(NamedTuple):
    """The attributes of a cell. `is_text`: what it holds is the text that is seen, once."""

    attributes: Attributes
    is_text: bool


def cell_of(attributes: Attributes, paragraphs: Sequence[str] | None) -> Cell:
    """The cell of its attributes ({namespace name: text}) and of the texts of its paragraphs, None
    where it has none. What has a formula alone was never calculated."""
    shown = None if paragraphs is None else "\n".join(paragraphs)
    formula = attributes.get(FORMULA)
    if formula is not None:
        if shown is None and TYPE not in attributes:
            return {"type": "formula", "text": shorten(_LANGUAGE.sub("", formula, count=1))}
        if _failed(attributes, shown):
            return {"type": "error", "text": shown or "#"}
    return READERS.get(attributes.get(TYPE, "string"), _text)(attributes, shown)


def _failed(attributes: Attributes, shown: str | None) -> bool:
    """Whether a formula gave an error; few programs say so, all show it."""
    kind = attributes.get(f"{CALC}value-type")
    return kind == "error" or (kind is None and bool(_ERROR.fullmatch(shown or "")))


def _text(attributes: Attributes, shown: str | None) -> Cell:
    return attributes.get(f"{OFFICE}string-value", "") if shown is None else shown


def _boolean(attributes: Attributes, shown: str | None) -> Cell:
    value = attributes.get(f"{OFFICE}boolean-value", "")
    return _truth(value == "true") if value in ("true", "false") else _error(shown or value)


def _truth(value: bool) -> TypedCell:
    return {"type": "boolean", "text": str(value).upper(), "value": value}


def _error(text: str) -> TypedCell:
    return {"type": "error", "text": text}


def _number(attributes: Attributes, shown: str | None) -> Cell:
    """LibreOffice keeps the booleans of other programs as numbers that show TRUE and FALSE."""
    raw = attributes.get(VALUE, "").strip()
    if shown and shown.upper() in ("TRUE", "FALSE") and raw in ("0", "1"):
        return _truth(raw == "1")
    return seen(plain(raw), shown)


def _amount(attributes: Attributes, shown: str | None) -> Cell:
    """Money and percentages are no codes."""
    number = plain(attributes.get(VALUE, "").strip())
    return number if shown in (None, number) or not isinstance(number, str) else _painted(number)


def _painted(number: str) -> TypedCell:
    return {"type": "painted", "text": number}


def seen(number: Cell, shown: str | None) -> Cell:
    """The cell of a number, by what is shown of it: other characters around its digits are a code.

    >>> seen("17", "00017"), seen("1250.5", "1.250,50"), seen("17", "M-17")["text"]
    ('00017', {'type': 'grouped', 'text': '1250.5'}, 'M-17')
    """
    shown = shown if shown is None else shown.strip()
    if not isinstance(number, str) or shown is None or shown == number:
        return number
    if _PADDED.fullmatch(shown) and number.lstrip("-").isdigit() and int(shown) == int(number):
        return shown
    if _is_separated(number, shown):
        return {"type": "grouped", "text": number}
    if number.lstrip("-").isdigit() and not _POWER.fullmatch(shown) and _shows(number, shown):
        return {"type": "number", "text": shown, "value": number}
    return _painted(number)


def _shows(number: str, shown: str) -> bool:
    """Whether all digits of a number are seen, in their order.

    >>> _shows("21", "21/26"), _shows("1234567", "1.2M")
    (True, False)
    """
    digits = iter(shown)
    return all(digit in digits for digit in number.lstrip("-"))


def _is_separated(number: str, shown: str) -> bool:
    """Whether a number is shown with nothing but separators, and zeros at the end, beside it."""
    whole, _point, fraction = number.partition(".")
    for pattern in _SEPARATED:
        match = pattern.fullmatch(shown)
        if match and (match[2] or "").rstrip("0") == fraction:
            sign = "-" if shown[0] == "-" else ""
            if sign + _NO_DIGITS.sub("", match[1]) == whole:
                return True
    return False


def _date(attributes: Attributes, shown: str | None) -> Cell:
    """A day, or a moment in full seconds. 30 December 1899 is what programs make of a time."""
    raw = attributes.get(f"{OFFICE}date-value", "").strip()
    day, _, time = raw.rstrip("Z").partition("T")
    time = _SECONDS.sub(r"\1", time)
    if day == "1899-12-30":
        return {"type": "date", "text": time or raw, "value": None}
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{time}" if time else day)
    except ValueError:
        return {"type": "date", "text": raw or shown or "", "value": None}
    if moment.time() == datetime.time():
        return {"type": "date", "text": day, "value": day}
    return {"type": "date", "text": f"{day} {time}", "value": f"{day}T{time}"}


def _time(attributes: Attributes, shown: str | None) -> Cell:
    """A time of day or a duration, whose hours go on beyond 24."""
    raw = attributes.get(f"{OFFICE}time-value", "").strip()
    parts = _DURATION.fullmatch(raw)
    if parts:
        hours, minutes, seconds = (int(part) for part in parts.groups()[1:])
        raw = f"{parts[1]}{hours:02}:{minutes:02}:{seconds:02}"
    return {"type": "date", "text": raw or shown or "", "value": None}


#: cells by what their value is; a text where it is none of these
READERS: dict[str, Callable[[Attributes, str | None], Cell]] = {
    "string": _text,
    "float": _number,
    "percentage": _amount,
    "currency": _amount,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
}


def is_blank(cell: Cell) -> bool:
    return not plain_text(cell)
