import datetime
from unittest import TestCase

from ...tools.kinds.learners import LearnerPlanner
from ...tools.rows.cells import REMOVE
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED, Row
from ...tools.rows.planner import Planner

ULN, OTHER, TEMPORARY = "1000000043", "9276308686", "9999999999"
BORN = datetime.date(2004, 3, 14)


def nobody(**found):
    """The match of a number that nobody has."""
    match = {"found": 0, "id": None, "waiting": False, "merged": None, "present": {}}
    return {**match, "programmes": [], "named": None, "namesakes": [], "made": {}, **found}


def known(uln=ULN, waiting=False, programmes=(), **present):
    """The match of a learner that there is."""
    held = {"name": "Ann", "contact_gender": None, "contact_birthdate": "2004-03-14"}
    held |= {"contact_uln": uln, "qualification_programme_id": None, **present}
    return nobody(found=1, id=5, waiting=waiting, present=held, programmes=list(programmes))


class LearnerCase(TestCase):
    """Plans rows of learners without a database."""

    def row(self, match, number=2, uln=ULN, **columns):
        row = Row(number, {"uln": uln, **columns}, [])
        row.match = match
        return row

    def planned(self, *rows):
        for _run in Planner(LearnerPlanner()).runs(rows):
            continue
        return [row.outcome for row in rows]

    def plan(self, match, **columns):
        row = self.row(match, **columns)
        self.planned(row)
        return row.plan

    def codes(self, match, **columns):
        return [problem.code for problem in self.plan(match, **columns).problems]


class TestPlanOfLearners(LearnerCase):
    """V19: what a row of learners would change in a contact."""

    def test_an_unknown_number_makes_a_learner(self):
        """V19: as numbers are compared, whatever blanks the file has in them."""
        (change,) = self.plan(nobody(), uln="1000 000 043", name="Ann", date_of_birth=BORN).changes
        expected = {"contact_uln": ULN, "name": "Ann", "contact_birthdate": "2004-03-14"}
        self.assertEqual((change.record, change.values), (None, expected))
        self.assertEqual(self.codes(nobody()), ["learner_without_name"])

    def test_a_known_number_updates_what_differs(self):
        """V19: an empty cell leaves the value, = takes it away."""
        match = known(contact_gender="male")
        (change,) = self.plan(match, name="Ann", gender=REMOVE, date_of_birth=None).changes
        self.assertEqual((change.record, change.values), (5, {"contact_gender": None}))
        rows = [self.row(known(), name="Ann", date_of_birth=BORN)]
        self.assertEqual(self.planned(*rows), [UNCHANGED])

    def test_several_with_a_number_are_nobody(self):
        self.assertEqual(self.codes(nobody(found=2), name="Ann"), ["ambiguous_learner"])

    def test_a_number_of_the_wrong_shape_is_doubted(self):
        """D7: it does not stop the row."""
        self.assertEqual(self.codes(nobody(), uln="1234567890", name="Ann"), ["odd_uln"])

    def test_the_number_of_a_merged_contact_means_the_other(self):
        """D23: the learner keeps the number that they have."""
        plan = self.plan(nobody() | known(uln=OTHER) | {"merged": OTHER}, gender="other")
        self.assertEqual([problem.code for problem in plan.problems], ["merged_contact"])
        self.assertEqual(plan.changes[0].values, {"contact_gender": "other"})


class TestPlanOfTemporaryLearners(LearnerCase):
    """V19: the number of those who have none yet names nobody."""

    def test_it_needs_a_birth_date(self):
        self.assertEqual(
            self.codes(nobody(), uln=TEMPORARY, name="Ann"), ["temporary_without_birth_date"]
        )

    def test_rows_with_it_are_of_different_learners(self):
        """V19: who has the same name and birth date is the same."""
        rows = [
            self.row(nobody(), 2, TEMPORARY, name="Ann", date_of_birth=BORN),
            self.row(nobody(), 3, TEMPORARY, name="Bo", date_of_birth=BORN),
            self.row(nobody(), 4, TEMPORARY, name="ANN", date_of_birth=BORN, gender="female"),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, CREATED, UPDATED])

    def test_an_own_number_is_given_to_who_waits(self):
        """V19: whom name and birth date find; the temporary number never replaces another."""
        match = known(uln=TEMPORARY, waiting=True)
        plan = self.plan(match, uln=OTHER, name="Ann", date_of_birth=BORN)
        self.assertEqual([problem.code for problem in plan.problems], ["uln_given"])
        self.assertEqual(plan.changes[0].values, {"contact_uln": OTHER})
        plan = self.plan(match, uln=TEMPORARY, name="Ann", date_of_birth=BORN)
        self.assertEqual((plan.problems, plan.changes), ([], []))

    def test_who_got_a_number_does_not_wait_any_more(self):
        """V19: within one file, too."""
        waiting = known(uln=TEMPORARY, waiting=True)
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [
            self.row(waiting, 2, ULN, **columns),
            self.row(waiting, 3, OTHER, **columns),
            self.row(nobody(), 4, ULN, gender="male"),
        ]
        self.assertEqual(self.planned(*rows), [UPDATED, CREATED, UPDATED])
        self.assertEqual(rows[2].plan.record, 5)

    def test_two_of_one_name_with_numbers_are_two(self):
        """V19: twins of one name have not been seen, but people of one name have."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [self.row(nobody(), 2, ULN, **columns), self.row(nobody(), 3, OTHER, **columns)]
        self.assertEqual(self.planned(*rows), [CREATED, CREATED])

    def test_a_learner_with_a_number_hides_nobody_who_waits(self):
        """V19: a row of another learner of the same name and birth date stands in between."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [
            self.row(nobody(), 2, TEMPORARY, **columns),
            self.row(known(), 3, ULN, **columns),
            self.row(nobody(), 4, TEMPORARY, **columns),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UNCHANGED, UNCHANGED])

    def test_two_who_wait_stay_two(self):
        """V19: the same row once more is no reason to make a third."""
        waiting = nobody(found=2, waiting=True)
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [self.row(dict(waiting), number, ULN, **columns) for number in (2, 3)]
        self.assertEqual(self.planned(*rows), [INVALID, INVALID])


class TestRowsOfOneLearner(LearnerCase):
    """V19: each row of a learner finds what all rows before it have left, by whichever key."""

    def test_what_is_not_there_is_not_taken_away(self):
        """V19: of a learner whom a row has made."""
        rows = [self.row(nobody(), 2, name="Ann"), self.row(nobody(), 3, gender=REMOVE)]
        self.assertEqual(self.planned(*rows), [CREATED, UNCHANGED])

    def test_what_the_number_has_changed_is_found_by_name_and_birth_date(self):
        """V19: the last row takes away what the second one has given."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        waiting = known(uln=TEMPORARY, waiting=True)
        rows = [
            self.row(dict(waiting), 2, ULN, **columns),
            self.row(nobody(), 3, ULN, gender="male"),
            self.row(dict(waiting), 4, ULN, **columns, gender=REMOVE),
        ]
        self.assertEqual(self.planned(*rows), [UPDATED] * 3)
        (change,) = rows[2].plan.changes
        self.assertEqual((change.record, change.values), (5, {"contact_gender": None}))

    def test_who_has_a_number_by_now_keeps_it(self):
        """V19: found by name and birth date as long as that is one learner, with a warning."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        row = self.row(known(), 2, TEMPORARY, **columns)
        self.assertEqual(self.planned(row), [UNCHANGED])
        self.assertEqual([problem.code for problem in row.plan.problems], ["uln_kept"])
        rows = [
            self.row(nobody(), 2, TEMPORARY, **columns),
            self.row(nobody(), 3, ULN, **columns),
            self.row(nobody(), 4, TEMPORARY, **columns),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UPDATED, UNCHANGED])
        self.assertEqual([problem.code for problem in rows[2].plan.problems], ["uln_kept"])

    def test_who_has_a_number_from_the_row_before_keeps_it(self):
        """V19: a learner is made with a number, and named by the temporary one further down."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [
            self.row(nobody(), 2, ULN, **columns),
            self.row(nobody(), 3, TEMPORARY, **columns, gender="female"),
            self.row(nobody(namesakes=[7, 8]), 4, TEMPORARY, **columns),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UPDATED, CREATED])
        self.assertEqual([problem.code for problem in rows[1].plan.problems], ["uln_kept"])
        self.assertEqual(rows[1].plan.record, 0)

    def test_of_two_with_numbers_the_temporary_one_means_neither(self):
        """V19: whether both are made by the file, or one was there."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [
            self.row(nobody(), 2, ULN, **columns),
            self.row(nobody(), 3, OTHER, **columns),
            self.row(nobody(), 4, TEMPORARY, **columns),
            self.row(nobody(), 5, TEMPORARY, **columns),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, CREATED, CREATED, UNCHANGED])
        rows = [
            self.row(nobody(), 2, OTHER, **columns),
            self.row(known(), 3, TEMPORARY, **columns),
        ]
        rows[1].match["namesakes"] = [5]
        self.assertEqual(self.planned(*rows), [CREATED, CREATED])

    def test_who_takes_a_name_hides_nobody_who_waits(self):
        """V19: a learner with a number gets the name and birth date of one without."""
        columns = {"name": "Ann", "date_of_birth": BORN}
        rows = [
            self.row(nobody(), 2, TEMPORARY, **columns),
            self.row(known(name="Bo"), 3, ULN, **columns),
            self.row(nobody(), 4, TEMPORARY, **columns),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UPDATED, UNCHANGED])
        self.assertEqual(rows[2].plan.problems, [])

    def test_a_number_is_not_said_to_be_given_that_somebody_has(self):
        """V19: by a row before; who waits with the name of the later row goes on waiting."""
        rows = [
            self.row(nobody(), 2, ULN, name="Bo"),
            self.row(known(uln=TEMPORARY, waiting=True), 3, ULN, name="Ann", date_of_birth=BORN),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UPDATED])
        self.assertEqual(rows[1].plan.problems, [])
        self.assertEqual(rows[1].plan.record, 0)


class TestPlanOfProgrammes(LearnerCase):
    """V19: what learners attend."""

    def test_a_known_programme_is_attended(self):
        (change,) = self.plan(known(programmes=[8]), programme="Evening School").changes
        self.assertEqual(change.values, {"qualification_programme_id": 8})
        match = known(programmes=[8], qualification_programme_id=8)
        self.assertEqual(self.planned(self.row(match, programme="evening school")), [UNCHANGED])
        self.assertEqual(
            self.codes(known(programmes=[8, 9]), programme="X"), ["ambiguous_programme"]
        )
        (change,) = self.plan(match, programme=REMOVE).changes
        self.assertEqual(change.values, {"qualification_programme_id": None})

    def test_an_unknown_one_is_made_once(self):
        """V19: however it is spelt in the rows of one file; again it changes nothing."""
        rows = [
            self.row(nobody(), 2, ULN, name="Ann", programme="Night School"),
            self.row(nobody(), 3, OTHER, name="Bo", programme="NIGHT \u00a0SCHOOL"),
            self.row(nobody(), 4, ULN, programme="night school"),
            self.row(nobody(), 5, OTHER, name="", programme="Other"),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, CREATED, UNCHANGED, UPDATED])
        made = [row.plan.changes[-1] for row in rows[:2]]
        self.assertEqual([each.once for each in made], [{"name": "Night School"}] * 2)
        self.assertLess(made[0].rank, rows[0].plan.changes[0].rank)

    def test_what_is_left_can_be_stored(self):
        """Of a programme that is still to be made, too."""
        row = self.row(nobody(), name="Ann", programme="Night School")
        self.planned(row)
        left = LearnerPlanner().left_by(row)["present"]
        self.assertEqual(left["qualification_programme_id"], 0)

    def test_a_wrong_row_makes_none(self):
        row = self.row(nobody(), programme="Night School")
        self.assertEqual(self.planned(row), [INVALID])
        self.assertEqual(row.plan.changes, [])
