"""Gifts taken offline: what a row would make of one (V11)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..contacts.constituent_schema import KEYS
from ..contacts.constituents import Contact, merged_notes, who
from ..rows.amounts import decimals_of, same_places
from ..rows.plan import Change, Plan, Row, has_error
from ..rows.planner import Keys, Match
from ..rows.problems import Problem, warning
from .finding import FindingPlanner
from .gift_schema import OUT
from .undo_entries import record_key

GIFT = "contact.gift"
#: as the Transaction Information Download names what it sends
_OURS = re.compile(r"(?:ORDER|PAYMENT|POS|ONLINE)-[0-9]+")
#: what a gift holds of a row, beside the contact
_TOLD = ("amount", "currency", "date", "method", "purpose")


class GiftPlanner(FindingPlanner):
    """A row makes a gift of a contact that there is, and of it the document that the run names.
    The one with its reference is there already: then the row says the same of it, or is wrong.

    Beside what ``finding`` looks at a match holds ``gift``, the one with the reference, or None:
    its ``id``, its contact, ``partner``, the values of the columns as texts, ``stands``, whether
    its document does; ``currency``, {"id", "name", "places"} of the row's, or None; ``has_method``,
    whether documents know the method by which the gift was paid.
    """

    rests_on = {
        **FindingPlanner.rests_on,
        "gift_differs": (*KEYS, "reference", "currency"),
        "gift_from_here": ("reference",),
        "too_many_decimals": ("currency",),
    }

    def keys(self, row: Row) -> Keys:
        """Of a gift only the rows with its reference know."""
        reference = row.values.get("reference")
        return (("reference", reference),) if reference else ()

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, problem = self.find_existing(row)
        problems = [problem] if problem else self.doubts(row, contact)
        problems += self._wrong_values(row)
        if contact is None or has_error(problems) or not _is_whole(row):
            return Plan(problems=problems)
        problems += merged_notes(row.match["stages"], row.values, contact)
        if row.match["gift"] is not None:
            return self._same_again(row, contact, problems)
        if row.values.get("method") and not row.match["has_method"]:
            problems.append(warning("unknown_method", "method", row.values["method"]))
        return Plan([Change(GIFT, None, self._values(row, contact))], problems=problems)

    def after(self, row: Row) -> Match:
        """The gift as the row leaves it; one that is only planned has id 0."""
        if row.match["gift"] is not None or not row.plan.changes:
            return row.match
        values = row.plan.changes[0].values
        told = {name: values.get(name) for name in _TOLD}
        told |= {"amount": _amount(row), "currency": row.match["currency"]["name"]}
        own = {"id": row.record or 0, "partner": values["partner_id"], "stands": True}
        return {**row.match, "gift": {**told, **own}}

    def resume(self, row: Row, key: Any, left: Match) -> Match:
        return {**row.match, "gift": left["gift"]}

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        """What became of a document since, so that an undo may not take it back."""
        keys = [record_key(each.model, each.record or 0) for each in changes if each.removes]
        return [Problem(facts[key]["stays"]) for key in keys if facts.get(key, {}).get("stays")]

    # -- a new one -------------------------------------------------------------------------------

    def _wrong_values(self, row: Row) -> list[Problem]:
        """What is wrong with a gift, whoever gave it; cells that could not be read are None."""
        values, match, problems = row.values, row.match, []
        if match["currency"] is None:
            problems.append(Problem("unknown_currency", "currency", values.get("currency")))
        problems += self._wrong_amount(row)
        date = values.get("date")
        if date and self.run.today and date.isoformat() > self.run.today:
            problems.append(Problem("date_in_future", "date", date.isoformat()))
        if values.get("direction") == OUT:
            problems.append(Problem("gift_paid_back", "direction"))
        if values.get("cancelled"):
            problems.append(Problem("gift_cancelled", "cancelled"))
        sent = values.get("transaction_id") or ""
        if match["gift"] is None and _OURS.fullmatch(sent):
            problems.append(Problem("gift_from_here", "transaction_id", sent))
        return problems

    def _wrong_amount(self, row: Row) -> list[Problem]:
        amount, currency = row.values.get("amount"), row.match["currency"]
        if amount is None:
            return []
        if amount.startswith("-"):
            return [Problem("gift_paid_back", "amount", amount)]
        if not float(amount):
            return [Problem("amount_zero", "amount", amount)]
        if currency and decimals_of(amount) > currency["places"]:
            params = {"currency": currency["name"], "places": currency["places"]}
            return [Problem("too_many_decimals", "amount", amount, params)]
        return []

    def _values(self, row: Row, contact: Contact) -> dict[str, Any]:
        values = row.values
        return {
            "partner_id": contact["id"],
            "amount": float(values["amount"]),
            "currency_id": row.match["currency"]["id"],
            "date": values["date"].isoformat(),
            "reference": values["reference"],
            "method": values.get("method"),
            "purpose": values.get("purpose"),
            "document": self.run.document,
            "article": self.run.article,
        }

    # -- one that is there -----------------------------------------------------------------------

    def _same_again(self, row: Row, contact: Contact, problems: list[Problem]) -> Plan:
        """The plan of a row whose gift is there: nothing is guessed where it says otherwise."""
        gift = row.match["gift"]
        problems = [*problems, *self._differences(row, contact, gift)]
        if not gift["stands"] and not has_error(problems):
            problems.append(warning("gift_document_gone", "reference", row.values["reference"]))
        return Plan(problems=problems, record=gift["id"])

    def _differences(self, row: Row, contact: Contact, gift: Match) -> list[Problem]:
        """Each value that the gift was uploaded with is another one; an empty cell says nothing."""
        problems = []
        if contact["id"] != gift["partner"]:
            key = next(key for key in KEYS if row.values.get(key) is not None)
            params = {"known": who([{"id": gift["partner"], "contact_member_id": None}])}
            problems.append(Problem("gift_differs", key, str(row.values[key]), params))
        for name, text in self._told(row).items():
            if text and text != gift[name]:
                problems.append(Problem("gift_differs", name, text, {"known": gift[name] or "-"}))
        return problems

    def _told(self, row: Row) -> dict[str, str | None]:
        """What the row says of the gift, as its match does."""
        values = row.values
        currency = row.match["currency"]["name"] if values.get("currency") else None
        return {
            "amount": _amount(row),
            "currency": currency,
            "date": values["date"].isoformat(),
            "method": values.get("method"),
            "purpose": values.get("purpose"),
        }


def _is_whole(row: Row) -> bool:
    """Whether a row has what makes a gift: not, where such a cell could not be read."""
    return all(row.values.get(name) is not None for name in ("amount", "date", "reference"))


def _amount(row: Row) -> str:
    """The amount of the row with all decimals of its currency."""
    return same_places(row.values["amount"], row.match["currency"]["places"])
