"""What the kinds of the Data Sync app plan alike: what the contact joins that a row means.

A match holds ``stages``, {way to name a contact: what it finds} (``tools.contacts.constituents``);
the normalised ``email`` of the row; ``sharers``, the contacts that have the address of the row or
of its contact, where that matters; which such addresses are ``blacklisted``; and what ``groups``
and ``interests`` mean, and those in ``opted_in`` and ``opted_out`` where the file has such columns:
lists of ``(field, text, meaning)`` (``tools.contacts.memberships``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..contacts.constituent_schema import KEYS, OPTED, OUT
from ..contacts.constituents import (
    Contact,
    is_same,
    keys_of,
    met,
    with_contact,
    with_sharer,
)
from ..contacts.guards import undo_problems
from ..rows.plan import INVALID, Change, Plan, Row
from ..rows.planner import Keys, Match
from ..rows.problems import Problem
from ..rows.run_context import RunContext
from .finding import FindingPlanner
from .joining import Group, Joining, in_order, planned, stored_group

PARTNER = "res.partner"
# The order of writes: a group before the interest that has it, both before their members.
CONTACT, MEMBERS = 2, 3
GROUPS = "contact_group_ids"
# The columns that opt somebody in or out.
OPTING = ("interest_opt", *OPTED)
# A contact that nobody knows yet.
NEW: Contact = {"id": 0, "contact_member_id": None, "email_normalized": None, "groups": []}


@dataclass(slots=True)
class HubPlan(Plan):
    """``groups`` are those of the contact after the row, as they were planned: what is written
    replaces changes by ids in the changes themselves. ``reached`` are others that an opt-out of the
    row reaches, as they are after it."""

    groups: list[Group] = field(default_factory=list)
    reached: list[Contact] = field(default_factory=list)


class HubPlanner(FindingPlanner):
    """``centers`` are the ids of those whose groups a row may name, None for all (V12)."""

    rests_on = {
        **FindingPlanner.rests_on,
        # what the contact has
        "too_long": KEYS,
        "firstname": (*KEYS, "lastname"),
        "lastname": (*KEYS, "firstname"),
        "telephone": (*KEYS, "country"),
        "department_without_country": (*KEYS, "country"),
        "unknown_department": ("country",),
        "opted_out": (*KEYS, *OPTING),
        "blacklisted": (*KEYS, "interest_opt"),
        # what is given at all
        "group_missing": ("group_name",),
        "interest_missing": ("interest_name",),
    }

    def __init__(self, run: RunContext, centers: tuple[int, ...] | None = None) -> None:
        super().__init__(run)
        self.centers = centers

    # -- rows of one contact ---------------------------------------------------------------------

    def keys(self, row: Row) -> Keys:
        """All ways in which rows before or behind may mean the same contact, or one with the same
        address, where that matters."""
        match, values = row.match, row.values
        keys: dict[tuple[str, Any], None] = {}
        if match["email"]:
            keys["email", match["email"]] = None
        if values.get("member_id"):
            keys["member_id", values["member_id"]] = None
        contact = self.contact_of(row)
        if contact and contact["id"]:
            keys["id", contact["id"]] = None
        if names_interests(match) and contact and contact["email_normalized"]:
            keys["email", contact["email_normalized"]] = None
        # it leaves these as well, and so has to find what rows before it have made of them
        keys |= {("id", each["id"]): None for each in match["sharers"] if each["id"]}
        return tuple(keys)

    def further_keys(self, row: Row, keys: Keys) -> Keys:
        """Those of its contact, others with whose address it leaves, too; of several contacts
        those of each: a row before may have left but one."""
        contact = self.contact_of(row)
        contacts = [contact] if contact else met(row.match["stages"])
        return set().union(*map(keys_of, contacts)).difference(keys)

    def left_keys(self, row: Row, keys: Keys) -> Keys:
        """All that names the contact of the row, and others with its address."""
        contact, sharers = self.contact_of(row), row.match["sharers"]
        if contact is None and not sharers:
            return keys
        own = keys_of(contact) if contact else ()
        return {*keys, *own, *(("id", each["id"]) for each in sharers if each["id"])}

    def reaches_others(self, row: Row) -> bool:
        opts_out = row.values.get("interest_opt") == OUT or row.match.get("opted_out")
        return bool(row.plan and row.plan.changes and opts_out)

    def left_by(self, row: Row) -> list[Contact]:
        """The contact of the row, and others with its address, as they are after it; of a wrong row
        as those before it leave them."""
        contact = self.contact_of(row)
        plan, sharers = row.plan, row.match["sharers"]
        if row.outcome == INVALID or not isinstance(plan, HubPlan):
            own = [contact] if contact else []
            reached: list[Contact] = []
        else:
            own, reached = [self._after(row, contact, plan)], plan.reached
        now = [*own, *reached]
        return [*now, *(s for s in sharers if not any(is_same(s, each) for each in now))]

    def _after(self, row: Row, contact: Contact | None, plan: HubPlan) -> Contact:
        """The contact as it is after the row; one that is only planned has id 0."""
        after = {**(contact or NEW)}
        for change in plan.changes:
            if change.model == PARTNER and not change.inverse:
                after |= {name: v for name, v in change.values.items() if name != GROUPS}
                if change.values.get("email"):
                    after["email_normalized"] = row.match["email"]
                    after["unwanted"] = sorted(row.match["blacklisted"])
        identifier = after["id"] or row.record or 0
        return {"row": row.id, **after, "id": identifier, "groups": plan.groups}

    def stored(self, left: list[Contact]) -> list[Contact]:
        """A group that is still to be made, as what names it."""
        return [{**c, "groups": [stored_group(group) for group in c["groups"]]} for c in left]

    def resume(self, row: Row, key: Any, left: list[Contact]) -> Match:
        match = row.match
        # those that share the address with a row that opts nobody matter only as who it may mean
        opts = not row.values.keys().isdisjoint(OPTING)
        named = [contact for contact in left if tuple(key) in keys_of(contact)]
        addresses = {contact["email_normalized"] for contact in named if opts} - {None}
        for contact in left:
            is_named = contact in named
            is_found = any(is_same(each, contact) for each in met(match["stages"]))
            if not (is_named or is_found or contact["email_normalized"] in addresses):
                continue
            contact = {**contact, "groups": [planned(group) for group in contact["groups"]]}
            stages, may_join = match["stages"], opts
            if is_named or is_found:
                stages = with_contact(stages, row.values, match["email"], contact)
            if is_named:
                may_join = key[0] == "email" and (opts or not contact["contact_member_id"])
            sharers = with_sharer(match["sharers"], contact, may_join)
            match = {**match, "stages": stages, "sharers": sharers}
        return match

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        return undo_problems(changes, facts, "email")

    # -- what it joins ---------------------------------------------------------------------------

    def join(self, row: Row, contact: Contact) -> Joining:
        """What the contact joins and leaves, and those that have its address, too."""
        match = row.match
        # a row before may have given one of them another address
        addresses = {match["email"], contact["email_normalized"]}
        sharers = [
            each
            for each in match["sharers"]
            if not is_same(each, contact) and each["email_normalized"] in addresses
        ]
        unwanted = {*match["blacklisted"], *contact.get("unwanted", ())}
        is_unwanted = not addresses.isdisjoint(unwanted)
        joining = Joining(contact, sharers, is_unwanted, self.centers)
        joining.groups_of(match["groups"])
        joining.opt(match["interests"], row.values.get("interest_opt"))
        # out of an interest that is in both lists, whatever is said first
        for name in ("opted_out", "opted_in"):
            joining.opt(match.get(name) or (), OPTED[name])
        return joining

    def wrong_assignments(self, row: Row) -> list[Problem]:
        """What is wrong with the groups and interests of a row, whoever its contact is."""
        return self.apart_from(KEYS, self.join(row, NEW).problems)


def names_interests(match: Match) -> bool:
    """Whether a row names interests, in whatever column."""
    return bool(match["interests"] or match.get("opted_in") or match.get("opted_out"))


def own_members(joining: Joining, groups: list[Group]) -> Change:
    """The change of the groups of the contact of a row, of which it shall be in these; written on
    the groups."""
    return _members(joining.contact, joining.present, groups)


def others_members(joining: Joining) -> list[Change]:
    """The changes of the groups of others that there are and that the row reaches."""
    return [
        _members(contact, contact["groups"], in_order(groups))
        for contact, groups in joining.reached
        if contact["id"]
    ]


def _members(contact: Contact, present: Iterable[Group], groups: list[Group]) -> Change:
    now = {GROUPS: in_order(present)}
    return Change(PARTNER, contact["id"], {GROUPS: groups}, now, MEMBERS, inverse="member_ids")


def reached(joining: Joining) -> list[Contact]:
    """Others that the row reaches, as they are after it."""
    return [{**contact, "groups": groups} for contact, groups in joining.reached]
