"""What stops a job or a row whatever its kind."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "odoo": Message(
        _lt("Refused by Odoo"),
        _lt("%(message)s"),
        _lt("Mend what the message names, or ask your administrator."),
    ),
    "no_cross_reference": Message(
        _lt("No cross-reference"),
        _lt(
            "“%(system)s” has no cross-reference for this value, so it is not known what it means"
            " here."
        ),
        _lt(
            "Add it under Data Sync > Cross-references, or ask somebody with the roles"
            " “Import/Export Management” and “Cross-Reference Management”; then retry the failed"
            " rows."
        ),
    ),
    "refused_by_database": Message(
        _lt("Refused by the database"),
        _lt("The database does not take the row: it breaks the rule “%(rule)s”."),
        _lt("Ask your administrator what that rule says, and mend the row."),
    ),
    "broken": Message(
        _lt("Failure of the server"),
        _lt("The server failed at this row: %(error)s."),
        _lt("Show the row to your administrator; the server's log says more."),
    ),
    "busy": Message(
        _lt("Record was being edited"),
        _lt("Somebody else was editing the record each of the times it was tried."),
        _lt("Retry the row when they are done."),
    ),
    "poison": Message(
        _lt("Row stopped the server"),
        _lt("The server stopped three times at exactly this row, so it was passed over."),
        _lt("Show the row to your administrator; the server's log says why it stopped."),
    ),
    "repeated": Message(
        _lt("Same record again"),
        _lt(
            "Rows %(row)s and %(later)s name the same record: rows without errors are applied in"
            " the order of the file."
        ),
        _lt("If that is not meant, keep only the row that you want to count."),
    ),
    "left_out_repeat": Message(
        _lt("Left out: same record twice"),
        _lt("Row %(row)s is left out, since row %(other)s names the same record."),
        _lt("To have it imported as well, let all rows of a record be applied."),
    ),
    "newer_record": Message(
        _lt("Changed since the first import"),
        _lt(
            "The record was changed after the import that left this row out: what the row says may"
            " be older."
        ),
        _lt("Compare the old and the new values, and leave the row out if it is out of date."),
    ),
    "not_authorised": Message(
        _lt("Not allowed any more"),
        _lt("%(message)s"),
        _lt("Ask an administrator for the right, then start the import again."),
    ),
    "not_confirmed": Message(
        _lt("Not confirmed"),
        _lt("The file plans what nothing brings back: %(planned)s."),
        _lt(
            "Start the import again and confirm the number %(count)s, or allow these operations on"
            " the import operation."
        ),
    ),
    "more_than_confirmed": Message(
        _lt("More than was confirmed"),
        _lt(
            "The rest would do more of what nothing brings back than the %(count)s rows that were"
            " confirmed, or do it to other records: these have changed since."
        ),
        _lt("Retry the remaining rows, look at the report again, and confirm its number."),
        one=_lt(
            "The rest would do more of what nothing brings back than the one row that was"
            " confirmed, or do it to another record: these have changed since."
        ),
    ),
    "not_approved": Message(
        _lt("Not approved"),
        _lt("%(user)s did not approve this import."),
        _lt("Talk to them; the file was not applied and can be uploaded again."),
    ),
    "no_room": Message(
        _lt("No room on the server"),
        _lt("The server has no room left on its disk. The import waits, and goes on by itself."),
        _lt("Tell an administrator. What was done stays; nothing is lost and nothing done twice."),
    ),
    "no_room_now": Message(
        _lt("No room on the server"),
        _lt("The server has no room left on its disk. Nothing was done: try again later."),
        _lt("Tell an administrator."),
    ),
    "server_away": Message(
        _lt("Database not reachable"),
        _lt("The database could not be reached. The import waits, and goes on by itself."),
        _lt("Tell an administrator if it lasts. Nothing is lost and nothing done twice."),
    ),
    "file_elsewhere": Message(
        _lt("File on another server"),
        _lt(
            "The file is in the data folder of another server. The import waits until that one"
            " takes it, or this one can read it."
        ),
        _lt(
            "An administrator gives the servers one data folder, or sets the system parameter"
            " ir_attachment.location to “db”. Files that come from now on are kept in the database."
        ),
    ),
    "stopped": Message(
        _lt("Stopped"),
        _lt("The import stopped: %(message)s"),
        _lt("The rows that were done stay done; retry the others."),
    ),
}
