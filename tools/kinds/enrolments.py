"""How far an enrolment on a qualification is: the statuses, and the dates that they stand for."""

from __future__ import annotations

import datetime

NOT_REGISTERED = "not_registered"
REGISTERED = "registered"
ACHIEVED = "achieved"
CLAIMED = "certificate_claimed"
RECEIVED = "certificate_received"
SENT = "certificate_sent"
EXEMPT = "exempt"
NOT_REQUIRED = "registration_not_required"

STATUSES = [
    (NOT_REGISTERED, "Not registered"),
    (REGISTERED, "Registered"),
    (ACHIEVED, "Achieved"),
    (CLAIMED, "Certificate Claimed"),
    (RECEIVED, "Certificate Received"),
    (SENT, "Certificate Sent"),
    (EXEMPT, "Exempt"),
    (NOT_REQUIRED, "Registration Not Required"),
]
#: The dates in the order of time, each with the status that it stands for.
DATES = {
    "date_registered": REGISTERED,
    "date_achieved": ACHIEVED,
    "date_claimed": CLAIMED,
    "date_received": RECEIVED,
    "date_sent": SENT,
}


def planned_achievement(registered: datetime.date | None, days: int | None) -> datetime.date | None:
    """When a learner will have achieved what takes so many days; None where nobody can say.

    >>> planned_achievement(datetime.date(2025, 9, 1), 365)
    datetime.date(2026, 9, 1)
    >>> planned_achievement(datetime.date(2025, 9, 1), 0)
    >>> planned_achievement(datetime.date(2025, 9, 1), 10**9)
    """
    if not registered or not days:
        return None
    try:
        return registered + datetime.timedelta(days=days)
    except OverflowError:
        return None
