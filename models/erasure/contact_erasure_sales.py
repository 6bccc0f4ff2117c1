from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Model, field with the contact, domain, how it is called. Only what is installed counts (D16).
SALES = (
    ("event.registration", "partner_id", [], _lt("Registrations")),
    ("sale.order", "partner_id", [], _lt("Sales orders")),
    ("account.move", "partner_id", [("move_type", "!=", "entry")], _lt("Invoices")),
    ("account.payment", "partner_id", [], _lt("Payments")),
    ("pos.order", "partner_id", [], _lt("Point of sale orders")),
)


class ContactErasure(models.AbstractModel):
    """What counts as a sale (D16)."""

    _inherit = "contact.erasure"

    @api.model
    def _sales_sources(self):
        """``[(model, field, domain, label)]`` of what counts as a sale: other addons add theirs,
        installed or not."""
        return list(SALES)

    @api.model
    def _sales_of(self, partners):
        """``{partner id: {label: count}}`` of the contacts that have sales, those on their
        addresses included. One query for each sort of sale, whatever the user may see: only
        numbers come out."""
        return {
            partner: {str(self._sale_label(model)): count for model, count in found.items()}
            for partner, found in self._sales_by_model(partners).items()
        }

    @api.model
    def _sales_by_model(self, partners):
        """``{partner id: {model: count}}``"""
        owners = self._owners(partners)
        found = {}
        for model, field, domain, _label in self._sales_sources():
            if model not in self.env:
                continue
            records = self.env[model].sudo().with_context(active_test=False)
            groups = records._read_group(
                [(field, "in", list(owners)), *domain], [field], ["__count"]
            )
            for partner, count in groups:
                locations = found.setdefault(owners[partner.id], {})
                locations[model] = locations.get(model, 0) + count
        return found

    @api.model
    def _sale_label(self, model):
        """How sales of a model are called."""
        return next(
            self.env._(label) for name, _f, _d, label in self._sales_sources() if name == model
        )
