from unittest import TestCase

from ...tools.kinds.cross_references import CrossReferencePlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED, Row
from ...tools.rows.planner import Planner


def match(**values):
    """The match of a row whose value has no cross-reference."""
    nothing = {"id": None, "ours": None, "preferred": False}
    return {"systems": 1, "system": 3, "meant": "T-001", **nothing, **values}


class TestPlanOfCrossReferences(TestCase):
    """V16: cross-references themselves as a file."""

    def row(self, found, number=2, **columns):
        keys = {"system": "OFF", "type": "group", "theirs": "G1", "ours": "t-001"}
        row = Row(number, {**keys, "preferred": None, **columns}, [])
        row.match = found
        return row

    def planned(self, *rows):
        for _run in Planner(CrossReferencePlanner()).runs(rows):
            continue
        return [row.outcome for row in rows]

    def plan(self, found, **columns):
        row = self.row(found, **columns)
        self.planned(row)
        return row.plan

    def test_a_new_one_says_what_their_value_means(self):
        """V16: as cells hold it, and our value as it is here."""
        (change,) = self.plan(match(), theirs=" G1 ").changes
        expected = {"ours": "T-001", "system_id": 3, "type": "group", "theirs": "G1"}
        self.assertEqual((change.record, change.values), (None, expected))

    def test_one_that_is_there_gets_the_new_meaning(self):
        """V16: what it says already is no change."""
        (change,) = self.plan(match(id=9, ours="T-002")).changes
        self.assertEqual((change.record, change.values), (9, {"ours": "T-001"}))
        self.assertEqual(self.planned(self.row(match(id=9, ours="T-001"))), [UNCHANGED])

    def test_only_yes_says_which_is_preferred(self):
        """V16: an empty cell or No takes nothing away."""
        for preferred in (None, False):
            plan = self.plan(match(id=9, ours="T-001", preferred=True), preferred=preferred)
            self.assertEqual(plan.changes, [])
        (change,) = self.plan(match(id=9, ours="T-001"), preferred=True).changes
        self.assertEqual(change.values, {"preferred": True})

    def test_system_and_meaning_must_be_known(self):
        """V16: a code of one system, and a value of ours."""
        for found, code, field in (
            (match(systems=0), "unknown_system", "system"),
            (match(systems=2), "ambiguous_system", "system"),
            (match(meant=None), "unknown_our_value", "ours"),
        ):
            (problem,) = self.plan(found).problems
            self.assertEqual((problem.code, problem.field), (code, field))
        self.assertEqual(self.plan(match(systems=2)).problems[0].params, {"count": 2})

    def test_a_later_row_changes_what_an_earlier_one_made(self):
        """V16: with its own meaning of our value; a wrong row between them changes nothing."""
        rows = [
            self.row(match(), 2, preferred=True),
            self.row(match(meant=None), 3),
            self.row(match(meant="T-002"), 4),
            self.row(match(meant="T-002"), 5),
            self.row(match(meant="T-002"), 6, preferred=True),
            self.row(match(meant="T-002"), 7, theirs="G2"),
        ]
        expected = [CREATED, INVALID, UPDATED, UNCHANGED, UNCHANGED, CREATED]
        self.assertEqual(self.planned(*rows), expected)
