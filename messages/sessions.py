"""What can be wrong with a row of session instances, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "unknown_registration": Message(
        _lt("Unknown registration"),
        _lt("There is no registration with this code, or you may not see it."),
        _lt("Compare the code with the registration's; this import never creates a registration."),
    ),
    "ambiguous_registration": Message(
        _lt("Ambiguous registration"),
        _lt("This is the code of one registration and the barcode of another."),
        _lt("Change one of the two, or use the registration's code."),
    ),
    "other_event": Message(
        _lt("Registration for another event"),
        _lt("This is a registration for “%(event)s”, and the file is imported for another event."),
        _lt("Leave the row out, or import it from the form of its own event."),
    ),
    "archived_registration": Message(
        _lt("Archived registration"),
        _lt("The registration is archived."),
        _lt(
            "Unarchive the registration, or leave the row out. Only what is in its agenda can be"
            " cancelled."
        ),
    ),
    "registration_cancelled": Message(
        _lt("Cancelled registration"),
        _lt(
            "The registration itself is cancelled; the row is imported all the same, and takes"
            " nothing until the registration is confirmed again."
        ),
        _lt("Leave the row out if the registrant does not come."),
    ),
    "registration_draft": Message(
        _lt("Unconfirmed registration"),
        _lt(
            "The registration is not confirmed; the row is imported all the same, and takes"
            " nothing until it is."
        ),
        _lt("Confirm the registration so that the seat is kept."),
    ),
    "sessions_disabled": Message(
        _lt("Event without sessions"),
        _lt("Sessions are not enabled for the event of this registration."),
        _lt("Enable “Sessions” on the event, or leave its registrations out."),
    ),
    "unknown_session": Message(
        _lt("Unknown session"),
        _lt("The registration's event has no session with this code."),
        _lt("Compare the code with the sessions of the event."),
    ),
    "unknown_instance": Message(
        _lt("Unknown instance"),
        _lt("The session has no instance with this code."),
        _lt("Compare the code with the instances of the session."),
    ),
    "other_case": Message(
        _lt("Other capital letters"),
        _lt("The code is “%(code)s”: it differs in capital letters, which count."),
        _lt("Write the code as it is there."),
    ),
    "instance_elsewhere": Message(
        _lt("Instance of another session"),
        _lt("The instance belongs to the session %(session)s."),
        _lt("Correct the session code or the instance code."),
    ),
    "instance_full": Message(
        _lt("No seat left"),
        _lt("The instance has no seat left: %(taken)s of %(limit)s taken."),
        _lt("Choose another instance, raise its seats, or use the status Waitlisted."),
    ),
    "waitlist_full": Message(
        _lt("Waitlist full"),
        _lt("The waitlist has no place left: %(taken)s of %(limit)s taken."),
        _lt("Choose another instance or raise its waitlist limit."),
    ),
    "no_waitlist": Message(
        _lt("No waitlist"),
        _lt("The instance has no waitlist."),
        _lt("Choose another status or allow a waitlist on the instance."),
    ),
    "promoted_since": Message(
        _lt("Off the waitlist"),
        _lt("The registrant has got a seat from the waitlist since, and keeps it."),
        _lt("Use the status Cancelled to take the seat away."),
    ),
    "overlap": Message(
        _lt("Overlapping sessions"),
        _lt("The registrant has a seat in %(other)s at the same time."),
        _lt("Cancel one of the two, or allow overlapping sessions on the event."),
    ),
}

# What people are told of a column.
HELP = {
    "registration_code": _lt(
        "Identifies the registration record; its barcode is accepted as well."
    ),
    "session_code": _lt("Identifies the session of the registration's event."),
    "instance_code": _lt("Identifies the instance of that session."),
}
