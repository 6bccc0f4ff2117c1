from odoo import api, models

from ...importer.own_context import said

AGREEMENT = "registration.import.agreement"


class ResPartner(models.Model):
    """Contacts that are kept in step with another CRM."""

    _inherit = "res.partner"

    def unlink(self):
        """A deletion does not cross: what is deleted here stays there, and does not come back from
        there. An undo takes back what an import has made; that may come again."""
        agreements = self.env[AGREEMENT].sudo().search([("contact_id", "in", self.ids)])
        result = super().unlink()
        if said(self.env, "registration_import_job_id"):
            agreements.unlink()
        else:
            agreements.write({"left_alone": True, "marks": False, "mark": False, "due": False})
        return result


class RegistrationImportReference(models.AbstractModel):
    """That a contact is paired with one of another CRM is no use of it."""

    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        return (
            *super()._bookkeeping(),
            AGREEMENT,
            "registration.import.conflict",
        )

    @api.model
    def _uses(self, model, ids):
        """Nor is the cross-reference that a connector has made of the pair."""
        found = super()._uses(model, ids)
        if model != "res.partner":
            return found
        references = "registration.import.cross.reference"
        pairs = self.env[AGREEMENT].sudo().search([("contact_id", "in", list(found))])
        made = {(p.contact_id.id, p.connection_id.system_id.id, p.theirs) for p in pairs}
        for contact in {each for each, _system, _theirs in made}:
            known = self.env[references].sudo().search([("contact_id", "=", contact)])
            if all((contact, each.system_id.id, each.theirs) in made for each in known):
                found[contact].pop(references, None)
        return {contact: uses for contact, uses in found.items() if uses}
