from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_files import IS_LARGE, ContactFileCase

HEADER = ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR", "LASTNAME")


@tagged("post_install", "-at_install")
class TestImportInPart(ContactFileCase):
    """UX 7: rows that somebody may not run, or of companies that they have not enabled."""

    ROWS = (
        ("T-LAKE", "OPERA", "UPDATE", "0001", "Zweig"),
        ("T-LAKE", "STAGE", "ANONYMIZE", "0002", ""),
        ("T-LAKE", "OPERA", "INSERT", "0077", "Roth"),
    )

    def draft(self, rows, user, companies=None):
        operation = self.env.ref("registration_import.operation_contact_operations")
        companies = {"allowed_company_ids": (companies or self.companies).ids}
        operation = operation.with_user(user).with_context(**companies)
        job = operation._new_job(self.csv(rows, HEADER), "contacts.csv")
        job._as_starter()._launch().read_file()
        return job

    def wizard(self, job):
        return job.env["registration.import.wizard"].browse(job.action_open_wizard()["res_id"])

    def test_rows_that_one_may_not_run_do_not_block_the_others(self):
        """They are left out, and it is said why; the others are imported."""
        job = self.draft(self.ROWS, self.staff)
        job.action_validate()
        self.assertEqual((job.created, job.updated, job.removed, job.invalid), (1, 1, 0, 1))
        self.assertFalse(job.irreversible)
        told = job.problem_lines("not_allowed", "error")
        self.assertEqual([line["row"] for line in told], [3])
        self.assertIn("You may import contacts, but not delete", told[0]["message"])
        label = "Import 1 new and 1 changed, leave out 1 row with problems"
        self.assertEqual(self.wizard(job).import_label, label)
        job.action_import()
        job._launch().exhaust()
        self.assertEqual((job.state, job.created, job.invalid), ("done", 1, 1))
        self.assertEqual(self.ben.name, "Ben Ray")

    def test_why_is_in_the_register(self):
        """D15, UX 13: the reason and who asked for it outlast the import; a reason that names the
        person does not."""
        cases = (
            (("Asked for by letter", "Ticket 4711"), "0002", "Ticket 4711: Asked for by letter"),
            (("Anna asked for it", "Ticket 4712"), "0001", False),
        )
        for told, number, kept in cases:
            organization = "STAGE" if number == "0002" else "OPERA"
            job = self.draft([("T-LAKE", organization, "ANONYMIZE", number, "")], self.lead)
            job.action_validate()
            job.set_reason(*told)
            with patch(IS_LARGE, lambda *_args: False):
                job.action_import(confirm=1)
                job._launch().exhaust()
            entry = self.env["contact.erasure.register"].search([("job_id", "=", job.id)])
            self.assertEqual(entry.reference, kept, job._result())
            self.assertEqual(job.reason, kept and told[0])

    def test_a_reason_is_a_text(self):
        """Of a length that can be stored."""
        job = self.draft(self.ROWS, self.lead)
        for told in (("x" * 201,), ("x", "y" * 61), (["x"],), ("a\x00",)):
            with self.subTest(told=told), self.assertRaises(UserError):
                job.set_reason(*told)

    def test_who_may_runs_them_all(self):
        """The same file, with the right."""
        job = self.draft(self.ROWS, self.lead)
        job.action_validate()
        self.assertEqual((job.created, job.updated, job.removed, job.invalid), (1, 1, 1, 0))

    def test_where_nobody_is_asked_it_is_all_or_nothing(self):
        """D15: a file that another system sends is refused as a whole, as before."""
        content = self.content(self.ROWS, HEADER)
        result = self.Operation.with_user(self.staff).run_file(
            "contact_operations", content, "contacts.csv", options={"confirm": 1}, wait=True
        )
        self.assertEqual((result["state"], result["counts"]["created"]), ("refused", 0))

    def test_companies_that_are_not_enabled_are_told_first(self):
        """By their names, at the step that maps, with a button that enables them and goes on."""
        job = self.draft(self.ROWS, self.lead, self.lake + self.opera)
        wizard = self.wizard(job)
        self.assertEqual((wizard.step, wizard.companies_text), ("map", "Test Stage"))
        wizard.action_enable_companies()
        self.assertEqual((wizard.step, wizard.companies_text), ("report", False))
        self.assertEqual((job.removed, job.invalid), (1, 0))

    def test_all_of_an_institution(self):
        """* reaches contacts of all its organizations, which have to be enabled as well."""
        job = self.draft([("T-LAKE", "*", "UPDATE", "0002", "Zweig")], self.lead, self.north)
        wizard = self.wizard(job)
        self.assertEqual(wizard.companies_text, "Test Lake, Test Opera, and Test Stage")
        wizard.action_enable_companies()
        self.assertEqual((wizard.step, job.updated, job.invalid), ("report", 1, 0))

    def test_they_can_be_enabled_from_the_report_as_well(self):
        """What was validated is validated anew."""
        job = self.draft(self.ROWS, self.lead, self.lake + self.opera)
        job.action_validate()
        self.assertEqual(job.invalid, 1)
        self.wizard(job).action_enable_companies()
        self.assertEqual((job.state, job.invalid), ("validated", 0))

    def test_companies_that_one_may_not_have_are_not_told(self):
        """Nor enabled."""
        companies = self.lake + self.opera
        user = self.user("contact_two", "registration_import.group_contact_import", companies)
        job = self.draft(self.ROWS, user, companies)
        self.assertFalse(self.wizard(job).companies_text)
        job.enable_companies()
        self.assertEqual(job.sudo().starter_context["allowed_company_ids"], companies.ids)
        with self.assertRaises(AccessError):
            job.with_user(self.lead).enable_companies()
