from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.common_undo import UndoCase
from .common_kind import KindCase

ULN, CARE = "1000000043", "601/8830/X"


@tagged("post_install", "-at_install")
class TestResits(UndoCase, KindCase):
    """D6: several enrolments of a learner on one qualification, told apart by their numbers; the
    first one has 0042."""

    def row(self, number, status="Registered"):
        return (CARE, ULN, status, number, "01/09/2025")

    def resit(self, number="0099"):
        return self.enrol(self.ines, self.care, registration_number=number, is_resit=True)

    @mute_logger("odoo.sql_db")
    def test_only_a_resit_is_one_more(self):
        """D6: with a number of its own."""
        for values in ({}, {"registration_number": "0099"}):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
                self.enrol(self.ines, self.care, **values)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.resit("0042")
        for blank in (False, ""):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.resit(blank)
        self.assertTrue(self.resit())

    def test_a_row_means_the_one_with_its_number(self):
        """D6: and the other stays as it is."""
        resit = self.resit()
        job = self.load(self.row("0099"), self.row("0042", "Exempt"))
        self.assertEqual((job.updated, self.problems(job, "error")), (2, []), job._result())
        self.assertEqual((resit.status, self.enrolment.status), ("registered", "exempt"))
        again = self.load(self.row("0099"), self.row("0042", "Exempt"))
        self.assertEqual(again.unchanged, 2)

    def test_a_number_that_none_has_is_an_error(self):
        """D6: two candidates are never guessed between."""
        self.resit()
        for number in ("0777", ""):
            self.assertEqual(self.error(self.row(number)), "unknown_resit")

    def test_a_single_one_gets_the_other_number(self):
        """A01: as long as the operation does not say otherwise."""
        self.assertEqual(self.load(self.row("0777")).updated, 1)
        self.assertEqual(self.enrolment.registration_number, "0777")

    def test_an_operation_makes_resits_of_other_numbers(self):
        """D6: once, and an undo takes them out again."""
        self.env.ref("registration_import.operation_qualifications").makes_resits = True
        rows = [self.row("0777"), self.row("0042"), self.row("0778"), self.row("0777", "Exempt")]
        job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (2, 2), job._result())
        resits = self.ines.qualification_enrolment_ids - self.enrolment
        self.assertEqual(set(resits.mapped("registration_number")), {"0777", "0778"})
        self.assertEqual(resits.mapped("is_resit"), [True, True])
        self.assertEqual(self.enrolment.registration_number, "0042")
        planned = self.load(*rows, validate_only=True)
        self.assertEqual((planned.created, planned.failing), (0, 0))
        self.undo(job)
        self.assertFalse(resits.exists())

    def test_a_validation_says_what_the_run_does(self):
        """D6: of an enrolment that has no number yet, too."""
        self.env.ref("registration_import.operation_qualifications").makes_resits = True
        self.enrolment.registration_number = False
        rows = [self.row("0001"), self.row("0002")]
        for arguments in ({"validate_only": True}, {}):
            job = self.load(*rows, **arguments)
            self.assertEqual((job.updated, job.created), (1, 1), job._result())
        self.assertEqual(self.enrolment.registration_number, "0001")
