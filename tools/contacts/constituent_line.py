"""What a line of a download says of a contact: texts, by the names of the file's fields."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ..rows.lists import join_list
from .memberships import OPT_IN, OPT_OUT, ORDINARY
from .names import name_parts

#: a contact by the names of its columns, with the codes of `state` and `country`, and the ids of
#: its `groups`
Contact = Mapping[str, Any]
#: {id of a group: (sort, external id, name)} of those that lines may name, see `memberships`
Groups = Mapping[int, tuple[str, str, str]]

OUR_ID = "our_id"
YES, NO = "Yes", "No"


def constituent_line(contact: Contact, groups: Groups) -> dict[str, Any]:
    """The texts of a contact; None where it has no value."""
    first, last = names_of(contact)
    mine = [groups[group] for group in contact["groups"] or () if group in groups]
    return {
        "cons_id": str(contact["id"]),
        OUR_ID: str(contact["id"]),
        "member_id": contact["member_id"],
        "email": contact["email"],
        "firstname": first,
        "lastname": last,
        "is_company": YES if contact["is_company"] else NO,
        "telephone": contact["phone"],
        "line1": contact["street"],
        "line2": contact["street2"],
        "zipcode": contact["zip"],
        "town": contact["city"],
        "department": contact["state"],
        "country": contact["country"],
        "group_id": join_list(code for sort, code, _name in mine if sort == ORDINARY),
        "group_name": join_list(name for sort, _code, name in mine if sort == ORDINARY),
        "opted_in": join_list(name for sort, _code, name in mine if sort == OPT_IN),
        "opted_out": join_list(name for sort, _code, name in mine if sort == OPT_OUT),
        "active": YES if contact["active"] else NO,
        "created": moment(contact["create_date"]),
        "modified": moment(contact["write_date"]),
    }


def gone_line(identifier: int) -> dict[str, str]:
    """The texts of a contact that is no more.

    >>> gone_line(7)
    {'cons_id': '7', 'our_id': '7', 'active': 'No'}
    """
    return {"cons_id": str(identifier), OUR_ID: str(identifier), "active": NO}


def names_of(contact: Contact) -> tuple[str, str]:
    """First and last name; the name of a structure is not taken apart."""
    if contact["is_company"]:
        return "", contact["name"]
    stored = contact["contact_firstname"], contact["contact_lastname"]
    return name_parts(contact["name"], *stored)


def name_for_a_list(name: str, namesakes: int) -> str:
    """The name of a group where a list of names would say which it is; "" where several have it.

    >>> name_for_a_list("Friends", 1), name_for_a_list("Friends", 2)
    ('Friends', '')
    """
    return name if namesakes == 1 else ""


def moment(value: datetime.datetime | None) -> str:
    """A time as systems read it, of the world.

    >>> moment(datetime.datetime(2026, 1, 31, 12, 5, 0, 7)), moment(None)
    ('2026-01-31T12:05:00Z', '')
    """
    return f"{value.replace(microsecond=0).isoformat()}Z" if value else ""
