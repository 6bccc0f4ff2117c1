"""What the kinds of the Data Sync app plan alike: whom a row means, and what that contact joins.

A match holds ``stages``, {way to name a contact: what it finds} (``tools.contacts.constituents``);
the normalised ``email`` of the row; ``sharers``, the contacts that have the address of the row or
of its contact, where that matters; whether such an address is ``blacklisted``; and what ``groups``
and ``interests`` mean, and those in ``opted_in`` and ``opted_out`` where the file has such columns:
lists of ``(field, text, meaning)`` (``tools.contacts.memberships``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..contacts.constituent_schema import KEYS, OPTED, OUT
from ..contacts.constituents import (
    Contact,
    choose,
    deciding,
    is_same,
    keys_of,
    who,
    with_contact,
    with_sharer,
)
from ..contacts.guards import undo_problems
from ..contacts.likeness import OTHER, REFUSE, SAME, difference
from ..rows.emails import email_problem
from ..rows.plan import INVALID, Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import ERROR, WARNING, Problem
from ..rows.run_context import RunContext
from .joining import Group, Joining, in_order, planned, stored_group

PARTNER = "res.partner"
# The order of writes: a group before the interest that has it, both before their members.
CONTACT, MEMBERS = 2, 3
GROUPS = "contact_group_ids"
# What a row is told whose contact may be another one, until a person has decided (V14).
UNRESOLVED = "unresolved_duplicate"
# The columns that opt somebody in or out.
OPTING = ("interest_opt", *OPTED)
# A contact that nobody knows yet.
NEW: Contact = {"id": 0, "member_id": None, "email_normalized": None, "groups": []}

Found = tuple[Contact | None, Problem | None]


@dataclass(slots=True)
class HubPlan(Plan):
    """``groups`` are those of the contact after the row, as they were planned: what is written
    replaces changes by ids in the changes themselves. ``reached`` are others that an opt-out of the
    row reaches, as they are after it."""

    groups: list[Group] = field(default_factory=list)
    reached: list[Contact] = field(default_factory=list)


class HubPlanner(RowPlanner):
    """``centers`` are the ids of those whose groups a row may name, None for all (V12)."""

    rests_on = {
        # which contact it is
        "": KEYS,
        "member_id": ("cons_id",),
        "email": ("cons_id", "member_id"),
        "bad_email": (),
        "key_missing": KEYS,
        "other_person": (*KEYS, "firstname", "lastname"),
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

    def contact_of(self, row: Row) -> Contact | None:
        """The one contact that the row means, whatever speaks against it."""
        return choose(row.match["stages"])[0]

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
        if names_interests(match):
            if contact and contact["email_normalized"]:
                keys["email", contact["email_normalized"]] = None
            keys |= {("id", each["id"]): None for each in match["sharers"] if each["id"]}
        return tuple(keys)

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
        identifier = after["id"] or row.record or 0
        return {"row": row.id, **after, "id": identifier, "groups": plan.groups}

    def stored(self, left: list[Contact]) -> list[Contact]:
        """A group that is still to be made, as what names it."""
        return [{**c, "groups": [stored_group(group) for group in c["groups"]]} for c in left]

    def resume(self, row: Row, key: Any, left: list[Contact]) -> Match:
        match = row.match
        # those that share the address with a row that opts nobody matter only as who it may mean
        opts = not row.values.keys().isdisjoint(OPTING)
        for contact in left:
            if tuple(key) not in keys_of(contact):
                continue
            contact = {**contact, "groups": [planned(group) for group in contact["groups"]]}
            may_join = key[0] == "email" and (opts or not contact["member_id"])
            match = {
                **match,
                "stages": with_contact(match["stages"], row.values, match["email"], contact),
                "sharers": with_sharer(match["sharers"], contact, may_join),
            }
        return match

    # -- whom a row means ------------------------------------------------------------------------

    def find(self, row: Row) -> Found:
        """The contact of the row, and why it cannot be taken."""
        values, match = row.values, row.match
        if all(values.get(key) is None for key in KEYS):
            return None, Problem("key_missing", "email")
        contact, problem = choose(match["stages"])
        if values.get("email") and not match["email"] and not _has_email(contact, values["email"]):
            return None, Problem(email_problem(values["email"]), "email", values["email"])
        if problem is not None:
            problem = replace(problem, value=str(values[problem.field or ""]))
        if contact and contact.get("deferred"):
            return contact, Problem(UNRESOLVED)
        if contact is None and problem is None and values.get("cons_id") is not None:
            problem = Problem("unknown_constituent", "cons_id", str(values["cons_id"]))
        return contact, problem

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        return undo_problems(changes, facts, "email")

    def doubts(self, row: Row, contact: Contact | None) -> list[Problem]:
        """That the contact was found by an e-mail address alone, and the row is of another name: of
        somebody else with the same mailbox. Two rows of one file that have not even the first name
        in common are two people."""
        policy = self.run.options.get("same_email") or REFUSE
        if contact is None or policy == SAME or deciding(row.match["stages"]) != "email":
            return []
        found = difference(row.values, contact)
        if found is None:
            return []
        refuses = policy == REFUSE and (found == OTHER or bool(row.match.get("again")))
        level = ERROR if refuses and self.refuses_others(row) else WARNING
        return [Problem("other_person", "email", row.values["email"], {}, level)]

    def refuses_others(self, row: Row) -> bool:
        """Whether a row of somebody else may be refused."""
        return True

    def has_address(self, row: Row) -> Problem | None:
        """Of a row that means nobody, the problem that others have its address, who have to be
        named in another way."""
        if not row.match["email"]:
            return None
        others = [each for each in row.match["sharers"] if each.get("active", True)]
        params = {"who": who(others)}
        value = row.values["email"]
        return Problem("address_of_others", "email", value, params) if others else None

    # -- what it joins ---------------------------------------------------------------------------

    def join(self, row: Row, contact: Contact) -> Joining:
        """What the contact joins and leaves, and those that have its address, too."""
        match = row.match
        sharers = [each for each in match["sharers"] if not is_same(each, contact)]
        joining = Joining(contact, sharers, bool(match["blacklisted"]), self.centers)
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
    return bool(match["interests"] or any(match.get(field) for field in OPTED))


def _has_email(contact: Contact | None, text: str) -> bool:
    """Whether the contact has that very text for an e-mail, as a download has it: then it is no
    address that the row gives it."""
    return contact is not None and contact.get("email") == text


def member_changes(joining: Joining) -> list[Change]:
    """The changes of the groups of contacts that there are, written on the groups."""
    own = (joining.contact, joining.present, list(joining.groups))
    others = ((each, each["groups"], groups) for each, groups in joining.reached)
    return [
        Change(
            PARTNER,
            contact["id"],
            {GROUPS: in_order(groups)},
            {GROUPS: in_order(present)},
            MEMBERS,
            inverse="member_ids",
        )
        for contact, present, groups in (own, *others)
        if contact["id"] or contact is joining.contact
    ]


def reached(joining: Joining) -> list[Contact]:
    """Others that the row reaches, as they are after it."""
    return [{**contact, "groups": groups} for contact, groups in joining.reached]
