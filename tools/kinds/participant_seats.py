"""Seats of events: what a registration takes, and when there is no more.

The rules are Odoo's own (``event.event._verify_seats_availability``): an event has so many seats,
or so many in each of its slots, and so has a ticket. Odoo refuses what does not fit when it is
written; here it is said before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..rows.problems import Problem
from .seats import COMING

Values = Mapping[str, Any]


def places(event: Values, registration: Values) -> dict[str, int]:
    """``{place: limit}`` of what a registration takes where seats are limited; nothing of one that
    does not come."""
    if registration.get("state") not in COMING:
        return {}
    slot, ticket = registration.get("event_slot_id"), registration.get("event_ticket_id")
    found = {}
    if event["limit"]:
        found[f"slot:{slot}" if slot else f"event:{event['id']}"] = event["limit"]
    if limit := event["ticket_limits"].get(str(ticket)):
        found[f"ticket:{ticket}:{slot}" if slot else f"ticket:{ticket}"] = limit
    return found


def no_seat(
    event: Values, before: Values, after: Values, totals: Mapping[str, int]
) -> Problem | None:
    """Why a registration cannot become what it is ``after``: a place that it has not yet is
    full."""
    taken_before = places(event, before)
    for place, limit in places(event, after).items():
        taken = event["taken"].get(place, 0) + totals.get(place, 0)
        if place not in taken_before and taken >= limit:
            is_ticket = place.startswith("ticket")
            params = {"limit": limit, "taken": taken}
            if is_ticket:
                return Problem("ticket_full", "ticket", params=params)
            return Problem("event_full", "event_code", params=params)
    return None


def count_seats(event: Values, before: Values, after: Values, totals: dict[str, Any]) -> None:
    """Add what a registration takes, and what it gives back, to the running totals."""
    for registration, step in ((before, -1), (after, 1)):
        for place in places(event, registration):
            totals[place] = totals.get(place, 0) + step
