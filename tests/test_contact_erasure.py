from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.contact_erasure import ERASED, REMARK
from .common_erasure import TOKENS, ErasureCase


@tagged("post_install", "-at_install")
class TestContactErasure(ErasureCase):
    """ANONYMIZE: nothing of the person is left, and everything of everybody else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()

    def test_nothing_is_left(self):
        """S13, D17: after it no text of the database and no file knows the person any more, but
        for a message of somebody else, which the report of what is left counts."""
        self.add_traces(self.person)
        self.carl.message_post(body="I met Zxqv Qwyzz Vrnmkl on the lake")
        before = self.places_of(*TOKENS)
        for table in ("res_partner", "mail_tracking_value", "res_users", "ir_attachment"):
            self.assertIn(table, before)
        self.assertTrue(any(place.startswith("file") for place in before))
        self.anonymize(self.person)
        self.assertEqual(self.places_of(*TOKENS), {"mail_message": 1})
        self.assertEqual(self.codes(self.person)["mention", None], 1)
