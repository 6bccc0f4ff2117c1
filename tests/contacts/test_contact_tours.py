import json
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, mute_logger, tagged

from ..common import JOB, work_at_once
from .common import IRREVERSIBLE
from .common_files import ContactFileCase

HEADER = ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR", "LASTNAME")
ROWS = (
    ("T-LAKE", "OPERA", "ANONYMIZE", "0001", ""),
    ("T-LAKE", "STAGE", "DELETE", "0002", ""),
)


class ContactHttpCase(ContactFileCase, HttpCase):
    """Users of each role, alone, and a contact that has something to delete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation = cls.env.ref("registration_import.operation_contact_operations")
        cls.ben.email = "ben@example.com"
        cls.second = cls.user("contact_second", IRREVERSIBLE)
        cls.partner_manager = cls.user(
            "contact_manager", "base.group_user,base.group_partner_manager"
        )
        cls.events = cls.user("contact_events", "event.group_event_user")
        cls.system = cls.user("contact_system", "base.group_system")

    def validated(self):
        """A job of the first person on the rows above."""
        operation = self.operation.with_user(self.lead).with_context(
            allowed_company_ids=self.companies.ids
        )
        job = operation._new_job(self.csv(ROWS, HEADER), "contacts.csv")._as_starter()
        job._launch().read_file()
        job.action_validate()
        return job

    def waiting(self):
        """The same, waiting for a second person."""
        job = self.validated()
        job.action_import(confirm=2)
        self.assertEqual(job.state, "waiting")
        return job


@tagged("post_install", "-at_install")
class TestContactTours(ContactHttpCase):
    """Files of contacts as people walk through them, in a browser."""

    def start(self, tour, user, url=None):
        """With all companies of the test enabled, as in the menu of companies."""
        companies = "-".join(map(str, self.companies.ids))
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(url, tour, login=user.login, cookies={"cids": companies})

    def test_an_import_waits_for_its_number(self):
        """D15: the report shows what nothing brings back; only its number lets it go on, and then
        it waits."""
        self.start("contact_operations_import", self.lead)
        job = self.env["registration.import.job"].search([], limit=1)
        self.assertEqual((job.state, job.confirmed, job.invalid), ("waiting", 2, 1))
        self.assertEqual((self.anna.name, self.carl.name), ("Anna Lee", "Carl Fox"))

    def test_a_second_person_lets_it_run(self):
        """D15: the second person finds what waits, sees whom it hits, and lets it run."""
        job = self.waiting()
        self.start("contact_operations_approve", self.second)
        self.assertEqual((job.state, job.approver_id), ("done", self.second))
        self.assertEqual(self.anna.name, "XXXXXXXX")
        self.assertFalse(self.ben.email)

    def test_a_second_person_says_no(self):
        """D15: the second person says no, and nothing happens."""
        job = self.waiting()
        self.start("contact_operations_reject", self.second)
        self.assertEqual((job.state, job.not_processed), ("cancelled", 2))
        self.assertEqual((self.anna.name, self.ben.email), ("Anna Lee", "ben@example.com"))

    def test_an_undo_brings_the_old_value_back(self):
        """Undo: from the form of the import back to the old value on the contact."""
        self.anna.write({"contact_firstname": "Anna", "contact_lastname": "Lee"})
        job = self.load({"CONTACT_NR": "0001", "LASTNAME": "Leeward"})
        self.assertEqual(self.anna.name, "Anna Leeward")
        self.start("contact_operations_undo", self.staff, f"/odoo/contact-imports/{job.id}")
        self.assertEqual((self.anna.name, self.anna.contact_lastname), ("Anna Lee", "Lee"))

    def test_who_may_only_import_imports_the_other_rows(self):
        """D15, UX 7: who may only import is told so in the report; those rows are left out."""
        self.start("contact_operations_without_irreversible", self.staff)
        job = self.env["registration.import.job"].search([], limit=1)
        self.assertEqual((job.state, job.create_uid), ("done", self.staff))
        self.assertEqual((job.updated, job.invalid, job.removed), (1, 3, 0))
        self.assertEqual(self.anna.name, "Anna Lee")

    def test_without_the_role_there_is_no_way_in(self):
        """Roles: a partner manager has no menu, and no way by the address."""
        self.start("contact_operations_no_menu", self.partner_manager)
        with mute_logger("odoo.http"):
            self.start("contact_operations_no_address", self.partner_manager)


@tagged("post_install", "-at_install")
class TestContactReport(ContactHttpCase):
    """What people read before they say yes."""

    def test_the_wizard_says_what_nothing_brings_back(self):
        """D15: what nothing brings back in the same order everywhere, with what it does, and whom
        it hits; the button says that it only asks."""
        wizard = self.validated().action_open_wizard()["res_id"]
        wizard = self.env["registration.import.wizard"].with_user(self.lead).browse(wizard)
        self.env.invalidate_all()  # the database has an order of its own
        self.assertEqual(wizard.confirm_text, "Anonymize 1, Delete 1: type 2")
        self.assertEqual(wizard.import_label, "Ask for approval: ANONYMIZE 1 and DELETE 1")
        self.assertRegex(wizard.confirm_effects, "^Anonymize: .+\nDelete: .+$")
        self.assertRegex(wizard.changes, "(?s)Anonymize.*Anna Lee.*Delete.*Ben Ray")
        self.assertFalse(wizard.confirm_problem)

    def test_names_that_one_may_see(self):
        """D15: who approves sees the numbers of all, and the names of contacts of their own
        companies; who cannot approve sees no list."""
        job = self.waiting()
        of_lake = self.user("contact_lake", IRREVERSIBLE, self.lake)
        for user, sees in ((self.second, True), (of_lake, False)):
            with self.subTest(user=user.login):
                companies = {"allowed_company_ids": user.company_ids.ids}
                shown = job.with_user(user).with_context(**companies).irreversible_rows
                self.assertIn("0001", shown)
                self.assertEqual("Anna Lee" in shown, sees)
        self.second.group_ids -= self.env.ref(IRREVERSIBLE)
        self.env.invalidate_all()
        self.assertFalse(job.with_user(self.second).sudo().irreversible_rows)

    def test_the_request_leads_to_the_job(self):
        """D15: the e-mail says what, of which file and company, and leads to it."""
        job = self.waiting()
        mail = self.env["mail.mail"].search([("recipient_ids", "=", self.second.partner_id.id)])
        for text in ("Anonymize 1, Delete 1", "contacts.csv", "2 rows", "Test Lake"):
            self.assertIn(text, mail.body_html)
        self.assertIn(f"/odoo/contact-imports/{job.id}", mail.body_html)

    def test_formats_of_dates_can_be_chosen_again(self):
        """Both forms of dates are chosen at first, and can be chosen again after one alone."""
        operation = self.operation.with_user(self.lead)
        job = operation._new_job(self.csv(ROWS, HEADER), "contacts.csv")._as_starter()
        job._launch().read_file()
        wizard = self.env["registration.import.wizard"].with_user(self.lead)._for_job(job)
        both = wizard.date_format
        self.assertIn([both, "31.12.2026 or 2026-12-31"], wizard.choices["date_format"])
        for choice, option in (("%m/%d/%Y", "%m/%d/%Y"), (both, ["%d.%m.%Y", "%Y-%m-%d"])):
            wizard.date_format = choice
            wizard.action_reread()
            self.assertEqual(wizard.date_format, choice)
            self.assertEqual(job.sudo().options["date_format"], option)


@tagged("post_install", "-at_install")
class TestContactRoles(ContactHttpCase):
    """Each role alone, through each door."""

    def roles(self):
        """``(user, whether they may import, whether they may do what nothing brings back)``"""
        return (
            (self.staff, True, False),
            (self.lead, True, True),
            (self.system, True, True),
            (self.partner_manager, False, False),
            (self.events, False, False),
        )

    def json2(self, user, **arguments):
        expires = datetime.now() + timedelta(hours=1)
        keys = self.env(user=user)["res.users.apikeys"]
        key = keys._generate(scope="rpc", name="test", expiration_date=expires)
        return self.url_open(
            "/json/2/registration.import.operation/run_file",
            json.dumps(
                {
                    "operation": "contact_operations",
                    "content": self.content(ROWS, HEADER),
                    "filename": "contacts.csv",
                    "context": {"allowed_company_ids": self.companies.ids},
                    "wait": True,
                    **arguments,
                }
            ),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )

    def test_menus_are_for_the_roles(self):
        """Roles: the menus of imports are for those who may import, the register of those who may
        do what it tells of."""
        names = ("contact_import", "contact_import_job", "contact_criterion")
        menus = {self.ref_id(f"registration_import.menu_{name}") for name in names}
        register = self.ref_id("registration_import.menu_contact_erasure_register")
        for user, imports, erases in self.roles():
            with self.subTest(user=user.login):
                seen = set(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
                self.assertEqual(menus <= seen, imports)
                self.assertEqual(bool(menus & seen), imports)
                self.assertEqual(register in seen, erases)

    def test_methods_are_for_the_roles(self):
        """Roles: so is the wizard, and a job of somebody else is nobody's but the approvers',
        while it waits for them."""
        job = self.load({"CONTACT_NR": "0001", "LASTNAME": "Leeward"}, user=self.second)
        job._update(state="waiting")
        for user, imports, erases in self.roles():
            with self.subTest(user=user.login):
                operation = self.operation.with_user(user)
                if imports:
                    self.assertEqual(operation.action_upload()["name"], "Import Contact Operations")
                else:
                    self.assertRaises(AccessError, operation.action_upload)
                self.assertEqual(job.with_user(user).has_access("read"), erases)

    def test_calls_over_json2_are_for_the_roles(self):
        """Roles: and over JSON-2, where the number alone does not help either."""
        for user, imports, erases in self.roles():
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                answer = self.json2(user, options={"confirm": 2})
                self.assertEqual(answer.status_code, 200 if imports else 403)
                expected = ("waiting" if erases else "refused") if imports else None
                self.assertEqual(answer.json().get("state"), expected)
        self.assertEqual((self.anna.name, self.ben.email), ("Anna Lee", "ben@example.com"))
