"""Which contact a row of the Data Sync app means.

A contact is a dict of what it holds: at least ``id`` (0 while it is only planned, by the row with
the id ``row``), ``contact_member_id``, ``email_normalized`` and ``groups``, the sorted ids of its
groups. A stage says what one way to name a contact finds: {"found": contacts in use, "removed":
archived ones, "contact": the one or None}, ``others`` whom rows before have let find as well, and
``former`` where it is found by the key of another one that was merged into it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from ..rows.problems import Problem
from .constituent_schema import KEYS
from .former_keys import CONS_ID, merged_note

Contact = dict[str, Any]
Stage = dict[str, Any]
# What a contact holds of a key that has another name in files.
OWN = {"member_id": "contact_member_id"}
# Of several contacts so many are named.
NAMED = 5


def choose(stages: dict[str, Stage]) -> tuple[Contact | None, Problem | None]:
    """The contact of a row, or why it has none: the first way that finds anything decides.

    `stages` has a stage for each of the ``KEYS`` by which the row names its contact.

    >>> nobody = {"found": 0, "removed": 0, "contact": None}
    >>> choose({"member_id": nobody, "email": {"found": 1, "removed": 0, "contact": {"id": 7}}})
    ({'id': 7}, None)
    >>> choose({"email": {"found": 0, "removed": 1, "contact": None}})[1].code
    'removed_constituent'
    """
    key = deciding(stages)
    if key is None:
        return None, None
    stage = stages[key]
    if stage["found"] > 1:
        return None, Problem("ambiguous_constituent", key, params={"count": stage["found"]})
    if stage["found"]:
        return stage["contact"], None
    return None, Problem("removed_constituent", key)


def deciding(stages: dict[str, Stage]) -> str | None:
    """The first way to name a contact that finds anything; None where none does."""
    for key in KEYS:
        stage = stages.get(key)
        if stage is not None and (stage["found"] or stage["removed"]):
            return key
    return None


def keys_of(contact: Contact) -> set[Hashable]:
    """All by which rows of a file may meet a contact.

    >>> sorted(keys_of({"id": 7, "contact_member_id": None, "email_normalized": "ada@example.com"}))
    [('email', 'ada@example.com'), ('id', 7)]
    """
    keys = {
        ("id", contact["id"] or None),
        ("member_id", contact["contact_member_id"]),
        ("email", contact["email_normalized"]),
    }
    return {key for key in keys if key[1]}


def found_by(contact: Contact) -> set[Hashable]:
    """By what rows find a contact that do not say its ``CONS_ID``: by its address only without a
    member ID (V07).

    >>> found_by({"contact_member_id": "00123", "email_normalized": "ada@example.com"})
    {('member_id', '00123')}
    """
    member_id, email = contact["contact_member_id"], contact["email_normalized"]
    key = ("member_id", member_id) if member_id else ("email", email)
    return {key} if key[1] else set()


def is_same(one: Contact, other: Contact) -> bool:
    """Whether two states are of one contact."""
    if one["id"] or other["id"]:
        return bool(one["id"] == other["id"])
    return bool(one.get("row") == other.get("row"))


def is_former(stages: dict[str, Stage], key: str, contact: Contact | None) -> bool:
    """Whether a row names this contact by a key that one had which was merged into it."""
    stage = stages.get(key)
    if contact is None or stage is None or not stage.get("former"):
        return False
    return stage["contact"] is not None and bool(stage["contact"]["id"] == contact["id"])


def merged_notes(
    stages: dict[str, Stage], values: dict[str, Any], contact: Contact | None
) -> list[Problem]:
    """The warning that the contact of a row had another key, once: that which the row gives first.

    >>> one = {"id": 7, "contact_member_id": "MG1"}
    >>> stage = {"found": 1, "removed": 0, "contact": one, "former": True}
    >>> merged_notes({"member_id": stage}, {"member_id": "MG2"}, one)[0].params
    {'former': 'MG2', 'now': 'MG1'}
    """
    for key in KEYS:
        if contact is not None and is_former(stages, key, contact):
            own = contact["id"] if key == CONS_ID else contact.get(OWN.get(key, key))
            now = own or f"{CONS_ID.upper()} {contact['id']}"
            return [merged_note(key, values[key], now)]
    return []


def with_contact(
    stages: dict[str, Stage], values: dict[str, Any], email: str | None, contact: Contact
) -> dict[str, Stage]:
    """The stages of a row after an earlier row has left `contact` as it is now: an archived one,
    whom its address has reached, is still not in use.

    >>> removed = {"member_id": {"found": 0, "removed": 1, "contact": None}}
    >>> left = {"id": 7, "contact_member_id": "A1", "email_normalized": None, "active": False}
    >>> with_contact(removed, {"member_id": "A1"}, None, left) == removed
    True
    """
    if not contact.get("active", True):
        return stages
    is_named = {
        "cons_id": bool(contact["id"])
        and values.get("cons_id") == contact["id"]
        or is_former(stages, "cons_id", contact),
        "member_id": values.get("member_id") == contact["contact_member_id"]
        or is_former(stages, "member_id", contact),
        "email": not contact["contact_member_id"] and email == contact["email_normalized"],
    }
    return {key: _stage_with(stage, is_named[key], contact) for key, stage in stages.items()}


def _stage_with(stage: Stage, is_named: bool, contact: Contact) -> Stage:
    known = _known(stage)
    if stage["found"] > len(known):
        # whatever becomes of one of several, nobody can say which of the others is meant
        return stage
    place = next((n for n, each in enumerate(known) if is_same(each, contact)), len(known))
    known[place : place + 1] = [contact] if is_named else []
    first = known[0] if known else None
    return {**stage, "found": len(known), "contact": first, "others": known[1:]}


def _known(stage: Stage) -> list[Contact]:
    return [each for each in (stage["contact"], *stage.get("others", ())) if each is not None]


def met(stages: dict[str, Stage]) -> list[Contact]:
    """Whom any of the ways to name the contact of a row finds, whichever of them decides.

    >>> taken = {"cons_id": {"contact": {"id": 8}}, "member_id": {"contact": {"id": 7}}}
    >>> [each["id"] for each in met(taken)]
    [8, 7]
    """
    return [contact for stage in stages.values() for contact in _known(stage)]


def with_sharer(sharers: list[Contact], contact: Contact, may_join: bool) -> list[Contact]:
    """Contacts of one address after an earlier row has left `contact` as it is now: in the place
    of what it was, since the first of them counts, or behind the others where it ``may_join``."""
    if any(is_same(each, contact) for each in sharers):
        return [contact if is_same(each, contact) else each for each in sharers]
    return [*sharers, contact] if may_join else sharers


def who(contacts: Iterable[Contact]) -> str:
    """By what people know contacts: the columns of a file, and what these hold.

    >>> who([{"id": 7, "contact_member_id": "00123"}, {"id": 8, "contact_member_id": None}])
    'MEMBER_ID 00123, CONS_ID 8'
    """
    contacts = list(contacts)
    texts = [_who(contact) for contact in contacts[:NAMED]]
    return ", ".join(texts) + (" ..." if len(contacts) > NAMED else "")


def _who(contact: Contact) -> str:
    if contact["contact_member_id"]:
        return f"MEMBER_ID {contact['contact_member_id']}"
    # one that an earlier row of the file will make
    return f"CONS_ID {contact['id']}" if contact["id"] else "PRIMARY_EMAIL"
