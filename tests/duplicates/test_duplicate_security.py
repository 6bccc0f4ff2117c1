from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..sync.common import MANAGEMENT, VIEW
from .common import DuplicateCase


@tagged("post_install", "-at_install")
class TestDuplicateSecurity(DuplicateCase):
    """V20, V21: who sees duplicates, and who decides."""

    def test_each_role_alone_sees_nothing(self):
        """V21: each role alone sees nothing; View sees, Run decides, Manage looks for them."""
        pair = self.pair()
        for user in (self.only_management, self.only_sync):
            theirs = self.Duplicate.with_user(user)
            with self.assertRaises(AccessError):
                theirs.search([])
            with self.assertRaises(AccessError):
                theirs.browse(pair.id).read(["score"])
            for method in ("action_match", "action_not_match", "action_merge", "action_scan"):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(theirs.browse(pair.id), method)()
        mine = pair.with_user(self.viewer)
        self.assertEqual(self.Duplicate.with_user(self.viewer).search([]) & pair, pair)
        self.assertIn("Ada", mine.comparison)
        for method in ("action_match", "action_not_match", "action_merge", "action_scan"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(mine, method)()
        with self.assertRaises(AccessError):
            pair.action_scan()
        with self.assertRaises(AccessError):
            pair.write({"state": "match"})
        self.assertEqual(pair.state, "open")

    def test_a_merge_is_shown_to_its_user(self):
        """What two contacts hold is shown to who merges them, and to nobody else."""
        merge = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        merge = merge._for_duplicate(self.pair())
        for records in (merge, merge.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.boss).read()

    def test_the_menu_needs_both_roles(self):
        """V21: the menu needs both roles."""
        menu = self.env.ref("registration_import.menu_sync_duplicate")
        Menu = self.env["ir.ui.menu"]
        shown = [
            menu.id in {each["id"] for each in Menu.with_user(user).load_menus(False).values()}
            for user in (self.viewer, self.only_management, self.only_sync)
        ]
        self.assertEqual(shown, [True, False, False])

    def test_both_contacts_must_be_seen(self):
        """V21: both contacts are of companies of the user, and such as they see."""
        self.ada_2.company_id = self.company_2
        pair = self.pair()
        self.assertFalse(self.Duplicate.with_user(self.runner).search([]) & pair)
        with self.assertRaises(AccessError):
            pair.action_not_match()
        companies = self.other_company(self.runner)
        both = self.Duplicate.with_user(self.runner).with_context(**companies)
        self.assertEqual(both.search([]) & pair, pair)

    def test_hidden_contacts_have_no_duplicates(self):
        """Duplicates of contacts that a rule hides are hidden, too."""
        pair = self.pair()
        self.env["ir.rule"].create(
            {
                "name": "Nobody of Geneva",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('city', '!=', 'Genève')]",
            }
        )
        self.env.registry.clear_cache()
        self.assertFalse(self.Duplicate.with_user(self.runner).search([]) & pair)
        with self.assertRaises(AccessError):
            pair.action_match()

    def test_people_of_a_center_see_its_duplicates(self):
        """V12: people of a center see its duplicates and those of no center."""
        pair = self.pair()
        local = self.user("sync_local", MANAGEMENT, VIEW, centers=self.river)
        theirs = self.Duplicate.with_user(local)
        self.assertEqual(theirs.search([]) & pair, pair)
        self.ada.contact_group_ids = [Command.link(self.hikers.id)]
        self.assertFalse(theirs.search([]) & pair)
        self.ada_2.contact_group_ids = [Command.link(self.river.group_id.id)]
        self.assertEqual(theirs.search([]) & pair, pair)
