"""The sections of a number format, what they are made of and which of them shows a number.

A format has up to four sections: for positive numbers, negative ones, zero and texts. Conditions
may choose them instead: ``[<=99999]00000;00000-0000``.
"""

import itertools
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

#: what the sections hold
GENERAL, CODE, DECIMAL, DATE, TEXT, PAINTED = (
    "General",
    "code",
    "decimal",
    "date",
    "text",
    "painted",
)

#: places of digits, by what they show where the number has no digit for them
UNFILLED = {"0": "0", "#": "", "?": " "}

#: what stands alone only where a format is broken
BROKEN = r"[]\_*"

#: (has it a meaning of its own, such as the place of a digit, or is it fixed; its characters)
Mask = tuple[tuple[bool, str], ...]
Test = Callable[[float], bool]

_SECTION = re.compile(r'(?:"[^"]*(?:"|$)|\\.|[_*].|\[[^\]]*\]|[^;])*')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|$)|\\(?P<escaped>.)|(?P<space>_.)|(?P<fill>\*.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>general)|(?P<place>[0#?])|(?P<sign>[.,%@/]|E[+-])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"(<=|>=|<>|<|>|=)\s*(-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]+)?)", re.IGNORECASE
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d{1,2}", re.IGNORECASE
)
#: a currency, a language; a longer number asks for digits of another script, F400 and F800 for the
#: formats of the computer
_LOCALE = re.compile(r"\$([^-]*)(?:-(?!F[48]00)[0-9a-f]{1,6})?", re.IGNORECASE)
_CURRENCY = re.compile("[$€£¥]")
_ELAPSED = re.compile(r"h+|m+|s+|ช+|น+|ท+", re.IGNORECASE)
#: letters of days, months, years and times, those of the Thai Excel too
_DATE = re.compile(r"[dmhysวดปชนท]|ggge|\be\b", re.IGNORECASE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


class Section(NamedTuple):
    """``holds`` says how its mask is read; ``elapsed``: hours go on beyond 24."""

    holds: str
    mask: Mask = ()
    condition: tuple[str, float] | None = None
    elapsed: bool = False


class Rule(NamedTuple):
    """Which numbers a section shows; ``signed``: whether a minus stands before negative ones, None
    where programs differ."""

    test: Test
    section: Section
    signed: bool | None


def sections(code: str) -> list[Section]:
    """The sections of a format.

    >>> [each.holds for each in sections('[>9]00;"M-"0;General;@')]
    ['code', 'code', 'General', 'text']
    """
    found, position = [], 0
    while position <= len(code):
        match = _SECTION.match(code, position)
        end = match.end() if match else len(code)
        found.append(_section(code[position:end]))
        position = end + 1
    return found


def _section(text: str) -> Section:
    tokens = [
        (match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(text)
    ]
    brackets = [token for name, token in tokens if name == "bracket"]
    conditions = [match for each in brackets if (match := _CONDITION.fullmatch(each))]
    condition = (conditions[0][1], float(conditions[0][2])) if conditions else None
    elapsed = any(_ELAPSED.fullmatch(each) for each in brackets)
    if elapsed or _DATE.search("".join(token for name, token in tokens if name == "other")):
        return Section(DATE, (), condition, elapsed)
    mask = tuple(filter(None, map(_part, tokens)))
    return Section(_holds(text, tokens, brackets), mask, condition)


def _part(token: tuple[str, str]) -> tuple[bool, str] | None:
    """A part of a mask; None for what nobody sees."""
    name, text = token
    if name == "bracket":
        locale = _LOCALE.fullmatch(text)
        return (False, locale[1]) if locale and locale[1] else None
    if name == "fill":
        return None
    return name in ("place", "general", "sign"), " " if name == "space" else text


def _holds(text: str, tokens: Sequence[tuple[str, str]], brackets: Sequence[str]) -> str:
    names = [name for name, _token in tokens]
    known = (
        pattern.fullmatch(each)
        for each in brackets
        for pattern in [_LOCALE if each.startswith("$") else _COLOUR]
        if not _CONDITION.fullmatch(each)
    )
    others = (token for name, token in tokens if name == "other")
    if (
        not all(known)
        or _misplaced(tokens)
        or any(each.isalnum() or each < " " or each in BROKEN for each in others)
    ):
        return PAINTED
    signs = {token for name, token in tokens if name == "sign"}
    if (
        names.count("fill") > 1
        or not signs <= {".", ",", "@"}
        or (signs and "general" in names)
        or names.count("general") > 1
    ):
        return PAINTED
    if "@" in signs:
        return TEXT if signs == {"@"} and "place" not in names else PAINTED
    if signs:
        return DECIMAL
    if "general" in names:
        return PAINTED if "place" in names else GENERAL
    return CODE if "place" in names or not _CURRENCY.search(text) else PAINTED


def _misplaced(tokens: Iterable[tuple[str, str]]) -> bool:
    """Whether a colour, a condition or a language stands behind what is shown."""
    hidden = [name == "bracket" and not _part((name, text)) for name, text in tokens]
    return any(itertools.dropwhile(bool, hidden))


def numeric(found: Sequence[Section]) -> Sequence[Section]:
    """The sections without the last one, where it is that of texts."""
    if len(found) > 3:
        return found[:3]
    return found[:-1] if found[-1].holds == TEXT else found


def rules(found: Sequence[Section]) -> list[Rule]:
    """In which order the sections are asked for a number; where none of them takes it, programs
    differ."""
    if any(each.condition for each in found):
        return _conditional(found) if found[0].condition else []
    if len(found) == 1:
        return [Rule(_always, found[0], True)]
    first = _test(">=" if len(found) == 2 else ">", 0)
    rest = [Rule(_always, each, False) for each in found[2:]]
    return [Rule(first, found[0], False), Rule(_test("<", 0), found[1], False), *rest]


def _conditional(found: Sequence[Section]) -> list[Rule]:
    made = []
    for place, section in enumerate(found):
        condition = section.condition
        if place == 1 and len(found) == 3 and not condition:
            condition = ("<", 0)
        if condition:
            made.append(Rule(_test(*condition), section, _signed(place, *condition)))
        else:
            made.append(Rule(_always, section, None))
    return made


def _signed(place: int, sign: str, limit: float) -> bool | None:
    """Numbers of both signs keep theirs; where all are negative, the section says so."""
    if (sign, limit) == ("<", 0):
        return False
    return True if place == 0 and sign in ("<", "<=") and limit > 0 else None


def _test(sign: str, limit: float) -> Test:
    compare = _COMPARE[sign]
    return lambda number: compare(number, limit)


def _always(_number: float) -> bool:
    return True
