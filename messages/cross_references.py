"""What can be wrong with a row of cross-references."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "unknown_system": Message(
        _lt("Unknown system"),
        _lt("There is no system with this code."),
        _lt("Compare it with the systems under Data Sync > Cross-references, or add the system."),
    ),
    "ambiguous_system": Message(
        _lt("Several systems"),
        _lt("%(count)s systems have this code."),
        _lt("Give all but one of them another code."),
    ),
    "unknown_our_value": Message(
        _lt("Unknown value of ours"),
        _lt("There is no such value of this type here."),
        _lt("Write it as it stands here: an ID, an external ID, a code, or one of the choices."),
    ),
}
