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
    "words_not_a_list": Message(
        _lt("Not a list of words"),
        _lt("This is no list of at most %(limit)s pairs with ; between them."),
        _lt("Write pairs as Yes = 1; No = 0. A pair with a ; in it stands in quotation marks."),
    ),
    "word_without_pair": Message(
        _lt("Half of a pair"),
        _lt("“%(text)s” is no pair of our value, = and what stands in the file."),
        _lt("Write pairs as Yes = 1; No = 0."),
    ),
    "word_twice": Message(
        _lt("Word in two pairs"),
        _lt("A value of “%(text)s” stands in another pair: what a file means would not be clear."),
        _lt("Give each value one word, and each word one value."),
    ),
}
