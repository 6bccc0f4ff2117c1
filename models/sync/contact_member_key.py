from odoo import api, models

from ...tools.contacts.erasure_keys import MEMBER


class ContactErasure(models.AbstractModel):
    """Rows of constituents name a contact by its member ID, or by the number of Odoo."""

    _inherit = "contact.erasure"

    @api.model
    def _key_columns(self):
        return super()._key_columns() | {"member_id": "contact_member_id", "cons_id": "id"}

    @api.model
    def _sorts_of_keys(self):
        return super()._sorts_of_keys() | {"member_id": MEMBER}


class ContactErasureRegister(models.Model):
    """The register of erased contacts knows member IDs, too, so that a file of constituents does
    not bring anybody back."""

    _inherit = "contact.erasure.register"

    @api.model
    def _keys_of(self, partners):
        keys = super()._keys_of(partners)
        for partner in partners.filtered("contact_member_id"):
            keys[partner.id].append((MEMBER, partner.contact_member_id))
        return keys
