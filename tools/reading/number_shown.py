"""What a section of a number format shows of a number, as far as it can be told."""

import decimal
import re

from ..rows.cells import Cell
from .number_sections import CODE, DECIMAL, GENERAL, UNFILLED, Mask, Rule

#: so many characters of a number General shows in every program
GENERAL_WIDTH = 11

#: a whole number that everything reads, with zeros in front
_PADDED = re.compile("-?[0-9]{1,15}")
#: the digits of a number with thousands or decimals
_DECIMAL = re.compile(r"([0#?,]*[0#?])(?:\.([0#?]*))?")


def shown(rule: Rule, text: str) -> Cell:
    """The cell of a number, `text`, of which a section shows

    - the number alone, or with leading zeros: the text of it
    - something else: a cell of type `number`, `value` being the number
    - separators of thousands or decimals of zeros beside it: of type `grouped`
    - what cannot be told exactly, or nothing of what is there: of type `painted`
    """
    section, number = rule.section, text.lstrip("-")
    negative = text[0] == "-"
    if negative and rule.signed is None:
        return painted(text)
    if section.holds == DECIMAL:
        return _decimal(section.mask, text, "-" if negative and not rule.signed else "")
    seen = _seen(section.holds, section.mask, number)
    if seen is None or (negative and not rule.signed and not _rounded(number)):
        return painted(text)
    sign = "-" if negative and rule.signed and _rounded(number) else ""
    return _cell(f"{sign}{seen}".strip(), text)


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


def _decimal(mask: Mask, text: str, sign: str) -> Cell:
    """A number with separators of thousands or decimals; `sign` must stand in the section."""
    places = _DECIMAL.fullmatch("".join(part for special, part in mask if special))
    fixed = "".join(part for special, part in mask if not special)
    if not places or fixed.strip() != sign:
        return painted(text)
    whole, _point, fraction = text.lstrip("-").partition(".")
    least = len(places[1].translate(_NO_HASH))
    decimals = places[2] or ""
    if len(fraction) > len(decimals) or ("" if whole == "0" else whole).zfill(least) != whole:
        return painted(text)
    zeros = len(decimals.translate(_NO_HASH)) - len(fraction)
    if zeros > 0 and fraction:
        return painted(text)
    separated = "," in places[1] and len(whole) > 3
    return {"type": "grouped", "text": text} if separated or zeros > 0 else text


#: leaves the places of digits that are always shown
_NO_HASH = str.maketrans("", "", "#,")
