"""Promotion from the waitlist: whose turn it is when a row frees a seat.

A match is that of ``session_instances.SessionInstancePlanner``. Of its instance it has, where a run
promotes, ``waiting``: [[registration, line, seats]] in the order of the waitlist, ``seats`` as in
``agenda_room``. What rows before have changed of that order is in the running totals: who is not in
their old place any more, ``{"off:INSTANCE:REGISTRATION": True}``, and who came behind the others,
``{"joined:INSTANCE": [[registration, line or None]]}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..rows.plan import Change
from ..rows.planner import Match
from .agenda_room import Totals, count, counter_of_line, no_room
from .seats import REGISTERED, SEATS, WAITLIST, WAITLISTED

LINE = "event.agenda.line"
# Written behind all lines that a row may have to find.
PROMOTING = 3

Waiting = tuple[int, int | None, list]


def keep_order(match: Match, status: str, totals: Totals) -> None:
    """Note that a row takes its line off the waitlist, or puts it behind the others."""
    was, comes = (counter_of_line(match, each) == WAITLIST for each in (match["status"], status))
    if was and not comes:
        _leave(match, totals)
    elif comes and not was:
        key = f"joined:{match['instance']}"
        joined = [match["registration"], match["line"] or None]
        totals[key] = [*totals.get(key, ()), joined]


def promotion(match: Match, status: str, code: str, totals: Totals) -> Change | None:
    """What gives the seat that a row frees to the first on the waitlist who can take it, or None.
    ``code`` is that of the instance; it is counted."""
    if counter_of_line(match, match["status"]) != SEATS or counter_of_line(match, status) == SEATS:
        return None
    for registration, line, seats in _waiting(match, totals):
        if registration == match["registration"]:
            continue
        waiter = match | {
            "registration": registration,
            "line": line,
            "status": WAITLISTED,
            "holds": True,
            "seats": seats,
        }
        if no_room(waiter, REGISTERED, code, totals):
            continue
        count(waiter, REGISTERED, code, totals)
        _leave(waiter, totals)
        return _change(waiter)
    return None


def _waiting(match: Match, totals: Totals) -> Iterator[Waiting]:
    """Who waits now, in their order."""
    instance = match["instance"]
    for registration, line, seats in match["waiting"]:
        if f"off:{instance}:{registration}" not in totals:
            yield registration, line, seats
    for registration, line in totals.get(f"joined:{instance}", ()):
        yield registration, line, []


def _leave(match: Match, totals: Totals) -> None:
    instance, registration = match["instance"], match["registration"]
    totals[f"off:{instance}:{registration}"] = True
    key = f"joined:{instance}"
    if key in totals:
        totals[key] = [each for each in totals[key] if each[0] != registration]


def _change(waiter: Match) -> Change:
    """The line is named by what it is of: a row before may only be about to make it."""
    return Change(
        LINE,
        waiter["line"],
        {"status": REGISTERED, "promoted": True},
        {"status": WAITLISTED, "promoted": False},
        PROMOTING,
        sought={"registration_id": waiter["registration"], "instance_id": waiter["instance"]},
    )
