from odoo import api, models

from .kind_contact_operations_verbs import said_shortly


class ImportKindContactOperations(models.AbstractModel):
    """Undo: a contact that an import made goes only where DROP would take it, and never one with
    sales, with people below it, or with anything that somebody has added since."""

    _inherit = "registration.import.kind.contact_operations"

    @api.model
    def _used(self, model, identifiers):
        if model != self._target:
            return super()._used(model, identifiers)
        partners = self.env[model].with_context(active_test=False).browse(identifiers).exists()
        erasure = self.env["contact.erasure"]
        used = {**erasure._undroppable_texts(partners), **erasure._holds(partners, partners)}
        # a structure goes with its contact persons, unless one of these stays
        going = partners.filtered(lambda each: each.id not in used)
        below = erasure._count_people_below({each: each for each in going.ids}, going)
        used |= {each: [self.env._("%s × contact below it", n)] for each, n in below.items()}
        return {each: said_shortly(texts) for each, texts in used.items()}
