"""V13: what a pair of contacts, one here and one in another CRM, is planned to do."""

import unittest

from ...tools.connector.agreement import OURS, THEIRS
from ...tools.contacts.constituent_schema import KEY_FIELDS
from ...tools.contacts.pairs import PAIR_FIELDS
from ...tools.kinds.connector import ConnectorPlanner
from ...tools.kinds.pair_plan import PairPlan
from ...tools.kinds.pair_sides import Pair, SidesReader
from ...tools.rows.plan import SKIPPED, UNCHANGED, UPDATED, Row
from ...tools.rows.run_context import RunContext
from ...tools.rows.schema import Field, Schema

SCHEMA = Schema((*PAIR_FIELDS, *KEY_FIELDS, Field("fullname", "NAME"), Field("town", "CITY")))
ADA = {
    "id": 7,
    "contact_member_id": None,
    "email": "ada@example.com",
    "email_normalized": "ada@example.com",
    "name": "Ada Lane",
    "contact_firstname": None,
    "contact_lastname": None,
    "city": "Bern",
    "groups": [],
    "active": True,
}
EMPTY = dict.fromkeys(("their_id", "our_id", "their_mark", "changed", "gone", "merged_into"))


def planner(*pairs, makes_there=True):
    pairs = pairs or (Pair("fullname", "Name"), Pair("town", "City"))
    return ConnectorPlanner(
        RunContext(),
        None,
        lambda number, _country: number,
        {},
        SCHEMA,
        pairs,
        SidesReader(pairs, lambda texts: texts),
        makes_there,
        "salt",
    )


def row(contact=ADA, marks=None, ours=None, **values):
    """A row of a pair, matched with its contact."""
    own = {"cons_id": contact and contact["id"], "their_id": "501"}
    values = {**EMPTY, **own, **values}
    found = Row(1, values, [])
    stage = {"found": 1, "removed": 0, "contact": contact}
    found.match = {
        "stages": {"cons_id": stage} if contact else {},
        "email": None,
        "groups": [],
        "interests": [],
        "opted_in": [],
        "opted_out": [],
        "sharers": [],
        "blacklisted": (),
        "lookups": {"country": None, "departments": []},
        "erased": None,
        "deleted": None,
        "guard": None,
        "pair": {"marks": marks or {}, "left_alone": False, "stale": False} if contact else None,
        "ours": ours or {"fullname": "Ada Lane", "town": "Bern"},
        "words": ours or {"fullname": "Ada Lane", "town": "Bern"},
        "here": {},
        "paired": [],
        "changed": "2026-01-01T00:00:00",
        "decided": {},
    }
    return found


class TestPairs(unittest.TestCase):
    def plan(self, found, rules=None):
        plan = (rules or planner()).plan(found, {})
        outcome = plan.planned_outcome()
        return plan, outcome

    def agreed(self, **values):
        """The marks of a pair that held the same."""
        texts = {"fullname": "Ada Lane", "town": "Bern", **values}
        plan, _outcome = self.plan(row(**texts, ours=texts))
        return plan.marks

    def test_what_is_the_same_changes_nothing(self):
        plan, outcome = self.plan(row(fullname="Ada Lane", town="Bern"))
        self.assertEqual((outcome, plan.outgoing), (UNCHANGED, {}))
        self.assertEqual(set(plan.marks), {"fullname", "town"})

    def test_what_has_changed_there_is_taken(self):
        plan, outcome = self.plan(row(marks=self.agreed(), fullname="Ada Lane", town="Thun"))
        self.assertEqual(outcome, UPDATED)
        self.assertEqual([c.values for c in plan.changes], [{"city": "Thun"}])
        self.assertFalse(plan.outgoing)

    def test_what_has_changed_here_is_sent(self):
        ours = {"fullname": "Ada Lane", "town": "Thun"}
        contact = {**ADA, "city": "Thun"}
        found = row(contact, self.agreed(), ours, fullname="Ada Lane", town="Bern")
        plan, outcome = self.plan(found)
        self.assertEqual((outcome, plan.outgoing), (UPDATED, {"City": "Thun"}))
        self.assertFalse(plan.changes)

    def test_both_is_asked_for_and_holds_all_back(self):
        ours = {"fullname": "Ada Lane", "town": "Thun"}
        found = row({**ADA, "city": "Thun"}, self.agreed(), ours, fullname="Eve", town="Genf")
        plan, outcome = self.plan(found)
        self.assertIsInstance(plan, PairPlan)
        self.assertEqual((outcome, plan.asks, plan.outgoing), (SKIPPED, ["town"], {}))
        self.assertFalse(plan.changes)

    def test_what_somebody_has_decided_counts(self):
        ours = {"fullname": "Ada Lane", "town": "Thun"}
        for side, sent, taken in ((OURS, {"City": "Thun"}, []), (THEIRS, {}, [{"city": "Genf"}])):
            contact = {**ADA, "city": "Thun"}
            found = row(contact, self.agreed(), ours, fullname="Ada Lane", town="Genf")
            found.match["decided"] = {"town": side}
            plan, _outcome = self.plan(found)
            self.assertEqual(plan.outgoing, sent)
            self.assertEqual([change.values for change in plan.changes], taken)

    def test_who_is_gone_is_left_alone(self):
        for values in ({"gone": True}, {"gone": True, "merged_into": "502"}):
            plan, outcome = self.plan(row(**values, fullname=None, town=None))
            self.assertEqual((outcome, plan.changes), (SKIPPED, []))

    def test_another_one_there_is_not_paired(self):
        found = row(fullname="Ada Lane", town="Bern")
        found.match |= {"pair": None, "paired": ["400"]}
        plan, _outcome = self.plan(found)
        self.assertEqual([problem.code for problem in plan.problems], ["paired_already"])

    def test_who_is_only_here_is_made_there_where_that_is_wanted(self):
        found = row(their_id=None, our_id=7, fullname=None, town=None)
        plan, outcome = self.plan(found)
        self.assertEqual(plan.outgoing, {"Name": "Ada Lane", "City": "Bern"})
        self.assertEqual(outcome, UPDATED)
        plan, outcome = self.plan(found, planner(makes_there=False))
        self.assertEqual((outcome, plan.problems[0].code), (SKIPPED, "only_here"))

    def test_a_name_is_not_taken_away(self):
        plan, _outcome = self.plan(row(marks=self.agreed(), fullname=None, town="Bern"))
        self.assertEqual(plan.outgoing, {"Name": "Ada Lane"})
