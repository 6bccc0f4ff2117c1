from odoo import api, models
from odoo.tools import SQL

from ..erasure.erasure_sql import telling_digits

DUPLICATE = "registration.import.duplicate"


class ContactErasure(models.AbstractModel):
    """Pairs of a contact go with it."""

    _inherit = "contact.erasure"

    @api.model
    def _models_of_person(self):
        return [*super()._models_of_person(), (DUPLICATE, "contact_id"), (DUPLICATE, "match_id")]

    def _forget_exchanges(self, origin):
        counts = super()._forget_exchanges(origin)
        self._forget_offline_values()
        return counts

    @api.model
    def _forget_offline_values(self):
        """Another contact may have been compared with what the other database has of them."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE registration_import_duplicate d SET offline_values = NULL
                     FROM contact_erasure_email e
                    WHERE lower(btrim(d.offline_values->>'email')) = e.email;
                   UPDATE registration_import_duplicate d SET offline_values = NULL
                     FROM contact_erasure_subject s
                    WHERE lower(btrim(d.offline_values->>'name')) = ANY(s.names)
                      AND (lower(btrim(d.offline_values->>'street')) = ANY(s.streets)
                        OR %s = ANY(s.numbers))""",
                telling_digits(SQL("d.offline_values->>'phone'")),
            )
        )
        self.env.invalidate_all()


class RegistrationImportReference(models.AbstractModel):
    """That a contact was compared with another one is no use of it."""

    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        return (*super()._bookkeeping(), DUPLICATE)
