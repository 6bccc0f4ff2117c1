from odoo import api, models
from odoo.tools import SQL

REFERENCE = "registration.import.cross.reference"


class ContactErasure(models.AbstractModel):
    """What other systems call a contact goes with what is erased."""

    _inherit = "contact.erasure"

    @api.model
    def _import_paths(self):
        return super()._import_paths() | {REFERENCE: "contact_id"}

    def _forget_exchanges(self, origin):
        counts = super()._forget_exchanges(origin)
        found = self.env.execute_query(SQL("SELECT id FROM contact_erasure_subject"))
        self._forget_names_elsewhere(
            self.env["res.partner"].browse(contact for (contact,) in found)
        )
        return counts

    def _forget_names_elsewhere(self, contacts):
        self.env[REFERENCE].search([("contact_id", "in", contacts.ids)]).unlink()
        return super()._forget_names_elsewhere(contacts)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def unlink(self):
        """A cross-reference to a contact that is not there any more means nothing."""
        references = self.env[REFERENCE].sudo().search([("contact_id", "in", self.ids)])
        result = super().unlink()
        references.unlink()
        return result


class RegistrationImportReference(models.AbstractModel):
    """A cross-reference uses the contact whose id is its value, and goes with it: an undo does not
    take away what another system has been told."""

    _inherit = "registration.import.reference"

    @api.model
    def _uses(self, model, ids):
        found = super()._uses(model, ids)
        if model == "res.partner":
            label = self.env["ir.model"]._get(REFERENCE).name
            references = self.env[REFERENCE].sudo().search([("contact_id", "in", list(ids))])
            for contact, of_contact in references.grouped("contact_id").items():
                found.setdefault(contact.id, {})[REFERENCE] = len(of_contact), label
        return found
