"""Days as people write them, in a given form, and as spreadsheets give them."""

import datetime
import functools
import re
from collections.abc import Callable

YEARS = range(1900, 2200)


def readable_format(date_format: str) -> str:
    """A format of dates as people write it.

    >>> readable_format("%d/%m/%Y")
    'dd/mm/yyyy'
    """
    return date_format.replace("%d", "dd").replace("%m", "mm").replace("%Y", "yyyy")


@functools.lru_cache(maxsize=32)
def date_reader(date_format: str) -> Callable[[str], datetime.date | None]:
    """read(text) -> date or None, exact: two digits for day and month, four for the year."""
    pattern = re.escape(date_format)
    for token, digits in (("d", 2), ("m", 2), ("Y", 4)):
        pattern = pattern.replace(f"%{token}", rf"(?P<{token}>[0-9]{{{digits}}})")
    match = re.compile(pattern).fullmatch

    def read(text: str) -> datetime.date | None:
        found = match(text)
        return _date(int(found["Y"]), int(found["m"]), int(found["d"])) if found else None

    return read


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def read_iso(value: str | bool | None) -> datetime.date | None:
    """The date of a date cell; its time of day is left out."""
    try:
        found = datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def read_moment(text: str) -> datetime.datetime:
    """A date and time in ISO form, its zone in any form, which older versions of Python do not
    read; ValueError for what is none.

    >>> read_moment("2026-01-31T08:00:00.000+0100") == read_moment("2026-01-31T07:00:00Z")
    True
    """
    text = text[:-1] + "+00:00" if text.endswith("Z") else text
    is_short = len(text) > 5 and text[-5] in "+-" and text[-4:].isdigit() and ":" in text
    return datetime.datetime.fromisoformat(f"{text[:-2]}:{text[-2:]}" if is_short else text)
