from odoo.tests import tagged

from ..common import LABELS, SAMPLE, ImportCase


@tagged("post_install", "-at_install")
class TestImportLeftOut(ImportCase):
    """P1: nothing of a file is left out without a word, where nobody is asked."""

    def test_columns_that_nobody_used(self):
        """UX 3: they are named in the answer, on the job and in the e-mail, and no value is."""
        rows = [(*row, "Dora", "") for row in SAMPLE]
        result = self.run_rows(rows, header=(*LABELS, "Vorname", "Full name"))
        job = self.job(result)
        for text in (result["message"], job.warnings, job.mail_id.body_html):
            self.assertIn("E: Vorname, F: Full name", text)
        self.assertNotIn("Dora", job.mail_id.body_html)
        self.assertEqual(self.run_rows(SAMPLE)["message"].count("not imported"), 0)

    def test_columns_are_not_named_where_somebody_is_asked(self):
        """UX 3: the wizard lists them in its mapping."""
        job = self.upload([(*row, "Dora") for row in SAMPLE], header=(*LABELS, "Vorname"))
        self.assertFalse(job.sudo().notes)

    def test_a_file_without_names_of_columns(self):
        """A4: its first record would be lost: it is refused, unless somebody says that these are
        the names; nothing is learned from it."""
        result = self.run_rows(SAMPLE[1:], header=SAMPLE[0])
        self.assertEqual((result["state"], self.job(result).code), ("refused", "header_missing"))
        self.assertNotIn(SAMPLE[0][0], result["message"])
        result = self.run_rows(SAMPLE[1:], header=SAMPLE[0], options={"header_row": 1})
        self.assertEqual(result["counts"]["created"], 3)
        fields = ("registration_code", "session_code", "instance_code", "status")
        mapping = dict(zip("ABCD", fields, strict=True))
        result = self.run_rows(SAMPLE[1:], header=SAMPLE[0], mapping=mapping)
        self.assertEqual(result["counts"]["unchanged"], 3)
        job = self.upload(SAMPLE[1:], header=(*LABELS[2:], SAMPLE[0][0], "Nowhere"))
        self.assertEqual(set(job.sudo().mapping), {"instance_code", "status"})

    def test_a_column_is_named_by_its_letter(self):
        """C15: where two have the same name."""
        header = ("Code", "Code", "Instance Code", "Status")
        mapping = {"A": "registration_code", "B": "session_code", "Status": "status"}
        result = self.run_rows(SAMPLE, header=header, mapping={**mapping, "C": "instance_code"})
        self.assertEqual(result["counts"]["created"], 4)

    def test_a_retry_of_a_row_whose_record_was_changed_since(self):
        """UX 14: what the row says may be older than what is there: it is told before the row is
        imported, and after."""
        row = (*SAMPLE[0][:3], "Registered")
        self.demo_7592.code = "Later"
        first = self.import_rows([row])
        self.assertEqual(first.invalid, 1)
        self.demo_7592.code = "Demo_7592"
        self.import_rows([(*row[:3], "Attended")])
        for change in (lambda: None, lambda: self.import_rows([(*row[:3], "Registered")])):
            change()
            first.with_user(self.event_user).action_retry()
            again = first.search([("origin_id", "=", first.id)], limit=1)._as_starter()
            again.action_validate()
            warned = [code for _row, code in self.problems(again)]
            self.assertEqual(warned, ["newer_record"] if again.updated else [])
        again.action_import()
        again._launch().exhaust()
        self.assertEqual((again.state, again.unchanged), ("done", 1))

    def test_a_retry_of_a_row_that_nobody_changed_since(self):
        """UX 14: nothing is warned of."""
        self.demo_7592.code = "Later"
        first = self.import_rows([SAMPLE[0]])
        self.demo_7592.code = "Demo_7592"
        first.with_user(self.event_user).action_retry()
        again = first.search([("origin_id", "=", first.id)])._as_starter()
        again.action_import()
        again._launch().exhaust()
        self.assertEqual((again.created, self.problems(again)), (1, []))
