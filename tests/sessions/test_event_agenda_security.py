from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..users import new_user
from .common import SessionsCase


@tagged("post_install", "-at_install")
class TestAgendaSecurity(SessionsCase):
    """C03, C04: who may see and change sessions and agendas."""

    def test_event_builder(self):
        """C03: an event user makes sessions and instances, and keeps the agenda."""
        session = self.demo.with_user(self.event_user).copy({"code": "Other"})
        self.small.with_user(self.event_user).copy({"session_id": session.id})
        line = self.put(self.anna, self.small, user=self.event_user)
        line.status = "attended"
        line.unlink()
        session.unlink()

    def test_registration_desk_only_looks(self):
        """C04: registration support without the role reads, and changes nothing."""
        line = self.put(self.anna, self.small)
        self.assertEqual(line.with_user(self.desk).session_id.name, "Product Demonstration")
        with self.assertRaises(AccessError):
            line.with_user(self.desk).status = "attended"
        with self.assertRaises(AccessError):
            self.put(self.bo, self.small, user=self.desk)

    def test_import_registration_data(self):
        """C04: with the role they add and update lines, but take none away, nor edit sessions."""
        line = self.put(self.anna, self.small, user=self.importer)
        line.status = "attended"
        self.env.flush_all()
        self.assertEqual(self.small.seats_taken, 1)
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaises(AccessError):
            self.small.with_user(self.importer).capacity = 5

    def test_nobody_else(self):
        """C04: a user of no event group sees no agenda."""
        stranger = new_user(self.env, "agenda_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.put(self.anna, self.small).with_user(stranger).read(["status"])

    def test_site_administrator_has_the_role(self):
        """C03, V20: who administers the site may import registration data."""
        admin = new_user(self.env, "agenda_admin", "base.group_system")
        self.assertTrue(admin.has_group("registration_import.group_import_registration_data"))

    def test_other_companies(self):
        """C13: sessions, instances and lines of another company are out of sight and reach."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        line = self.put(self.anna, self.small)
        self.event.company_id = company
        self.env.flush_all()
        for record in self.demo, self.small, line:
            self.assertFalse(record.with_user(self.event_user).search([("id", "=", record.id)]))
        with self.assertRaises(AccessError):
            self.put(self.bo, self.small, user=self.event_user)
        self.event_user.write({"company_ids": [Command.link(company.id)]})
        both = self.event_user.company_ids.ids
        seen = line.with_user(self.event_user).with_context(allowed_company_ids=both)
        self.assertEqual(seen.search([("id", "=", line.id)]), line)
