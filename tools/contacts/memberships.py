"""Which groups and interests the texts of a row mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..rows.lists import split_list
from ..rows.placeholders import is_empty_title, is_placeholder
from ..rows.problems import Problem, warning
from .names import name_key

# Sorts of groups: ordinary ones, and those of an interest.
ORDINARY = "ordinary"
OPT_IN = "opt_in"
OPT_OUT = "opt_out"

# A group or an interest as it is here: ``id``, ``active``, and of a group ``kind`` and ``center``,
# of an interest the ids of its groups ``in`` and ``out``. A meaning is such a record, ``{"new":
# text}`` of one to be made, or ``{"code"}`` of what is wrong.
Record = Mapping[str, Any]
Meaning = Mapping[str, Any]


def texts_of(values: Mapping[str, Any], by_id: str, by_name: str) -> tuple[str, list[str] | None]:
    """``(field, texts)`` of the ids or the names that a row gives; of both, the names count. None
    where the cell is no list.

    >>> texts_of({"group_id": "G1; G2;G1", "group_name": None}, "group_id", "group_name")
    ('group_id', ['G1', 'G2'])
    """
    field = by_name if values.get(by_name) else by_id
    texts = split_list(values.get(field))
    return field, texts and list(dict.fromkeys(texts))


def find_group(
    found: list[Record], field: str, text: str, centers: Collection[int] | None
) -> Meaning:
    """What a text means, as an ordinary group.

    `found` are groups with this external id or name; `centers` the ids of the centers whose groups
    may be meant besides those of none, None for all.
    """
    if _names_nothing(field, text):
        return {"code": "placeholder"}
    if not found:
        return {"new": text} if field == "group_name" else {"code": "unknown_group"}
    ordinary = [group for group in found if group["kind"] == ORDINARY]
    if not ordinary:
        return {"code": "group_of_interest"}
    own = [group for group in ordinary if group["center"] in (centers or ())]
    shared = [group for group in ordinary if group["center"] is None]
    meant = own or shared or (ordinary if centers is None else [])
    if not meant:
        return {"code": "group_of_other_center"}
    return _the_one(meant, "group")


def find_interest(found: list[Record], field: str, text: str) -> Meaning:
    """What a text means, as an interest; `found` are those with this external id or name."""
    if _names_nothing(field, text):
        return {"code": "placeholder"}
    if not found:
        return {"new": text} if field == "interest_name" else {"code": "unknown_interest"}
    return _the_one(found, "interest")


def _names_nothing(field: str, text: str) -> bool:
    """Whether a text stands for no value: all rows that have it would share one group."""
    return is_empty_title(text) if field.endswith("_name") else is_placeholder(text)


def _the_one(found: list[Record], noun: str) -> Meaning:
    if len(found) > 1:
        return {"code": f"ambiguous_{noun}", "count": len(found)}
    return found[0] if found[0]["active"] else {"code": f"archived_{noun}"}


def problem_of(meaning: Meaning, field: str, text: str) -> Problem:
    """What is wrong with a text, as a problem: a group of another center is an error of that
    assignment alone (V12), everything else one of the row."""
    params = {name: meaning[name] for name in ("count", "limit") if name in meaning}
    if meaning["code"] == "group_of_other_center":
        return warning(meaning["code"], field, text, **params)
    return Problem(meaning["code"], field, text, params)


def key_of(field: str, text: str) -> str:
    """By what a text is looked up: external ids as they are, names without case and blanks.

    >>> key_of("group_id", "G1"), key_of("group_name", " The  Choir")
    ('G1', 'the choir')
    """
    return name_key(text) if field.endswith("_name") else text
