from odoo.exceptions import UserError
from odoo.tests import tagged

from ..sync.common import MANAGEMENT, RUN
from .common import GIFT, GiftCase

BILLING = "account.group_account_invoice"


@tagged("post_install", "-at_install")
class TestGiftPayments(GiftCase):
    """V11: what gifts become where Invoicing is installed, and the operation says payments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = cls.user("gift_bookkeeper", MANAGEMENT, RUN, BILLING)
        cls.operation = cls.env.ref("registration_import.operation_gifts")
        cls.operation.gift_document = "payment"
        cls.cash, cls.bank = cls.env["account.journal"].create(
            [
                {"name": "Gift box", "code": "GBOX", "type": "cash"},
                {"name": "Gift bank", "code": "GBNK", "type": "bank"},
            ]
        )

    def load(self, *rows, **arguments):
        return super().load(*rows, **{"user": self.bookkeeper, **arguments})

    def payment(self, reference="GALA-1"):
        return self.env["account.payment"].search([("memo", "=", reference)])

    def test_a_gift_becomes_a_payment(self):
        """V11: of a customer, posted, of that day and amount, with the journal of that name."""
        job = self.load(
            GIFT | {"METHOD": "gift box"}, GIFT | {"REFERENCE": "G-2", "METHOD": "Cowries"}
        )
        self.assertEqual(job.created, 2, job._result())
        self.assertEqual(self.problems(job), [(3, "unknown_method")])
        payment = self.payment()
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertEqual((payment.amount, payment.partner_id), (250, self.ada))
        self.assertEqual((payment.payment_type, payment.journal_id), ("inbound", self.cash))
        self.assertEqual(str(payment.date), "2026-01-31")
        self.assertTrue(self.payment("G-2").journal_id)

    def test_an_undo_cancels_the_payment(self):
        """V11: as long as it is as it was made; its entry goes, too."""
        job = self.load(GIFT, GIFT | {"REFERENCE": "G-2"})
        changed = self.payment("G-2")
        changed.action_draft()
        changed.amount = 17
        changed.action_post()
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.invalid), (1, 1), undo._result())
        self.assertEqual(self.problems(undo), [(3, "gift_document_changed")])
        self.assertEqual(self.payment().state, "canceled")
        self.assertEqual(self.load(GIFT).created, 1)

    def test_who_may_not_bill_is_told_before(self):
        """V11: payments are made with the rights of who starts the upload."""
        with self.assertRaisesRegex(UserError, "a role in the app Invoicing"):
            self.load(GIFT, user=self.runner)
