from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common_kind import FULL, KindCase


@tagged("post_install", "-at_install")
class TestKindQualificationsMatch(KindCase):
    """D6 to D8: which enrolment a row means, and what is doubtful about it."""

    by_mail = False

    def test_numbers_without_slashes_and_spaces(self):
        """D6: slashes, spaces and case do not count."""
        for number in ("6018830X", "601 8830 x", "601/8830/x"):
            job = self.load((number, "1000 000043", "Exempt"))
            self.assertEqual(job.updated + job.unchanged, 1, number)
        self.olu.contact_uln = "927 630 8686"
        self.assertEqual(self.load(("601/8830/X", "9276308686", "Exempt")).created, 1)

    def test_a_missing_enrolment_is_created_once(self):
        """D6: a learner who is not on the qualification yet is put on it, once."""
        job = self.load(
            ("100/1234/5", "9276308686", "Registered", "1", "01/09/2025"),
            ("10012345", "9276308686", "Registered", "2", "01/09/2025"),
        )
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        found = self.Enrolment.search([("partner_id", "=", self.olu.id)])
        self.assertRecordValues(
            found, [{"qualification_id": self.welding.id, "registration_number": "2"}]
        )

    def test_unknown_and_archived_numbers_are_errors(self):
        """D6: qualification and learner must exist; archived ones do not count."""
        self.assertEqual(
            self.error(("999/9999/9", "1000000043", "Exempt")), "unknown_qualification"
        )
        self.assertEqual(self.error(("601/8830/X", "1000000086", "Exempt")), "unknown_learner")
        self.ines.active = False
        self.assertEqual(self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_learner")
        self.ines.active, self.care.active = True, False
        self.assertEqual(
            self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_qualification"
        )

    def test_two_candidates_are_an_error(self):
        """D6: two candidates are an error, never the first one."""
        (self.ines + self.olu).contact_uln = "9999999999"
        self.assertEqual(self.error(("601/8830/X", "9999999999", "Exempt")), "temporary_uln")
        (self.ines + self.olu).contact_uln = "1000000043"
        self.assertEqual(self.error(FULL), "ambiguous_learner")
        (self.ines + self.olu).contact_uln = "9999999999"
        self.care.copy({"number": "6018830X"})
        job = self.load(("601/8830/X", "9999999999", "Exempt"))
        both = [(2, "ambiguous_qualification"), (2, "temporary_uln")]
        self.assertEqual(self.problems(job, "error"), both)
        self.assertIn("2 qualifications", job._result()["errors"][0]["message"])

    def test_other_companies_do_not_exist(self):
        """D6, A04: what belongs to a company that is not enabled does not exist."""
        self.care.company_id = self.company_2
        self.assertEqual(
            self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_qualification"
        )
        self.staff.company_ids = [Command.link(self.company_2.id)]
        both = self.staff.company_ids.ids
        operations = self.Operation.with_user(self.staff).with_context(allowed_company_ids=both)
        with patch.object(type(self.Operation), "with_user", lambda *_args: operations):
            job = self.load(("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual(job.updated, 1, job._result())

    def test_learner_and_qualification_of_two_companies_are_refused(self):
        """D6: nobody is put on a qualification of another company than their own."""
        self.welding.company_id = self.env.company
        self.olu.company_id = self.company_2
        self.staff.company_ids = [Command.link(self.company_2.id)]
        both = self.staff.company_ids.ids
        operations = self.Operation.with_user(self.staff).with_context(allowed_company_ids=both)
        with patch.object(type(self.Operation), "with_user", lambda *_args: operations):
            self.assertEqual(self.error(("100/1234/5", "9276308686", "Exempt")), "companies_differ")

    def test_odd_numbers_are_warnings(self):
        """D7: a ULN or number of the wrong shape is found all the same, with a warning."""
        self.ines.contact_uln, self.care.number = "1000000063", "BTEC L3/12"
        self.assertEqual(
            self.warned("BTEC L3/12", "1000000063", "Exempt"),
            ["odd_qualification_number", "odd_uln"],
        )
        self.assertEqual(self.warned("100/1234/5", "9276308686", "Exempt"), [])

    def test_dates_out_of_order_are_warned_of(self):
        """D8: a date before one that comes earlier in the course of things is doubtful."""
        row = ["601/8830/X", "1000000043", "Registered", "1", "02/09/2025", "", "01/09/2025"]
        self.assertEqual(self.warned(*row), ["dates_out_of_order"])
        row[6] = "02/09/2025"
        self.assertEqual(self.warned(*row), [])
        self.assertEqual(
            self.warned(*row[:5], "01/08/2025", "", "", "01/07/2025"),
            ["dates_out_of_order", "dates_out_of_order"],
        )

    def test_a_status_without_its_date_is_warned_of(self):
        """D8: a status that stands for a date which is blank."""
        statuses = ("Registered", "Certificate Claimed", "Achieved")
        for status in (*statuses, "Certificate Received", "Certificate Sent"):
            found = self.warned("601/8830/X", "1000000043", status)
            self.assertEqual(found, ["status_without_date"], status)
        for status in ("Not registered", "Exempt", "Registration Not Required"):
            self.assertEqual(self.warned("601/8830/X", "1000000043", status), [])

    def test_repeated_rows_are_applied_in_order(self):
        """D2: the same learner and qualification twice: both in file order, the first is warned."""
        job = self.load(
            ("601/8830/X", "1000000043", "Exempt"), ("601/8830/X", "1000000043", "Exempt", "9")
        )
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertEqual(self.enrolment.registration_number, "9")

    def test_a_thousand_rows_are_matched_by_one_statement(self):
        """D6: a thousand rows are matched by one statement."""
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)

        class Row:
            values = {"uln": "1000000043", "qualification_number": "601/8830/X"}

        kind._match([Row])
        with self.assertQueryCount(1):
            found = kind._match([Row] * 1000)
        self.assertEqual({match["enrolment"] for match in found}, {self.enrolment.id})

    def test_rows_of_one_enrolment_in_several_batches_are_applied_in_order(self):
        """P1: rows on one enrolment, spread over batches and chunks, are applied in order."""
        rows = [("100/1234/5", "9276308686", "Exempt", str(number)) for number in range(7)]
        with self.in_batches(2, 3):
            planned = self.load(*rows, validate_only=True)._counts()
            job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (1, 6))
        self.assertEqual(planned, job._counts())
        self.assertAccounted(job)

    def test_another_spelling_in_a_later_chunk_is_the_same_enrolment(self):
        """D2, D6: a number in another spelling names the same enrolment, also in a later chunk."""
        spellings = ("100/1234/5", "10012345", "100 1234\u00a05", "100/12345")
        rows = [(number, "9276308686", "Exempt", number) for number in spellings]
        with self.in_batches(1, 1):
            planned = self.load(*rows, validate_only=True)
            self.assertEqual((planned.created, planned.updated), (1, 3))
            job = self.load(*rows)
        self.assertEqual(planned._counts(), job._counts())
        repeated = [number for number, code in self.problems(job) if code == "repeated"]
        self.assertEqual(repeated, [2, 3, 4])


@tagged("post_install", "-at_install")
class TestMergedLearners(KindCase):
    """D23: learners who were merged into others."""

    def setUp(self):
        super().setUp()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ines + self.olu).ids, self.ines)
        self.env.flush_all()

    def test_the_number_of_the_other_leads_to_who_is_left(self):
        """D23: with a note, in whatever spelling, and not on the unchanged path."""
        row = ("100/1234/5", "9276 308686", "Registered", "R1", "01/09/2025")
        self.assertEqual(self.warned(*row), ["merged_contact"])
        enrolment = self.ines.qualification_enrolment_ids - self.enrolment
        self.assertEqual(enrolment.qualification_id, self.welding)
        plain = (row[0], "9276308686", *row[2:])
        self.assertEqual([self.warned(*plain) for _time in range(2)], [["merged_contact"]] * 2)

    def test_a_learner_with_the_number_goes_first(self):
        """D23: and the former one is forgotten."""
        new = self.env["res.partner"].create({"name": "Una New", "contact_uln": "9276 308686"})
        row = ("100/1234/5", "9276308686", "Registered", "R1", "01/09/2025")
        self.assertEqual(self.warned(*row), [])
        self.assertTrue(new.qualification_enrolment_ids)
        self.assertFalse(self.ines.contact_former_key_ids.filtered(lambda e: e.sort == "uln"))

    def test_the_temporary_number_is_nobodys(self):
        """D6, D23: it is not kept."""
        other = self.env["res.partner"].create({"name": "Inês A", "contact_uln": "9999999999"})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ines + other).ids, self.ines)
        keys = self.ines.contact_former_key_ids.mapped("key")
        self.assertNotIn("9999999999", keys)
