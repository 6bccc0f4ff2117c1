"""What a line of a download says of a contact: texts, by the names of the file's fields."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
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
#: What STATUS says. A contact of the last five is gone: nothing of it goes out but its ids.
ACTIVE, ARCHIVED = "Active", "Archived"
INVALID, DELETED, ANONYMIZED = "Invalid", "Deleted", "Anonymized"
MERGED, DROPPED = "Merged", "Dropped"
#: By which another system knows the contact; stored as they went out, since nothing of somebody
#: who is gone tells them any more.
KEYS = ("cons_id", "member_id")


class ConstituentLines:
    """Makes the lines of some thousand contacts: many are in the same `groups`, which are put into
    words once."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._memberships: dict[tuple[int, ...], dict[str, str]] = {}

    def line(self, contact: Contact) -> dict[str, Any]:
        """The texts of a contact; None where it has no value."""
        return _own_texts(contact) | self._texts_of(tuple(contact["groups"] or ()))

    def _texts_of(self, groups: tuple[int, ...]) -> dict[str, str]:
        found = self._memberships.get(groups)
        if found is None:
            found = self._memberships[groups] = self._in_words(groups)
        return found

    def _in_words(self, groups: tuple[int, ...]) -> dict[str, str]:
        mine = [self._groups[group] for group in groups if group in self._groups]
        return {
            "group_id": join_list(code for sort, code, _name in mine if sort == ORDINARY),
            "group_name": join_list(name for sort, _code, name in mine if sort == ORDINARY),
            "opted_in": join_list(name for sort, _code, name in mine if sort == OPT_IN),
            "opted_out": join_list(name for sort, _code, name in mine if sort == OPT_OUT),
        }


def _own_texts(contact: Contact) -> dict[str, Any]:
    first, last = names_of(contact)
    return {
        "cons_id": str(contact["id"]),
        OUR_ID: str(contact["id"]),
        "member_id": contact["contact_member_id"],
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
        "active": YES if contact["active"] else NO,
        "status": ACTIVE if contact["active"] else ARCHIVED,
        "created": moment(contact["create_date"]),
        "modified": moment(contact["write_date"]),
    }


def gone_line(
    identifier: int, keys: Sequence[str], fate: str | None, master: int | None = None
) -> dict[str, str]:
    """The texts of a contact that is gone: its `KEYS` as they were sent, what became of it, and
    the id of the one that it was merged into.

    >>> gone_line(7, ["0077", "00123"], "Dropped")
    {'cons_id': '0077', 'member_id': '00123', 'our_id': '7', 'active': 'No', 'status': 'Dropped'}
    >>> gone_line(7, ["7", ""], None, 8)["status"], gone_line(7, ["7", ""], None)["status"]
    ('Merged', 'Deleted')
    """
    line = dict(zip(KEYS, keys, strict=True))
    line |= {OUR_ID: str(identifier), "active": NO}
    if master is None:
        return line | {"status": fate or DELETED}
    return line | {"status": MERGED, "merged_into": str(master)}


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


def value_text(value: Any) -> str:
    """A value of a field as an upload reads it: days and times as systems write them.

    >>> value_text(True), value_text(None), value_text(0), value_text(datetime.date(2026, 1, 31))
    ('Yes', '', '0', '2026-01-31')
    >>> value_text(Decimal("2.50")), value_text(300.0), value_text("mr")
    ('2.5', '300', 'mr')
    >>> value_text(2.5), value_text(datetime.datetime(2026, 1, 31, 12, 5))
    ('2.5', '2026-01-31T12:05:00Z')
    """
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, float | Decimal):
        text = f"{Decimal(str(value)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def moment(value: datetime.datetime | None) -> str:
    """A time as systems read it, of the world.

    >>> moment(datetime.datetime(2026, 1, 31, 12, 5, 0, 7)), moment(None)
    ('2026-01-31T12:05:00Z', '')
    """
    return f"{value.isoformat(timespec='seconds')}Z" if value else ""
