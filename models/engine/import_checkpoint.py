from odoo import fields, models
from odoo.tools import SQL


class RegistrationImportClaim(models.Model):
    """Where a job stands and which rows its worker is about to do: one row a job.

    Committed with the piece before, so that rows found ``held`` by nobody alive are a death.
    """

    _name = "registration.import.checkpoint"
    _description = "Import Claim"
    _log_access = False
    _rec_name = "job_id"

    job_id = fields.Many2one("registration.import.job", required=True, ondelete="cascade")
    phase = fields.Char(help="What the worker does: read, validate or run")
    position = fields.Integer(help="Number of the last row that is done")
    size = fields.Integer(help="Rows to take at a time")
    held = fields.Boolean(help="A worker is at it; if none is alive, it died there")
    deaths = fields.Integer(help="Deaths in a row at this position")
    tries = fields.Integer(help="Times the rows were being edited by somebody else")
    totals = fields.Json(help="Running totals of a validation")
    served = fields.Datetime(help="When a worker last turned to this job")

    _job_uniq = models.Constraint("unique(job_id)", "A job has one claim.")

    def _put(self, **values):
        """Write by SQL: this row is the engine's notebook, nobody else reads it."""
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
        )
        self.env.cr.execute(
            SQL(
                "UPDATE registration_import_checkpoint SET %s WHERE id IN %s",
                assignments,
                self._ids,
            )
        )
        self.invalidate_recordset(flush=False)
