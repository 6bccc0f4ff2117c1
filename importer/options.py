"""Options and mappings as callers give them: what is wrong with them, as a problem; and what of an
operation's options a form shows. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..tools.contacts.likeness import REFUSE, SAME, WARN
from ..tools.contacts.whole_names import FIRST_LAST, LAST_FIRST, WHOLE
from ..tools.kinds.constituents import CREATE, UPDATE
from ..tools.rows.characters import clean
from ..tools.rows.labels import LONGEST as LONGEST_LABEL
from ..tools.rows.lists import listed_names
from ..tools.rows.problems import Problem, shorten

Options = dict[str, Any]

# Options a caller may give, with their types; anything else is refused rather than ignored.
TYPES: dict[str, type | tuple[type, ...]] = {
    "encoding": str,
    "separator": str,
    "sheet": str,
    "header_row": int,
    "date_format": (str, list),
    "confirm": int,
    "records": str,
    "blank": str,
    "same_email": str,
    "whole_name": str,
    "repeats": str,
    "event": int,
}
# Records that a run may touch, where its kind lets people choose.
RECORDS = [
    ("both", "Create new and update existing"),
    (CREATE, "Create new only"),
    (UPDATE, "Update existing only"),
]
# What an empty cell does to a value, where its kind lets people choose.
BLANKS = [("leave", "Leave the value as it is"), ("clear", "Take the value away")]
# What is done with a row of another name than that of the contact with its e-mail address.
SAME_EMAILS = [
    (REFUSE, "Refuse the row: it is another person"),
    (WARN, "Take it as the same person, with a warning"),
    (SAME, "Take it as the same person"),
]
# What is made of a whole name, in a column of its own.
WHOLE_NAMES = [
    (WHOLE, "Leave it whole"),
    (FIRST_LAST, "Split it, the first name comes first"),
    (LAST_FIRST, "Split it, the last name comes first"),
]
# Which rows are left out where several of a file name the same record.
FIRST, LAST, BOTH_OUT = "first", "last", "none"
LEFT_OUT = (FIRST, LAST, BOTH_OUT)
REPEATS = [
    ("apply", "Apply them all, in the order of the file"),
    (FIRST, "Keep the first, leave out the others"),
    (LAST, "Keep the last, leave out the others"),
    (BOTH_OUT, "Leave them all out"),
]
# What is so anyway: nobody has to say it.
DEFAULTS = {
    "records": "both",
    "blank": "leave",
    "same_email": REFUSE,
    "whole_name": WHOLE,
    "repeats": "apply",
}
# So long, in characters, are what people call a run and say of it, and an option that is a text;
# so many date formats may be tried, and so many columns be mapped.
LONGEST = {"label": 200, "description": 5_000}
OPTION_LENGTH = 200
NAME_LENGTH = 50
DATE_FORMATS = 10
MAPPED = 500
# Between date formats that may each be in a file, where a form shows them as one choice.
EITHER = "|"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def options_problem(
    options: object, chosen: Mapping[str, Collection[Any]], fixed: Mapping[str, object]
) -> Problem | None:
    """What is no option, and a value that it cannot have; none, or an empty one, is no choice.

    ``chosen`` are the values of options which only some kinds let people choose, none where this
    one does not; ``fixed`` are the options that each run of the kind has.
    """
    if not isinstance(options, dict):
        return Problem("options_without_names")
    unknown = [shorten(str(name), NAME_LENGTH) for name in options if name not in TYPES]
    if unknown:
        params = {"names": listed_names(unknown), "known": ", ".join(TYPES)}
        return Problem("unknown_option", params=params)
    given = {name: value for name, value in options.items() if value}
    for name, value in given.items():
        if not _fits(name, value) or (name in chosen and value not in chosen[name]):
            return Problem("unfit_option", params={"name": name})
    for name in fixed:
        if given.get(name, fixed[name]) != fixed[name]:
            return Problem("fixed_option", params={"name": name, "value": fixed[name]})
    return characters_problem(options)


def _fits(name: str, value: object) -> bool:
    """Whether a value given as JSON is of the option's type; numbers count something."""
    if not isinstance(value, TYPES[name]) or value is True:
        return False
    if name == "date_format":
        return _are_date_formats([value] if isinstance(value, str) else value)
    if isinstance(value, str):
        return len(value) <= OPTION_LENGTH
    return not isinstance(value, int) or value > 0


def _are_date_formats(formats: Any) -> bool:
    """Whether each names day, month and year once: what the parser of dates can read."""
    return len(formats) <= DATE_FORMATS and all(
        isinstance(each, str)
        and len(each) <= OPTION_LENGTH
        and all(each.count(token) == 1 for token in ("%d", "%m", "%Y"))
        for each in formats
    )


def mapping_problem(mapping: object, has_fixed_columns: bool = False) -> Problem | None:
    """What is no ``{label: field}``; whether it fits the file is seen later."""
    if not isinstance(mapping, dict) or not all(isinstance(f, str) for f in mapping.values()):
        return Problem("mapping_without_fields")
    if mapping and has_fixed_columns:
        return Problem("mapping_of_fixed_columns")
    if len(mapping) > MAPPED or any(
        len(text) > LONGEST_LABEL for each in mapping.items() for text in each
    ):
        return Problem("mapping_too_large", params={"columns": MAPPED, "length": LONGEST_LABEL})
    return characters_problem(mapping)


def characters_problem(argument: object) -> Problem | None:
    """JSON carries characters that the database cannot hold: NUL and halves of pairs."""
    bad = any(_UNSTORABLE.search(text) for text in _texts_in(argument))
    return Problem("bad_characters") if bad else None


def _texts_in(argument: object) -> Iterator[str]:
    """All texts of what came as JSON, however deep it is nested."""
    waiting = [argument]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as named:
                waiting += [*named, *named.values()]
            case list() | tuple() as listed:
                waiting += listed


def decoded(content: Any) -> bytes | None:
    """The bytes of base64 text, in lines or not; None for what is not base64.

    >>> decoded("aGVs\\nbG8="), decoded("hello?")
    (b'hello', None)
    """
    try:
        return base64.b64decode(type(content)().join(content.split()), validate=True)
    except (AttributeError, binascii.Error, TypeError, ValueError):
        return None


def texts_problem(label: object, description: object) -> Problem | None:
    """What is too long, or has characters that cannot be stored, of what people call a run and say
    of it."""
    texts = {"label": label, "description": description}
    for name, text in texts.items():
        if isinstance(text, str) and len(text) > LONGEST[name]:
            params = {"name": name, "length": len(text), "limit": LONGEST[name]}
            return Problem("text_too_long", params=params)
    return characters_problem(texts)


def run_texts(label: object, description: object) -> dict[str, str]:
    """What a job stores of them, without what is no text."""
    texts = {"label": label, "description": description}
    return {name: clean(text) for name, text in texts.items() if isinstance(text, str)}


# -- as a form shows them ------------------------------------------------------------------------


def shown(value: Any, offered: Collection[str] | None) -> Any:
    """An option as its field holds it: False where the field does not offer it.

    >>> shown(["%d.%m.%Y", "%Y-%m-%d"], ["%d.%m.%Y|%Y-%m-%d"]), shown(":", [",", ";"])
    ('%d.%m.%Y|%Y-%m-%d', False)
    """
    text = EITHER.join(value) if isinstance(value, list) else value or False
    return False if offered is not None and text not in offered else text


def merged(
    options: Options | None, fields: Options, offered: Mapping[str, Collection[str] | None]
) -> Options:
    """Options after a form was filled in: ``fields`` is what its fields hold. What they do not
    offer stays as it is, and what is so anyway is left out.

    >>> merged({"separator": ":", "records": "update"}, {"records": "both", "separator": False},
    ...     {"records": ["both", "update"], "separator": [","]})
    {'separator': ':'}
    """
    filled = {name: value for name, value in fields.items() if value}
    if EITHER in filled.get("date_format", ""):
        filled["date_format"] = filled["date_format"].split(EITHER)
    others = {
        name: value
        for name, value in (options or {}).items()
        if name not in offered or (value and not shown(value, offered[name]))
    }
    return others | {name: value for name, value in filled.items() if value != DEFAULTS.get(name)}
