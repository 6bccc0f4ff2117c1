"""Whether there is room in an agenda for what a row would put there, and what rows before leave.

A match is that of ``session_instances.SessionInstancePlanner``, as are the running totals.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from ..rows.planner import Match
from ..rows.problems import Problem
from .seats import SEATS, counter_of, overlaps, shortage

#: A seat of a registrant: [instance, begin, end, code of the instance].
Seat = list
#: The running totals of a planner.
Totals = MutableMapping[str, Any]


def counter_of_line(match: Match, status: str | None) -> str | None:
    """What the registrant's line takes with that status."""
    return counter_of(status, match.get("holds", True))


def no_room(match: Match, status: str | None, code: str, totals: Totals) -> Problem | None:
    """Why a line cannot have a status, None for no line at all, in the instance of that code."""
    return _lacking(match, status, code, totals) or _clash(match, status, code, totals)


def _lacking(match: Match, status: str | None, instance: str, totals: Totals) -> Problem | None:
    """Seats or waitlist places that the line would take, and there are none."""
    counter = counter_of_line(match, status)
    if counter is None or counter == counter_of_line(match, match["status"]):
        return None
    limit, taken = match["facts"][counter]
    taken += totals.get(f"{counter}:{match['instance']}", 0)
    code = shortage(counter, limit, taken)
    if code is None:
        return None
    params = {"limit": limit, "taken": taken}
    return Problem(code, "instance_code", instance, params)


def _clash(match: Match, status: str | None, code: str, totals: Totals) -> Problem | None:
    """Another seat of the registrant at the same time, where the event forbids it; a seat that
    they have already stays theirs, as on the form."""
    if not match["facts"]["strict"] or counter_of_line(match, status) != SEATS:
        return None
    if counter_of_line(match, match["status"]) == SEATS:
        return None
    times = match["facts"]["times"]
    for instance, begin, end, other in _seats(match, totals):
        if instance != match["instance"] and overlaps((begin, end), times):
            return Problem("overlap", "instance_code", code, {"other": other})
    return None


def _seats(match: Match, totals: Totals) -> Sequence[Seat]:
    """What the registrant has after the rows before."""
    key = f"seats:{match['registration']}"
    return totals[key] if key in totals else match.get("seats", ())


def count(match: Match, status: str | None, code: str, totals: Totals) -> None:
    """Add what a line with this status takes, and what it frees, to the running totals."""
    for counter, step in (
        (counter_of_line(match, match["status"]), -1),
        (counter_of_line(match, status), 1),
    ):
        if counter is not None:
            key = f"{counter}:{match['instance']}"
            totals[key] = totals.get(key, 0) + step
    if match["facts"]["strict"]:
        seats = [seat for seat in _seats(match, totals) if seat[0] != match["instance"]]
        if counter_of_line(match, status) == SEATS:
            seats.append([match["instance"], *match["facts"]["times"], code])
        totals[f"seats:{match['registration']}"] = seats
