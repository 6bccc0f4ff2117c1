"""Which way the rows of an import went, and why."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)
_TITLE = _lt("Written row by row")

MESSAGES = {
    "fast_lane": Message(
        _lt("Written in bulk"),
        _lt("In bulk by the database, since nothing else follows what is written here."),
    ),
    "lane_none": Message(
        _TITLE,
        _lt(
            "Through Odoo's models, all of them: each row needed a look of its own, or the database"
            " refused one of those that were to be written at once, or took too long over them."
        ),
    ),
    "lane_forbidden": Message(
        _TITLE, _lt("Through Odoo's models: the operation says that it shall be so.")
    ),
    "lane_short": Message(_TITLE, _lt("Through Odoo's models, which is as fast for a short file.")),
    "lane_source": Message(
        _TITLE, _lt("Through Odoo's models: these are rows of an earlier import.")
    ),
    "lane_translated": Message(
        _TITLE, _lt("Through Odoo's models: the texts of the file are cross-referenced.")
    ),
    "lane_waitlist": Message(
        _TITLE, _lt("Through Odoo's models: people are promoted from waitlists.")
    ),
    "lane_noted": Message(
        _TITLE, _lt("Through Odoo's models: each record says in its chatter what imported it.")
    ),
    "lane_told": Message(_TITLE, _lt("Through Odoo's models: the registrants are told.")),
    "lane_heard": Message(
        _TITLE, _lt("Through Odoo's models, since something else follows it: %(listener)s.")
    ),
    "lane_rights": Message(
        _TITLE,
        _lt("Through Odoo's models: what whoever started it sees and may write are not the same."),
    ),
    "lane_barcodes": Message(
        _TITLE, _lt("Through Odoo's models: the file names registrations by their barcodes.")
    ),
}
