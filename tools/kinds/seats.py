"""Seats and waitlist places of session instances: what a status takes, and when there is no more.

What a file would do and what people do on a form obey these same rules. Nothing is counted here:
see ``event.agenda.line``.
"""

from __future__ import annotations

#: Fields of an instance that count what its agenda lines take.
SEATS = "seats_taken"
WAITLIST = "waitlist_taken"

REGISTERED = "registered"
CANCELLED = "cancelled"
NO_SHOW = "no_show"
ATTENDED = "attended"
WAITLISTED = "waitlisted"
STATUSES = [
    (REGISTERED, "Registered"),
    (CANCELLED, "Cancelled"),
    (NO_SHOW, "No Show"),
    (ATTENDED, "Attended"),
    (WAITLISTED, "Waitlisted"),
]
SEATED = (REGISTERED, ATTENDED, NO_SHOW)
#: Which counter a line of this status adds to; a cancelled line adds to none.
COUNTERS = dict.fromkeys(SEATED, SEATS) | {WAITLISTED: WAITLIST}
#: States of a registration in Odoo in which its lines take what their status says.
COMING = ("open", "done")

Interval = tuple[float, float]


def counter_of(status: str | None, holds_seats: bool) -> str | None:
    """The counter that a line adds to; of a registration that does not come, to none.

    >>> counter_of(ATTENDED, True), counter_of(ATTENDED, False), counter_of(CANCELLED, True)
    ('seats_taken', None, None)
    """
    return COUNTERS.get(status or "") if holds_seats else None


def shortage(counter: str, limit: int | None, taken: int, number: int = 1) -> str | None:
    """Why ``number`` more do not fit, as the code of a problem; None where they do. Without a
    ``limit`` all fit. ``event.agenda.instance`` has a copy in SQL: ``_search_is_full``.

    >>> shortage(SEATS, 2, 1), shortage(SEATS, 2, 1, 2), shortage(SEATS, None, 9)
    (None, 'instance_full', None)
    >>> shortage(WAITLIST, 2, 2), shortage(WAITLIST, 0, 0)
    ('waitlist_full', 'no_waitlist')
    """
    if limit is None or taken + number <= limit:
        return None
    if counter == SEATS:
        return "instance_full"
    return "waitlist_full" if limit else "no_waitlist"


def overlaps(first: Interval, second: Interval) -> bool:
    """Whether two (begin, end) have a moment in common: one may begin when the other ends.
    ``event.agenda.line`` has a copy in SQL: ``_find_overlaps``.

    >>> overlaps((9, 11), (10, 12)), overlaps((9, 11), (11, 12))
    (True, False)
    """
    return first[0] < second[1] and second[0] < first[1]
