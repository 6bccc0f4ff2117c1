"""Which contact a row means, and which groups and interests it puts them in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ..contacts.constituent_schema import IN, KEYS, OUT
from ..contacts.constituents import choose
from ..contacts.memberships import OPT_IN, OPT_OUT, ORDINARY, Meaning, key_of, problem_of
from ..rows.plan import Change, Row
from ..rows.planner import RowPlanner
from ..rows.problems import Problem, warning
from ..rows.run_context import RunContext

CONTACT_MODEL = "res.partner"
# The field of a contact that holds its groups.
GROUPS = "contact_group_ids"
# The order of writes: a group before the interest that has it, both before their members.
GROUP, INTEREST, CONTACT, MEMBERS = range(4)
_KINDS = {IN: OPT_IN, OUT: OPT_OUT}

# A contact as it is here, and the groups that it has: ids, and changes that make some.
Contact = dict[str, Any]
Groups = list[Any]


class HubPlanner(RowPlanner):
    """What the planners of the Data Sync app share. ``centers`` are the ids of the centers whose
    groups may be named; None for all."""

    def __init__(
        self, run: RunContext | None = None, centers: Collection[int] | None = None
    ) -> None:
        super().__init__(run)
        self.centers = list(centers) if centers is not None else None

    def find(self, row: Row) -> tuple[Contact | None, Problem | None]:
        """``(contact or None, Problem or None)`` of the row."""
        values, match = row.values, row.match or {}
        if all(values.get(key) is None for key in KEYS):
            return None, Problem("key_missing", "email")
        if values.get("email") and not match["email"]:
            return None, Problem("bad_email", "email", values["email"])
        contact, problem = choose(match["stages"])
        if problem is not None:
            problem = replace(problem, value=str(values[problem.field or ""]))
        if contact and contact.get("deferred"):
            return contact, Problem("unresolved_duplicate")
        if contact is None and problem is None and values.get("cons_id") is not None:
            problem = Problem("unknown_constituent", "cons_id", str(values["cons_id"]))
        return contact, problem

    def memberships(
        self, row: Row, contact: Contact | None, changes: list[Change], problems: list[Problem]
    ) -> Groups:
        """The groups that the contact has after the row: ids, and changes of ``changes`` that make
        some; a group of another center and an opt-out leave an assignment out."""
        groups = list(contact["groups"]) if contact else []
        for field, text, meant in (row.match or {})["groups"]:
            if "code" in meant:
                problems.append(problem_of(meant, field, text))
                continue
            new = [] if "id" in meant else [self._new_group(text, ORDINARY)]
            _join(groups, _held(groups, meant.get("id") or new[0]), new, changes)
        for field, text, meant in (row.match or {})["interests"]:
            if row.values.get("interest_opt") is None:
                problems.append(Problem("opt_missing", "interest_opt", text))
            elif "code" in meant:
                problems.append(problem_of(meant, field, text))
            elif not self._opt(groups, row.values["interest_opt"], text, meant, changes):
                problems.append(warning("opted_out", field, text))
        return groups

    def _opt(
        self, groups: Groups, way: str, text: str, meant: Meaning, changes: list[Change]
    ) -> bool:
        """Opt in or out of an interest; whether that may be: who has opted out stays out (V09)."""
        new = [] if "id" in meant else self._new_interest(text)
        pair = meant if "id" in meant else dict(zip(_KINDS, new, strict=False))
        goes_in, goes_out = (_held(groups, pair[each]) for each in _KINDS)
        if way == IN:
            if goes_out in groups:
                return False
            _join(groups, goes_in, new, changes)
            return True
        if goes_in in groups:
            groups.remove(goes_in)
        _join(groups, goes_out, new, changes)
        return True

    def _new_group(self, name: str, kind: str) -> Change:
        """The change that makes a group; in the center of the operation, or the only one of the
        person."""
        centers = (self.centers or ()) if kind == ORDINARY else ()
        center = centers[0] if len(centers) == 1 else None
        once = {
            "name_key": key_of("group_name", name),
            "kind": kind,
            "center_id": center,
        }
        values = {"name": name, "kind": kind, "center_id": center}
        return Change("contact.group", None, values, rank=GROUP, once=once)

    def _new_interest(self, name: str) -> list[Change]:
        """The changes that make the two groups of an interest, and the interest."""
        groups = [self._new_group(name, kind) for kind in _KINDS.values()]
        values = {"name": name, "opt_in_group_id": groups[0], "opt_out_group_id": groups[1]}
        once = {"name_key": key_of("interest_name", name)}
        interest = Change("contact.interest", None, values, rank=INTEREST, once=once)
        return [*groups, interest]

    def member_change(self, contact: Contact, groups: Groups) -> Change:
        """The change of the groups of a contact that there is, written on the groups."""
        return Change(
            CONTACT_MODEL,
            contact["id"],
            {GROUPS: in_order(groups)},
            {GROUPS: contact["groups"]},
            MEMBERS,
            inverse="member_ids",
        )


def _held(groups: Groups, group: Any) -> Any:
    """Of a group that is still to be made, the change that the contact has of an earlier row."""
    once = isinstance(group, Change) and group.once
    same = (each for each in groups if once and isinstance(each, Change) and each.once == once)
    return next(same, group)


def _join(groups: Groups, group: Any, new: list[Change], changes: list[Change]) -> None:
    """Be in a group, for which the ``new`` changes are needed; nothing for who is in it."""
    if group not in groups:
        groups.append(group)
        changes.extend(new)


def in_order(groups: Groups) -> Groups:
    """Ids in order, then those that are still to be made."""
    known = sorted(group for group in groups if not isinstance(group, Change))
    return [*known, *(group for group in groups if isinstance(group, Change))]
