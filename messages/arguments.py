"""What can be wrong with the arguments of a call: the caller's mistake, told at once."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "options_without_names": Message(
        text=_lt("The options must be names with values."),
    ),
    "unknown_option": Message(
        text=_lt("Unknown option: %(names)s. Known are: %(known)s."),
    ),
    "unfit_option": Message(
        text=_lt("The option %(name)s has no value that it can have."),
    ),
    "fixed_option": Message(
        text=_lt("The option %(name)s of this import is always %(value)s."),
    ),
    "mapping_without_fields": Message(
        text=_lt("The mapping must name a field for each label."),
    ),
    "mapping_too_large": Message(
        text=_lt(
            "A mapping names up to %(columns)s columns, each with up to %(length)s characters."
        ),
    ),
    "text_too_long": Message(
        text=_lt(
            "The %(name)s of an import has up to %(limit)s characters; this one has %(length)s."
        ),
    ),
    "mapping_of_fixed_columns": Message(
        text=_lt("The columns of this import have a fixed order: leave the mapping out."),
    ),
    "bad_characters": Message(
        text=_lt("An argument has a character that cannot be stored."),
    ),
    "not_base64": Message(
        text=_lt("The content of the file is not base64."),
    ),
}
