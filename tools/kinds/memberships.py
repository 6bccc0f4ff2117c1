"""Uploads of memberships: contacts that there are, and no field of theirs (V08, V09)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ..contacts.constituent_schema import KEYS
from ..contacts.constituents import choose, merged_notes
from ..rows.plan import INVALID, SKIPPED, Change, Plan, Row
from ..rows.planner import Keys, Match
from ..rows.problems import ERROR, Problem
from .hub import GROUP_MODEL, Found, Group, HubPlanner, in_order, member_change


@dataclass(slots=True)
class MembershipPlan(Plan):
    """``groups`` are those of the contact after the row, as they were planned: what is written
    replaces changes by ids in the changes themselves."""

    groups: list[Group] = field(default_factory=list)


class MembershipPlanner(HubPlanner):
    """Rows of one contact are written together, each with what the rows before it leave: the
    match of a row behind another has the groups that these have ``left`` the contact in."""

    # What each row must name at least one of, and the problem where it does not.
    noun, missing = "", ""

    def keys(self, row: Row) -> Keys:
        """The contact of the row. Rows of one contact need no order in how they are written."""
        contact, _problem = choose(row.match["stages"])
        return (contact["id"],) if contact else ()

    def touched(self, row: Row, keys: Keys) -> Keys:
        return ()

    def left_by(self, row: Row) -> list[Group] | None:
        """The groups of the contact after the row; of a wrong one, what those before it left."""
        return row.match.get("left") if row.outcome == INVALID else row.plan.groups

    def stored(self, left: Any) -> Any:
        """A group that is still to be made, as what names it."""
        return [group.once if isinstance(group, Change) else group for group in left]

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        if left is None:
            return row.match
        return {**row.match, "left": [_planned(group) for group in left]}

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, problem = self._find_existing(row)
        if contact is None or problem is not None:
            return Plan(problems=[problem] if problem else [])
        problems: list[Problem] = []
        news: list[Change] = []
        present = row.match.get("left", contact["groups"])
        groups = in_order(self.join(row, present, news, problems))
        changes = [member_change(contact, present, groups), *news]
        plan = MembershipPlan(changes, problems=problems, record=contact["id"], groups=groups)
        judged = self.judged(row, plan)
        judged.problems.extend(merged_notes(row.match["stages"], row.values, contact))
        return judged

    def judged(self, row: Row, plan: Plan) -> Plan:
        """The plan of a row with what its warnings make of it."""
        return plan

    def _find_existing(self, row: Row) -> Found:
        """The contact of the row, and why it cannot be taken."""
        contact, problem = self.find(row)
        if problem is None and contact is None:
            key = next(key for key in KEYS if row.values.get(key) is not None)
            problem = Problem("unknown_constituent", key, str(row.values[key]))
        if problem is None and row.match.get("erased"):
            problem = Problem("erased", params={"date": row.match["erased"]})
        if problem is None and not row.match[self.noun]:
            problem = Problem(self.missing, f"{self.noun[:-1]}_id")
        return contact, problem


class AssignmentPlanner(MembershipPlanner):
    """Adds contacts to groups, never to those of an interest (V08)."""

    noun, missing = "groups", "group_missing"

    def judged(self, row: Row, plan: Plan) -> Plan:
        """A row all of whose groups are other centers' assigns nothing."""
        if len(plan.problems) == len(row.match["groups"]):
            return Plan(problems=[replace(problem, level=ERROR) for problem in plan.problems])
        return plan


class SegmentationPlanner(MembershipPlanner):
    """What contacts opt in to and out of (V09)."""

    noun, missing = "interests", "interest_missing"

    def judged(self, row: Row, plan: Plan) -> Plan:
        """A row that only wants to overrule an opt-out has nothing to do."""
        if plan.problems:
            plan.idle = SKIPPED
        return plan


def _planned(group: Any) -> Group:
    """A group as a row before has it: an id, or what names one to be made."""
    return Change(GROUP_MODEL, None, {}, once=group) if isinstance(group, dict) else group
