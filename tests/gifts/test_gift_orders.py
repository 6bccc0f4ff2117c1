import csv
import io
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..downloads.common import EXPORT
from ..sync.common import MANAGEMENT, RUN
from .common import GIFT, GiftCase

SALES = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestGiftOrders(GiftCase):
    """V11: what gifts become where Sales is installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.user("gift_seller", MANAGEMENT, RUN, SALES, EXPORT)
        cls.operation = cls.env.ref("registration_import.operation_gifts")
        cls.operation.gift_document = "order"

    def load(self, *rows, **arguments):
        return super().load(*rows, **{"user": self.seller, **arguments})

    def order(self, reference="GALA-1"):
        return self.env["sale.order"].search([("client_order_ref", "=", reference)])

    def test_a_gift_becomes_a_confirmed_order(self):
        """V11: of that day and amount, without taxes, for the article Gift, in its currency; nobody
        is e-mailed."""
        self.env["res.currency"].with_context(active_test=False).search(
            [("name", "in", ("USD", "EUR"))]
        ).active = True
        other = "EUR" if self.env.company.currency_id.name == "USD" else "USD"
        job = self.load(
            GIFT | {"PURPOSE": "Winter appeal"},
            GIFT | {"REFERENCE": "G-2", "CURRENCY": other, "AMOUNT": "12.35"},
        )
        self.assertEqual((job.created, self.problems(job)), (2, []), job._result())
        order = self.order()
        self.assertEqual((order.state, order.amount_total, order.amount_tax), ("sale", 250, 0))
        self.assertEqual(str(order.date_order.date()), "2026-01-31")
        self.assertEqual((order.partner_id, order.create_uid), (self.ada, self.seller))
        self.assertEqual(order.order_line.name, "Winter appeal")
        self.assertEqual(order.order_line.product_id.default_code, "GIFT")
        foreign = self.order("G-2")
        self.assertEqual((foreign.currency_id.name, foreign.amount_total), (other, 12.35))
        self.assertEqual(foreign.order_line.product_id, order.order_line.product_id)
        self.assertFalse(self.env["mail.mail"].search([("model", "=", "sale.order")]))
        self.assertEqual(self.given().document_name, order.display_name)

    def test_an_order_that_comes_to_another_amount_is_not_made(self):
        """V11: where another addon lets it say something else, the row fails in words."""
        lines = self.env.registry["sale.order.line"]
        real = lines.create

        def create(records, values):
            return real(records, [{**each, "price_unit": 1} for each in values])

        with patch.object(lines, "create", create):
            job = self.load(GIFT)
        self.assertEqual((job.failed, self.order()), (1, self.env["sale.order"]))
        self.assertIn("says another amount than the gift GALA-1", str(job._result()["errors"]))

    def test_an_undo_cancels_the_order(self):
        """V11: as long as it is as it was made; else it says why it stays."""
        job = self.load(GIFT, *(GIFT | {"REFERENCE": f"G-{n}"} for n in range(2, 5)))
        self.order("G-2").order_line.price_unit = 251
        self.order("G-3").action_lock()
        self.order("G-4").order_line.qty_delivered = 1
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.invalid), (1, 3), undo._result())
        self.assertEqual(self.order().state, "cancel")
        found = {code for _row, code in self.problems(undo)}
        self.assertEqual(
            found, {"gift_document_changed", "gift_order_locked", "gift_order_delivered"}
        )
        self.assertEqual(self.load(GIFT).created, 1)

    def test_the_article_of_the_operation_is_sold(self):
        """V11: by its internal reference or its name; one that is not there is said before."""
        article = self.env["product.product"].create({"name": "Gala gift", "type": "service"})
        self.operation.gift_article = "Gala gift"
        self.load(GIFT)
        self.assertEqual(self.order().order_line.product_id, article)
        self.operation.gift_article = "Nothing so"
        with self.assertRaisesRegex(UserError, "“Nothing so”"):
            self.load(GIFT)

    def test_who_may_not_sell_is_told_before(self):
        """V11: orders are made with the rights of who starts the upload."""
        with self.assertRaisesRegex(UserError, "a role in the app Sales"):
            self.load(GIFT, user=self.runner)

    def test_what_a_download_gives_changes_nothing(self):
        """V11: the gift goes out as one transaction, under its reference; that file, uploaded
        again, changes nothing; cancelled, it goes once more."""
        job = self.load(GIFT, GIFT | {"REFERENCE": "G-2", "AMOUNT": "12.35"})
        operations = self.Operation.with_user(self.seller)
        run = operations.run_download("transaction_download")["run"]
        rows = self.sent(run)
        self.assertEqual(
            [(row["REFERENCE"], row["AMOUNT"], row["DATE"]) for row in rows],
            [("GALA-1", "250.00", "2026-01-31"), ("G-2", "12.35", "2026-01-31")],
        )
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.failing), (2, 0), again._result())
        run = operations.run_download("transaction_download")["run"]
        self.assertEqual(self.sent(run), [])
        self.undo(job)
        run = operations.run_download("transaction_download")["run"]
        self.assertEqual([row["CANCELLED"] for row in self.sent(run)], ["Yes", "Yes"])

    def sent(self, run):
        """The lines about gifts of these tests in the file of a run."""
        content = self.env["registration.export.run"].browse(run)._pieces().raw
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [row for row in rows if row["CONS_ID"] == str(self.ada.id)]
