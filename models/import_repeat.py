from odoo import fields, models
from odoo.tools import SQL


class RegistrationImportRepeat(models.Model):
    """Rows of a file whose record is named again by a later row: id and next id.

    ``state`` is what the row's plan leaves for the later one, kept while validating only,
    since then nothing is written that the later row could find.
    """

    _name = "registration.import.repeat"
    _description = "Repeated Row"
    _log_access = False
    _order = "id"

    next_id = fields.Integer(required=True, index=True)
    state = fields.Json()

    def init(self):
        """Both ids are staged rows', which four bytes cannot hold."""
        for column in ("id", "next_id"):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ALTER COLUMN %s TYPE bigint",
                    SQL.identifier(self._table),
                    SQL.identifier(column),
                )
            )
