"""What is known of one contact: its fields, as the database or an earlier row leaves them.

A part is a dict of the fields of a contact, with its ``id`` (0 while it is only planned), ``home``,
the code of its country, ``addresses``, {type: fields}, the ids of what it has many of, and its
administrative numbers, {code: [id, number]}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..rows.plan import Change
from .contact_assignments import AUTHORIZATIONS, CRITERIA
from .contact_reasons import ACCOUNT_DELETED
from .contact_schema import ADDRESS, OF_STRUCTURE, OWN, PHONES
from .contact_values import ADMIN_NUMBERS
from .names import name_key

Part = dict[str, Any]

# By which a contact is reached; with the address, what DELETE empties of it.
COMMUNICATION = (*PHONES.values(), "email", "website")
EMPTIED = dict.fromkeys((*ADDRESS.values(), *COMMUNICATION))
# What a contact that is still to be made holds, unless its row says otherwise.
NEW = {CRITERIA: None, AUTHORIZATIONS: None, "is_company": False, "parent_id": None}
NEW |= {"active": True, "contact_invalid_reason": None}
NEW |= dict.fromkeys((*OWN.values(), *OF_STRUCTURE.values(), *EMPTIED))


def is_empty(present: Mapping[str, Any]) -> bool:
    """Whether a contact has nothing that DELETE would empty."""
    return not (present.get("addresses") or any(present.get(name) for name in EMPTIED))


def unreachable(part: Part) -> Part:
    """What DELETE leaves of a contact."""
    return {**part, **EMPTIED, "addresses": {}}


def anonymized(part: Part) -> Part:
    """What ANONYMIZE leaves of a contact, as far as rows look at it."""
    nothing = {CRITERIA: None, AUTHORIZATIONS: None}
    return {**unreachable(part), **nothing, "contact_invalid_reason": ACCOUNT_DELETED}


def if_structure(part: Part | None) -> Part | None:
    """The part, where it is that of a structure."""
    return part if part and part["is_company"] else None


def is_one(contact: Part, structure: Part) -> bool:
    """Whether a contact is that structure; those that are only planned have no id yet.

    >>> person = {"id": 0, "contact_nr": "1", "is_company": False}
    >>> is_one(person, {"id": 0, "is_company": True}), is_one({"id": 7}, {"id": 7})
    (False, True)
    """
    if contact["id"] or structure["id"]:
        return bool(contact["id"] == structure["id"])
    number = contact.get("contact_nr")
    return bool(contact["is_company"] and number and number == structure.get("contact_nr"))


def is_same_structure(one: Part | None, other: Part | None) -> bool:
    """Whether two states are of one structure; those of a file that are only planned have a name,
    and a number where a row is about them alone.

    >>> planned = [{"id": 0, "name": name} for name in ("The Opera", "THE  OPERA", "Opera")]
    >>> [is_same_structure(planned[0], each) for each in (*planned, None)]
    [True, True, False, False]
    >>> is_same_structure(planned[0], {**planned[0], "contact_nr": "5"})
    False
    """
    if not one or not other or one["id"] != other["id"]:
        return False
    return bool(one["id"]) or _called(one) == _called(other)


def _called(structure: Part) -> tuple[str, str | None]:
    return name_key(structure["name"]), structure.get("contact_nr")


def filled(part: Mapping[str, Any]) -> Part:
    """Fields as Odoo has them: an emptied text is as good as none."""
    return {name: None if value == "" else value for name, value in part.items()}


def present_of(part: Part | None) -> Part:
    """What a contact holds now, with the sorted ids of what it has many of; {} for a new one."""
    if part is None:
        return {}
    many = {name: sorted(part[name] or ()) for name in (CRITERIA, AUTHORIZATIONS)}
    return filled(part) | many


def left_after(part: Part | None, change: Change, home: str | None) -> Part:
    """A part after a change of it; ``home`` is the code of the country that the row names."""
    new = {
        name: (value.record or 0) if isinstance(value, Change) else value
        for name, value in change.values.items()
    }
    if "country_id" in new:
        new["home"] = home
    return {**(part or NEW), **new, "id": change.record or 0}


def numbers_after(part: Part, change: Change) -> Part:
    """A part after a change of one of its administrative numbers."""
    numbers = dict(part.get(ADMIN_NUMBERS) or {})
    code = change.values.get("code") or change.present["code"]
    if change.removes:
        numbers.pop(code, None)
    else:
        numbers[code] = [change.record or 0, change.values["value"]]
    return {**part, ADMIN_NUMBERS: numbers}


def addresses_after(part: Part, change: Change, home: str | None) -> Part:
    """A part after a change of one of its further addresses."""
    addresses = part.get("addresses") or {}
    kind = change.present.get("type") or change.values["type"]
    address = left_after(addresses.get(kind), change, home)
    return {**part, "addresses": {**addresses, kind: address}}
