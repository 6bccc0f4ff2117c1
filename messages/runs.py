"""What became of a poll of the source of an operation."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "run_no_file": Message(
        _lt("No file found"),
        _lt("No file “%(pattern)s” was found in the folder “%(folder)s”."),
        _lt("Ask whoever delivers the file; the operation looks again at its next time."),
    ),
    "run_no_stored_file": Message(
        _lt("No file"),
        _lt("The operation keeps no file that it could import."),
        _lt("Upload one on the page “Source and schedule”."),
    ),
    "run_writing": Message(
        _lt("Seen"),
        _lt("The file was seen; it is taken once its size has stayed the same for a while."),
        "",
    ),
    "run_repeated": Message(
        _lt("Imported before"),
        _lt(
            "The file says what was imported last, as import %(job)s, and nothing of that has"
            " changed since: it was put away, and not imported again."
        ),
        _lt("Nothing is left to do, unless another file was meant: deliver that one."),
    ),
    "run_older": Message(
        _lt("Older than the last file"),
        _lt("The file was written on %(date)s, before the one that was imported last."),
        _lt("Check that newer data was not overwritten with older data."),
    ),
    "run_unreadable": Message(
        _lt("Folder or file not readable"),
        _lt("The folder “%(folder)s” or its file cannot be read: %(reason)s."),
        _lt("Tell the administrator: the server must be able to read and to write there."),
    ),
    "run_not_moved": Message(
        _lt("File not moved"),
        _lt("The file could not be put away in the folder “%(folder)s”: %(reason)s."),
        _lt("Tell the administrator. The file is not imported a second time."),
    ),
    "run_no_runner": Message(
        _lt("Nobody to run as"),
        _lt("Nobody is set as whom the operation runs."),
        _lt("Somebody who may schedule it must resume it: then it runs as that person."),
    ),
    "run_archived": Message(
        _lt("User archived"),
        _lt("The operation runs as %(user)s, whose user is archived."),
        _lt("Somebody who may schedule it must resume it: then it runs as that person."),
    ),
    "run_refused": Message(
        _lt("Right lost"),
        _lt("%(user)s, as whom the operation runs, may not do that: %(message)s"),
        _lt("Give back the right, or let somebody who has it resume the operation."),
    ),
    "run_stopped": Message(
        _lt("Stopped"),
        _lt("The operation could not be run: %(reason)s"),
        _lt("It is tried again at its next time."),
    ),
    "run_mail_full": Message(
        _lt("E-mail with too many files"),
        _lt(
            "An accepted e-mail had %(count)s files; up to %(limit)s are taken, and none of these"
            " was."
        ),
        _lt("Send them in several e-mails, or as one file."),
    ),
    "run_mail_empty": Message(
        _lt("E-mail without a file"),
        _lt("An accepted e-mail had no file whose name ends in %(endings)s."),
        _lt("Send the file as an attachment, not as a link."),
    ),
    "run_mail_unread": Message(
        _lt("Attachment not imported"),
        _lt(
            "This came with an accepted e-mail, and is not imported: the operation reads files"
            " whose names end in %(endings)s."
        ),
        _lt("Send what is in it as such a file, and take files out of a ZIP archive first."),
    ),
}
