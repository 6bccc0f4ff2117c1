"""What transactions of the apps are, and what of them a line is made of (D10)."""

from odoo.tools import LazyTranslate

from ...tools.rows.schema import Field, Schema

_lt = LazyTranslate(__name__)

SCHEMA = Schema(
    (
        Field(
            "transaction_id",
            "TRANSACTION_ID",
            help=_lt("Names the transaction for ever"),
            example="PAYMENT-42",
        ),
        Field("type", "TYPE", help=_lt("ORDER, POS, PAYMENT or ONLINE"), example="PAYMENT"),
        Field("date", "DATE", help=_lt("When it was made"), example="2026-01-31"),
        Field(
            "cons_id",
            "CONS_ID",
            help=_lt("The contact whose transaction it is"),
            example="4711",
            reference="contact",
        ),
        Field(
            "member_id",
            "MEMBER_ID",
            help=_lt("By which another system knows the contact"),
            example="00123",
        ),
        Field("amount", "AMOUNT", help=_lt("Without a sign"), example="25.00"),
        Field("direction", "DIRECTION", help=_lt("Out: paid back to the contact"), example="In"),
        Field("currency", "CURRENCY", help=_lt("Code of three letters"), example="CHF"),
        Field("state", "STATE", example="paid"),
        Field("number", "NUMBER", help=_lt("Its number here"), example="PBNK1/2026/00007"),
        Field("reference", "REFERENCE", help=_lt("What the contact or the bank calls it")),
        Field(
            "cancelled",
            "CANCELLED",
            help=_lt("Yes: it was sent before, and does not count any more"),
        ),
        Field(
            "refund_of",
            "REFUND_OF",
            help=_lt("TRANSACTION_ID of what it pays back"),
            example="PAYMENT-41",
        ),
        Field(
            "order",
            "ORDER_ID",
            help=_lt("TRANSACTION_ID of the order, or orders, that it is for"),
            example="ORDER-17",
        ),
        Field(
            "items",
            "ITEMS",
            help=_lt("What was bought: number and article of each line"),
            example="2 x Ticket; 1 x Book",
        ),
        Field("paid_by", "PAID_BY", help=_lt("How it was paid"), example="Bank Transfer"),
    )
)
# What is processed, of each app that may be installed (D10): the code that names its transactions,
# what people call them, the records, those of which a cancellation is told once they were sent, and
# the fields that a line is made of. Optional are `goes_as`, the field of the transaction as which
# one goes that has it; `part_of`, the fields of what has a line that tells of it already;
# `refund_of`, the paths to the transactions that are paid back, and `exchanges`, whether one may do
# so in part, and be paid for the rest; `order`, those to the orders that it is for; `items`, the
# field of its lines and what they have of number and article; `paid_by`, the path to the ways of
# payment. A path of whose fields this database lacks one leads nowhere.
SOURCES = {
    "account.payment": {
        "type": "PAYMENT",
        "label": _lt("Payments"),
        "domain": [
            ("state", "in", ("in_process", "paid")),
            ("partner_type", "=", "customer"),
        ],
        "goes_as": "payment_transaction_id",
        # made when a session of Point of Sale is closed, of its orders
        "part_of": ("pos_session_id",),
        "partner": "partner_id",
        "state": "state",
        "date": "date",
        "amount": "amount_signed",
        "currency": "currency_id",
        "number": "name",
        "reference": "memo",
        "cancelled": [
            ("state", "in", ("draft", "canceled", "rejected")),
            ("partner_type", "=", "customer"),
        ],
        # by way of the credit note and its invoice
        "refund_of": ("reconciled_invoice_ids.reversed_entry_id.reconciled_payment_ids",),
        "order": (
            "reconciled_invoice_ids.invoice_line_ids.sale_line_ids.order_id",
            "reconciled_invoice_ids.pos_order_ids",
        ),
        "paid_by": "payment_method_line_id",
    },
    "payment.transaction": {
        "type": "ONLINE",
        "label": _lt("Online payments"),
        # neither one that only tries a card, nor one whose parts were captured one by one
        "domain": [
            ("state", "=", "done"),
            ("operation", "!=", "validation"),
            (
                "child_transaction_ids",
                "not any",
                [("operation", "!=", "refund"), ("state", "in", ("done", "cancel"))],
            ),
        ],
        "partner": "partner_id",
        "state": "state",
        "date": "last_state_change",
        "amount": "amount",
        "currency": "currency_id",
        "number": "reference",
        "reference": "provider_reference",
        "cancelled": [("state", "=", "cancel")],
        "refund_of": ("source_transaction_id",),
        "order": (
            "sale_order_ids",
            "source_transaction_id.sale_order_ids",
            "invoice_ids.invoice_line_ids.sale_line_ids.order_id",
            "pos_order_id",
        ),
        "paid_by": "payment_method_id",
    },
    "sale.order": {
        "type": "ORDER",
        "label": _lt("Sales orders"),
        "domain": [("state", "=", "sale")],
        "partner": "partner_id",
        "state": "state",
        "date": "date_order",
        "amount": "amount_total",
        "currency": "currency_id",
        "number": "name",
        "reference": "client_order_ref",
        "cancelled": [("state", "in", ("draft", "sent", "cancel"))],
        "items": ("order_line", "product_uom_qty", "product_id"),
        "paid_by": "transaction_ids.payment_method_id",
    },
    "pos.order": {
        "type": "POS",
        "label": _lt("Point of Sale orders"),
        "domain": [("state", "in", ("paid", "done"))],
        "cancelled": [("state", "=", "cancel")],
        "partner": "partner_id",
        "state": "state",
        "date": "date_order",
        "amount": "amount_total",
        "currency": "currency_id",
        "number": "name",
        "reference": "pos_reference",
        "refund_of": ("lines.refunded_orderline_id.order_id",),
        "exchanges": True,
        "order": ("lines.sale_order_origin_id",),
        "items": ("lines", "qty", "product_id"),
        "paid_by": "payment_ids.payment_method_id",
    },
}
