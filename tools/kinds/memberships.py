"""What a row of memberships would change: groups of contacts that there are."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from ..contacts.constituent_schema import KEYS
from ..rows.plan import SKIPPED, Change, Plan, Row
from ..rows.planner import Keys, Match
from ..rows.problems import Problem
from .hub import GROUPS, Contact, HubPlanner


class MembershipPlanner(HubPlanner):
    """What the uploads of memberships share: contacts that there are, and no field of theirs.

    Rows of one contact need no order among them: the dict of the contact is shared by all of its
    rows in a chunk, and its ``groups`` are those that the rows before leave. Between chunks of a
    validation they are handed on, where rows name the contact in the first way that the file has.
    """

    # What each row must name at least one of, and the problem where it does not.
    named: tuple[str, str] = ("", "")

    def keys(self, row: Row) -> Keys:
        """None: rows of one contact are written together."""
        return ()

    def left_by(self, row: Row) -> Any:
        """The groups of the contact after this row and those before it, whether this one is wrong
        or not; one that is still to be made as what names it."""
        contact, _problem = self.find(row)
        groups = contact["groups"] if contact else ()
        return {"left": [each.once if isinstance(each, Change) else each for each in groups]}

    def resume(self, row: Row, key: Hashable, left: Any) -> Match:
        """The contact with the groups that an earlier chunk has planned."""
        contact, _problem = self.find(row)
        if contact:
            contact["groups"] = [_planned(each) for each in left["left"]]
        return row.match or {}

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        """The groups that the contact has after the row."""
        contact, problem = self.find(row)
        if contact is None and problem is None:
            problem = self._unknown(row)
        noun, code = self.named
        if problem is None and not (row.match or {})[noun]:
            problem = Problem(code, f"{noun[:-1]}_id")
        if problem is not None or contact is None:
            return Plan(problems=[problem] if problem else [])
        problems: list[Problem] = []
        news: list[Change] = []
        groups = self.memberships(row, contact, news, problems)
        change = self.member_change(contact, groups)
        plan = Plan([change, *news], problems=problems, record=contact["id"])
        return self.settle(row, contact, plan)

    def _unknown(self, row: Row) -> Problem:
        """The problem that there is nobody of that name, at the first column that is filled."""
        key = next(key for key in KEYS if row.values.get(key) is not None)
        return Problem("unknown_constituent", key, str(row.values[key]))

    def settle(self, row: Row, contact: Contact, plan: Plan) -> Plan:
        """Let the next row of the contact see what this one leaves."""
        if not any(problem.level == "error" for problem in plan.problems):
            contact["groups"] = plan.changes[0].values[GROUPS]
        return plan


class AssignmentPlanner(MembershipPlanner):
    """Group Assignment Upload (V08)."""

    named = ("groups", "group_missing")

    def settle(self, row: Row, contact: Contact, plan: Plan) -> Plan:
        """A row all of whose groups are other centers' assigns nothing."""
        if len(plan.problems) == len((row.match or {})["groups"]):
            told = [Problem(p.code, p.field, p.value, p.params) for p in plan.problems]
            return Plan(problems=told)
        return super().settle(row, contact, plan)


class SegmentationPlanner(MembershipPlanner):
    """Segmentation Upload (V09)."""

    named = ("interests", "interest_missing")

    def settle(self, row: Row, contact: Contact, plan: Plan) -> Plan:
        """A row that only wants to overrule an opt-out has nothing to do."""
        if plan.problems:
            plan.idle = SKIPPED
        return super().settle(row, contact, plan)


def _planned(group: Any) -> Any:
    """A group as a row before has it: an id, or a change that makes it."""
    return Change("contact.group", None, {}, once=group) if isinstance(group, dict) else group
