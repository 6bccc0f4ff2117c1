"""What a person sees in a cell that holds a number: numbers and their formats.

Dates are numbers with a date format. Excel keeps 15 digits of a number; a whole number of more
has lost some. A format that shows a code ("00000", "M-"0, [<=99999]00000;00000-0000) gives what it
shows; thousands, percent, currency and the like give the plain number, and say that it is not what
is seen: a code cannot be told from it.
"""

import decimal
import functools
import itertools
import math
import re
from collections.abc import Callable, Sequence

from ..rows.cells import Cell
from .dates import BUILTIN_DATES, BUILTIN_ELAPSED, date_cell
from .number_sections import CODE, DATE, GENERAL, TEXT, Rule, Section, numeric, rules, sections
from .number_shown import painted, shown

#: show(raw) -> cell, `raw` being the text of the stored number
Show = Callable[[str], Cell]
#: show(text) -> text
ShowText = Callable[[str], str]

#: from here on a whole number has more digits than are exact
DIGITS = 16
EXACT = 10 ** (DIGITS - 1)

#: numbers that are shown as they are, with "<" between them: whole ones, and those as well of which
#: no program stores the last digits otherwise
_ALL_WHOLE = re.compile("(?:[1-9][0-9]{0,14}<)*[1-9][0-9]{0,14}")
_DECIMAL = r"-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,3}[1-9]|-?[1-9][0-9]{0,14}|0"
_ALL_PLAIN = re.compile(f"(?:(?:{_DECIMAL})<)*(?:{_DECIMAL})")

#: formats that have no code in the file: {id: code}
BUILTIN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
BUILTIN |= {12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0", 59: "0", 60: "0.00", 61: "#,##0"}
BUILTIN |= {62: "#,##0.00", 67: "0%", 68: "0.00%", 69: "# ?/?", 70: "# ??/??"}
BUILTIN |= dict.fromkeys((5, 6, 37, 38, 41, 42), "$#,##0;($#,##0)")
BUILTIN |= dict.fromkeys((7, 8, 39, 40, 43, 44), "$#,##0.00;($#,##0.00)")


@functools.lru_cache(maxsize=1000)
def shower(code: str, builtin: int | None = None, epoch_1904: bool = False) -> Show:
    """What shows the numbers of one format.

    >>> shower("00000")("123"), shower("0.00")("1.50")
    ('00123', {'type': 'painted', 'text': '1.5'})
    """
    if builtin in BUILTIN_DATES:
        elapsed = builtin in BUILTIN_ELAPSED
        return functools.partial(date_cell, epoch_1904=epoch_1904, elapsed=elapsed)
    found = numeric(sections(code or BUILTIN.get(builtin or 0, "General")))
    if not found:
        return plain
    made = [(rule, _shower(rule, epoch_1904)) for rule in rules(found)]
    if len(found) == 1 and found[0].condition is None:
        return _frequent(found[0], made[0][1])
    return functools.partial(_by_section, made)


@functools.lru_cache(maxsize=1000)
def text_shower(code: str) -> ShowText | None:
    """What shows the texts of one format; None where they are shown as they are, or not at all.

    >>> text_shower('0;-0;0;"M-"@')("17"), text_shower("00000;@")
    ('M-17', None)
    """
    found = sections(code)
    if found[-1].holds != TEXT or len(found[-1].mask) < 2:
        return None
    parts = [part for _place, part in found[-1].mask]
    return lambda text: "".join(text if part == "@" else part for part in parts)


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time of day.

    >>> is_date("dd/mm/yyyy"), is_date('0 "days"'), is_date("[Red]0")
    (True, False, False)
    """
    return any(section.holds == DATE for section in sections(code))


def plain(raw: str) -> Cell:
    """The text of a number; a cell of type `digits` where it has lost some, of type `error` where
    it is no number.

    >>> plain("0.30000000000000004"), plain("1E-3"), plain("17.0"), plain("NaN")["type"]
    ('0.3', '0.001', '17', 'error')
    """
    if len(raw) < DIGITS and raw.isdigit() and raw[0] != "0" and raw.isascii():
        return raw
    try:
        value = float(raw)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return {"type": "error", "text": raw}
    if abs(value) >= EXACT:
        return {"type": "digits", "text": f"{value:.0f}"}
    if value.is_integer():
        return str(int(value))
    return f"{decimal.Decimal(f'{value:.15g}'):f}"


def show_all(show: Show, raws: Sequence[str]) -> Sequence[str] | None:
    """What a format shows of many numbers, where it is plain at once: numbers as they are, and
    leading zeros. None where it is not; no raw text has a "<".

    >>> show_all(shower("000"), ["7", "12"]), show_all(plain, ["-7.5"]), show_all(plain, ["1E3"])
    (['007', '012'], ['-7.5'], None)
    """
    joined = "<".join(raws)
    if show is plain:
        return raws if _ALL_PLAIN.fullmatch(joined) else None
    if isinstance(show, functools.partial) and show.func is _zeros and _ALL_WHOLE.fullmatch(joined):
        return [*map(str.zfill, raws, itertools.repeat(show.args[0]))]
    return None


def _frequent(section: Section, show: Show) -> Show:
    """`show`, or what shows the same in less time: numbers as they are, and leading zeros."""
    if section.holds == GENERAL and len(section.mask) == 1:
        return plain
    mask = section.mask
    if section.holds == CODE and 0 < len(mask) < DIGITS and set(mask) == {(True, "0")}:
        return functools.partial(_zeros, len(mask), show)
    return show


def _zeros(count: int, show: Show, raw: str) -> Cell:
    """By a format of zeros alone."""
    if len(raw) < DIGITS and raw.isdigit() and raw[0] != "0" and raw.isascii():
        return raw.zfill(count)
    return show(raw)


def _shower(rule: Rule, epoch_1904: bool) -> Show:
    section = rule.section
    if section.holds == DATE:
        return functools.partial(date_cell, epoch_1904=epoch_1904, elapsed=section.elapsed)
    return functools.partial(_shown, rule)


def _shown(rule: Rule, raw: str) -> Cell:
    text = plain(raw)
    return shown(rule, text) if isinstance(text, str) else text


def _by_section(made: Sequence[tuple[Rule, Show]], raw: str) -> Cell:
    """By the first section that takes the number."""
    text = plain(raw)
    number = float(raw) if isinstance(text, str) else 0.0
    show = next((show for rule, show in made if rule.test(number)), None)
    if isinstance(text, str):
        return show(raw) if show else painted(text)
    return text
