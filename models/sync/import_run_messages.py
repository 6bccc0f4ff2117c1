"""What people read of a look at the source of an operation; see ``import_message.py``."""

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MESSAGES = {
    "run_no_file": (
        _lt("No file found"),
        _lt("No file “%(pattern)s” was found in the folder “%(folder)s”."),
        _lt("Ask whoever delivers the file; the operation looks again at its next time."),
    ),
    "run_no_kept_file": (
        _lt("No file"),
        _lt("The operation keeps no file that it could import."),
        _lt("Upload one on the page “Source and schedule”."),
    ),
    "run_writing": (
        _lt("Seen"),
        _lt("The file was seen; it is taken once its size has stayed the same for a while."),
        "",
    ),
    "run_repeated": (
        _lt("Imported before"),
        _lt("The same content was imported before, as job %(job)s: it was put away."),
        _lt("Deliver a new file, or import this one by hand."),
    ),
    "run_older": (
        _lt("Older than the last file"),
        _lt("The file was written on %(date)s, before the one that was imported last."),
        _lt("Check that newer data was not overwritten with older data."),
    ),
    "run_unreadable": (
        _lt("Folder or file not readable"),
        _lt("The folder “%(folder)s” or its file cannot be read: %(reason)s."),
        _lt("Tell the administrator: the server must be able to read and to write there."),
    ),
    "run_not_moved": (
        _lt("File not moved"),
        _lt("The file could not be put away in the folder “%(folder)s”: %(reason)s."),
        _lt("Tell the administrator. The file is not imported a second time."),
    ),
    "run_no_runner": (
        _lt("Nobody to run as"),
        _lt("Nobody is set as whom the operation runs."),
        _lt("Somebody who may schedule it must resume it: then it runs as that person."),
    ),
    "run_archived": (
        _lt("User archived"),
        _lt("The operation runs as %(user)s, whose user is archived."),
        _lt("Somebody who may schedule it must resume it: then it runs as that person."),
    ),
    "run_refused": (
        _lt("Right lost"),
        _lt("%(user)s, as whom the operation runs, may not do that: %(message)s"),
        _lt("Give back the right, or let somebody who has it resume the operation."),
    ),
    "run_stopped": (
        _lt("Stopped"),
        _lt("The operation could not be run: %(reason)s"),
        _lt("It is tried again at its next time."),
    ),
    "run_mail_empty": (
        _lt("E-mail without a file"),
        _lt("An accepted e-mail had no .csv, .txt, .tsv, .xlsx or .xls file."),
        _lt("Send the file as an attachment, not as a link."),
    ),
}


class RegistrationImportMessage(models.AbstractModel):
    _inherit = "registration.import.message"

    @api.model
    def _catalogue(self):
        return super()._catalogue() | MESSAGES
