"""Walks through what has changed, in the order of the changes, and leaves nothing out.

Many records may have changed in one second (an import there), more than fit on a page; times are
told in whole seconds, though they are kept more exactly; and what changed in a transaction that
lasted has the time at which that began. So a page goes on at its last second, and where a whole
page is of one second, that second is walked through by ids.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from typing import Generic, TypeVar

from .remote import RemoteFault

#: seconds that a change may take until others see it: so far back the next walk begins
OVERLAP = 15 * 60
SECOND = datetime.timedelta(seconds=1)
# Before anything was changed.
BEGINNING = datetime.datetime(1970, 1, 1)

Found = TypeVar("Found")


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """What changed at `second` (UTC) or later is to be read; with `after`, of that very second only
    what has a greater id."""

    second: datetime.datetime = BEGINNING
    after: str | None = None

    @classmethod
    def of_mark(cls, mark: str | None) -> Place:
        """Where a mark leads; the beginning without one.

        >>> Place.of_mark("2026-01-31T08:00:00 17").after
        '17'
        """
        if not mark:
            return cls()
        second, _blank, after = mark.partition(" ")
        try:
            return cls(datetime.datetime.fromisoformat(second), after or None)
        except ValueError as error:
            raise RemoteFault("connector_bad_mark") from error

    def mark(self) -> str:
        """The same as a text."""
        second = self.second.isoformat(timespec="seconds")
        return second if self.after is None else f"{second} {self.after}"


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: changes from `first` on, before `end` where there is one. By time and id;
    or `by_id` alone, those greater than `after`."""

    first: datetime.datetime
    end: datetime.datetime | None = None
    by_id: bool = False
    after: str | None = None


class Walk(Generic[Found]):
    """Pages of records. `fetch(window, limit)` gives them in the order of the window, `when` the
    second in which a record was changed, `identity` its id."""

    def __init__(
        self,
        fetch: Callable[[Window, int], list[Found]],
        when: Callable[[Found], datetime.datetime],
        identity: Callable[[Found], str],
    ) -> None:
        self._fetch = fetch
        self._when = when
        self._identity = identity

    def page(
        self, mark: str | None, limit: int, now: Callable[[], datetime.datetime]
    ) -> tuple[list[Found], str, bool]:
        """Records from a mark on, the mark behind them, and whether there are more. `now` tells
        their clock once they have answered."""
        place = Place.of_mark(mark)
        if place.after is None:
            found = self._ordered(Window(place.second), limit)
            if len(found) < limit:
                return found, self._end(now()).mark(), False
            last = self._when(found[-1])
            if self._when(found[0]) != last:
                return found, Place(last).mark(), True
            place = Place(last, "")
        window = Window(place.second, place.second + SECOND, True, place.after or None)
        found = self._ordered(window, limit)
        if len(found) < limit:
            return found, Place(place.second + SECOND).mark(), True
        return found, Place(place.second, self._identity(found[-1])).mark(), True

    def _ordered(self, window: Window, limit: int) -> list[Found]:
        """What was asked for. A server that gives something else, or in another order, would let
        the walk pass by contacts, or never end."""
        found = self._fetch(window, limit)
        times = [self._when(each) for each in found]
        is_within = all(window.first <= each < (window.end or each + SECOND) for each in times)
        if not is_within or (not window.by_id and times != sorted(times)):
            raise RemoteFault("connector_no_order")
        return found

    @staticmethod
    def _end(now: datetime.datetime) -> Place:
        """Where the next walk begins: a while before now, for what was at work meanwhile."""
        return Place(now.replace(microsecond=0) - datetime.timedelta(seconds=OVERLAP))
