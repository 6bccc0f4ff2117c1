from odoo import api, models

# Tables whose rows are parts of a contact, or of what the contact's own record has.
PARTS = frozenset(("res_partner_res_partner_category_rel",))
# The contact's own row, which its other references lead to.
SELF = ("res_partner.commercial_partner_id", "res_partner.parent_id")
CONTACT = "res.partner"


class ContactErasure(models.AbstractModel):
    """Everything in the database that refers to contacts."""

    _inherit = "contact.erasure"

    @api.model
    def _part_tables(self):
        """Names of tables whose rows keep nobody from dropping a contact: see ``PARTS``; other
        addons add theirs."""
        return PARTS

    @api.model
    def _references(self):
        """Every ``Reference`` to contacts, but for those of their own parts."""
        parts = self._part_tables()
        return [
            each
            for each in self.env["registration.import.reference"]._to(CONTACT)
            if each.table not in parts and each.place not in SELF
        ]

    @api.model
    def _count_references(self, reference, owners):
        """``{partner id: count}`` of one reference, in one query; ``owners`` {id: contact}."""
        found = {}
        references = self.env["registration.import.reference"]
        for each, count in references._count(reference, CONTACT, owners).items():
            found[owners[each]] = found.get(owners[each], 0) + count
        return found
