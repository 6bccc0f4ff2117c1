"""Rows of contacts as a matcher leaves them, for tests of what is planned of them."""

from __future__ import annotations

from typing import Any
from unittest import TestCase

from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA
from ...tools.kinds.contact_operations import ContactPlanner
from ...tools.rows.plan import Change, Plan, Row
from ...tools.rows.planner import Planner
from ...tools.rows.run_context import RunContext

INSTITUTION, OPERA, STAGE = 1, 2, 3
TODAY = "2026-01-31"
CODES = {"CH": "+41", "FR": "+33"}


def format_phone(number: str, country: str | None) -> str | None:
    """A telephone number in the form of its country; None where it is none."""
    if not number.strip("+").isdigit() or country not in CODES:
        return None
    return number if number.startswith("+") else f"{CODES[country]} {number.lstrip('0')}"


def contact(**values: Any) -> dict[str, Any]:
    """What a contact holds."""
    held = {"id": 7, "name": "Anna Lee", "company_id": OPERA, "is_company": False, "active": True}
    return {**held, CRITERIA: None, AUTHORIZATIONS: None, "addresses": None} | values


def structure(**values: Any) -> dict[str, Any]:
    """What a structure holds."""
    return contact(id=8, name="Academy", is_company=True) | values


def lookups(**values: Any) -> dict[str, Any]:
    """What the texts of a row mean."""
    nothing = {"country": None, "departments": [], "langs": [], "type": None}
    return {**nothing, "criteria": {}, "authorizations": {}} | values


def match(**values: Any) -> dict[str, Any]:
    """The match of a row whose number nobody has."""
    nobody = {"contact": None, "structure": None, "taken": False, "named": 0, "foreign": False}
    nothing = {"problem": None, "anonymized": None, "login": False, "lookups": lookups()}
    nothing |= {"guard": None, "alike": None}
    return {**nobody, **nothing, "institution": INSTITUTION, "owner": OPERA, "home": "CH"} | values


class ContactPlanCase(TestCase):
    """Rows of Anna, who is there, unless their match says otherwise."""

    planner = ContactPlanner(RunContext(today=TODAY), format_phone)

    def row(self, operation: str, found: Any = None, number: int = 2, **columns: Any) -> Row:
        """A row as it was read and matched; ``found`` is its match."""
        keys = {"instit": "LAKE", "organization": "OPERA", "contact_nr": "0001"}
        row = Row(number, {**keys, "operation": operation, **columns}, [])
        row.match = match(contact=contact(), taken=True) if found is None else found
        return row

    def plan(self, operation: str, found: Any = None, **columns: Any) -> Plan:
        """The plan of one row, with nothing in it that changes nothing."""
        row = self.row(operation, found, **columns)
        row.plan = self.planner.plan(row, {})
        row.outcome = row.plan.planned_outcome()
        return row.plan

    def insert(self, found: Any = None, **columns: Any) -> Plan:
        """The plan of a new contact."""
        return self.plan("insert", match() if found is None else found, **columns)

    def values(self, plan: Plan) -> dict[str, Any]:
        """What the plan writes on its first record."""
        self.assertEqual(plan.problems, [])
        return plan.changes[0].values

    def codes(self, plan: Plan) -> list[str]:
        """What is wrong with the row."""
        return [problem.code for problem in plan.problems]

    def outcomes(self, *rows: Row) -> list[str | None]:
        """What becomes of rows one after the other."""
        for _run in Planner(self.planner).runs(rows):
            continue
        return [row.outcome for row in rows]

    def runs(self, *rows: Row) -> list[int]:
        """How many rows are written together each time."""
        return [len(run) for run in Planner(self.planner).runs(rows)]

    def written(self, *rows: Row) -> list[str | None]:
        """What becomes of rows that are written: new records get ids from 100 on."""
        identifiers = iter(range(100, 200))
        for run in Planner(self.planner).runs(rows):
            changes = [change for row in run for change in row.plan.changes]
            for change in sorted(changes, key=lambda each: each.rank):
                write(change, identifiers)
        return [row.outcome for row in rows]


def write(change: Change, identifiers: Any) -> None:
    """What the writer does to a change."""
    change.resolve()
    if change.record is None:
        change.record, change.created = next(identifiers), True
