from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Model, field with the contact, domain, how it is called. Only what is installed counts (D16).
SALES = (
    ("event.registration", "partner_id", [], _lt("Registrations")),
    ("sale.order", "partner_id", [], _lt("Sales orders")),
    ("sale.order", "partner_invoice_id", [], _lt("Sales orders")),
    ("sale.order", "partner_shipping_id", [], _lt("Sales orders")),
    ("account.move", "partner_id", [("move_type", "!=", "entry")], _lt("Invoices")),
    ("account.move", "partner_shipping_id", [("move_type", "!=", "entry")], _lt("Invoices")),
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
    def _sales_of(self, partners, with_people=False):
        """``{partner id: {label: count}}`` of the contacts that have sales, those on their
        addresses included, and ``with_people`` those of the contact persons of a structure. One
        query for each sort of sale, whatever the user may see: only numbers come out."""
        return {
            partner: {str(self._sale_label(model)): count for model, count in found.items()}
            for partner, found in self._sales_by_model(partners, with_people).items()
        }

    @api.model
    def _sales_by_model(self, partners, with_people=False):
        """``{partner id: {model: count}}``: a sale counts once, in whatever fields the contact
        stands."""
        owners = self._owners(partners)
        if with_people:
            owners = self._owners_of_people(owners)
        found = {}
        for model, field, domain, _label in self._sales_sources():
            if not self._is_column(model, field):
                continue
            records = self.env[model].sudo().with_context(active_test=False)
            groups = records._read_group(
                [(field, "in", list(owners)), *domain], [field], ["id:array_agg"]
            )
            for partner, ids in groups:
                sales = found.setdefault(owners[partner.id], {})
                sales.setdefault(model, set()).update(ids)
        return {
            partner: {model: len(ids) for model, ids in sales.items()}
            for partner, sales in found.items()
        }

    @api.model
    def _owners_of_people(self, owners):
        """The same with everybody below these contacts, at any depth: a query for each level."""
        found, level = dict(owners), list(owners)
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        while level:
            below = people.search_fetch(
                [("parent_id", "in", level), ("id", "not in", list(found))], ["parent_id"]
            )
            found |= {each.id: found[each.parent_id.id] for each in below}
            level = below.ids
        return found

    @api.model
    def _sale_label(self, model):
        """How sales of a model are called."""
        return next(
            self.env._(label) for name, _f, _d, label in self._sales_sources() if name == model
        )
