from odoo.tests import HttpCase, tagged

from .common import ConnectorCase


@tagged("post_install", "-at_install")
class TestConnectorTours(ConnectorCase, HttpCase):
    """V13: a connector as people walk through it, in a browser."""

    def test_a_conflict_is_solved(self):
        """V13: value by value, in the menu beside the duplicates."""
        theirs = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.change(theirs, city="Thun")
        self.touch(self.cyd, city="Basel")
        self.run_once()
        self.start_tour(None, "connector_conflict", login=self.boss.login)
        self.run_once()
        self.assertEqual(self.cyd.city, "Thun")
