import xml.etree.ElementTree as ET

from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ...tools.kinds.enrolments import DATES, STATUSES
from ..users import new_user
from .common import EXPORT, MANAGE, UPLOAD, QualificationsCase


@tagged("post_install", "-at_install")
class TestQualification(QualificationsCase):
    """Qualifications, and the enrolments of learners on them."""

    def test_statuses_have_their_order_and_words(self):
        """A25: the eight statuses, in their order and words."""
        self.assertEqual(
            [label for _status, label in STATUSES],
            [
                "Not registered",
                "Registered",
                "Achieved",
                "Certificate Claimed",
                "Certificate Received",
                "Certificate Sent",
                "Exempt",
                "Registration Not Required",
            ],
        )
        self.assertLessEqual(set(DATES.values()), {status for status, _label in STATUSES})

    def test_number_is_found_without_slashes(self):
        """D6: a qualification is found however its number is written."""
        self.assertEqual(self.care.number_key, "6018830X")
        self.care.number = "601 8831/x"
        self.assertEqual(self.care.number_key, "6018831X")
        found = self.care.name_search("6018831")
        self.assertEqual([identifier for identifier, _name in found], self.care.ids)

    @mute_logger("odoo.sql_db")
    def test_learner_is_once_on_each_qualification(self):
        """D6: a learner is not twice on the same qualification."""
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.enrol(self.ines, self.care)

    def test_edits_are_in_the_history(self):
        """A01: what a person edits is in the chatter, with the value before."""
        self.enrolment.with_user(self.manager).write(
            {"status": "registered", "registration_number": "0043"}
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = self.enrolment.message_ids.sudo().tracking_value_ids
        self.assertEqual(
            {value.field_id.name: value.old_value_char for value in tracked},
            {"status": "Not registered", "registration_number": "0042"},
        )

    def test_texts_hold_128_characters(self):
        """A19-23: text columns hold 128 characters."""
        self.assertEqual(self.Enrolment._fields["registration_number"].size, 128)
        self.assertEqual(self.Enrolment._fields["tracking_reference"].size, 128)

    def test_what_is_overdue_is_told(self):
        """A32: the planned achievement has passed, and nothing was achieved."""
        self.enrolment.date_planned = fields.Date.add(fields.Date.today(), days=-1)
        self.assertTrue(self.enrolment.is_overdue)
        self.enrolment.status = "achieved"
        self.assertFalse(self.enrolment.is_overdue)

    def test_planned_achievement_is_proposed(self):
        """A32: registration date and duration propose the planned achievement on the form."""
        with Form(self.enrolment.with_user(self.manager)) as form:
            form.date_registered = "2030-01-01"
            self.assertEqual(str(form.date_planned), "2031-01-01")
            form.date_registered = "2030-02-01"
            self.assertEqual(str(form.date_planned), "2031-01-01")

    def test_a_learner_who_gets_a_company_later(self):
        """A04: an enrolment goes out of sight of other companies with its learner."""
        mine = self.Enrolment.with_user(self.manager)
        self.assertIn(self.enrolment.id, mine.search([]).ids)
        self.ines.company_id = self.company_2
        self.assertNotIn(self.enrolment.id, mine.search([]).ids)
        with self.assertRaises(AccessError):
            self.enrolment.with_user(self.manager).read(["uln"])

    def test_learner_and_programme_are_of_the_company(self):
        """A01: learner and programme belong to the company of the qualification."""
        self.care.company_id = self.env.company
        self.olu.company_id = self.company_2
        with self.assertRaises(UserError):
            self.enrol(self.olu, self.care)

    def test_every_view_opens(self):
        """A04: every view of every action opens for who may keep the records."""
        for name in (
            "qualification_enrolment_action",
            "qualification_qualification_action",
            "qualification_programme_action",
            "qualification_learner_action",
        ):
            action = self.env["ir.actions.act_window"]._for_xml_id(f"registration_import.{name}")
            model = self.env[action["res_model"]].with_user(self.manager)
            views = [(False, mode) for mode in action["view_mode"].split(",")]
            self.assertTrue(model.get_views([*views, (False, "search")])["views"])
            self.assertTrue(action["help"])

    def test_filters_and_groups_work(self):
        """A04: what the search view offers finds and groups; related fields included."""
        self.enrolment.date_planned = "2020-01-01"
        self.enrol(self.olu, self.welding, status="certificate_claimed")
        mine = self.Enrolment.with_user(self.manager)
        view = ET.fromstring(mine.get_view(view_type="search")["arch"])
        found = {}
        for item in view.iter("filter"):
            if item.get("domain"):
                domain = safe_eval(item.get("domain"))
                found[item.get("name")] = mine.search(domain).partner_id.mapped("name")
            elif item.get("context"):
                group = safe_eval(item.get("context"))["group_by"]
                self.assertTrue(mine.formatted_read_group([], [group], ["__count"]))
        mine_alone = [("partner_id", "in", (self.ines + self.olu).ids)]
        self.assertEqual(mine.search_count(mine_alone), 2)
        self.assertIn("Inês Araújo", found["overdue"])
        self.assertNotIn("Olu Ade", found["overdue"])
        self.assertIn("Olu Ade", found["waiting"])
        self.assertNotIn("Inês Araújo", found["waiting"])

    def test_each_number_is_searched(self):
        """A04: by learner's name, ULN, qualification number, registration number, reference."""
        self.enrolment.tracking_reference = "RM 123 GB"
        view = ET.fromstring(self.Enrolment.get_view(view_type="search")["arch"])
        fields_of_view = {item.get("name"): item for item in view.iter("field")}
        for name, text in (
            ("partner_id", "inês"),
            ("partner_id", "1000000043"),
            ("uln", "1000000043"),
            ("qualification_id", "601/8830"),
            ("qualification_id", "6018830"),
            ("registration_number", "0042"),
            ("tracking_reference", "123"),
        ):
            domain = fields_of_view[name].get("filter_domain")
            domain = safe_eval(domain, {"self": text}) if domain else [(name, "ilike", text)]
            self.assertIn(self.enrolment, self.Enrolment.search(domain), (name, text))

    def test_menus_need_their_roles(self):
        """A04: the app is there for its role alone; imports in it need Bulk Upload as well."""
        root = self.env.ref("registration_import.menu_qualification_root")
        jobs = self.env.ref("registration_import.menu_qualification_import_job")
        for user, sees_root, sees_jobs in (
            (self.manager, True, False),
            (self.uploader, False, False),
            (self.staff, True, True),
        ):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(root.id in menus, sees_root)
            self.assertEqual(jobs.id in menus, sees_jobs)

    def test_enrolments_are_shown_on_the_contact(self):
        """A04: the contact form shows a learner's enrolments to who may see them, and to others
        it opens without."""
        for user, shown in ((self.manager, True), (self.uploader, False)):
            form = self.env["res.partner"].with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual("qualification_enrolment_ids" in form, shown)


@tagged("post_install", "-at_install")
class TestQualificationSecurity(QualificationsCase):
    """A03, A04, A28: three roles, each alone and in pairs."""

    def test_roles_are_independent(self):
        """A03, A04, A28: one privilege for each role, and none brings another."""
        groups = [self.env.ref(name) for name in (MANAGE, UPLOAD, EXPORT)]
        self.assertEqual(len({group.privilege_id for group in groups}), 3)
        for group in groups:
            others = self.env["res.groups"].concat(*groups) - group
            self.assertFalse(group.all_implied_ids & others)
        self.assertTrue(self.exporter.has_group("base.group_allow_export"))

    def test_manager_keeps_everything(self):
        """A04: with Manage Registration & Certification all records can be kept."""
        for record in self.care, self.programme, self.enrolment:
            for operation in ("read", "write", "create", "unlink"):
                self.assertTrue(record.with_user(self.manager).has_access(operation))

    def test_nobody_else_sees_anything(self):
        """A04: neither Bulk Upload nor Data Export nor both show an enrolment."""
        both = new_user(self.env, "cert_both", f"{UPLOAD},{EXPORT}")
        outsider = new_user(self.env, "cert_outsider", "base.group_user")
        for user in (self.uploader, self.exporter, both, outsider):
            for record in self.care, self.programme, self.enrolment:
                with self.assertRaises(AccessError):
                    record.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.ines.with_user(user).read(["qualification_enrolment_ids"])

    def test_site_administrator_has_all_roles(self):
        """A04, V20: who administers the site holds all three roles."""
        admin = new_user(self.env, "cert_admin", "base.group_system")
        for name in (MANAGE, UPLOAD, EXPORT):
            self.assertTrue(admin.has_group(name))

    def test_portal_reads_no_numbers_of_learners(self):
        """A04: ULN, gender and date of birth are nothing for the portal."""
        portal = new_user(self.env, "cert_portal", "base.group_portal")
        for name in ("contact_uln", "contact_gender", "contact_birthdate"):
            with self.assertRaises(AccessError):
                portal.partner_id.with_user(portal).read([name])

    def test_other_companies_are_out_of_reach(self):
        """A04: records of another company are out of sight and reach."""
        records = (self.care, self.enrolment, self.programme)
        self.care.company_id = self.programme.company_id = self.company_2
        self.env.flush_all()
        for record in records:
            mine = record.with_user(self.manager)
            self.assertFalse(mine.search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                mine.write({})
        self.manager.company_ids = [Command.link(self.company_2.id)]
        both = self.manager.company_ids.ids
        for record in records:
            mine = record.with_user(self.manager).with_context(allowed_company_ids=both)
            self.assertEqual(mine.search([("id", "=", record.id)]), record)
