"""When something that repeats is due: pure, without a database."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateutil import rrule, tz

DAILY = "daily"
WEEKLY = "weekly"
MONTHLY_DAY = "monthly_day"
MONTHLY_WEEKDAY = "monthly_weekday"
FREQUENCIES = (DAILY, WEEKLY, MONTHLY_DAY, MONTHLY_WEEKDAY)
LAST = -1
# Every month has so many days; a later day number means the last one of a shorter month.
SHORTEST_MONTH = 28
UTC = datetime.timezone.utc
# A clock change moves an occurrence by hours, a time zone by less than a day.
MARGIN = datetime.timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """A time of day that comes again, as people of one time zone read it on their clocks.

    Monday is 0. ``nth`` is 1 to 4, or ``LAST``.

    >>> rule = Rule(WEEKLY, hour=6, minute=30, zone="Europe/Brussels", weekdays=(0, 3))
    >>> rule.next(datetime.datetime(2026, 3, 5, 12, tzinfo=UTC))
    datetime.datetime(2026, 3, 9, 5, 30, tzinfo=datetime.timezone.utc)
    >>> rule = Rule(MONTHLY_DAY, day=31)
    >>> rule.next(datetime.datetime(2026, 2, 1, tzinfo=UTC)).date()
    datetime.date(2026, 2, 28)
    >>> rule = Rule(MONTHLY_WEEKDAY, nth=LAST, weekday=4)
    >>> rule.next(datetime.datetime(2026, 2, 1, tzinfo=UTC)).date()
    datetime.date(2026, 2, 27)
    """

    frequency: str = DAILY
    hour: int = 0
    minute: int = 0
    zone: str = "UTC"
    weekdays: tuple[int, ...] = ()
    day: int = 1
    nth: int = 1
    weekday: int = 0

    def __post_init__(self) -> None:
        if self.frequency not in FREQUENCIES:
            raise ValueError(f"Unknown frequency: {self.frequency}")
        if self.frequency == WEEKLY and not self.weekdays:
            raise ValueError("A weekly rule needs a day of the week")
        if not 1 <= self.day <= 31 or self.nth not in (1, 2, 3, 4, LAST):
            raise ValueError("There is no such day in a month")
        datetime.time(self.hour, self.minute)

    def next(self, after: datetime.datetime) -> datetime.datetime:
        """The first time strictly after ``after``, in UTC; a naive ``after`` is UTC.

        A time that a clock change leaves out is moved by as much as the clock, one that comes
        twice is the first of the two.
        """
        after = after.replace(tzinfo=after.tzinfo or UTC).astimezone(UTC)
        zone = tz.gettz(self.zone) or tz.UTC
        start = (after.astimezone(zone) - MARGIN).replace(tzinfo=None)
        for wall in self._walls(start):
            moment = tz.resolve_imaginary(wall.replace(tzinfo=zone)).astimezone(UTC)
            if moment > after:
                return moment
        raise OverflowError("No time is left in the calendar")

    def _walls(self, start: datetime.datetime) -> Iterator[datetime.datetime]:
        """Times as clocks show them, in order, from the day of ``start`` on."""
        start = start.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        return iter(rrule.rrule(dtstart=start, **self._arguments()))

    def _arguments(self) -> dict[str, Any]:
        if self.frequency == DAILY:
            return {"freq": rrule.DAILY}
        if self.frequency == WEEKLY:
            return {"freq": rrule.WEEKLY, "byweekday": self.weekdays}
        if self.frequency == MONTHLY_WEEKDAY:
            weekday = rrule.weekday(self.weekday, self.nth)
            return {"freq": rrule.MONTHLY, "byweekday": weekday}
        days = range(min(self.day, SHORTEST_MONTH), self.day + 1)
        return {"freq": rrule.MONTHLY, "bymonthday": tuple(days), "bysetpos": -1}


def minutes_of(hours: float) -> tuple[int, int]:
    """Hour and minute of a time of day that a field keeps as hours.

    >>> minutes_of(6.5), minutes_of(23.9999), minutes_of(0.0)
    ((6, 30), (23, 59), (0, 0))
    """
    return divmod(min(round(hours * 60), 24 * 60 - 1), 60)
