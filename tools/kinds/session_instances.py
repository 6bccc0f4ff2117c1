"""Session instances of registrations: what a row would change in an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..rows.placeholders import KEY
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning
from ..rows.schema import Field, Schema
from .seats import (
    ATTENDED,
    CANCELLED,
    COUNTERS,
    NO_SHOW,
    REGISTERED,
    SEATS,
    STATUSES,
    WAITLISTED,
    counter_of,
    overlaps,
    shortage,
)

# What else people write for a status: American spellings, and what other products call it.
WORDS = {
    REGISTERED: ("Register", "Confirmed", "Enrolled"),
    CANCELLED: ("Canceled", "Cancel", "Unregistered"),
    NO_SHOW: ("No-showed", "Absent", "Did not attend", "Not attended"),
    ATTENDED: ("Attend", "Attendee", "Present", "Checked in"),
    WAITLISTED: ("Waitlist", "Waiting list", "On waitlist", "On waiting list", "Waiting"),
}

SCHEMA = Schema(
    (
        Field(
            "registration_code",
            "Registration Code",
            type="code",
            required=True,
            synonyms=("Registration", "Reg Code", "Registration ID", "Barcode"),
            example="1234-55-122",
            holds=KEY,
        ),
        Field(
            "session_code",
            "Session Code",
            type="code",
            required=True,
            synonyms=("Session", "Session ID"),
            example="Demo",
            holds=KEY,
        ),
        Field(
            "instance_code",
            "Instance Code",
            type="code",
            required=True,
            synonyms=("Occurrence Code", "Occurrence", "Instance", "Session Instance Code"),
            example="Demo_7592",
            holds=KEY,
        ),
        Field(
            "status",
            "Registration Session Status",
            type="selection",
            required=True,
            choices=tuple((*status, *WORDS[status[0]]) for status in STATUSES),
            synonyms=("Status", "Session Status"),
            help="Registered, Cancelled, No Show, Attended or Waitlisted.",
            example="Registered",
        ),
    )
)
#: The codes that name a line.
CODES = ("registration_code", "session_code", "instance_code")
LINE = "event.agenda.line"

ARCHIVED = "archived_registration"
#: Warnings of a row that would take a seat: it is imported, and takes none for now.
REGISTRATION_CANCELLED = "registration_cancelled"
REGISTRATION_DRAFT = "registration_draft"
IMPORTED_ALL_THE_SAME = (REGISTRATION_CANCELLED, REGISTRATION_DRAFT)

# Freeing a seat goes before taking one.
RANKS = {CANCELLED: 0, WAITLISTED: 1}
TAKING = 2

# What is missing decides the problem, in this order: (key of the match, code, field).
MISSING = (
    ("registration", "unknown_registration", "registration_code"),
    ("session", "unknown_session", "session_code"),
    ("instance", "unknown_instance", "instance_code"),
)

#: A seat of a registrant: [instance, begin, end, code of the instance].
Seat = list


class SessionInstancePlanner(RowPlanner):
    """A row gives one line of an agenda a status, and adds the line where there is none.

    A match, with ids or None: ``registration, session, instance, line``; the line's ``status``;
    ``problem``, the code of what forbids the registration; whether that ``holds`` seats, which one
    that is cancelled, a draft or archived does not; ``elsewhere``, the code of the session that has
    the instance instead; ``stray``, the name of the registration's event where that is another one
    than the run is about; of the instance ``facts``, of the registrant ``seats``:

    * facts: {counter: [limit or None, taken]}, "times": [begin, end] in seconds since 1970, and
      "strict": whether its event forbids overlaps;
    * seats: [[instance, begin, end, code of the instance]], only where the event is strict.

    The running totals hold what rows before take, ``{"COUNTER:INSTANCE": number}``, and the seats
    that they leave to a registrant, ``{"seats:REGISTRATION": seats}``.
    """

    identity_fields = CODES
    rests_on = {
        "session_code": ("registration_code",),
        "instance_code": ("registration_code", "session_code"),
    }

    def keys(self, row: Row) -> Keys:
        """The agenda line of the row; none where a code means nothing."""
        match = row.match
        return ((match["registration"], match["instance"]),) if match["instance"] else ()

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        match, status = row.match, row.values["status"]
        problem = _missing(row)
        if problem is None and match["status"] != status:
            problem = _no_room(match, status, row.values["instance_code"], totals)
        if problem is not None:
            return Plan(problems=[problem])
        plan = Plan(record=match["line"])
        if match["status"] != status:
            plan.changes.append(_change(match, status))
            _count(match, status, row.values["instance_code"], totals)
        if match["problem"] in IMPORTED_ALL_THE_SAME and status in COUNTERS:
            plan.problems.append(warning(match["problem"], "registration_code"))
        return plan

    def after(self, row: Row) -> Match:
        """The line as it is after the row; a line that is only planned has id 0."""
        return row.match | {"status": row.values["status"], "line": row.record or 0}

    def rank(self, model: str, values: dict[str, Any]) -> int:
        return RANKS.get(values.get("status", ""), TAKING)

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        """What a line is put back to may need a seat that somebody else has by now."""
        for change in changes:
            known = facts.get(f"{change.model},{change.record}")
            if known is None or not (change.removes or "status" in change.values):
                continue
            match = known | {"status": change.present.get("status", known["status"])}
            status = None if change.removes else change.values["status"]
            problem = _no_room(match, status, known["code"], totals)
            if problem is not None:
                return [problem]
            _count(match, status, known["code"], totals)
        return []


def _missing(row: Row) -> Problem | None:
    """The first code that means nothing here, as a problem."""
    match, values = row.match, row.values
    if match.get("stray"):
        params = {"event": match["stray"]}
        return Problem("other_event", "registration_code", values["registration_code"], params)
    if match["problem"] not in (None, *IMPORTED_ALL_THE_SAME) and not _gives_back(row):
        return Problem(match["problem"], "registration_code", values["registration_code"])
    if match["instance"] is not None:
        return None
    for key, code, field in MISSING:
        if match[key] is None:
            if match.get("elsewhere"):
                params = {"session": match["elsewhere"]}
                return Problem("instance_elsewhere", field, values[field], params)
            return Problem(code, field, values[field])
    return None


def _gives_back(row: Row) -> bool:
    """Whether the row frees what an archived registration would take again when it comes back."""
    match = row.match
    is_cancelled = row.values["status"] == CANCELLED
    return is_cancelled and match["problem"] == ARCHIVED and match["status"] in COUNTERS


def _counter(match: Match, status: str | None) -> str | None:
    """What the registrant's line takes with that status."""
    return counter_of(status, match.get("holds", True))


def _no_room(match: Match, status: str | None, code: str, totals: dict[str, Any]) -> Problem | None:
    """Why a line cannot have a status, None for no line at all, in the instance of that code."""
    return _lacking(match, status, code, totals) or _clash(match, status, code, totals)


def _lacking(
    match: Match, status: str | None, instance: str, totals: dict[str, Any]
) -> Problem | None:
    """Seats or waitlist places that the line would take, and there are none."""
    counter = _counter(match, status)
    if counter is None or counter == _counter(match, match["status"]):
        return None
    limit, taken = match["facts"][counter]
    taken += totals.get(f"{counter}:{match['instance']}", 0)
    code = shortage(counter, limit, taken)
    if code is None:
        return None
    params = {"limit": limit, "taken": taken}
    return Problem(code, "instance_code", instance, params)


def _clash(match: Match, status: str | None, code: str, totals: dict[str, Any]) -> Problem | None:
    """Another seat of the registrant at the same time, where the event forbids it; a seat that
    they have already stays theirs, as on the form."""
    if not match["facts"]["strict"] or _counter(match, status) != SEATS:
        return None
    if _counter(match, match["status"]) == SEATS:
        return None
    times = match["facts"]["times"]
    for instance, begin, end, other in _seats(match, totals):
        if instance != match["instance"] and overlaps((begin, end), times):
            return Problem("overlap", "instance_code", code, {"other": other})
    return None


def _seats(match: Match, totals: dict[str, Any]) -> Sequence[Seat]:
    """What the registrant has after the rows before."""
    key = f"seats:{match['registration']}"
    return totals[key] if key in totals else match.get("seats", ())


def _change(match: Match, status: str) -> Change:
    """The line of a match, new or changed; freeing a seat goes before taking one."""
    if match["line"] is None:
        values = {
            "registration_id": match["registration"],
            "instance_id": match["instance"],
            "status": status,
        }
        return Change(LINE, None, values, rank=TAKING)
    rank = RANKS.get(status, TAKING)
    return Change(LINE, match["line"], {"status": status}, match, rank)


def _count(match: Match, status: str | None, code: str, totals: dict[str, Any]) -> None:
    """Add what a line with this status takes, and what it frees, to the running totals."""
    for counter, step in ((_counter(match, match["status"]), -1), (_counter(match, status), 1)):
        if counter is not None:
            key = f"{counter}:{match['instance']}"
            totals[key] = totals.get(key, 0) + step
    if match["facts"]["strict"]:
        seats = [seat for seat in _seats(match, totals) if seat[0] != match["instance"]]
        if _counter(match, status) == SEATS:
            seats.append([match["instance"], *match["facts"]["times"], code])
        totals[f"seats:{match['registration']}"] = seats
