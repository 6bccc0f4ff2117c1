"""Session instances of registrations: what a row would change in an agenda."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Sequence
from typing import Any

from ..rows.placeholders import KEY
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning
from ..rows.schema import Field, Schema
from .agenda_room import count, no_room
from .foreign_words import STATUS_HINTS
from .seats import (
    ATTENDED,
    CANCELLED,
    COUNTERS,
    NO_SHOW,
    REGISTERED,
    SEATED,
    STATUSES,
    WAITLISTED,
)
from .waitlist import LINE, keep_order, promotion

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
            hints=STATUS_HINTS,
            synonyms=("Status", "Session Status"),
            help="Registered, Cancelled, No Show, Attended or Waitlisted.",
            example="Registered",
        ),
    )
)
#: The codes that name a line.
CODES = ("registration_code", "session_code", "instance_code")

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


class SessionInstancePlanner(RowPlanner):
    """A row gives one line of an agenda a status, and adds the line where there is none.

    A match, with ids or None: ``registration, session, instance, line``; the line's ``status``;
    ``problem``, the code of what forbids the registration; whether that ``holds`` seats, which one
    that is cancelled, a draft or archived does not; ``elsewhere``, the code of the session that has
    the instance instead; ``written``, the code that is meant but for the case of its letters;
    ``stray``, the name of the registration's event where that is another one than the run is about;
    of the instance ``facts``, of the registrant ``seats``:

    * facts: {counter: [limit or None, taken]}, "times": [begin, end] in seconds since 1970, and
      "strict": whether its event forbids overlaps;
    * seats: [[instance, begin, end, code of the instance]], only where the event is strict.

    The running totals hold what rows before take, ``{"COUNTER:INSTANCE": number}``, and the seats
    that they leave to a registrant, ``{"seats:REGISTRATION": seats}``.

    Where the run promotes from waitlists, a row that frees a seat gives it to who waits for it, by
    a second change (see ``waitlist``): the match has ``waiting``, None of an instance that has
    begun, and ``promoted``, whether the line has its seat from a waitlist.
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
        if problem is None and self._is_behind(row):
            return Plan(problems=[warning("promoted_since", "status")], record=match["line"])
        if problem is None and match["status"] != status:
            problem = no_room(match, status, row.values["instance_code"], totals)
        if problem is not None:
            return Plan(problems=[problem])
        plan = Plan(record=match["line"])
        if match["status"] != status:
            plan.changes += self._changes(row, totals)
        if match["problem"] in IMPORTED_ALL_THE_SAME and status in COUNTERS:
            plan.problems.append(warning(match["problem"], "registration_code"))
        return plan

    def _is_behind(self, row: Row) -> bool:
        """Whether a row of who waits for a seat does not know yet that they have got it."""
        match, status = row.match, row.values["status"]
        promoted = match.get("promoted") and match["status"] in SEATED
        return bool(self.run.promotes and status == WAITLISTED and promoted)

    def _changes(self, row: Row, totals: dict[str, Any]) -> list[Change]:
        """That of the row's own line, and that of whom its seat goes to."""
        match, status, code = row.match, row.values["status"], row.values["instance_code"]
        changes = [_change(match, status)]
        count(match, status, code, totals)
        if match.get("waiting") is not None:
            keep_order(match, status, totals)
            promoted = promotion(match, status, code, totals)
            changes += [promoted] if promoted else []
        return changes

    def left_keys(self, row: Row, keys: Keys) -> Keys:
        """Also the line of who was promoted."""
        change = _promotion_of(row)
        return (*keys, tuple((change.sought or {}).values())) if change else keys

    def touched(self, row: Row, keys: Keys, left: Keys) -> Keys:
        return left

    def reaches_others(self, row: Row) -> bool:
        return _promotion_of(row) is not None

    def after(self, row: Row) -> Match:
        """The line as it is after the row; a line that is only planned has id 0. ``promotes`` is
        the line of who was promoted."""
        left = row.match | {"line": row.record or 0}
        if row.plan.changes:
            left |= {"status": row.values["status"], "promoted": False}
        change = _promotion_of(row)
        return left | {"promotes": change.record or 0} if change else left

    def stored(self, left: Match) -> Match:
        """Without those who wait: each row finds them anew."""
        return {name: value for name, value in left.items() if name != "waiting"}

    def resume(self, row: Row, key: Hashable, left: Match) -> Match:
        if key == (left["registration"], left["instance"]):
            return left | {"waiting": row.match.get("waiting")}
        line = row.match["line"] or left["promotes"]
        return row.match | {"status": REGISTERED, "promoted": True, "line": line}

    def rank(self, model: str, values: dict[str, Any]) -> int:
        return RANKS.get(values.get("status", ""), TAKING)

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        """What a line is put back to may need a seat that somebody else has by now."""
        after = ChainMap({}, totals)
        for change in sorted(changes, key=lambda change: change.rank):
            known = facts.get(f"{change.model},{change.record}")
            if known is None or not (change.removes or "status" in change.values):
                continue
            match = known | {"status": change.present.get("status", known["status"])}
            status = None if change.removes else change.values["status"]
            problem = no_room(match, status, known["code"], after)
            if problem is not None:
                return [problem]
            count(match, status, known["code"], after)
        totals.update(after.maps[0])
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
            if match.get("written"):
                return Problem("other_case", field, values[field], {"code": match["written"]})
            return Problem(code, field, values[field])
    return None


def _gives_back(row: Row) -> bool:
    """Whether the row frees what an archived registration would take again when it comes back."""
    match = row.match
    is_cancelled = row.values["status"] == CANCELLED
    return is_cancelled and match["problem"] == ARCHIVED and match["status"] in COUNTERS


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


def _promotion_of(row: Row) -> Change | None:
    """The change of a planned row that gives its seat to somebody else."""
    changes = row.plan.changes if row.plan else ()
    return next((change for change in changes if change.sought), None)
