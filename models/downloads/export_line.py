from odoo import fields, models
from odoo.tools import SQL


class RegistrationExportLine(models.Model):
    """What a run has to send, and, while its file is stored, what it sent: a record each.

    Written by SQL, thousands at a time. ``stamp`` and ``mark`` are those of the record in the very
    snapshot in which its line was read: empty until then, and where nothing was sent.
    """

    _name = "registration.export.line"
    _description = "Line of a Download"
    _log_access = False
    _order = "id"

    run_id = fields.Many2one("registration.export.run", required=True, ondelete="cascade")
    model = fields.Char(required=True)
    record_id = fields.Integer(required=True)
    contact_id = fields.Integer(help="The contact that the record is about")
    stamp = fields.Datetime()
    mark = fields.Char()
    keys = fields.Json(help="By which the record is known where the file goes")
    gone = fields.Boolean(help="The record is no more, and the line says so")
    sent = fields.Boolean()

    _run_idx = models.Index("(run_id, id)")
    _contact_idx = models.Index("(contact_id)")

    def init(self):
        """Leave room in each page for what a line holds once it was sent: no index has to be
        written then (a heap-only update)."""
        self.env.cr.execute(
            SQL("ALTER TABLE %s SET (fillfactor = 30)", SQL.identifier(self._table))
        )
