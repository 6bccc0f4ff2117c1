import json

from ...tools.kinds.seats import SEATS
from ...tools.kinds.session_instances import SessionInstancePlanner
from ...tools.rows.plan import INVALID, UNCHANGED, UPDATED, Change
from ...tools.rows.planner import Planner, key_text
from ...tools.rows.run_context import RunContext
from .test_plan_of_session_instances import SessionInstancesCase, facts, match

FULL = facts(seats=(1, 1))
# Persons 2 and 3 wait for a seat in instance 7, in this order.
WAITING = [[2, 2007, []], [3, 3007, []]]


class PromotionsCase(SessionInstancesCase):
    """A run that promotes: person 1 has the only seat of instance 7."""

    def rules(self):
        return SessionInstancePlanner(RunContext(promotes=True))

    def found(self, person=1, status="registered", **more):
        return match(person, status=status, **{"facts": FULL, "waiting": WAITING, **more})

    def promoted(self, row):
        """Who gets the seat that a row frees."""
        return [change.sought["registration_id"] for change in row.plan.changes if change.sought]


class TestPromotions(PromotionsCase):
    """A seat that frees goes to the first on the waitlist."""

    def test_the_first_gets_the_seat(self):
        (row,) = self.plan(("cancelled", self.found()))
        _own, change = row.plan.changes
        self.assertEqual((row.outcome, row.record), (UPDATED, 1007))
        self.assertEqual((change.record, change.values["status"]), (2007, "registered"))
        self.assertEqual(change.journal()[2]["status"], ["waitlisted", "registered"])

    def test_the_seats_of_rows_behind_are_counted_with_it(self):
        """Nobody else gets the seat: it is taken again."""
        late = match(9, facts=FULL, waiting=WAITING)
        rows = self.plan(("cancelled", self.found()), ("registered", late))
        self.assertEqual(rows[1].outcome, INVALID)
        self.assertEqual(self.planner.totals[f"{SEATS}:7"], 0)

    def test_each_seat_goes_to_the_next(self):
        rows = self.plan(*[("cancelled", self.found(person)) for person in (1, 4, 5)])
        self.assertEqual([self.promoted(row) for row in rows], [[2], [3], []])

    def test_no_seat_is_freed_by_who_keeps_theirs(self):
        (row,) = self.plan(("no_show", self.found()))
        self.assertEqual(self.promoted(row), [])

    def test_an_overfull_instance_has_no_seat_to_give(self):
        (row,) = self.plan(("cancelled", self.found(facts=facts(seats=(1, 3)))))
        self.assertEqual(self.promoted(row), [])

    def test_nobody_is_promoted_in_place_of_themselves(self):
        (row,) = self.plan(("waitlisted", self.found(waiting=[])))
        self.assertEqual(self.promoted(row), [])

    def test_who_would_have_two_sessions_at_once_is_passed_over(self):
        strict = facts(seats=(1, 1), strict=True)
        waiting = [[2, 2007, [[8, 9, 10, "Other"]]], [3, 3007, []]]
        (row,) = self.plan(("cancelled", self.found(facts=strict, waiting=waiting)))
        self.assertEqual(self.promoted(row), [3])

    def test_nobody_is_promoted_where_nobody_may(self):
        """Of an instance that has begun, and in a run that does not promote."""
        (row,) = self.plan(("cancelled", self.found(waiting=None)))
        self.assertEqual(self.promoted(row), [])
        (row,) = self.plan(("cancelled", match(status="registered", facts=FULL)))
        self.assertEqual(self.promoted(row), [])


class TestOrderOfWaitlist(PromotionsCase):
    """Rows of the file change who waits, and in which order."""

    def test_who_left_the_waitlist_is_passed_over(self):
        first = self.found(2, status="waitlisted")
        rows = self.plan(("cancelled", first), ("cancelled", self.found()))
        self.assertEqual(self.promoted(rows[1]), [3])

    def test_who_comes_later_waits_behind_the_others(self):
        new = match(9, facts=FULL, waiting=[])
        rows = self.plan(("waitlisted", new), ("cancelled", self.found(waiting=[])))
        change = rows[1].plan.changes[1]
        self.assertEqual(change.sought, {"registration_id": 9, "instance_id": 7})
        self.assertIsNone(change.record)
        self.assertGreater(change.rank, rows[0].plan.changes[0].rank)

    def test_who_comes_back_has_lost_their_place(self):
        rows = self.plan(
            ("cancelled", self.found(2, status="waitlisted")),
            ("waitlisted", self.found(2, status="cancelled")),
            ("cancelled", self.found()),
            ("cancelled", self.found(4)),
        )
        self.assertEqual([self.promoted(row) for row in rows[2:]], [[3], [2]])

    def test_a_row_of_who_was_promoted_finds_them_promoted(self):
        """A file that was downloaded before says Waitlisted: they keep the seat."""
        waits = self.found(2, status="waitlisted")
        rows = self.plan(("cancelled", self.found()), ("waitlisted", waits))
        self.assertEqual(rows[1].outcome, UNCHANGED)
        self.assertEqual([each.code for each in rows[1].all_problems()], ["promoted_since"])
        self.assertEqual(self.runs, [1, 1])
        (again,) = self.plan(("waitlisted", self.found(2, promoted=True)))
        self.assertEqual((again.outcome, again.record), (UNCHANGED, 2007))

    def test_a_run_that_does_not_promote_does_what_the_file_says(self):
        """Who was promoted by an earlier one is put back to the waitlist like anybody."""
        self.planner = Planner(SessionInstancePlanner())
        (row,) = self.plan(("waitlisted", match(2, status="registered", promoted=True)))
        self.assertEqual(row.plan.changes[0].values, {"status": "waitlisted"})

    def test_who_was_promoted_frees_the_seat_for_the_next(self):
        waits = self.found(2, status="waitlisted")
        rows = self.plan(("cancelled", self.found()), ("cancelled", waits))
        self.assertEqual(self.promoted(rows[1]), [3])

    def test_a_row_of_a_later_chunk_finds_them_promoted(self):
        """What is left goes through the database, without the whole waitlist."""
        (row,) = self.plan(("cancelled", self.found()))
        left = json.loads(json.dumps(self.planner.rules.stored(self.planner.rules.left_by(row))))
        self.assertNotIn("waiting", left)
        self.assertTrue(self.planner.rules.reaches_others(row))
        self.planner = Planner(self.rules(), self.planner.totals, {key_text((2, 7)): left})
        (later,) = self.plan(("cancelled", self.found(2, status="waitlisted")))
        self.assertEqual((later.outcome, self.promoted(later)), (UPDATED, [3]))

    def test_a_batch_that_fails_leaves_the_waitlist_as_it_was(self):
        self.planner.begin()
        list(self.planner.runs([self.row("cancelled", self.found())]))
        self.planner.drop()
        (row,) = self.plan(("cancelled", self.found()))
        self.assertEqual(self.promoted(row), [2])


class TestUndoOfPromotions(PromotionsCase):
    """A seat that went to somebody is put back with its line, or neither is."""

    def changes(self):
        rules = self.planner.rules
        back = {"status": "waitlisted", "promoted": False}
        return [
            Change("event.agenda.line", 1007, {"status": "registered"}, {"status": "cancelled"}, 2),
            Change(
                *("event.agenda.line", 2007, back, {"status": "registered", "promoted": True}),
                rules.rank("event.agenda.line", back),
            ),
        ]

    def refused(self, *changes):
        known = {
            f"event.agenda.line,{person}007": self.found(person, status, code="I7")
            for person, status in ((1, "cancelled"), (2, "registered"))
        }
        totals = {}
        return self.planner.rules.refused(changes, known, totals), totals

    def test_the_seat_frees_before_it_is_taken(self):
        problems, totals = self.refused(*self.changes())
        self.assertEqual((problems, totals[f"{SEATS}:7"]), ([], 0))

    def test_without_the_one_the_other_is_refused(self):
        """Where the promoted line was changed since, it is left, and there is no seat to go to;
        nothing of it is counted."""
        problems, totals = self.refused(self.changes()[0])
        self.assertEqual(([each.code for each in problems], totals), (["instance_full"], {}))
