"""Rows of participants, and what a database would say of them."""

from unittest import TestCase

from ...tools.kinds.participants import ParticipantPlanner
from ...tools.rows.plan import Row
from ...tools.rows.planner import Planner
from ...tools.rows.run_context import RunContext


def stored_phone(number, country):
    """A telephone number as it is stored, of Belgium alone."""
    digits = number.replace(" ", "")
    return f"+32{digits[1:]}" if country == "BE" and digits.startswith("0") else None


def event(**facts):
    """What is known of an event: two tickets, one slot, one team, three questions."""
    return {
        "id": 7,
        "country": "BE",
        "slotted": False,
        "tickets": {"standard": [1], "patron": [2], "twin": [3, 4]},
        "teams": {"RUN-A": [11]},
        "slots": {"2031-05-06 09:30": [21], "2031-05-06 11:00": [22, 23]},
        "questions": {
            "lunch": [[31, "simple_choice", {"vegetarian": [41], "anything": [42]}]],
            "remarks": [[32, "text_box", {}]],
            "phone": [[33, "phone", {}]],
        },
        "limit": None,
        "ticket_limits": {},
        "taken": {},
        **facts,
    }


def nobody(**facts):
    """The match of a code that no registration has."""
    return {"event": event(**facts), "id": None, "hidden": False, "barcode": False, "present": {}}


def known(identifier=5, facts=None, **present):
    """The match of a registration that there is."""
    held = dict.fromkeys(("email", "phone", "company_name", "event_ticket_id", "event_slot_id"))
    held |= {"event_team_id": None, "event_id": 7, "active": True, "name": "Ann", "state": "open"}
    match = {**nobody(**(facts or {})), "id": identifier}
    return {**match, "present": {**held, "answers": {}, **present}}


class ParticipantCase(TestCase):
    """Plans rows of participants without a database."""

    def row(self, match, number=2, code="R1", **columns):
        row = Row(number, {"registration_code": code, "event_code": "E1", **columns}, [])
        row.match = match
        return row

    def planned(self, *rows):
        """The outcomes of rows of one file."""
        planner = ParticipantPlanner(RunContext(), stored_phone)
        for _run in Planner(planner).runs(rows):
            continue
        return [row.outcome for row in rows]

    def plan(self, match, **columns):
        row = self.row(match, **columns)
        self.planned(row)
        return row.plan

    def values(self, match, **columns):
        """What is written of the registration itself."""
        plan = self.plan(match, **columns)
        self.assertEqual(plan.problems, [])
        return plan.changes[0].values if plan.changes else {}

    def problem(self, match, **columns):
        """The one problem of a row, as (code, field)."""
        (problem,) = self.plan(match, **columns).problems
        return problem.code, problem.field
