from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ...tools.rows.cells import fold

_lt = LazyTranslate(__name__)

# By which the article is found that an order has where its operation names none.
GIFT_CODE = "GIFT"


class GiftDocument:
    """What a gift becomes in an app: the contract of those who make and take back documents, with
    the rights of the environment's user. ``contact.gift._documents`` says which there are."""

    model = label = app = ""
    # the field with what the document comes to
    amount = None

    def __init__(self, env):
        self.env = env

    def is_installed(self):
        return self.model in self.env

    def problem(self, article):
        """Why none can be made now, in words, before anybody tries; "" where one can."""
        if not self.is_installed():
            return self.env._("The app %s is not installed.", self.env._(self.app))
        if not self.env[self.model].has_access("create"):
            return self.env._(
                "You may not make what becomes of a gift: %(documents)s. Ask an administrator for"
                " a role in the app %(app)s.",
                documents=self.env._(self.label),
                app=self.env._(self.app),
            )
        return ""

    def methods(self):
        """Names of the ways to pay that a document knows, folded; None where any will do."""
        return None

    def make(self, gifts):
        """Documents of gifts, a list of values of ``contact.gift``, in their order."""
        raise NotImplementedError

    def says(self, document, partner_id, currency_id, amount):
        """Whether a document is of that contact and comes to that amount."""
        if self.amount is None:
            return True
        same = document.partner_id.id == partner_id and document.currency_id.id == currency_id
        difference = document.currency_id.compare_amounts(document[self.amount], amount)
        return same and not difference

    def stays(self, document, gift):
        """The code of ``messages.gifts`` why a document is not taken back with its gift; None where
        it is as it was made, or was cancelled already."""
        raise NotImplementedError

    def _changed(self, document, gift):
        said = gift.partner_id.id, gift.currency_id.id, gift.amount
        return None if self.says(document, *said) else "gift_document_changed"

    def take_back(self, documents):
        """Cancel documents that do not stay."""
        raise NotImplementedError

    def stands(self, documents):
        """Those that count."""
        raise NotImplementedError


class GiftOrder(GiftDocument):
    """A confirmed sales order with a line for the gift."""

    model = "sale.order"
    label, app, amount = _lt("Sales order"), _lt("Sales"), "amount_total"

    def problem(self, article):
        problem = super().problem(article)
        if problem or not article or len(self._named(article)) == 1:
            return problem
        return self.env._(
            "There is no article, or more than one, with the internal reference or the name"
            " “%s”: name another one in the operation.",
            article,
        )

    def make(self, gifts):
        articles = {name: self._article(name) for name in {each.get("article") for each in gifts}}
        orders = self.env[self.model].create(
            [self._values(gift, articles[gift.get("article")]) for gift in gifts]
        )
        # the currency of a new order is that of its pricelist, and a confirmation dates it anew
        self._write_each(orders, [{"currency_id": gift["currency_id"]} for gift in gifts])
        orders.action_confirm()
        self._write_each(orders, [{"date_order": _noon(gift["date"])} for gift in gifts])
        return orders

    def _write_each(self, orders, values):
        """One ``write()`` for those that get the same, and have not got it."""
        together = {}
        for order, vals in zip(orders, values, strict=True):
            [(name, value)] = vals.items()
            if order._fields[name].convert_to_write(order[name], order) != value:
                together[name, value] = together.get((name, value), orders.browse()) | order
        for (name, value), same in together.items():
            same.write({name: value})

    def _values(self, gift, article):
        line = {
            "product_id": article.id,
            "name": gift.get("purpose") or article.display_name,
            "product_uom_qty": 1,
            "price_unit": gift["amount"],
            "tax_ids": [Command.clear()],
            "discount": 0,
        }
        return {
            "partner_id": gift["partner_id"],
            "company_id": gift["company_id"],
            "pricelist_id": False,
            "date_order": _noon(gift["date"]),
            "client_order_ref": gift["reference"],
            "order_line": [Command.create(line)],
        }

    def _article(self, name):
        """The article of that name, or the one that orders of gifts have, made where it is
        missing: whoever may sell need not be allowed to make articles."""
        if name:
            found = self._named(name)
            if len(found) != 1:
                raise UserError(self.problem(name))
            return found
        articles = self.env["product.product"].sudo()
        found = articles.search([("default_code", "=", GIFT_CODE)], limit=1)
        return (found or articles.create(self._new_article())).with_env(self.env)

    def _new_article(self):
        return {
            "name": self.env._("Gift"),
            "default_code": GIFT_CODE,
            "type": "service",
            "list_price": 0,
            "taxes_id": [Command.clear()],
            "supplier_taxes_id": [Command.clear()],
            "purchase_ok": False,
            "company_id": False,
        }

    def _named(self, name):
        domain = [("sale_ok", "=", True)]
        articles = self.env["product.product"]
        by_code = articles.search([("default_code", "=", name), *domain], limit=2)
        return by_code or articles.search([("name", "=", name), *domain], limit=2)

    def stays(self, document, gift):
        if document.state == "cancel":
            return None
        if document.invoice_ids.filtered(lambda invoice: invoice.state != "cancel"):
            return "gift_order_invoiced"
        if any(document.order_line.mapped("qty_delivered")):
            return "gift_order_delivered"
        if document.locked and not document._should_be_locked():
            return "gift_order_locked"
        return self._changed(document, gift)

    def take_back(self, documents):
        standing = documents.filtered(lambda order: order.state != "cancel")
        # a setting may lock each order as it is confirmed
        standing.filtered("locked").action_unlock()
        standing.action_cancel()

    def stands(self, documents):
        return documents.filtered(lambda order: order.state == "sale")


class GiftPayment(GiftDocument):
    """A posted payment of a customer."""

    model = "account.payment"
    label, app, amount = _lt("Payment"), _lt("Invoicing"), "amount"

    def methods(self):
        return set(self._lines_by_name())

    def make(self, gifts):
        lines = self._lines_by_name()
        payments = self.env[self.model].create([self._values(gift, lines) for gift in gifts])
        payments.action_post()
        return payments

    def _values(self, gift, lines):
        line = lines.get(fold(gift.get("method") or ""))
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": gift["partner_id"],
            "company_id": gift["company_id"],
            "amount": gift["amount"],
            "currency_id": gift["currency_id"],
            "date": gift["date"],
            "memo": gift["reference"],
            **(_paid_by(line) if line else {}),
        }

    def _lines_by_name(self):
        """``{folded name: line}`` of the ways in which the company is paid: by the name of the
        method, of its journal, or of both; a name that two of them have names none."""
        lines = self.env["account.payment.method.line"].search(
            [
                ("payment_type", "=", "inbound"),
                ("journal_id.type", "in", ("bank", "cash", "credit")),
                ("journal_id.company_id", "=", self.env.company.id),
            ]
        )
        journals = lines.journal_id
        found = {}
        for journal in journals:
            first = lines.filtered(lambda line, journal=journal: line.journal_id == journal)[:1]
            found.setdefault(fold(journal.name), []).append(first)
        for line in lines:
            for name in {line.name, f"{line.name} ({line.journal_id.name})"}:
                found.setdefault(fold(name), []).append(line)
        return {name: listed[0] for name, listed in found.items() if len(listed) == 1}

    def stays(self, document, gift):
        if document.state == "canceled":
            return None
        if document.reconciled_invoice_ids or document.reconciled_statement_line_ids:
            return "gift_payment_matched"
        return self._changed(document, gift)

    def take_back(self, documents):
        standing = documents.filtered(lambda payment: payment.state != "canceled")
        standing.filtered(lambda payment: payment.state != "draft").action_draft()
        standing.action_cancel()

    def stands(self, documents):
        return documents.filtered(lambda payment: payment.state in ("in_process", "paid"))


def _paid_by(line):
    return {"journal_id": line.journal_id.id, "payment_method_line_id": line.id}


def _noon(day):
    """The middle of a day, which is that day wherever somebody looks at it."""
    return fields.Datetime.to_datetime(f"{fields.Date.to_date(day)} 12:00:00")
