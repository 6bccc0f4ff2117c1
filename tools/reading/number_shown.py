"""What a section of a number format shows of a number, as far as it can be told."""

import decimal
import functools
import re
from typing import NamedTuple

from ..rows.cells import Cell
from .number_sections import CODE, DECIMAL, GENERAL, UNFILLED, Mask, Rule

#: so many characters of a number General shows in every program
GENERAL_WIDTH = 11

#: a whole number that everything reads, with zeros in front
_PADDED = re.compile("-?[0-9]{1,15}")
#: the digits of a number with thousands or decimals
_DECIMAL = re.compile(r"([0#,]*[0#])(?:\.([0#]*))?")
#: what shows nothing where there is no digit
_OPTIONAL = str.maketrans("", "", "#,")


def shown(rule: Rule, text: str) -> Cell:
    """The cell of a number, `text`, of which a section shows

    - the number alone, or with leading zeros: the text of it
    - something else: a cell of type `number`, `value` being the number
    - separators of thousands or decimals of zeros beside it: of type `grouped`
    - what cannot be told exactly, or nothing of what is there: of type `painted`
    """
    section, number = rule.section, text.lstrip("-")
    negative = text[0] == "-"
    if negative and not _takes_sign(rule):
        return painted(text)
    if section.holds == DECIMAL:
        return _separated(section.mask, text, "-" if negative and not rule.signed else "")
    seen = _seen(section.holds, section.mask, number)
    to_zero = section.holds == CODE and not _rounded(number)
    if seen is None or (negative and to_zero and not rule.signed):
        return painted(text)
    sign = "-" if negative and rule.signed and not to_zero else ""
    return _cell(f"{sign}{seen}".strip(), text)


def _takes_sign(rule: Rule) -> bool:
    """Whether it can be told if a minus is shown: before blanks, and before fixed characters alone,
    programs differ."""
    mask = rule.section.mask
    if not rule.signed:
        return rule.signed is False
    return any(special for special, _part in mask) and mask[0][1] not in (" ", "?")


def painted(text: str) -> Cell:
    return {"type": "painted", "text": text}


def _cell(seen: str, text: str) -> Cell:
    if seen == text or not (seen or text == "0"):
        return text if seen else painted(text)
    if _PADDED.fullmatch(seen) and _PADDED.fullmatch(text) and int(seen) == int(text):
        return seen
    return {"type": "number", "text": seen, "value": text}


def _seen(holds: str, mask: Mask, number: str) -> str | None:
    if holds == CODE:
        return filled(mask, _rounded(number))
    if holds == GENERAL and len(number) <= GENERAL_WIDTH:
        return "".join(number if special else part for special, part in mask)
    return None


def _rounded(number: str) -> str:
    """The digits of a number as it is shown without decimals; "" for 0."""
    if not number.isdigit():
        rounding = decimal.ROUND_HALF_UP
        number = str(decimal.Decimal(number).quantize(decimal.Decimal(1), rounding))
    return "" if number == "0" else number


def filled(mask: Mask, digits: str) -> str:
    """Digits in the places of a mask, from the right; the first place takes those left over.

    >>> filled(((True, "0"), (True, "#"), (False, "/"), (True, "0")), "123")
    '12/3'
    """
    first = next((place for place, part in enumerate(mask) if part[0]), -1)
    parts, left = [], len(digits)
    for place in range(len(mask) - 1, -1, -1):
        special, part = mask[place]
        if not special:
            parts.append(part)
        elif not left:
            parts.append(UNFILLED[part])
        elif place == first:
            parts.append(digits[:left])
        else:
            left -= 1
            parts.append(digits[left])
    return "".join(reversed(parts))


class Layout(NamedTuple):
    """How numbers with separators are shown: the least digits before the decimal point, whether
    thousands are separated, the most and the least decimals, and what else stands there."""

    least: int
    thousands: bool
    decimals: int
    zeros: int
    fixed: str


@functools.lru_cache(maxsize=1000)
def layout(mask: Mask) -> Layout | None:
    """None where it is none of separators alone: thousandths, two decimal points.

    >>> layout(((True, "#"), (True, ","), (True, "0"), (True, "."), (True, "0"), (False, " ")))
    Layout(least=1, thousands=True, decimals=1, zeros=1, fixed='')
    """
    places = _DECIMAL.fullmatch("".join(part for special, part in mask if special))
    if not places:
        return None
    whole, decimals = places[1], places[2] or ""
    least, zeros = (len(each.translate(_OPTIONAL)) for each in (whole, decimals))
    fixed = "".join(part for special, part in mask if not special).strip()
    blank = " " in "".join(part for _special, part in mask).strip()
    return Layout(least, blank or "," in whole, len(decimals), zeros, fixed)


def _separated(mask: Mask, text: str, sign: str) -> Cell:
    """A number with separators of thousands or decimals; `sign` must stand in the section."""
    shape = layout(mask)
    if not shape or shape.fixed != sign:
        return painted(text)
    whole, _point, fraction = text.lstrip("-").partition(".")
    shortest = "" if whole == "0" else whole
    if len(fraction) > shape.decimals or shortest.zfill(shape.least) != whole:
        return painted(text)
    missing = shape.zeros - len(fraction)
    if missing > 0 and fraction:
        return painted(text)
    if missing > 0 or (shape.thousands and len(whole) > 3):
        return {"type": "grouped", "text": text}
    return text
