import datetime

from odoo.tests import tagged

from .common_kind import FULL, KindCase


@tagged("post_install", "-at_install")
class TestKindQualifications(KindCase):
    """What a file of qualifications does to enrolments."""

    def test_each_of_ten_columns_ends_in_its_field(self):
        """A18, A24, A25: each column ends in its field, with its leading zeros."""
        job = self.load(FULL)
        self.assertEqual((job.updated, self.problems(job)), (1, []), job._result())
        self.assertRecordValues(
            self.enrolment,
            [
                {
                    "status": "certificate_sent",
                    "registration_number": "00123",
                    "date_registered": datetime.date(2025, 9, 1),
                    "date_claimed": datetime.date(2026, 6, 20),
                    "date_achieved": datetime.date(2026, 6, 12),
                    "date_received": datetime.date(2026, 7, 3),
                    "date_sent": datetime.date(2026, 7, 6),
                    "tracking_reference": "RM123456785GB",
                }
            ],
        )

    def test_every_status_is_read(self):
        """A25: the eight statuses as people write them, case and blanks aside."""
        for text, status in (
            ("Not registered", "not_registered"),
            ("registered", "registered"),
            ("ACHIEVED", "achieved"),
            ("Certificate  Claimed", "certificate_claimed"),
            ("Certificate Received", "certificate_received"),
            ("certificate sent", "certificate_sent"),
            ("Exempt", "exempt"),
            ("Registration Not Required", "registration_not_required"),
        ):
            self.load(("601/8830/X", "1000000043", text))
            self.assertEqual(self.enrolment.status, status)
        self.assertEqual(self.error(("601/8830/X", "1000000043", "Lost")), "not_a_choice")

    def test_a_blank_removes_the_value(self):
        """A27: a blank takes the value away, in every column but the three mandatory ones."""
        self.load(FULL)
        job = self.load(("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual(job.updated, 1)
        for name in ("registration_number", "tracking_reference", "date_registered", "date_sent"):
            self.assertFalse(self.enrolment[name], name)
        self.assertEqual(self.enrolment.programme_id, self.programme)

    def test_the_same_file_again_changes_nothing(self):
        """A01: the same rows a second time change nothing."""
        rows = [FULL, ("100/1234/5", "9276308686", "Registered", "7", "01/09/2025")]
        self.assertEqual(self.load(*rows).created, 1)
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2))
        self.assertAccounted(again)

    def test_three_columns_are_mandatory(self):
        """A26: number, ULN and status must be filled in."""
        for index in range(3):
            row = list(FULL)
            row[index] = " "
            self.assertEqual(self.error(row), "missing")

    def test_texts_of_128_characters_are_the_longest(self):
        """A19-23: 128 characters are taken, 129 are not."""
        row = ["601/8830/X", "1000000043", "Exempt", "é" * 128, *[""] * 5, "z" * 128]
        self.load(row)
        self.assertEqual(self.enrolment.registration_number, "é" * 128)
        self.assertEqual(self.enrolment.tracking_reference, "z" * 128)
        for index in (0, 1, 3, 9):
            longer = list(row)
            longer[index] = "z" * 129
            self.assertEqual(self.error(longer), "too_long")

    def test_dates_that_are_none_are_errors(self):
        """A24: dd/mm/yyyy, of the calendar; anything else is an error of that row."""
        for text in ("31/02/2024", "2024-02-01", "1/2/2024", "01/13/2024", "01/02/24", "soon"):
            row = ("601/8830/X", "1000000043", "Registered", "", text)
            self.assertEqual(self.error(row), "bad_date", text)
        self.load(("601/8830/X", "1000000043", "Registered", "", "29/02/2024"))
        self.assertEqual(self.enrolment.date_registered, datetime.date(2024, 2, 29))

    def test_a_wrong_row_fails_alone(self):
        """A13, A15: errors are counted, and the accepted rows are written."""
        job = self.load(FULL, ("601/8830/X", "1", "Exempt"), ("100/1234/5", "9276308686", "Exempt"))
        self.assertEqual((job.updated, job.created, job.invalid), (1, 1, 1))
        self.assertAccounted(job)

    def test_validation_writes_nothing(self):
        """A12: validated rows are counted, and nothing is changed."""
        rows = [FULL, ("100/1234/5", "9276308686", "Exempt"), ("x", "1000000043", "Exempt")]
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(*rows, validate_only=True)
        self.assertEqual((job.state, job.updated, job.created, job.invalid), ("validated", 1, 1, 1))

    def test_an_import_leaves_no_tracking_messages(self):
        """Design: an import leaves no tracking messages, its journal has the old values."""
        before = self.enrolment.message_ids
        self.load(FULL)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.enrolment.message_ids, before)

    def test_no_query_is_made_per_row(self):
        """Design: enrolments that get values of their own are written without a query for each."""
        learners = self.env["res.partner"].create(
            [{"name": "Learner", "contact_uln": f"L{number}"} for number in range(40)]
        )
        for learner in learners:
            self.enrol(learner, self.care)
        rows = [
            (self.care.number, uln, "Registered", uln) for uln in learners.mapped("contact_uln")
        ]
        self.load(FULL)  # what is done for the first time does not count
        counts = []
        for part in (rows[:10], rows[10:]):
            self.env.invalidate_all()  # neither finds what the one before has read
            before = self.env.cr.sql_log_count
            self.assertEqual(self.load(*part).updated, len(part))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_report_names_no_learner(self):
        """Design: the report e-mail has numbers of qualification and registration, no ULN."""
        job = self.load(("601/8830/X", "1000000043", "Lost", "00123"))
        mail = job.mail_id.body_html
        self.assertIn("601/8830/X / 00123", mail)
        self.assertNotIn("1000000043", mail)

    def test_every_problem_has_words(self):
        """A14: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("column", "label", "found", "count", "date", "other"), "x")
        for code in self.env["registration.import.kind.qualifications"]._messages():
            self.assertTrue(messages._text(code, params))
