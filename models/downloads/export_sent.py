from odoo import fields, models
from odoo.tools import SQL


class RegistrationExportSent(models.Model):
    """What the runs of an operation that ended well have sent: one row a record, as it was then.

    A record goes out again when its ``stamp`` or its ``mark`` differ. Two transactions never write
    one record with the same stamp, since the later one begins after the earlier has ended; so
    nothing is lost and nothing goes twice, whatever was open when a run began. The unique
    constraint lets of two runs at once only one end.
    """

    _name = "registration.export.sent"
    _description = "Sent by a Download"
    _log_access = False

    operation_id = fields.Many2one(
        "registration.import.operation", required=True, ondelete="cascade"
    )
    model = fields.Char(required=True)
    record_id = fields.Integer(required=True)
    stamp = fields.Datetime()
    mark = fields.Char()
    keys = fields.Json(help="By which the record went; told once more when it is gone")
    fate = fields.Char(help="What became of it, where nothing else says so")

    _record_uniq = models.Constraint(
        "unique(operation_id, model, record_id)", "A record is sent once."
    )

    def _forget(self, operation):
        """As if the operation had never been run."""
        self.env.cr.execute(
            SQL("DELETE FROM registration_export_sent WHERE operation_id = %s", operation.id)
        )
