from odoo.tests import HttpCase, tagged

from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestDownloadTours(ConstituentDownloadCase, HttpCase):
    """Downloads as people keep them, in a browser."""

    browser_size = "390x844"
    touch_enabled = True

    def test_columns_are_kept_on_a_telephone(self):
        """V10: nobody scrolls sideways to see what an operation says of its columns, each is a card
        whose values say what they are; what the values of a column are called is written there."""
        own = self.operation.with_user(self.chief).copy({"code": "t_phone"})
        self.start_tour(
            f"/odoo/data-sync-operations/{own.id}",
            "registration_import_columns_on_a_telephone",
            login=self.chief.login,
        )
        self.assertEqual(own._words(), {"town": {"Chur": "CR"}})
