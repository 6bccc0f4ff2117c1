"""What a spreadsheet shows for a number: digits, leading zeros of its format, a date.

Numbers are rounded to 15 significant digits, which is what Excel keeps and shows: 0.1 + 0.2 is
0.3, and a whole number of 16 digits or more has lost some. Formats with zeros and fixed
characters only ("00000", "000-00-0000") are honoured; percent, currency and the like give the
plain number.
"""

import datetime
import decimal
import functools
import math
import re
from collections.abc import Callable

from ..rows.cells import Cell, TypedCell

#: show(raw) -> cell, `raw` being the text of the stored number
Show = Callable[[str], Cell]
#: the characters of a number format: None for a digit, a text for what is fixed
Mask = list[str | None]

#: ids of number formats that every workbook knows, and that are dates or times
BUILTIN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}

#: from here on a whole number has more than 15 digits
EXACT = 10**15

#: 31 December 9999
LAST_DAY = 2_958_465

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|[_*].|\[\$-[^\]]*\]|\[[a-z]+\d*\]|(0)|([ /():+-])', re.IGNORECASE
)


@functools.lru_cache(maxsize=1000)
def shower(code: str, builtin: int | None = None, epoch_1904: bool = False) -> Show:
    """What shows the numbers of one format.

    >>> shower("00000")("123"), shower("0.00")("1.50")
    ('00123', '1.5')
    """
    if builtin in BUILTIN_DATES or is_date(code):
        elapsed = bool(_ELAPSED.search(code))
        return functools.partial(date_cell, epoch_1904=epoch_1904, elapsed=elapsed)
    mask = _mask(code)
    return functools.partial(masked, mask) if mask else plain


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time of day.

    >>> is_date("dd/mm/yyyy"), is_date('0 "days"'), is_date("[Red]0")
    (True, False, False)
    """
    first = code.split(";")[0]
    return bool(re.search("[dmhys]", _LITERALS.sub("", first), re.IGNORECASE))


def plain(raw: str) -> Cell:
    """The text of a number, or a cell of type `digits`. ValueError when it is no number.

    >>> plain("0.30000000000000004"), plain("1E-3"), plain("17.0")
    ('0.3', '0.001', '17')
    """
    if len(raw) < 16 and raw.isdigit() and raw[0] != "0" and raw.isascii():
        return raw
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError(raw)
    if abs(value) >= EXACT:
        return {"type": "digits", "text": f"{value:.0f}"}
    if value.is_integer():
        return str(int(value))
    return f"{decimal.Decimal(f'{value:.15g}'):f}"


def _mask(code: str) -> Mask | None:
    """The mask of a format; None where it has anything but zeros and fixed characters, or a
    single zero.

    >>> _mask('000"/"00'), _mask("0"), _mask("0.00")
    ([None, None, None, '/', None, None], None, None)
    """
    section, position = code.split(";")[0], 0
    mask: Mask = []
    while position < len(section):
        token = _TOKEN.match(section, position)
        if not token:
            return None
        quoted, escaped, zero, literal = token.groups()
        mask.append(None if zero else quoted or escaped or literal or "")
        position = token.end()
    return mask if mask.count(None) > 1 else None


def masked(mask: Mask, raw: str) -> Cell:
    """The number with the leading zeros and fixed characters of its format.

    >>> masked([None, None, "-", None, None], "123"), masked([None, None], "-5")
    ('01-23', '-05')
    """
    text = plain(raw)
    if not isinstance(text, str) or not text.lstrip("-").isdigit():
        return text
    digits = list(text.lstrip("-").zfill(mask.count(None)))
    first, shown = mask.index(None), []
    for position in range(len(mask) - 1, -1, -1):
        fixed = mask[position]
        if position == first:
            shown.append("".join(digits))
        else:
            shown.append(digits.pop() if fixed is None else fixed)
    return ("-" if text[0] == "-" else "") + "".join(reversed(shown))


def date_cell(raw: str, epoch_1904: bool = False, elapsed: bool = False) -> TypedCell:
    """The cell of a date or time: text and value in ISO; value None when it is no calendar day
    (a time alone, a duration, a negative or huge number, the 29 February 1900 of Excel)."""
    seconds = round(float(raw) * 86_400)
    days, seconds = divmod(seconds, 86_400)
    time = str(datetime.timedelta(seconds=seconds)).zfill(8)
    if days == 0:
        return {"type": "date", "text": time, "value": None}
    if elapsed or not 0 < days <= LAST_DAY or (days == 60 and not epoch_1904):
        return {"type": "date", "text": raw, "value": None}
    day = _day(days, epoch_1904).isoformat()
    text = f"{day} {time}" if seconds else day
    return {"type": "date", "text": text, "value": f"{day}T{time}" if seconds else day}


def _day(days: int, epoch_1904: bool) -> datetime.date:
    """Excel counts a 29 February 1900, so days before it are one nearer to the epoch."""
    if epoch_1904:
        return datetime.date(1904, 1, 1) + datetime.timedelta(days)
    return datetime.date(1899, 12, 30) + datetime.timedelta(days + (days < 60))
