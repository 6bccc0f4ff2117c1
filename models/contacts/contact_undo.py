from odoo import api, models

from .kind_contact_operations_verbs import said_shortly


class ImportKindContactOperations(models.AbstractModel):
    """Undo: a contact that an import made goes only where DROP would take it, and never one with
    sales, with people below it, or with anything that somebody has added since."""

    _inherit = "registration.import.kind.contact_operations"

    @api.model
    def _used(self, model, identifiers, journals):
        if model != self._target:
            return super()._used(model, identifiers, journals)
        partners = self.env[model].with_context(active_test=False).browse(identifiers).exists()
        erasure, moved = self.env["contact.erasure"], partners.browse(self._moved(journals))
        holds = erasure._blockers(partners, partners + moved)
        used = {**erasure._undroppable_texts(partners), **holds}
        # a structure goes with its contact persons, unless one of these stays
        going = partners.filtered(lambda each: each.id not in used)
        below = erasure._count_people_below({each: each for each in going.ids}, going + moved)
        used |= {each: [self.env._("%s × contact below it", n)] for each, n in below.items()}
        return {each: said_shortly(texts) for each, texts in used.items()}

    @api.model
    def _moved(self, journals):
        """Ids of contacts that were put into a structure, and go back to where they were."""
        entries = (entry for journal in journals for entry in journal)
        return [
            identifier
            for model, identifier, pairs in entries
            if model == self._target and "parent_id" in pairs and "id" not in pairs
        ]
