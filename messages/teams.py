"""What can be wrong with a row of teams, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "team_archived": Message(
        _lt("Archived team"),
        _lt("The team with this code is archived."),
        _lt("Unarchive the team, or leave the row out."),
    ),
    "team_without_name": Message(
        _lt("Team without a name"),
        _lt("The event has no team with this code: a new one would be made, and has no name."),
        _lt("Fill in the name, or correct the code."),
    ),
}

# What people are told of a column.
HELP = {
    "event_code": _lt("Identifies the event, which must exist."),
    "team_code": _lt("Identifies the team in its event; an unknown one makes a new one."),
}
