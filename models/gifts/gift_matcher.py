from odoo import fields

from ...tools.kinds.gifts import GIFT
from ...tools.rows.cells import fold
from .contact_gift import MADE

READ = ("reference", "partner_id", "amount", "currency_id", "date", "method", "purpose", "document")


class GiftMatcher:
    """Finds what rows of gifts mean, beside their contacts: some queries for all of them."""

    def __init__(self, kind):
        self.kind, self.env = kind, kind.env

    def complete(self, rows, matches):
        """The matches with what ``tools.kinds.gifts`` has in them as well."""
        gifts, currencies, methods = self._gifts(rows), self._currencies(), self._methods()
        own = self.env.company.currency_id.name
        for row, match in zip(rows, matches, strict=True):
            name, method = row.values.get("currency"), row.values.get("method")
            match["gift"] = gifts.get(row.values.get("reference"))
            match["currency"] = currencies.get((name or own).upper())
            match["has_method"] = not method or methods is None or fold(method) in methods
        return matches

    def _gifts(self, rows):
        """``{reference: gift}`` of the company; a gift of a reference is one record."""
        wanted = list({row.values.get("reference") for row in rows} - {None})
        domain = [("reference", "in", wanted), ("company_id", "=", self.env.company.id)]
        gifts = self.env[GIFT].search_fetch(domain, READ)
        return {gift.reference: self._told(gift) for gift in gifts}

    def _told(self, gift):
        return {
            "id": gift.id,
            "partner": gift.partner_id.id,
            "amount": f"{gift.amount:.{gift.currency_id.decimal_places}f}",
            "currency": gift.currency_id.name,
            "date": fields.Date.to_string(gift.date),
            "method": gift.method or None,
            "purpose": gift.purpose or None,
            "stands": gift.state == MADE,
        }

    def _currencies(self):
        return {
            each.name: {"id": each.id, "name": each.name, "places": each.decimal_places}
            for each in self.env["res.currency"].search([])
        }

    def _methods(self):
        """See ``GiftDocument.methods``; None where nothing is to be made, as in an undo."""
        code = self.kind._run.document
        return self.env[GIFT]._maker(code).methods() if code else None
