from odoo import api, models
from odoo.tools import SQL

REFERENCE = "registration.import.cross.reference"


class ContactErasure(models.AbstractModel):
    """What other systems call a contact, and hold of it: that goes with what is erased."""

    _inherit = "contact.erasure"

    def _forget_systems(self):
        found = self.env.execute_query(SQL("SELECT id FROM contact_erasure_subject"))
        self._remove_cross_references([contact for (contact,) in found])
        self._forget_offline_values()

    @api.model
    def _forget_offline_values(self):
        """Another contact may have been compared with what the other database has of them."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE registration_import_duplicate d SET offline_values = NULL
                 FROM contact_erasure_email e
                WHERE lower(btrim(d.offline_values->>'email')) = e.email"""
        )
        self.env.invalidate_all()

    def _remove_cross_references(self, contacts):
        self.env[REFERENCE].search([("contact_id", "in", contacts)]).unlink()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def unlink(self):
        """A cross-reference to a contact that is not there any more means nothing."""
        references = self.env[REFERENCE].sudo().search([("contact_id", "in", self.ids)])
        result = super().unlink()
        references.unlink()
        return result
