"""Uploads of memberships: contacts that there are, and no field of theirs (V08, V09)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..contacts.constituent_schema import OUT
from ..contacts.constituents import Contact, merged_notes
from ..rows.plan import SKIPPED, Plan, Row
from ..rows.planner import Keys
from ..rows.problems import ERROR, Problem
from .finding import UNRESOLVED, Found
from .hub import HubPlan, HubPlanner, others_members, own_members, reached
from .joining import in_order


class MembershipPlanner(HubPlanner):
    """Rows of one contact are written together, each with what the rows before it leave."""

    # What each row must name at least one of, and the problem where it does not.
    noun, missing = "", ""

    def touched(self, row: Row, keys: Keys, left: Keys) -> Keys:
        """Rows of one contact need no order in how they are written."""
        return ()

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, wrong = self._find_contact(row)
        if contact is None or wrong:
            return Plan(problems=[*wrong, *self.wrong_assignments(row)])
        joining = self.join(row, contact)
        groups = in_order(joining.groups)
        planned = HubPlan(
            [own_members(joining, groups), *others_members(joining), *joining.news],
            problems=joining.problems,
            record=contact["id"],
            groups=groups,
            reached=reached(joining),
        )
        plan = self.judged(row, planned)
        notes = merged_notes(row.match["stages"], row.values, contact)
        plan.problems = [*self.doubts(row, contact), *plan.problems, *notes]
        return plan

    def judged(self, row: Row, plan: Plan) -> Plan:
        """The plan of a row with what its warnings make of it."""
        return plan

    def _find_contact(self, row: Row) -> tuple[Contact | None, list[Problem]]:
        """The contact of the row, and why nothing can be done with it."""
        contact, problem = self.find_existing(row)
        problems = [problem] if problem else []
        if not row.match[self.noun]:
            problems.append(Problem(self.missing, f"{self.noun[:-1]}_id"))
        return contact, problems


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

    def contact_of(self, row: Row) -> Contact | None:
        """An opt-out by an address is one of everybody who has it: the first of them."""
        everybody = self._everybody(row)
        named = (each for each in everybody if not each.get("deferred"))
        return next(named, everybody[0]) if everybody else super().contact_of(row)

    def find(self, row: Row) -> Found:
        """The contact of the row, and why it cannot be taken."""
        if not self._everybody(row):
            return super().find(row)
        contact = self.contact_of(row)
        return contact, Problem(UNRESOLVED) if contact and contact.get("deferred") else None

    def _everybody(self, row: Row) -> list[Contact]:
        """Who has the address of a row that opts it out, whoever that is."""
        ids = (row.values.get(key) for key in ("cons_id", "member_id"))
        if row.values.get("interest_opt") != OUT or any(each is not None for each in ids):
            return []
        sharers = row.match["sharers"] if row.match["email"] else []
        return [each for each in sharers if each.get("active", True)]

    def refuses_others(self, row: Row) -> bool:
        """That mail to an address is unwanted holds whatever name stands beside it."""
        return row.values.get("interest_opt") != OUT

    def judged(self, row: Row, plan: Plan) -> Plan:
        """A row that only wants to overrule an opt-out has nothing to do."""
        if plan.problems:
            plan.idle = SKIPPED
        return plan
