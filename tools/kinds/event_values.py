"""What the cells of an event say, as the event itself holds it: see ``events.EventPlanner``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..contacts.names import name_key
from ..rows.cells import REMOVE
from ..rows.lists import split_list
from ..rows.problems import Problem
from .participant_values import clock_time

Values = dict[str, Any]
Match = Mapping[str, Any]
Problems = list[Problem]
#: What the clocks of a time zone show, as UTC; None where there is no such zone.
ToUtc = Callable[[datetime.datetime, str], datetime.datetime | None]
#: The same in the other direction.
FromUtc = Callable[[datetime.datetime, str], datetime.datetime | None]

STORED = "%Y-%m-%d %H:%M:%S"
#: (date, time, field) of both ends, and when a day begins or ends without a time.
ENDS = (
    ("begin_date", "begin_time", "date_begin", "00:00"),
    ("end_date", "end_time", "date_end", "23:59"),
)


class EventClock:
    """Begin and end of an event in its own time zone."""

    def __init__(self, to_utc: ToUtc, from_utc: FromUtc, zone: str) -> None:
        self.to_utc, self.from_utc, self.zone = to_utc, from_utc, zone

    def values(self, values: Values, present: Values, problems: Problems) -> Values:
        """``{field: value}`` of what a row says of time; a new time zone alone leaves what the
        clocks show, and moves the event."""
        zone = self._zone(values, present, problems)
        result = {"date_tz": zone} if values.get("zone") else {}
        if zone is None:
            return {}
        for date, time, field, default in ENDS:
            local = self._local(values, present, (date, time, field, default), problems)
            if local is not None and not self._shows(local, zone, present, field):
                moment = self.to_utc(local, zone)
                result[field] = moment.strftime(STORED) if moment else None
        return result

    def _zone(self, values: Values, present: Values, problems: Problems) -> str | None:
        """The zone of the row, of the event, or of whoever imports; None of one that is none."""
        given = values.get("zone")
        zone = given or present.get("date_tz") or self.zone
        if given and self.to_utc(datetime.datetime(2000, 1, 1), given) is None:
            problems.append(Problem("unknown_zone", "zone", given))
            return None
        return str(zone)

    def _local(
        self, values: Values, present: Values, names: tuple[str, ...], problems: Problems
    ) -> datetime.datetime | None:
        """What the clocks show at one end of the event; None where nothing is said of it."""
        date, time, field, default = names
        day, text = values.get(date), values.get(time)
        moves = bool(values.get("zone")) and present.get("date_tz") != values["zone"]
        if day is None and text is None and not (moves and present.get(field)):
            return None
        now = self._now(present, field)
        if day is None and now is None:
            problems.append(Problem("time_without_date", time, text))
            return None
        clock = clock_time(text) if text else f"{now:%H:%M}" if now else default
        if clock is None:
            problems.append(Problem("bad_time", time, text))
            return None
        hour, minute = map(int, clock.split(":"))
        day = day or now.date()  # type: ignore[union-attr]
        return datetime.datetime.combine(day, datetime.time(hour, minute))

    def _shows(self, local: datetime.datetime, zone: str, present: Values, field: str) -> bool:
        """Whether the clocks show that already: an hour that they show twice stays the one that it
        is, and so do the seconds of which files say nothing."""
        now = self._now(present, field) if zone == present.get("date_tz") else None
        return now is not None and now.replace(second=0) == local

    def _now(self, present: Values, field: str) -> datetime.datetime | None:
        """What the clocks show at that end as it is now."""
        stored = present.get(field)
        if not stored:
            return None
        moment = datetime.datetime.strptime(stored, STORED)
        return self.from_utc(moment, present["date_tz"])


def event_values(values: Values, match: Match, problems: Problems) -> Values:
    """``{field: value}`` of the rest: name, places and people, tags, seats."""
    result: Values = {}
    if values.get("name"):
        result["name"] = values["name"]
    for column, field in (("venue", "address_id"), ("organizer", "organizer_id")):
        result |= _contact(values.get(column), column, field, match, problems)
    result |= _tags(values.get("tags"), match, problems)
    return result | _seats(values.get("seats"), problems)


def _contact(text: str | None, column: str, field: str, match: Match, problems: Problems) -> Values:
    """A contact by its CONS_ID or its name."""
    if text is None or text == REMOVE:
        return {} if text is None else {field: None}
    found: Sequence[int] = match["contacts"].get(name_key(text), ())
    if len(found) == 1:
        return {field: found[0]}
    code = f"ambiguous_{column}" if found else f"unknown_{column}"
    problems.append(Problem(code, column, text, {"count": len(found)}))
    return {}


def _tags(text: str | None, match: Match, problems: Problems) -> Values:
    """All tags that the event shall have."""
    if text is None or text == REMOVE:
        return {} if text is None else {"tag_ids": []}
    names = split_list(text)
    if not names:
        problems.append(Problem("not_separated", "tags", text))
        return {}
    ids: list[int] = []
    for name in names:
        found = match["tags"].get(name_key(name), ())
        if len(found) != 1:
            code = "ambiguous_tag" if found else "unknown_tag"
            problems.append(Problem(code, "tags", name, {"count": len(found)}))
        ids += found[:1]
    return {"tag_ids": sorted(set(ids))}


def _seats(seats: Any, problems: Problems) -> Values:
    """So many, or without end."""
    if seats is None:
        return {}
    if seats == REMOVE or seats == 0:
        return {"seats_limited": False, "seats_max": 0}
    if seats < 0:
        problems.append(Problem("negative_number", "seats", str(seats)))
        return {}
    return {"seats_limited": True, "seats_max": seats}
