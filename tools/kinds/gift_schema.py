"""The columns of a file of gifts, called as the Transaction Information Download calls them."""

from __future__ import annotations

from ..contacts.constituent_schema import COMPARED_NAMES, KEY_FIELDS
from ..rows.placeholders import KEY
from ..rows.schema import Field, Schema

IN, OUT = "in", "out"
SIZE = 128

SCHEMA = Schema(
    (
        *KEY_FIELDS,
        Field(
            "amount",
            "AMOUNT",
            type="amount",
            required=True,
            synonyms=("Gift Amount", "Total"),
            example="250.00",
        ),
        Field(
            "currency",
            "CURRENCY",
            size=3,
            synonyms=("Currency Code",),
            example="",
        ),
        Field(
            "date",
            "DATE",
            type="date",
            required=True,
            synonyms=("Gift Date", "Received On"),
            example="2026-01-31",
        ),
        Field(
            "reference",
            "REFERENCE",
            type="code",
            required=True,
            size=SIZE,
            synonyms=("Gift Reference", "Receipt Number"),
            example="GALA-2026-001",
            holds=KEY,
        ),
        Field(
            "method",
            "METHOD",
            size=SIZE,
            synonyms=("Payment Method", "Paid With"),
            example="Cash",
        ),
        Field(
            "purpose",
            "PURPOSE",
            size=SIZE,
            synonyms=("Designation", "Fund"),
            example="Winter appeal",
        ),
        # what a download says of a transaction, and a gift that is to be made may not say
        Field(
            "direction",
            "DIRECTION",
            type="selection",
            choices=((IN, "In", "Received"), (OUT, "Out", "Paid back", "Refund")),
        ),
        Field("cancelled", "CANCELLED", type="boolean"),
        Field("transaction_id", "TRANSACTION_ID", type="code", size=SIZE, holds=KEY),
        *COMPARED_NAMES,
    )
)
