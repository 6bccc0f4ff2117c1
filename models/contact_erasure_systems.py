from odoo import api, models
from odoo.tools import SQL

REFERENCE = "registration.import.cross.reference"


class ContactErasure(models.AbstractModel):
    """What other systems call a contact: it goes with what is erased, and so do the rows of the
    files that it came from."""

    _inherit = "contact.erasure"

    @api.model
    def _import_paths(self):
        return super()._import_paths() | {REFERENCE: "contact_id"}

    def _forget_imports(self, origin):
        """While the cross-references are there, they lead to the rows that made them."""
        counts = super()._forget_imports(origin)
        found = self.env.execute_query(SQL("SELECT id FROM contact_erasure_subject"))
        self._remove_cross_references([contact for (contact,) in found])
        self._forget_offline_values()
        return counts

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

    def _delete_data(self, partners, named):
        result = super()._delete_data(partners, named)
        self._remove_cross_references((partners + self._own_addresses(partners)).ids)
        return result

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
