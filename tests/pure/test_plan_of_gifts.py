import datetime
from typing import Any
from unittest import TestCase

from ...tools.contacts.constituent_schema import KEYS
from ...tools.kinds.gifts import GIFT, GiftPlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, Change, Row
from ...tools.rows.planner import Planner
from ...tools.rows.run_context import RunContext
from .constituent_rows import contact, is_found

FRANC = {"id": 5, "name": "CHF", "places": 2}
YEN = {"id": 6, "name": "JPY", "places": 0}
DAY = datetime.date(2026, 1, 31)
KNOWN = {
    **{"id": 71, "partner": 7, "amount": "250.00", "currency": "CHF", "date": "2026-01-31"},
    **{"method": "Cash", "purpose": None, "stands": True},
}


class TestPlanOfGifts(TestCase):
    """V11: what a row would make of a gift taken offline, without a database."""

    def plan(self, *rows: Row, today: str = "2026-06-30") -> list[tuple[str | None, list[str]]]:
        """``[(outcome, codes)]`` of the rows, planned in their order."""
        planner = Planner(GiftPlanner(RunContext(today=today, document="order", article="A")))
        for run in planner.runs(rows):
            for row in run:
                for change in row.plan.changes:
                    change.record = change.record or 100 + row.number
        return [(row.outcome, [each.code for each in row.all_problems()]) for row in rows]

    def row(self, number: int = 2, gift: Any = None, currency: Any = FRANC, **columns: Any) -> Row:
        values = {**dict.fromkeys(KEYS), "member_id": "00123", "amount": "250", "date": DAY}
        row = Row(number, {**values, "reference": "G-1", **columns}, [])
        row.match = {"stages": {"member_id": is_found(contact())}, "email": None, "sharers": []}
        row.match |= {"gift": gift, "currency": currency, "has_method": True, "erased": None}
        return row

    def test_a_gift_that_is_not_there_is_made(self):
        """V11: with the document and the article that the operation names."""
        row = self.row(method="Cash", purpose="Roof")
        self.assertEqual(self.plan(row), [(CREATED, [])])
        self.assertEqual(
            row.plan.changes[0].values,
            {
                **{"partner_id": 7, "amount": 250.0, "currency_id": 5, "date": "2026-01-31"},
                **{"reference": "G-1", "method": "Cash", "purpose": "Roof"},
                **{"document": "order", "article": "A"},
            },
        )

    def test_the_same_again_is_unchanged(self):
        """V11: in one file and in the next, whatever cells are left empty."""
        self.assertEqual(self.plan(self.row(), self.row(3)), [(CREATED, []), (UNCHANGED, [])])
        again = self.row(gift=KNOWN, method="Cash", amount="250.0", currency=FRANC)
        self.assertEqual(self.plan(again), [(UNCHANGED, [])])

    def test_another_value_is_refused_and_told(self):
        """V11: of each column, with what was uploaded before."""
        row = self.row(gift=KNOWN, amount="251", method="Card", purpose="Roof")
        self.assertEqual(self.plan(row), [(INVALID, ["gift_differs"] * 3)])
        told = {each.field: each.params["known"] for each in row.plan.problems}
        self.assertEqual(told, {"amount": "250.00", "method": "Cash", "purpose": "-"})
        other = self.row(gift={**KNOWN, "partner": 8})
        self.assertEqual(self.plan(other), [(INVALID, ["gift_differs"])])
        self.assertEqual(other.plan.problems[0].params["known"], "CONS_ID 8")
        self.assertEqual(
            self.plan(self.row(), self.row(3, amount="1")),
            [(CREATED, []), (INVALID, ["gift_differs"])],
        )

    def test_decimals_are_those_of_the_currency(self):
        """V11: two, none, and never one more."""
        self.assertEqual(self.plan(self.row(amount="25.50")), [(CREATED, [])])
        for amount, currency in (("25.505", FRANC), ("25.5", YEN)):
            with self.subTest(amount):
                row = self.row(amount=amount, currency=currency)
                self.assertEqual(self.plan(row), [(INVALID, ["too_many_decimals"])])
        self.assertEqual(self.plan(self.row(amount="25", currency=YEN)), [(CREATED, [])])

    def test_what_a_download_says_is_understood(self):
        """V11: a transaction of ours is no new gift; a gift of ours that comes back is known."""
        sent = {"transaction_id": "ORDER-17", "direction": "in", "cancelled": False}
        self.assertEqual(self.plan(self.row(**sent)), [(INVALID, ["gift_from_here"])])
        self.assertEqual(self.plan(self.row(gift=KNOWN, **sent)), [(UNCHANGED, [])])
        theirs = self.row(**{**sent, "transaction_id": "T-17"})
        self.assertEqual(self.plan(theirs), [(CREATED, [])])

    def test_all_that_is_wrong_is_told_at_once(self):
        """V11: the contact, the currency and the day, though an amount cannot be read."""
        row = self.row(member_id="9", amount="-1", currency=None, date=datetime.date(2026, 7, 1))
        row.values["currency"] = "XYZ"
        row.match["stages"] = {"member_id": is_found(None, 0)}
        codes = ["unknown_constituent", "unknown_currency", "gift_paid_back", "date_in_future"]
        self.assertEqual(self.plan(row), [(INVALID, codes)])
        unread = self.row(amount=None, currency=None)
        self.assertEqual(GiftPlanner().problems_of(unread, {})[0].code, "unknown_currency")

    def test_an_undo_leaves_what_became_of_a_document(self):
        """V11: an invoice of the order is the reason, in words."""
        gone = Change(GIFT, 71, {}, removes=True)
        facts = {"contact.gift,71": {"stays": "gift_order_invoiced"}}
        found = GiftPlanner().refused([gone], facts, {})
        self.assertEqual([each.code for each in found], ["gift_order_invoiced"])
        self.assertEqual(GiftPlanner().refused([gone], {}, {}), [])
