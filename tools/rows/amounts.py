"""Amounts of money as people and programs write them."""

from __future__ import annotations

import re

# Thousands are told from decimals by their separator: an apostrophe or a blank is never a decimal
# one, and of two different ones the last is. One point or comma alone stands before decimals.
_PLAIN = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,9}))?")
_BLANKS = re.compile(r"([0-9]{1,3}(?:['’ \u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,9}))?")
_POINTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,9})")
_COMMAS = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,9})")
_SHAPES = (_PLAIN, _BLANKS, _POINTS, _COMMAS)
_NO_DIGITS = re.compile("[^0-9]")


def read_amount(text: str) -> str | None:
    """An amount with a point and its decimals as they were written; None for what is none, or might
    be two.

    >>> read_amount("1'250.5"), read_amount("1.250,50"), read_amount("-25"), read_amount("0012,00")
    ('1250.5', '1250.50', '-25', '12.00')
    >>> read_amount("1,250,000"), read_amount("CHF 12"), read_amount("12.")
    (None, None, None)
    """
    negative, digits = text[0] in "-−", text.lstrip("+-−").strip()  # noqa: RUF001
    if len(text) - len(text.lstrip("+-−")) > 1:  # noqa: RUF001
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(digits)
        if found:
            whole = _NO_DIGITS.sub("", found[1]).lstrip("0") or "0"
            sign = "-" if negative else ""
            return f"{sign}{whole}.{found[2]}" if found[2] else f"{sign}{whole}"
    return None


def decimals_of(amount: str) -> int:
    """How many decimals an amount was written with.

    >>> decimals_of("12.50"), decimals_of("12")
    (2, 0)
    """
    return len(amount.partition(".")[2])


def same_places(amount: str, places: int) -> str:
    """An amount with so many decimals, of which it has no more.

    >>> same_places("12.5", 2), same_places("12", 2), same_places("12", 0)
    ('12.50', '12.00', '12')
    """
    whole, _point, decimals = amount.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else whole
