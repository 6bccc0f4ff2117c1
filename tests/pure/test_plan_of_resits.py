import json

from ...tools.kinds.qualifications import QualificationPlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from ...tools.rows.planner import Planner, key_text
from ...tools.rows.run_context import RunContext
from .test_plan_of_qualifications import QualificationsPlanCase, match

EXEMPT = {"status": "exempt"}


def row(number, **values):
    return {**EXEMPT, "registration_number": number, **values}


def found(number, enrolment, enrolments=2):
    """The enrolment with a number, among several."""
    return match(enrolment, **row(number), enrolments=enrolments)


class TestPlanOfResits(QualificationsPlanCase):
    """D6: enrolments of a learner on one qualification that their numbers tell apart."""

    def test_a_number_that_none_of_several_has_is_an_error(self):
        problem = self.error(match(enrolments=2), registration_number="R9")
        self.assertEqual((problem.code, problem.field), ("unknown_resit", "registration_number"))
        self.assertEqual((problem.value, problem.params), ("R9", {"count": 2}))

    def test_so_is_no_number(self):
        self.assertEqual(self.error(match(enrolments=2)).code, "unknown_resit")

    def test_each_row_means_the_one_with_its_number(self):
        rows = self.plan(
            (row("R1", status="registered"), found("R1", 8)),
            (row("R2"), found("R2", 9)),
            (row("R1", status="registered"), found("R1", 8)),
        )
        self.assertEqual([each.outcome for each in rows], [UPDATED, UNCHANGED, UNCHANGED])
        self.assertEqual([each.record for each in rows], [8, 9, 8])

    def test_a_single_one_gets_another_number(self):
        (changed,) = self.plan((row("R9"), found("R1", 8, enrolments=1)))
        self.assertEqual(changed.plan.changes[0].values, {"registration_number": "R9"})


class TestPlanThatMakesResits(QualificationsPlanCase):
    """D6: where the operation says that another number is a resit."""

    def rules(self):
        return QualificationPlanner(RunContext(resits=True))

    def made(self, row):
        """Whether a row makes an enrolment, and whether that is a resit."""
        values = row.plan.changes[0].values
        return row.outcome == CREATED, values.get("is_resit", False)

    def test_another_number_is_a_resit(self):
        (new,) = self.plan((row("R9"), match(enrolments=1)))
        self.assertEqual(self.made(new), (True, True))

    def test_the_first_enrolment_is_none(self):
        first, second = self.plan((row("R1"), match()), (row("R2"), match()))
        self.assertEqual((self.made(first), self.made(second)), ((True, False), (True, True)))

    def test_a_row_behind_finds_the_one_with_its_number(self):
        rows = self.plan((row("R1"), match()), (row("R2"), match()), (row("R1"), match()))
        self.assertEqual([each.outcome for each in rows], [CREATED, CREATED, UNCHANGED])

    def test_an_enrolment_without_a_number_is_taken_once(self):
        """By the first row; the second finds that it has a number by now."""
        blank = match(8, status="exempt")
        first, second = self.plan((row("R1"), blank), (row("R2"), blank))
        self.assertEqual((first.outcome, first.record), (UPDATED, 8))
        self.assertEqual(self.made(second), (True, True))

    def test_an_enrolment_that_a_row_has_made_without_a_number_is_taken_once(self):
        """As one that was there before; in one chunk as in two."""
        rows = self.plan((EXEMPT, match()), (row("R1"), match()), (row("R2"), match()))
        self.assertEqual([each.outcome for each in rows], [CREATED, UPDATED, CREATED])

    def test_a_number_that_was_taken_away_comes_back(self):
        """What a row had left under it is not so any more."""
        rows = self.plan(
            (row("R1"), match()),
            (EXEMPT, match()),
            (row("R1"), match()),
        )
        self.assertEqual([each.outcome for each in rows], [CREATED, UPDATED, UPDATED])
        self.assertEqual(rows[2].plan.changes[0].values, {"registration_number": "R1"})

    def test_an_old_number_names_no_enrolment_any_more(self):
        """The first row has taken it away, the second has given another one."""
        single = match(8, **row("R1"), enrolments=1)
        rows = self.plan((EXEMPT, single), (row("R2"), match(enrolments=1)), (row("R1"), single))
        self.assertEqual([each.outcome for each in rows], [UPDATED, UPDATED, CREATED])

    def test_no_number_names_none_of_two(self):
        """A single one would be meant, but a row before has made a resit."""
        single = match(8, **row("R1"), enrolments=1)
        rows = self.plan((row("R2"), match(enrolments=1)), (EXEMPT, single))
        self.assertEqual([each.outcome for each in rows], [CREATED, INVALID])

    def test_no_number_is_no_resit(self):
        self.assertEqual(self.error(match(enrolments=2)).code, "unknown_resit")

    def test_what_is_left_survives_as_json(self):
        """For rows of later chunks, which name it by another number."""
        (first,) = self.plan((row("R1"), match(8, status="exempt")))
        self.assertTrue(self.planner.rules.reaches_others(first))
        left = json.loads(json.dumps(self.planner.rules.left_by(first)))
        self.planner = Planner(self.rules(), {}, {key_text((2, 4)): left})
        second, again = self.plan((row("R2"), match(8, status="exempt")), (row("R1"), match()))
        self.assertEqual(self.made(second), (True, True))
        self.assertEqual((again.outcome, again.record), (UNCHANGED, 8))

    def test_a_wrong_row_leaves_the_others_alone(self):
        rows = self.plan((EXEMPT, match(enrolments=2)), (row("R3"), match(enrolments=2)))
        self.assertEqual([each.outcome for each in rows], [INVALID, CREATED])
