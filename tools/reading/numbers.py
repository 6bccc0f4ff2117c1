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
def shower(code, builtin=None, epoch_1904=False):
    """show(raw) -> cell for one number format, `raw` being the text of the stored number."""
    if builtin in BUILTIN_DATES or is_date(code):
        elapsed = bool(_ELAPSED.search(code))
        return functools.partial(date_cell, epoch_1904=epoch_1904, elapsed=elapsed)
    mask = _mask(code)
    return functools.partial(masked, mask) if mask else plain


def is_date(code):
    """Whether a number format shows a date or a time of day."""
    first = code.split(";")[0]
    return bool(re.search("[dmhys]", _LITERALS.sub("", first), re.IGNORECASE))


def plain(raw):
    """The text of a number, or a cell of type `digits`. ValueError when it is no number."""
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


def _mask(code):
    """The characters of a format, "0" for a digit and None for literal zeros left out; None
    when the format has anything but zeros and fixed characters, or a single zero."""
    section, position, mask = code.split(";")[0], 0, []
    while position < len(section):
        token = _TOKEN.match(section, position)
        if not token:
            return None
        quoted, escaped, zero, literal = token.groups()
        mask += ["0"] if zero else [("literal", quoted or escaped or literal or "")]
        position = token.end()
    return mask if mask.count("0") > 1 else None


def masked(mask, raw):
    """The number with the leading zeros and fixed characters of its format."""
    text = plain(raw)
    if text.__class__ is dict or not text.lstrip("-").isdigit():
        return text
    digits = list(text.lstrip("-").zfill(mask.count("0")))
    first, shown = mask.index("0"), []
    for position in range(len(mask) - 1, -1, -1):
        piece = mask[position]
        if position == first:
            shown.append("".join(digits))
        else:
            shown.append(digits.pop() if piece == "0" else piece[1])
    return ("-" if text[0] == "-" else "") + "".join(reversed(shown))


def date_cell(raw, epoch_1904=False, elapsed=False):
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


def _day(days, epoch_1904):
    """Excel counts a 29 February 1900, so days before it are one nearer to the epoch."""
    if epoch_1904:
        return datetime.date(1904, 1, 1) + datetime.timedelta(days)
    return datetime.date(1899, 12, 30) + datetime.timedelta(days + (days < 60))
