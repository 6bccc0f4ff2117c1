from odoo import api, models

from ...tools.contacts.erasure_keys import THEIRS

AGREEMENT, CONFLICT = "registration.import.agreement", "registration.import.conflict"
PAGE = "registration.import.page"


class ContactErasure(models.AbstractModel):
    """Pairs of a contact with another CRM go with it; pages that are being fetched may tell of
    anybody, and are fetched anew."""

    _inherit = "contact.erasure"

    @api.model
    def _models_of_person(self):
        return [*super()._models_of_person(), (AGREEMENT, "contact_id"), (CONFLICT, "contact_id")]

    def _forget_exchanges(self, origin):
        counts = super()._forget_exchanges(origin)
        self._forget_pages()
        return counts

    @api.model
    def _forget_pages(self):
        """What was fetched and is no row yet: its run begins at its first page again."""
        pages = self.env[PAGE].sudo().search([("run_id", "!=", False)])
        runs = pages.run_id
        pages.unlink()
        runs.write({"ours_noted": False, "ours": False, "to_read": False, "to_check": False})


class ContactErasureRegister(models.Model):
    """The register knows by which id another CRM knows an erased contact, too, so that it does not
    bring anybody back."""

    _inherit = "contact.erasure.register"

    @api.model
    def _keys_of(self, partners):
        keys = super()._keys_of(partners)
        for pair in self.env[AGREEMENT].sudo().search([("contact_id", "in", partners.ids)]):
            keys[pair.contact_id.id].append((THEIRS, pair.connection_id.id, pair.theirs))
        return keys
