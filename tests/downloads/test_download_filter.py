from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestDownloadFilter(ConstituentDownloadCase):
    """V10: which contacts a download sends."""

    def own(self, **values):
        """Whom an operation with these values sends, of the people of the tests."""
        copy = self.operation.with_user(self.chief).copy({"code": "t_own", **values})
        sent = self.sent(operation="t_own")
        copy.sudo().active = False
        copy.sudo().code = f"t_own_{copy.id}"
        self.env.flush_all()
        return {each.name for each in self.people if each.id in sent}

    def test_members_of_groups_and_centers(self):
        """V10: members of one of the groups, of one of the centers, and of both where both are
        named."""
        self.friends.member_ids = self.ada + self.bob
        self.donors.member_ids = self.cyd
        self.hill.group_id.member_ids = self.bob + self.cyd
        groups = {"download_group_ids": [Command.set(self.friends.ids)]}
        centers = {"download_center_ids": [Command.set((self.hill + self.river).ids)]}
        self.assertEqual(self.own(**groups), {"Ada Lane", "Bob Moor"})
        self.assertEqual(self.own(**centers), {"Bob Moor", "Cyd Nash"})
        self.assertEqual(self.own(**groups, **centers), {"Bob Moor"})
        both = [Command.set((self.friends + self.donors).ids)]
        self.assertEqual(self.own(download_group_ids=both), {each.name for each in self.people})

    def test_who_has_opted_in(self):
        """V10: those who have opted in to one of the interests, not those who have opted out."""
        self.ada.contact_opt_in_ids = self.news
        self.bob.contact_opt_out_ids = self.news
        named = [Command.set(self.news.ids)]
        self.assertEqual(self.own(download_interest_ids=named), {"Ada Lane"})

    def test_other_conditions(self):
        """V10: conditions on any field of a contact; what is none is refused, and nothing in it is
        evaluated."""
        self.bob.city = "Chur"
        self.assertEqual(self.own(download_domain="[('city', '=', 'Chur')]"), {"Bob Moor"})
        for text in ("[('no_such', '=', 1)]", "[(", "[('id', '=', uid)]", "__import__('os')"):
            with self.assertRaises(ValidationError, msg=text):
                self.own(download_domain=text)

    def test_our_own_people(self):
        """V10: internal users and our own companies stay out unless they are asked for; who has a
        login for the portal is a contact like any other."""
        staff, company = self.sender.partner_id, self.env.company.partner_id
        portal = self.user("down_portal", "base.group_portal").partner_id
        sent = self.sent()
        self.assertEqual({each.id in sent for each in staff + company}, {False})
        self.assertIn(portal.id, sent)
        self.operation.copy({"code": "t_all", "download_staff": True})
        self.assertLessEqual({staff.id, company.id, portal.id}, set(self.sent(operation="t_all")))

    def test_who_is_not_meant_any_more(self):
        """V10: who leaves the group is sent no more; it is not told to be gone, which it is not."""
        self.friends.member_ids = self.ada
        values = {"code": "t_friends", "download_group_ids": [Command.set(self.friends.ids)]}
        self.operation.copy(values)
        self.assertEqual(self.sent(operation="t_friends"), [self.ada.id])
        self.friends.member_ids = False
        self.touch(self.ada, city="Chur")
        self.assertEqual(self.sent(operation="t_friends"), [])
