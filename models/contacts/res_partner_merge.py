from odoo import Command, api, fields, models

from ...tools.contacts.former_keys import CONTACT_NR


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _key_fields(self):
        return super()._key_fields() | {CONTACT_NR: ("contact_nr", "contact_institution_id")}

    @api.model
    def _former_contact_nrs(self, numbers):
        """Those of the numbers that a contact had which was merged into another one."""
        domain = [("sort", "=", CONTACT_NR), ("key", "in", numbers)]
        return self.env["contact.former.key"].sudo().search(domain).mapped("key")

    def _before_merge(self, master):
        """Of a criterion that takes one value, that of the master stays, else the first."""
        result = super()._before_merge(master)
        everyone = (master + self).with_context(active_test=False)
        found = self.env["contact.criterion"]
        for each in everyone:
            values = each.contact_criterion_value_ids
            each.contact_criterion_value_ids = [
                Command.unlink(value.id) for value in values if value.criterion_id in found
            ]
            found += values.criterion_id.filtered(lambda criterion: not criterion.is_multiple)
        return result


class ContactFormerKey(models.Model):
    _inherit = "contact.former.key"

    sort = fields.Selection(
        selection_add=[(CONTACT_NR, "CONTACT_NR")], ondelete={CONTACT_NR: "cascade"}
    )
