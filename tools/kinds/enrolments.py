"""How far an enrolment on a qualification is: the statuses, and the dates that they stand for."""

from __future__ import annotations

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
