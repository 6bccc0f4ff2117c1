from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..common import JOB, work_at_once
from .common import GiftCase, GiftTag


@tagged("post_install", "-at_install")
class TestGiftTours(GiftCase, HttpCase):
    """V11: an upload of gifts as people walk through it, in a browser."""

    def test_gifts_are_uploaded(self):
        """V11: from the list of operations to the gift; what is no gift is told before."""
        self.make_documents(tag=GiftTag)
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(None, "registration_import_gifts", login=self.boss.login)
        self.assertEqual(self.given("T-GIFT-1").partner_id, self.ada)
        self.assertFalse(self.given("T-GIFT-2"))
