"""What the kinds of the Data Sync app plan alike: whom a row means, and what that contact joins.

A match holds ``stages``, {way to name a contact: what it finds} (``tools.contacts.constituents``);
the normalised ``email`` of the row; and what ``groups`` and ``interests`` mean, lists of
``(field, text, meaning)`` (``tools.contacts.memberships``). A group is an id, or the change that
makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..contacts.constituent_schema import IN, KEYS, OUT
from ..contacts.constituents import Contact, choose
from ..contacts.guards import undo_problems
from ..contacts.memberships import OPT_IN, OPT_OUT, ORDINARY, Meaning, key_of, problem_of
from ..rows.plan import Change, Row
from ..rows.planner import RowPlanner
from ..rows.problems import Problem, warning
from ..rows.run_context import RunContext

PARTNER, GROUP_MODEL, INTEREST_MODEL = "res.partner", "contact.group", "contact.interest"
# The order of writes: a group before the interest that has it, both before their members.
GROUP, INTEREST, CONTACT, MEMBERS = range(4)
GROUPS = "contact_group_ids"
# The groups of an interest, by the words of a row.
SIDES = {IN: OPT_IN, OUT: OPT_OUT}
# What a row is told whose contact may be another one, until a person has decided (V14).
UNRESOLVED = "unresolved_duplicate"

Group = int | Change
Found = tuple[Contact | None, Problem | None]


class HubPlanner(RowPlanner):
    """``centers`` are the ids of those whose groups a row may name, None for all (V12)."""

    def __init__(self, run: RunContext, centers: tuple[int, ...] | None = None) -> None:
        super().__init__(run)
        self.centers = centers

    # -- whom a row means ----------------------------------------------------------------------

    def find(self, row: Row) -> Found:
        """The contact of the row, and why it cannot be taken."""
        values, match = row.values, row.match
        if all(values.get(key) is None for key in KEYS):
            return None, Problem("key_missing", "email")
        if values.get("email") and not match["email"]:
            return None, Problem("bad_email", "email", values["email"])
        contact, problem = choose(match["stages"])
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

    # -- what it joins -------------------------------------------------------------------------

    def join(
        self, row: Row, present: Iterable[Group], news: list[Change], problems: list[Problem]
    ) -> list[Group]:
        """The groups that a contact in those of ``present`` is in after the row, changes of
        ``news`` that make some among them. A group of another center and an opt-out leave an
        assignment out."""
        groups = list(present)
        for field, text, meaning in row.match["groups"]:
            if "code" in meaning:
                problems.append(problem_of(meaning, field, text))
                continue
            new = [] if "id" in meaning else [self._new_group(text, ORDINARY)]
            _join(groups, _of_earlier(groups, meaning.get("id") or new[0]), new, news)
        for field, text, meaning in row.match["interests"]:
            if row.values.get("interest_opt") is None:
                problems.append(Problem("opt_missing", "interest_opt", text))
            elif "code" in meaning:
                problems.append(problem_of(meaning, field, text))
            elif not self._opt(groups, row.values["interest_opt"], text, meaning, news):
                problems.append(warning("opted_out", field, text))
        return groups

    def _opt(
        self, groups: list[Group], way: str, text: str, meaning: Meaning, news: list[Change]
    ) -> bool:
        """Opt in or out of an interest; whether that may be: who has opted out stays out (V09)."""
        new = [] if "id" in meaning else self._new_interest(text)
        sides = meaning if "id" in meaning else dict(zip(SIDES, new, strict=False))
        goes_in, goes_out = (_of_earlier(groups, sides[side]) for side in SIDES)
        if way == IN:
            if goes_out in groups:
                return False
            _join(groups, goes_in, new, news)
            return True
        if goes_in in groups:
            groups.remove(goes_in)
        _join(groups, goes_out, new, news)
        return True

    def _new_group(self, name: str, kind: str) -> Change:
        """The change that makes a group; in the center of the operation, or the only one of the
        person."""
        centers = (self.centers or ()) if kind == ORDINARY else ()
        center = centers[0] if len(centers) == 1 else None
        once = {"name_key": key_of("group_name", name), "kind": kind, "center_id": center}
        values = {"name": name, "kind": kind, "center_id": center}
        return Change(GROUP_MODEL, None, values, rank=GROUP, once=once)

    def _new_interest(self, name: str) -> list[Change]:
        """The changes that make the two groups of an interest, and the interest."""
        groups = [self._new_group(name, kind) for kind in SIDES.values()]
        values = {"name": name, "opt_in_group_id": groups[0], "opt_out_group_id": groups[1]}
        once = {"name_key": key_of("interest_name", name)}
        interest = Change(INTEREST_MODEL, None, values, rank=INTEREST, once=once)
        return [*groups, interest]


def member_change(contact: Contact, present: list[Group], groups: list[Group]) -> Change:
    """The change of the groups of a contact that there is, written on the groups."""
    return Change(
        PARTNER,
        contact["id"],
        {GROUPS: in_order(groups)},
        {GROUPS: present},
        MEMBERS,
        inverse="member_ids",
    )


def in_order(groups: list[Group]) -> list[Group]:
    """Ids in order, then those that are still to be made."""
    known = sorted(group for group in groups if not isinstance(group, Change))
    return [*known, *(group for group in groups if isinstance(group, Change))]


def _of_earlier(groups: list[Group], group: Any) -> Any:
    """Of a group that is still to be made, the change that the contact has of an earlier row."""
    once = isinstance(group, Change) and group.once
    same = (each for each in groups if once and isinstance(each, Change) and each.once == once)
    return next(same, group)


def _join(groups: list[Group], group: Group, new: list[Change], news: list[Change]) -> None:
    """Be in a group, for which the ``new`` changes are needed; nothing for who is in it."""
    if group not in groups:
        groups.append(group)
        news.extend(new)
