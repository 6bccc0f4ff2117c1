from odoo.tests import HttpCase, mute_logger, tagged

from .common import DuplicateCase


@tagged("post_install", "-at_install")
class TestDuplicateTours(DuplicateCase, HttpCase):
    """V14: duplicates as people walk through them, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        same = {"name": "Tess Tour", "email": "tess@example.com"}
        cls.tess, cls.tess_2 = cls.Partner.create(
            [{**same, "function": "Baker"}, {**same, "function": "Cook"}]
        )
        cls.Duplicate.search([]).unlink()
        cls.tess_pair = cls.Duplicate._scan_contacts(cls.tess_2.ids)

    def test_merged_from_the_menu(self):
        """V14: found in the menu, compared, and merged value by value."""
        self.start_tour(None, "import_duplicate_merge", login=self.runner.login)
        self.assertFalse(self.tess_2.exists())
        self.assertEqual(self.tess.function, "Cook")

    def test_many_are_not_a_match(self):
        """V14: "Not a match" for the whole list, and what is said when nothing is left."""
        self.start_tour(None, "import_duplicate_bulk", login=self.runner.login)
        self.assertEqual(self.tess_pair.state, "not_match")

    def test_all_are_scanned_by_a_button(self):
        """V14: all contacts are compared at the press of a button, by who manages operations."""
        self.start_tour(None, "import_duplicate_scan", login=self.boss.login)
        self.assertTrue(self.Scan.search([("scope", "=", "all")]))

    def test_the_address_refuses_one_role(self):
        """V21: by the address nobody gets in with one role."""
        for user in (self.only_management, self.only_sync):
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.start_tour(None, "import_duplicate_refused", login=user.login)
