import datetime
import json
from unittest import TestCase

from ...tools.kinds.enrolments import DATES, STATUSES
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, SCHEMA, QualificationPlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from .fakes import PlanCase

ULN, NUMBER = "1000000043", "601/8830/X"
EMPTY = dict.fromkeys(FIELDS)
DAYS = {name: datetime.date(2025, 9, 1 + day) for day, name in enumerate(DATES)}


def match(enrolment=None, **more):
    """What is found for a learner and a qualification; with an enrolment, what it holds."""
    found = {"learner": 2, "learners": 1, "qualification": 4, "qualifications": 1}
    proposed = {"duration": None, "programme": None, "date_planned": None}
    found |= {"foreign": False, "enrolment": enrolment, "enrolments": int(enrolment is not None)}
    return found | EMPTY | proposed | more


class QualificationsPlanCase(PlanCase):
    """Rows are given as (values, match); values that are not given are blank."""

    rules = QualificationPlanner

    def row(self, values, found):
        values = {"qualification_number": NUMBER, "uln": ULN, **EMPTY, **values}
        return self.new_row(values, found)

    def problems(self, values, found):
        (row,) = self.plan((values, found))
        return row.all_problems()

    def error(self, found, **values):
        """The one error of a row, which is wrong."""
        (row,) = self.plan(({"status": "exempt", **values}, found))
        self.assertEqual(row.outcome, INVALID)
        (problem,) = [each for each in row.all_problems() if each.level == "error"]
        return problem

    def warnings(self, **values):
        """Codes and fields of the warnings of a row that is imported all the same."""
        (row,) = self.plan(({"status": "exempt", **values}, match()))
        self.assertNotEqual(row.outcome, INVALID)
        self.assertEqual({each.level for each in row.all_problems()} - {"warning"}, set())
        return [(each.code, each.field) for each in row.all_problems()]


class TestPlanOfNumbers(QualificationsPlanCase):
    """D6: which enrolment a row means."""

    def test_unknown_numbers_are_named_both_at_once(self):
        nobody = match(qualification=None, qualifications=0, learner=None, learners=0)
        both = self.problems({"status": "exempt"}, nobody)
        self.assertEqual(
            [(problem.code, problem.field, problem.value) for problem in both],
            [
                ("unknown_qualification", "qualification_number", NUMBER),
                ("unknown_learner", "uln", ULN),
            ],
        )
        problem = self.error(match(learner=None, learners=0))
        self.assertEqual(
            (problem.code, problem.field, problem.value), ("unknown_learner", "uln", ULN)
        )

    def test_two_candidates_are_never_guessed_between(self):
        problem = self.error(match(qualifications=3))
        self.assertEqual((problem.code, problem.params), ("ambiguous_qualification", {"count": 3}))
        problem = self.error(match(learners=2))
        self.assertEqual((problem.code, problem.params), ("ambiguous_learner", {"count": 2}))

    def test_the_temporary_number_of_several_is_told_as_such(self):
        """In any spelling; of one learner alone it is a number like others."""
        for uln in ("9999999999", "9999 999999"):
            self.assertEqual(self.error(match(learners=2), uln=uln).code, "temporary_uln")
        self.assertEqual(self.warnings(uln="9999999999"), [])

    def test_nobody_is_put_on_a_qualification_of_another_company(self):
        self.assertEqual(self.error(match(foreign=True)).code, "companies_differ")

    def test_who_is_on_it_already_stays_on_it(self):
        (row,) = self.plan(({"status": "exempt"}, match(9, status="registered", foreign=True)))
        self.assertEqual((row.outcome, row.record), (UPDATED, 9))

    def test_a_row_that_names_no_enrolment_has_no_key(self):
        rules = self.planner.rules
        self.assertEqual(rules.keys(self.row({}, match())), ((2, 4),))
        for found in (match(learners=0), match(qualifications=2), match(learners=2)):
            self.assertEqual(rules.keys(self.row({}, found)), ())


class TestPlanOfValues(QualificationsPlanCase):
    """A25, A27: what a row gives an enrolment."""

    def test_a_missing_enrolment_is_created(self):
        values = {"status": "registered", "registration_number": "7", **DAYS}
        (row,) = self.plan((values, match()))
        (change,) = row.plan.changes
        self.assertEqual((row.outcome, row.record), (CREATED, None))
        self.assertEqual((change.model, change.record), (ENROLMENT, None))
        self.assertEqual(change.values["partner_id"], 2)
        self.assertEqual(change.values["qualification_id"], 4)
        self.assertEqual(change.values["date_registered"], "2025-09-01")
        self.assertIsNone(change.values["tracking_reference"])

    def test_only_what_differs_is_written(self):
        found = match(9, status="registered", registration_number="7", date_sent="2025-09-05")
        values = {"status": "exempt", "registration_number": "7", "date_sent": DAYS["date_sent"]}
        (row,) = self.plan((values, found))
        self.assertEqual((row.outcome, row.record), (UPDATED, 9))
        self.assertEqual(row.plan.changes[0].values, {"status": "exempt"})

    def test_what_is_so_already_is_unchanged(self):
        values = {"status": "registered", "registration_number": "7", **DAYS}
        found = match(9, **{**values, **{name: f"{day}" for name, day in DAYS.items()}})
        (row,) = self.plan((values, found))
        self.assertEqual((row.outcome, row.record, row.plan.changes), (UNCHANGED, 9, []))

    def test_a_blank_cell_takes_the_value_away(self):
        """A27: texts and dates alike."""
        found = match(9, status="exempt", tracking_reference="RM1", date_sent="2025-09-05")
        (row,) = self.plan(({"status": "exempt"}, found))
        (change,) = row.plan.changes
        self.assertEqual(change.values, {"tracking_reference": None, "date_sent": None})
        self.assertEqual(change.journal()[2]["date_sent"], ["2025-09-05", None])

    def test_a_column_that_is_missing_says_nothing(self):
        found = match(9, status="exempt", tracking_reference="RM1")
        row = self.row({"status": "exempt"}, found)
        del row.values["tracking_reference"]
        self.assertEqual([len(run) for run in self.planner.runs([row])], [1])
        self.assertEqual(row.outcome, UNCHANGED)

    def test_a_plan_counts_nothing(self):
        self.plan(({"status": "exempt"}, match()))
        self.assertEqual(self.planner.totals, {})


class TestPlanOfProposals(QualificationsPlanCase):
    """A32: what a form proposes, an import fills in: planned achievement and programme."""

    registered = {"status": "registered", "date_registered": datetime.date(2025, 9, 1)}

    def values(self, found, **values):
        """What a row gives its enrolment."""
        (row,) = self.plan(({**self.registered, **values}, found))
        return row.plan.changes[0].values if row.plan.changes else {}

    def test_a_new_enrolment_takes_both(self):
        values = self.values(match(duration=365, programme=8))
        self.assertEqual((values["date_planned"], values["programme_id"]), ("2026-09-01", 8))

    def test_nothing_is_proposed_where_nobody_can_say(self):
        for found in (match(), match(duration=0), match(duration=10**9)):
            self.assertEqual(self.values(found).keys() & {"date_planned", "programme_id"}, set())
        values = self.values(match(duration=365), date_registered=None)
        self.assertNotIn("date_planned", values)

    def test_a_new_registration_date_fills_the_planned_one(self):
        found = match(9, status="registered", duration=30, programme=8)
        planned = {"date_registered": "2025-09-01", "date_planned": "2025-10-01"}
        self.assertEqual(self.values(found), planned)

    def test_what_somebody_has_said_stays(self):
        found = match(9, status="registered", duration=30, date_planned="2030-01-01")
        self.assertEqual(self.values(found), {"date_registered": "2025-09-01"})

    def test_a_planned_date_that_was_taken_away_stays_away(self):
        """As on the form: nothing is proposed again while the registration date stands."""
        found = match(9, status="registered", duration=30, date_registered="2025-09-01")
        self.assertEqual(self.values(found), {})

    def test_a_later_row_finds_what_was_proposed(self):
        found = match(duration=30, programme=8)
        later = self.registered | {"date_registered": datetime.date(2025, 9, 2)}
        rows = self.plan((self.registered, found), (later, found))
        self.assertEqual(rows[1].plan.changes[0].values, {"date_registered": "2025-09-02"})

    def test_an_undo_knows_that_there_was_none(self):
        (row,) = self.plan((self.registered, match(9, status="registered", duration=30)))
        self.assertEqual(row.plan.changes[0].journal()[2]["date_planned"], [None, "2025-10-01"])


class TestPlanOfRepeatedEnrolments(QualificationsPlanCase):
    """D2: rows of one enrolment are applied in the order of the file."""

    def test_a_later_row_finds_what_the_earlier_leaves(self):
        first = {"status": "registered", "date_registered": DAYS["date_registered"]}
        rows = self.plan((first, match()), ({"status": "exempt"}, match()), (first, match()))
        self.assertEqual([row.outcome for row in rows], [CREATED, UPDATED, UPDATED])
        self.assertEqual(
            rows[1].plan.changes[0].journal()[2],
            {"status": ["registered", "exempt"], "date_registered": ["2025-09-01", None]},
        )
        self.assertEqual(self.runs, [1, 1, 1])

    def test_another_spelling_is_the_same_enrolment(self):
        second = {"status": "exempt", "qualification_number": "6018830X", "uln": " 1000 000043"}
        rows = self.plan(({"status": "exempt"}, match()), (second, match()))
        self.assertEqual([row.outcome for row in rows], [CREATED, UNCHANGED])

    def test_a_wrong_row_leaves_what_it_found(self):
        rows = self.plan(
            ({"status": "exempt"}, match(foreign=True)), ({"status": "exempt"}, match())
        )
        self.assertEqual([row.outcome for row in rows], [INVALID, INVALID])

    def test_what_a_row_leaves_survives_as_json(self):
        """A validation of several chunks stores it in the database."""
        (row,) = self.plan(({"status": "exempt", **DAYS}, match()))
        left = self.planner.rules.left_by(row)
        self.assertEqual(json.loads(json.dumps(left)), left)
        self.assertEqual((left["enrolment"], left["date_sent"]), (0, "2025-09-05"))

    def test_other_learners_are_written_together(self):
        self.plan(({"status": "exempt"}, match()), ({"status": "exempt"}, match(learner=3)))
        self.assertEqual(self.runs, [2])


class TestDoubtsOfQualifications(QualificationsPlanCase):
    """D7, D8: what is doubtful about a row that is imported all the same."""

    def test_odd_numbers_are_warned_of(self):
        self.assertEqual(
            self.warnings(qualification_number="BTEC L3/12", uln="1000000063"),
            [("odd_qualification_number", "qualification_number"), ("odd_uln", "uln")],
        )
        self.assertEqual(self.warnings(), [])

    def test_a_wrong_row_is_warned_of_as_well(self):
        values = {"status": "exempt", "uln": "1000000063"}
        codes = [each.code for each in self.problems(values, match(learner=None, learners=0))]
        self.assertEqual(codes, ["unknown_learner", "odd_uln"])

    def test_a_status_without_its_date_is_warned_of(self):
        for name, status in DATES.items():
            self.assertEqual(self.warnings(status=status), [("status_without_date", name)])
            self.assertEqual(self.warnings(status=status, **{name: DAYS[name]}), [])

    def test_other_statuses_need_no_date(self):
        for status in {status for status, _label in STATUSES} - set(DATES.values()):
            self.assertEqual(self.warnings(status=status), [])

    def test_dates_in_order_are_not_warned_of(self):
        self.assertEqual(self.warnings(**DAYS), [])
        same = dict.fromkeys(DATES, DAYS["date_sent"])
        self.assertEqual(self.warnings(**same), [])

    def test_a_date_before_an_earlier_one_is_warned_of(self):
        """It is compared with the last one that is there, and both are named."""
        values = {
            "status": "exempt",
            "date_registered": datetime.date(2025, 9, 2),
            "date_sent": datetime.date(2025, 9, 1),
        }
        (problem,) = self.problems(values, match())
        self.assertEqual(
            (problem.code, problem.field, problem.value),
            ("dates_out_of_order", "date_sent", "01/09/2025"),
        )
        self.assertEqual(
            problem.params, {"date": "Certificate Sent Date", "other": "Registration date"}
        )

    def test_each_date_is_compared_with_the_one_before(self):
        values = dict(zip(DATES, reversed(DAYS.values()), strict=True))
        found = self.warnings(**values)
        self.assertEqual(found, [("dates_out_of_order", name) for name in list(DATES)[1:]])


class TestFileOfQualifications(TestCase):
    """A18 to A27: the cells of a file."""

    def test_three_columns_are_mandatory(self):
        parse = SCHEMA.parser({field.name: n for n, field in enumerate(SCHEMA)}, width=10)
        values, problems = parse([""] * 10)
        self.assertEqual([problem.field for problem in problems], [*list(values)[:3]])

    def test_every_status_is_read(self):
        parse = SCHEMA.parser({"status": 0}, width=1)
        for status, label in STATUSES:
            self.assertEqual(parse([label.upper()]), ({"status": status}, []))
