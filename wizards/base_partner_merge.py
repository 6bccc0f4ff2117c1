from odoo import api, models

from ..models.cross_references.contact_erasure_systems import REFERENCE


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """What meant one of the contacts means the one that they become (V15)."""
        result = super()._update_reference_fields(src_partners, dst_partner)
        references = self.env[REFERENCE].sudo().search([("contact_id", "in", src_partners.ids)])
        references.write({"ours": str(dst_partner.id)})
        return result
