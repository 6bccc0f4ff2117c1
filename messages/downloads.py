"""What a run of a download says of itself and of what it left out: texts alone, since nobody groups
them."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "erased": Message(text=_lt("A contact in it was anonymized meanwhile: run it again.")),
    "unexpected": Message(
        text=_lt("Something went wrong. The server's log of %(time)s says what.")
    ),
    "interrupted": Message(text=_lt("It was interrupted again and again.")),
    "odoo": Message(text=_lt("%(text)s")),
    "stopped": Message(text=_lt("Stopped by %(name)s.")),
    "too_long": Message(
        text=_lt(
            "%(count)s lines are too many for an Excel file, which takes %(limit)s: choose CSV in"
            " the operation."
        )
    ),
    "open_duplicate": Message(
        text=_lt("The contact may be one with another: decide about the duplicate first.")
    ),
    "contact_not_known": Message(
        text=_lt("The contact has no cross-reference in the other system.")
    ),
    "no_id_there": Message(
        text=_lt(
            "%(count)s contacts have no cross-reference: their %(field)s is empty, OUR_ID says"
            " which they are here."
        ),
        one=_lt(
            "One contact has no cross-reference: its %(field)s is empty, OUR_ID says which it is"
            " here."
        ),
    ),
    "stays_ours": Message(
        text=_lt(
            "%(count)s values of %(field)s have no cross-reference: they are written as they are"
            " here."
        ),
        one=_lt("One value of %(field)s has no cross-reference: it is written as it is here."),
    ),
    "folder_unusable": Message(
        text=_lt("Its folder takes no downloads of this company any more: choose another one.")
    ),
    "folder_failed": Message(text=_lt("The folder did not take it: %(reason)s")),
    "file_elsewhere": Message(
        text=_lt(
            "The file is in the data folder of another server: give the servers one data folder, or"
            " set the system parameter ir_attachment.location to “db”."
        )
    ),
    "file_gone": Message(text=_lt("The file is not kept any more.")),
    "source_not_readable": Message(
        text=_lt(
            "Left out, since the person who ran this may not read them: %(names)s. They go with a"
            " run of somebody who may."
        )
    ),
}
