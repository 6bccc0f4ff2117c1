from odoo import api, models
from odoo.tools import SQL

from .contact_erasure_places import CONTACT

LOGIN = "res.users"


class ContactErasure(models.AbstractModel):
    """Rows of other addons that die with a contact, or with its login, and are no documents: they
    are parts of it, such as the numbers of its passports."""

    _inherit = "contact.erasure"

    def _traces(self):
        for owner in (CONTACT, LOGIN):
            if owner == CONTACT or self._have_logins():
                for model, field in self._part_locations(owner):
                    yield model, self._parts(model, field, owner)
        yield from super()._traces()

    @api.model
    def _have_logins(self):
        found = SQL("SELECT 1 FROM contact_erasure_record WHERE model = %s LIMIT 1", LOGIN)
        return bool(self.env.execute_query(found))

    @api.model
    def _parts(self, model, field, owner):
        """``[(id, partner id)]`` of the parts; not of such as something else cannot be without: of
        those only the texts go, as those of other records do."""
        self.env.flush_all()
        table = self.env[model]._table
        free = [
            SQL(
                "NOT EXISTS (SELECT FROM %s o WHERE o.%s = f.id)",
                SQL.identifier(other),
                SQL.identifier(column),
            )
            for other, column in self._needed_by(table)
        ]
        return self.env.execute_query(
            SQL(
                "SELECT f.id, f.root FROM (%s) f WHERE %s",
                self._belonging(model, field, owner),
                SQL(" AND ").join(free) if free else SQL("TRUE"),
            )
        )

    @api.model
    def _needed_by(self, table):
        """``[(table, column)]`` for which the database would not let a row of a table go."""
        return self.env.execute_query(
            SQL(
                """SELECT c.conrelid::regclass::text, a.attname
                     FROM pg_constraint c JOIN pg_attribute a
                       ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                    WHERE c.contype = 'f' AND c.confrelid = %s::regclass
                      AND c.confdeltype IN ('a', 'r')""",
                table,
            )
        )
