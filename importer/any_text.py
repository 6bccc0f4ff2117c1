"""What may have a text, told sooner than PostgreSQL compares letters of any language and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from odoo.tools import SQL

# So many signs tell texts apart.
SIGNS = 60
# What the signs of LIKE are in a regular expression.
WILD = {"%": ".*", "_": "."}
# Other letters that are i and k in another case: dotted and dotless ones of Turkish, those with
# accents of Lithuanian, the sign of Kelvin.
CAPITALS = {"i": "\u0130\u0131\u00cc\u00cd\u0128", "k": "\u212a"}
# Latin, Greek, Cyrillic: their capitals, some of which are far away, are as they are since long.
LETTERS, ALL_LETTERS = range(0xC0, 0x530), range(0xC0, 0x3000)
# Hebrew to Myanmar, and from Hiragana to Chinese, where letters have one form.
ONE_FORM = (range(0x590, 0x10A0), range(0x3040, 0xA000))


def may_have(text: SQL, value: str) -> SQL:
    """All texts that have a value by ILIKE, and few others. Letters of English are the quickest,
    as long as some are there whose capitals are theirs alone; a regular expression takes half as
    long again."""
    value = value[:SIGNS]
    plain = re.sub(r"[^\x00-\x7f]|[iIkK]", "_", value)
    if not re.search("[A-Za-z]", value) and value.isascii():
        return SQL('%s COLLATE "C" LIKE %s', text, f"%{value}%")
    if re.search("[0-9A-Za-z]{3}", plain):
        return SQL('lower(%s COLLATE "C") LIKE %s', text, f"%{plain.lower()}%")
    return SQL('%s COLLATE "C" ~ %s', text, "".join(map(_expression, value)))


@cache
def _expression(sign: str) -> str:
    """What a sign of LIKE stands for, in any case, as a regular expression."""
    if sign in WILD:
        return WILD[sign]
    if sign.isascii():
        both = f"[{sign.upper()}{sign.lower()}{CAPITALS.get(sign.lower(), '')}]"
        return both if sign.isalpha() else re.escape(sign)
    if unicodedata.combining(sign) or len(sign.lower()) > 1:
        return ".*"  # may be one sign with the letter before, or two
    if ord(sign) in LETTERS:
        return f"[{''.join(filter(_same_as(sign), map(chr, ALL_LETTERS)))}]"
    return sign if any(ord(sign) in each for each in ONE_FORM) else "."


def _same_as(sign: str) -> Callable[[str], bool]:
    forms = {sign.lower(), sign.upper(), sign.casefold()}
    return lambda other: not forms.isdisjoint((other.lower(), other.upper(), other.casefold()))
