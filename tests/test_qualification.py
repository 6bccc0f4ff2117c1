from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.qualification_enrolment import DATES, STATUSES
from .common_qualifications import EXPORT, MANAGE, UPLOAD, QualificationsCase


@tagged("post_install", "-at_install")
class TestQualification(QualificationsCase):
    """Qualifications, and the enrolments of learners on them."""

    def test_statuses(self):
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

    def test_number_without_slashes(self):
        """D6: a qualification is found however its number is written."""
        self.assertEqual(self.care.number_key, "6018830X")
        self.care.number = "601 8831/x"
        self.assertEqual(self.care.number_key, "6018831X")
        found = self.care.name_search("6018831")
        self.assertEqual([identifier for identifier, _name in found], self.care.ids)

    @mute_logger("odoo.sql_db")
    def test_once_on_each_qualification(self):
        """D6: a learner is not twice on the same qualification."""
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.enrol(self.ines, self.care)

    def test_history(self):
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

    def test_long_texts(self):
        """A19-23: text columns hold 128 characters."""
        self.assertEqual(self.Enrolment._fields["registration_number"].size, 128)
        self.assertEqual(self.Enrolment._fields["tracking_reference"].size, 128)

    def test_overdue(self):
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

    def test_company_of_learner_and_programme(self):
        """A01: learner and programme belong to the company of the qualification."""
        self.care.company_id = self.env.company
        self.olu.company_id = self.company_2
        with self.assertRaises(UserError):
            self.enrol(self.olu, self.care)


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
        both = new_test_user(self.env, "cert_both", f"{UPLOAD},{EXPORT}")
        outsider = new_test_user(self.env, "cert_outsider", "base.group_user")
        for user in (self.uploader, self.exporter, both, outsider):
            for record in self.care, self.programme, self.enrolment:
                with self.assertRaises(AccessError):
                    record.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.ines.with_user(user).read(["qualification_enrolment_ids"])

    def test_site_administrator(self):
        """A04, V20: who administers the site holds all three roles."""
        admin = new_test_user(self.env, "cert_admin", "base.group_system")
        for name in (MANAGE, UPLOAD, EXPORT):
            self.assertTrue(admin.has_group(name))

    def test_portal_reads_no_numbers_of_learners(self):
        """A04: ULN, gender and date of birth are nothing for the portal."""
        portal = new_test_user(self.env, "cert_portal", "base.group_portal")
        for name in ("uln", "gender", "date_of_birth"):
            with self.assertRaises(AccessError):
                portal.partner_id.with_user(portal).read([name])

    def test_other_companies(self):
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
