"""What is left as it is by an undo, and why."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "changed_since": Message(
        _lt("Changed since"),
        _lt("This was changed since the import, so it is left as it is now."),
        _lt("Change it by hand where the old value is wanted."),
    ),
    "kept_since": Message(
        _lt("New record changed since"),
        _lt("The import made this record; it was changed since, so it is kept."),
        _lt("Delete it by hand if it is not wanted."),
    ),
    "used_since": Message(
        _lt("New record used since"),
        _lt("The import made this record (%(what)s); it is kept: %(holders)s."),
        _lt("Delete it by hand if it is not wanted."),
    ),
    "final_since": Message(
        _lt("Taken away for ever"),
        _lt("The contact was deleted by a file, which nothing brings back: this stays empty."),
        _lt("Enter by hand what the person has given you anew."),
    ),
    "value_gone": Message(
        _lt("Old value is gone"),
        _lt("What this held before the import is not there any more, so it is left as it is now."),
        _lt("Change it by hand where another value is wanted."),
    ),
    "gone_since": Message(
        _lt("Record is gone"),
        _lt("The record is not there any more, or you may not see it."),
        _lt("There is nothing to undo here."),
    ),
    "not_undoable": Message(
        _lt("Cannot be undone"),
        _lt("What the import did here cannot be undone: no old values are kept."),
        _lt("Look at the record, and mend by hand what is needed."),
    ),
    "may_not_delete": Message(
        _lt("Not allowed to delete"),
        _lt("The import made this record, and you may not delete it."),
        _lt("Ask somebody who may delete such records."),
    ),
}
