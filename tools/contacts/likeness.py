"""Whether a row that has the e-mail address of a contact is of somebody else: names only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .names import full_name
from .similarity import compare_names
from .whole_names import parts_of

# What a run does with a row whose name is not that of the contact with its e-mail address.
REFUSE, WARN, SAME = "refuse", "warn", "same"
# Of two names: nothing is alike, or the first names are not.
OTHER, OTHER_FIRST = "other", "other_first"
_ALIKE = ("same_name", "swapped_name", "similar_name", "part_of_name")


def difference(values: Mapping[str, Any], contact: Mapping[str, Any]) -> str | None:
    """How the name in a row differs from that of a contact: OTHER, where neither first nor last
    name is alike, OTHER_FIRST where only the last one is; None where they may be one person, or
    one of the two has no name.

    >>> ann = {"name": "Ann Lee"}
    >>> def names(*rows): return [difference(row, ann) for row in rows]
    >>> names({"firstname": "Anne", "lastname": "Lee"}, {"fullname": "Lee, Ann"}, {})
    [None, None, None]
    >>> names({"firstname": "Ann", "lastname": "Moor"}, {"lastname": "Lee"}, {"firstname": "A."})
    [None, None, None]
    >>> names({"lastname": "Ann Moor"}, {"firstname": "Bob"}, {"firstname": "", "lastname": None})
    [None, 'other', None]
    >>> names({"firstname": "Bob", "lastname": "Lee"}, {"fullname": "Dora Other"})
    ['other_first', 'other']
    """
    other = _of_contact(contact)
    found = [_difference(one, other) for one in _of_row(values)]
    if not found or None in found:
        return None
    return OTHER_FIRST if OTHER_FIRST in found else OTHER


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    if not one["name"] or not other["name"] or one["name"] == other["name"]:
        return None
    code = compare_names(one, other)
    if code == "other_first_name":
        return OTHER_FIRST
    return OTHER if code == "other_name" and not _first_names_alike(one, other) else None


def _of_row(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The name of a row; where only a last one is given, also as the whole name that it may be."""
    first, last, whole, is_company = map(
        values.get, ("firstname", "lastname", "fullname", "is_company")
    )
    if whole and not is_company:
        first, last = parts_of(first, last, whole)
    names = [{"name": full_name(first, last), "firstname": first, "lastname": last}]
    if not first:
        names.append({"name": last or whole})
    return [{**name, "is_company": is_company} for name in names if name["name"]]


def _of_contact(contact: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": contact.get("name"),
        "firstname": contact.get("contact_firstname"),
        "lastname": contact.get("contact_lastname"),
        "is_company": contact.get("is_company"),
    }


def _first_names_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """As of a person who has married."""
    if one["is_company"] or other["is_company"]:
        return False
    first, second = (_first_name(each) for each in (one, other))
    if not first or not second:
        return False
    # as first names of one family: an initial may stand for a name
    return compare_names({"name": f"{first} X"}, {"name": f"{second} X"}) in _ALIKE


def _first_name(contact: Mapping[str, Any]) -> str:
    """The first name, where it is kept apart or the name has several words."""
    first, last, name = contact.get("firstname"), contact.get("lastname"), contact["name"]
    if (first or last) and full_name(first, last) == name:
        return str(first or "")
    before, comma, behind = str(name).partition(",")
    return behind.strip() if comma else before.rpartition(" ")[0].strip()
