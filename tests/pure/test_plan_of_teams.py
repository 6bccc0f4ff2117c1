from unittest import TestCase

from ...tools.kinds.teams import TeamPlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED, Row
from ...tools.rows.planner import Planner


def match(**found):
    """The match of a code that no team of the event has."""
    return {"event": 7, "id": None, "name": None, "active": None, **found}


class TestPlanOfTeams(TestCase):
    """V19: what a row of teams would change in a team."""

    def row(self, found, number=2, **columns):
        row = Row(number, {"event_code": "E1", "team_code": "T1", "name": None, **columns}, [])
        row.match = found
        return row

    def planned(self, *rows):
        for _run in Planner(TeamPlanner()).runs(rows):
            continue
        return [row.outcome for row in rows]

    def plan(self, found, **columns):
        row = self.row(found, **columns)
        self.planned(row)
        return row.plan

    def test_an_unknown_code_makes_a_team(self):
        """V19: of the event of the row."""
        (change,) = self.plan(match(), name="Owls").changes
        expected = {"name": "Owls", "event_id": 7, "code": "T1"}
        self.assertEqual((change.record, change.values), (None, expected))

    def test_a_known_code_gets_the_name(self):
        """V19: an empty cell leaves it, and what is so already is not written."""
        known = match(id=5, name="Owls", active=True)
        (change,) = self.plan(known, name="Night Owls").changes
        self.assertEqual((change.record, change.values), (5, {"name": "Night Owls"}))
        self.assertEqual(
            self.planned(self.row(known), self.row(known, name="Owls")), [UNCHANGED, UNCHANGED]
        )

    def test_what_cannot_be_meant_is_told(self):
        for found, code, field in (
            (match(event=None), "unknown_event", "event_code"),
            (match(id=5, name="Owls", active=False), "team_archived", "team_code"),
            (match(), "team_without_name", "name"),
        ):
            (problem,) = self.plan(found).problems
            self.assertEqual((problem.code, problem.field), (code, field))

    def test_later_rows_find_what_earlier_ones_leave(self):
        """V19: in each event its own."""
        rows = [
            self.row(match(), 2, name="Owls"),
            self.row(match(), 3),
            self.row(match(), 4, name="Night Owls"),
            self.row(match(event=8), 5),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UNCHANGED, UPDATED, INVALID])
