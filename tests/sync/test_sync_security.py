from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import (
    CROSS_REFERENCES,
    MANAGE,
    MANAGEMENT,
    RUN,
    SCHEDULE,
    VIEW,
    SyncCase,
)


@tagged("post_install", "-at_install")
class TestSyncSecurity(SyncCase):
    """V20 to V22: who may see and work with data sync operations."""

    def group(self, name):
        return self.env.ref(name)

    def test_each_step_implies_the_one_below(self):
        """V21: View < Run < Schedule < Manage, and who runs may write contacts."""
        chain = [self.group(name) for name in (VIEW, RUN, SCHEDULE, MANAGE)]
        for lower, higher in zip(chain, chain[1:], strict=False):
            self.assertIn(lower, higher.implied_ids)
        self.assertIn(self.group("base.group_partner_manager"), chain[1].implied_ids)
        self.assertNotIn(self.group("base.group_partner_manager"), chain[0].all_implied_ids)

    def test_the_roles_are_independent(self):
        """V21, V22: three roles of the category Data operations, of which one may hold any."""
        category = self.env.ref("registration_import.module_category_data_operations")
        groups = [self.group(name) for name in (MANAGEMENT, VIEW, CROSS_REFERENCES)]
        privileges = [group.privilege_id for group in groups]
        self.assertEqual(len({privilege.id for privilege in privileges}), 3)
        self.assertEqual({privilege.category_id for privilege in privileges}, {category})
        self.assertEqual(groups[1].privilege_id, self.group(MANAGE).privilege_id)

    def test_an_administrator_may_do_everything(self):
        """V20: a site administrator may do everything."""
        implied = self.env.ref("base.group_system").all_implied_ids
        for name in (MANAGEMENT, MANAGE, CROSS_REFERENCES):
            self.assertIn(self.group(name), implied)

    def test_the_app_needs_both_roles(self):
        """V21: the app needs both roles, each alone shows nothing of it."""
        root = self.env.ref("registration_import.menu_sync_root")
        items = self.env.ref("registration_import.menu_sync_group")
        Menu = self.env["ir.ui.menu"]
        self.assertLessEqual({root.id, items.id}, Menu.with_user(self.runner)._visible_menu_ids())
        for user in (self.only_management, self.only_sync):
            shown = {each["id"] for each in Menu.with_user(user).load_menus(False).values()}
            self.assertFalse({root.id, items.id} & shown, user.login)

    def test_centers_need_both_roles(self):
        """V21: centers are kept by both roles, too."""
        for user in (self.only_management, self.only_sync):
            with self.assertRaises(AccessError):
                self.hill.with_user(user).name = "Mine"
        self.hill.with_user(self.boss).name = "Test Hills"

    def test_where_files_come_from_needs_both_roles(self):
        """V21: whoever knows an address of an operation and its senders could forge an e-mail: who
        runs imports of contacts sees neither, nor who else is told of them."""
        standard = self.env.ref("registration_import.operation_contact_operations")
        own = standard.with_user(self.boss).copy().sudo()
        own.write({"notify_emails": "told@example.org"})
        own.source_ids.write({"sender_emails": "sent@example.org", "type": "email"})
        viewer = self.user("sync_viewer", MANAGEMENT, VIEW)
        importer = self.user("contact_importer", "registration_import.group_contact_import")
        hidden = ["sender_emails", "place", "alias_name", "alias_email", "folder_id"]
        places = [(own.source_ids, name) for name in hidden] + [(own, "notify_emails")]
        for record, name in places:
            record.with_user(viewer).read([name])
            for user in (importer, self.only_management, self.only_sync):
                with self.subTest(field=name, user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).search([("id", "=", record.id), (name, "!=", False)])
                with self.subTest(field=name, user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).read([name])
        self.assertEqual(own.source_ids.with_user(importer).type, "email")
