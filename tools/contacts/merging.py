"""Which values a merge of two contacts takes, before somebody chooses others.

A side is one of two, the new contact's or the existing one's; `contacts` is {side: contact}, where
a contact gives a value by the name of its field: a record, or a dict.
"""

from collections.abc import Mapping
from typing import Any, Protocol

NEW, EXISTING = "contact_id", "match_id"
SIDES = (NEW, EXISTING)
COMPANY = "company_id"
NUMBER = "contact_nr"
CONSENTS = "contact_authorization_ids"


class Contact(Protocol):
    """Anything with values by the names of fields; what it has none of is false."""

    def __getitem__(self, field: str, /) -> Any: ...


def other_side(side: str) -> str:
    """The other one.

    >>> other_side(NEW) == EXISTING, other_side(EXISTING) == NEW
    (True, True)
    """
    return EXISTING if side == NEW else NEW


def default_side(field: str, master: str, contacts: Mapping[str, Contact]) -> str:
    """Whose value is taken: that of the `master`, the side whose contact stays, else what there is.

    >>> default_side("city", NEW, {NEW: {"city": ""}, EXISTING: {"city": "Chur"}}) == EXISTING
    True
    """
    if field == COMPANY:
        return side_of_company(master, contacts)
    if field == CONSENTS:
        return side_of_consents(master, contacts)
    return master if contacts[master][field] else other_side(master)


def side_of_company(master: str, contacts: Mapping[str, Contact]) -> str:
    """The company within which the contact has its number, which files of that company know it by;
    else a contact of all companies stays theirs, or one would lose it."""
    numbered = [side for side in (master, *SIDES) if contacts[side][NUMBER]]
    shared = [side for side in SIDES if not contacts[side][COMPANY]]
    return [*numbered, *shared, master][0]


def side_of_consents(master: str, contacts: Mapping[str, Contact]) -> str:
    """Nobody allows more than either did: the fewer, the master's where there are as many."""
    return min(master, other_side(master), key=lambda side: len(contacts[side][CONSENTS]))
