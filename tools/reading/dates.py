"""Days, times and durations, which spreadsheets store as numbers of days."""

import datetime
import functools
import math
import re

from ..rows.cells import TypedCell

#: ids of number formats that every workbook knows, and that are dates or times: those of
#: ECMA-376 18.8.30, those of China, Japan, Korea, Taiwan and Thailand with them
BUILTIN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
#: those of them that count hours on beyond 24
BUILTIN_ELAPSED = {46, 79}

#: 31 December 9999, and how much nearer it is in the calendar that begins in 1904
LAST_DAY, LATER = 2_958_465, 1462
DAY, SECOND = 86_400_000, 1000
#: a number of whole days that is surely one of the calendar
_WHOLE = re.compile("[1-9][0-9]{2,5}")


def date_cell(raw: str, epoch_1904: bool = False, elapsed: bool = False) -> TypedCell:
    """The cell of a date or time: text and value in ISO; value None when it is no calendar day
    (a time alone, a duration, a negative or huge number, the 29 February 1900 of Excel).

    A day is counted in milliseconds, as spreadsheets do: its last second belongs to it.
    """
    if not elapsed and _WHOLE.fullmatch(raw):
        day = _iso(int(raw), epoch_1904)
        return {"type": "date", "text": day, "value": day}
    number = _number(raw)
    if number is None:
        return {"type": "error", "text": raw}
    if abs(number) > LAST_DAY + 1:
        return {"type": "date", "text": raw, "value": None}
    if elapsed:
        return {"type": "date", "text": _duration(number), "value": None}
    if 0 <= number < 1:
        return {"type": "date", "text": _time_of_day(number * DAY), "value": None}
    days, milliseconds = divmod(round(number * DAY), DAY)
    time = _time_of_day(milliseconds)
    if not 0 < days <= LAST_DAY - epoch_1904 * LATER or (days == 60 and not epoch_1904):
        return {"type": "date", "text": raw, "value": None}
    return _moment(_iso(days, epoch_1904), time)


def _moment(day: str, time: str) -> TypedCell:
    if time == "00:00:00":
        return {"type": "date", "text": day, "value": day}
    return {"type": "date", "text": f"{day} {time}", "value": f"{day}T{time}"}


def _number(raw: str) -> float | None:
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _time_of_day(milliseconds: float) -> str:
    return _time(min(round(milliseconds / SECOND), DAY // SECOND - 1))


def _time(seconds: int) -> str:
    """Hours go on beyond 24."""
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _duration(number: float) -> str:
    """Hours, minutes and seconds of a number of days, whatever its own format counts.

    >>> _duration(1.25), _duration(-0.5)
    ('30:00:00', '-12:00:00')
    """
    return ("-" if number < 0 else "") + _time(round(abs(number) * DAY / SECOND))


@functools.lru_cache(maxsize=20_000)
def _iso(days: int, epoch_1904: bool) -> str:
    """Excel counts a 29 February 1900, so days before it are one nearer to the epoch."""
    if epoch_1904:
        return (datetime.date(1904, 1, 1) + datetime.timedelta(days)).isoformat()
    return (datetime.date(1899, 12, 30) + datetime.timedelta(days + (days < 60))).isoformat()
