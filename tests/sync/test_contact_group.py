from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..users import new_user
from .common import SyncCase


@tagged("post_install", "-at_install")
class TestContactGroup(SyncCase):
    """Groups, interests and centers, and who is in them."""

    def refused(self):
        return self.assertRaises(UniqueViolation)

    def test_an_interest_is_made_with_two_groups(self):
        """V09: an interest is made with its two groups, which have its name and go with it."""
        groups = self.news.opt_in_group_id + self.news.opt_out_group_id
        self.assertEqual(groups.mapped("kind"), ["opt_in", "opt_out"])
        self.news.name = "Test Letter"
        self.assertEqual(groups.mapped("name"), ["Test Letter", "Test Letter"])
        self.assertEqual(groups[1].display_name, "Test Letter (opted out)")
        self.news.active = False
        self.assertFalse(any(groups.mapped("active")))
        self.news.unlink()
        self.assertFalse(groups.exists())

    def test_opting_out_ends_opting_in(self):
        """V09: who opts out is not opted in any more, and the other way round; groups stay."""
        self.ada.contact_group_ids = self.friends
        self.ada.contact_opt_in_ids = self.news
        self.assertEqual(self.ada.contact_group_ids, self.friends + self.news.opt_in_group_id)
        self.ada.contact_opt_out_ids = self.news
        self.assertEqual(self.ada.contact_group_ids, self.friends + self.news.opt_out_group_id)
        self.assertFalse(self.ada.contact_opt_in_ids)
        with Form(self.ada) as form:
            form.contact_ordinary_group_ids.add(self.donors)
        expected = self.friends + self.donors + self.news.opt_out_group_id
        self.assertEqual(self.ada.contact_group_ids, expected)

    def test_nobody_is_in_and_out_at_once(self):
        """V09: nobody is in both groups of an interest, from whichever side it is written."""
        pair = self.news.opt_in_group_id + self.news.opt_out_group_id
        with self.assertRaises(ValidationError):
            self.ada.contact_group_ids = pair
        self.news.opt_out_group_id.member_ids = self.bob
        with self.assertRaises(ValidationError):
            self.news.opt_in_group_id.member_ids = self.ada + self.bob

    def test_joining_reads_no_other_members(self):
        """V08: who joins or leaves a group does so without all its members being read, and whoever
        looks at them sees them all."""
        self.friends.member_ids = self.ada + self.bob
        self.env.invalidate_all()
        read = patch.object(
            type(self.Group._fields["member_ids"]), "read", side_effect=AssertionError("read")
        )
        with read:
            self.friends.write(
                {"member_ids": [Command.unlink(self.ada.id), Command.link(self.cyd.id)]}
            )
            self.friends.member_ids = [Command.link(self.bob.id)]
        self.assertEqual(self.friends.member_ids, self.bob + self.cyd)
        self.friends.member_ids = [Command.link(self.ada.id)]
        self.assertEqual(self.friends.member_ids, self.ada + self.bob + self.cyd)
        self.assertEqual(self.ada.contact_group_ids, self.friends)

    def test_a_group_counts_and_opens_members(self):
        """V08: a group tells how many members it has, and opens them as contacts."""
        self.friends.member_ids = self.ada + self.bob
        self.assertEqual(self.friends.contact_count, 2)
        action = self.friends.action_open_contacts()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, self.ada + self.bob)
        self.assertEqual(
            self.env["res.partner"].search([("contact_group_ids", "=", "T-001")]), found
        )

    @mute_logger("odoo.sql_db")
    def test_names_are_unique(self):
        """V07: files name groups by name or external ID, so each is there once; case and blanks
        do not count, and an interest's groups may be called like another group."""
        with self.refused(), self.env.cr.savepoint():
            self.Group.create({"name": "test  FRIENDS"})
        with self.refused(), self.env.cr.savepoint():
            self.Group.create({"name": "Other", "external_id": "T-001"})
        with self.refused(), self.env.cr.savepoint():
            self.Interest.create({"name": "TEST NEWS"})
        self.Group.create({"name": "Test News"})
        self.Group.create({"name": "Test Friends", "center_id": self.hill.id})

    @mute_logger("odoo.sql_db")
    def test_a_member_id_is_unique_in_its_company(self):
        """V07, V18: unique within the company, leading zeros kept."""
        self.assertEqual(self.ada.contact_member_id, "00123")
        with self.refused(), self.env.cr.savepoint():
            self.cyd.contact_member_id = "00123"
            self.env.flush_all()
        self.cyd.contact_member_id = "123"
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["res.partner"].create(
            {"name": "Dee", "contact_member_id": "00123", "company_id": other.id}
        )
        self.env.flush_all()

    def test_a_center_is_made_with_its_group(self):
        """V12: a center is made with its member group, which belongs to it and its company."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        center = self.river.create({"name": "Bay", "code": "BAY", "company_id": company.id})
        self.assertEqual(center.group_id.name, "Bay")
        self.assertEqual(center.group_id.center_id, center)
        self.assertEqual(center.group_id.company_id, company)

    def test_lists_and_forms_open(self):
        """V08, V09, V12: lists, forms and searches, and what to do when there is nothing yet."""
        for name in ("group", "interest", "center"):
            action = self.env.ref(f"registration_import.contact_{name}_action")
            self.assertIn("There is no", action.help)
            views = self.env[action.res_model].with_user(self.boss)
            views = views.get_views([(False, "list"), (False, "form"), (False, "search")])["views"]
            self.assertIn('name="archived"', views["search"]["arch"])
            self.assertIn('name="name"', views["form"]["arch"])

    def test_contact_managers_keep_groups(self):
        """V08: contact managers keep groups and interests, the others of the house read them, and
        customers see nothing of them."""
        reader = new_user(self.env, "group_reader", "base.group_user")
        keeper = new_user(self.env, "group_keeper", "base.group_partner_manager")
        self.assertEqual(self.friends.with_user(reader).contact_count, 0)
        for record in (self.friends, self.news, self.river):
            with self.assertRaises(AccessError):
                record.with_user(reader).name = "Other"
        self.friends.with_user(keeper).name = "Other"
        self.news.with_user(keeper).name = "Other News"
        with self.assertRaises(AccessError):
            self.river.with_user(keeper).name = "Other"
        self.river.with_user(self.boss).name = "Other"
        portal = new_user(self.env, "group_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            self.friends.with_user(portal).read(["name"])
        with self.assertRaises(AccessError):
            portal.partner_id.with_user(portal).read(["contact_member_id"])

    def test_groups_of_other_companies_are_not_seen(self):
        """V12: groups, interests and centers of another company are not seen."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        for record in (self.friends, self.news, self.river):
            mine = record.with_user(self.boss)
            self.assertTrue(mine.search([("id", "=", record.id)]))
            record.company_id = other
            self.assertFalse(mine.search([("id", "=", record.id)]))
        self.assertFalse(self.news.opt_in_group_id.with_user(self.boss).has_access("read"))

    def test_people_see_what_their_centers_have(self):
        """V12: people with centers see what belongs to these or to none; people without, all."""
        groups = self.friends + self.hikers
        domain = [("id", "in", groups.ids)]
        self.assertEqual(self.Group.with_user(self.runner).search(domain).ids, groups.ids)
        self.runner.contact_center_ids = self.river
        self.assertEqual(self.Group.with_user(self.runner).search(domain).ids, self.friends.ids)
        self.assertEqual(self.river.with_user(self.runner).search([]).ids, self.river.ids)
        self.river.active = False
        self.assertEqual(self.Group.with_user(self.runner).search(domain).ids, self.friends.ids)
        self.runner.contact_center_ids = self.hill
        self.assertEqual(self.Group.with_user(self.runner).search(domain).ids, groups.ids)

    def test_an_anonymized_contact_loses_groups(self):
        """S13: an anonymized contact loses its member ID and its groups."""
        cleared = self.env["contact.erasure"]._cleared_fields()
        self.assertLessEqual({"contact_member_id", "contact_group_ids"}, set(cleared))
