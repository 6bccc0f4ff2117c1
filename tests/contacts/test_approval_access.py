from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import IRREVERSIBLE
from .common_files import ContactFileCase

ANONYMIZE = {"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"}
WRONG = {"OPERATION": "UPDATE", "CONTACT_NR": "9999", "LASTNAME": "Vrnmkl"}


@tagged("post_install", "-at_install")
class TestApprovalAccess(ContactFileCase, HttpCase):
    """D15: who is asked to approve sees what would happen, never what the file holds."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.user("contact_second", IRREVERSIBLE)

    def waiting(self, *rows, **arguments):
        """A job that waits for a second person, as that person sees it."""
        job = self.load(ANONYMIZE, *rows, user=self.lead, options={"confirm": 1}, **arguments)
        self.assertEqual(job.state, "waiting", job._result())
        return job

    def seen(self, job, companies=None):
        companies = companies or self.companies
        return job.with_user(self.other).with_context(allowed_company_ids=companies.ids)

    def check_no_cell(self, job):
        seen = self.seen(job)
        operations = seen.env["registration.import.operation"]
        status = operations.job_status(job.id)
        self.assertEqual((status["state"], status["errors"]), (job.state, []))
        self.assertFalse(seen.report_lines or seen.has_errors_file or seen.sees_rows)
        doors = (
            seen.problem_groups,
            lambda: seen.problem_lines("unknown_contact", "error"),
            lambda: seen.problem_page("error"),
            seen.action_errors_csv,
            seen.action_errors_xlsx,
            seen.action_download_file,
            seen.action_open_rows,
            seen.action_open_problems,
        )
        if job.attachment_id:  # it goes with whom it anonymizes
            file = self.env["ir.attachment"].with_user(self.other).browse(job.attachment_id.id)
            doors = (*doors, lambda: file.check_access("read"))
        for number, door in enumerate(doors):
            self.env.invalidate_all()
            with self.subTest(door=number), self.assertRaises(AccessError):
                door()
        for name in ("row", "problem", "column"):
            records = seen.env[f"registration.import.{name}"].search([("job_id", "=", job.id)])
            self.assertFalse(records)
        for named in (job._name, [job._name], [job._name, "res.partner"]):
            files = seen.env["ir.attachment"].search([("res_model", "=", named)])
            self.assertNotIn(job.attachment_id.id, files.ids)

    def test_no_door_leads_to_the_rows(self):
        """D15: neither before the approval nor after it, over whatever door."""
        job = self.waiting(WRONG)
        self.check_no_cell(job)
        self.seen(job).action_approve()
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.invalid), ("done", 1))
        self.check_no_cell(job)

    def test_what_one_person_is_shown_is_not_shown_to_another(self):
        """D15: nor what was worked out for whoever started it."""
        job = self.waiting(WRONG)
        self.seen(job).action_approve()
        job._as_starter()._launch().exhaust()
        self.assertTrue(job._as_starter().report_lines)
        self.assertFalse(self.seen(job).report_lines)

    def test_no_address_leads_to_the_rows(self):
        """D15: nor over an address that the starter sends on."""
        job = self.waiting(WRONG)
        urls = [
            f"/registration_import/errors/{job.id}.csv",
            f"/web/content/{job.attachment_id.id}?download=true",
        ]
        self.other.password = self.lead.password = "a long password 1"
        for user, expected in ((self.other, {403, 404}), (self.lead, {200})):
            self.authenticate(user.login, "a long password 1")
            for url in urls:
                with self.subTest(user=user.login, url=url):
                    self.assertIn(self.url_open(url).status_code, expected)

    def test_names_are_shown_whatever_companies_are_chosen(self):
        """D15: which companies are chosen in the menu says nothing about whom the file hits."""
        job = self.waiting()
        self.assertIn("Anna Lee", self.seen(job, self.lake).irreversible_rows)

    def test_who_cannot_see_whom_it_hits_cannot_approve(self):
        """D15: the import waits for somebody who may, and says which company that is."""
        job = self.waiting()
        self.other.company_ids = self.lake
        seen = self.seen(job, self.lake)
        self.assertNotIn("Anna Lee", seen.irreversible_rows or "")
        with self.assertRaisesRegex(UserError, self.opera.name):
            seen.action_approve()
        self.assertEqual(job.state, "waiting")

    def check_lost(self, **values):
        """After the approval the second person's user is changed so."""
        job = self.waiting()
        self.seen(job).action_approve()
        self.other.write(values)
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertIn("who approved it", job.message)
        self.assertEqual(self.anna.name, "Anna Lee")

    def test_an_approval_goes_with_the_right_to_it(self):
        """D15: what the second person loses before the import runs, the import loses as well."""
        self.check_lost(group_ids=[Command.set(self.env.ref("base.group_user").ids)])

    def test_an_approval_goes_with_the_user(self):
        """D15: of somebody who has left meanwhile, too."""
        self.check_lost(active=False)

    # -- a file that somebody else has sent ------------------------------------------------------

    def sent(self, **values):
        """A job of the lead on a file that came by e-mail."""
        operation = self.env.ref("registration_import.operation_contact_operations")
        cells = [["INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR"]]
        cells.append(["T-LAKE", "OPERA", "ANONYMIZE", "0001"])
        content = "\n".join(map(",".join, cells)).encode()
        companies = {"allowed_company_ids": self.companies.ids}
        mine = operation.with_user(self.lead).with_context(**companies)
        job = mine._new_job(content, "mailed.csv", **values)
        job._launch().run_unattended(options={"confirm": 1}, wait=True)
        job._as_starter()._launch().exhaust()
        return job.with_env(self.env)

    def test_who_sends_a_file_needs_the_right_to_what_it_does(self):
        """D15: whoever keeps the operation has the right; whoever sent the file has not."""
        job = self.sent(sender_ids=[self.staff.id])
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertEqual(self.anna.name, "Anna Lee")

    def test_a_file_from_outside_does_nothing_irreversible(self):
        """D15: nobody can say what somebody without a user may do."""
        job = self.sent(is_from_outside=True)
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertIn("uploads the file", job.message)

    def test_who_sent_a_file_does_not_approve_it(self):
        """D15: the sender is who asks for it, and somebody else approves."""
        job = self.sent(sender_ids=[self.other.id])
        self.assertEqual(job.state, "waiting", job._result())
        self.assertFalse(self.seen(job).can_approve)
        with self.assertRaisesRegex(AccessError, "second person"):
            self.seen(job).action_approve()

    def test_who_sent_a_file_does_not_approve_its_rows_tried_again(self):
        """D15: nor when somebody else tries again what was not applied; and from outside nothing
        irreversible comes in by that way, either."""
        for values in ({"sender_ids": [self.other.id]}, {"is_from_outside": True}):
            job = self.sent(**values)
            if job.state == "waiting":
                job._as_starter()._finish("cancelled")
            again = job._as_starter()._copies().retry()
            again.action_validate()
            with self.subTest(**values):
                self.assertEqual(again.sudo().sender_ids, job.sender_ids)
                self.assertEqual(again.sudo().is_from_outside, job.is_from_outside)
                if job.is_from_outside:
                    with self.assertRaisesRegex(AccessError, "upload the file yourself"):
                        again.action_import(confirm=1)
                else:
                    again.action_import(confirm=1)
                    self.assertFalse(self.seen(again).can_approve)
            again.action_cancel()
