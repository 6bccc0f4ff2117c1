from odoo import api, models

DUPLICATE = "registration.import.duplicate"


class ContactErasure(models.AbstractModel):
    """Pairs of a contact go with it, and keep nobody from dropping it."""

    _inherit = "contact.erasure"

    @api.model
    def _models_of_person(self):
        return [*super()._models_of_person(), (DUPLICATE, "contact_id"), (DUPLICATE, "match_id")]

    @api.model
    def _part_tables(self):
        return super()._part_tables() | {self.env[DUPLICATE]._table}

    def _forget_exchanges(self, origin):
        counts = super()._forget_exchanges(origin)
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
