import functools
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ...importer.checkpoint import Checkpoint

STORED = (
    "phase",
    "position",
    "batch_size",
    "in_progress",
    "crashes",
    "conflicts",
    "wary",
    "totals",
    "outages",
    "wait_until",
)


class RegistrationImportCheckpoint(models.Model):
    """Where ``importer.checkpoint.Checkpoint`` of a job is stored: one row a job, and one more for
    each share that several workers have of its rows. Read and written by SQL, since nobody else
    looks at it."""

    _name = "registration.import.checkpoint"
    _description = "Import Checkpoint"
    _log_access = False
    _rec_name = "job_id"

    job_id = fields.Many2one("registration.import.job", required=True, ondelete="cascade")
    share = fields.Integer(default=0, required=True, help="0: of the job itself")
    phase = fields.Char(help="What the worker does: read, validate or run; of a share, or ended")
    position = fields.Integer(help="Number of the last row that is done")
    batch_size = fields.Integer(help="Rows to take at a time")
    in_progress = fields.Boolean(help="A worker is at it; if none is alive, it crashed there")
    crashes = fields.Integer(help="Crashes in a row at this position")
    conflicts = fields.Integer(help="Times the rows were being edited by somebody else")
    wary = fields.Integer(help="Batches to come whose records are held before they are written")
    totals = fields.Json(help="Running totals of a validation")
    outages = fields.Integer(help="Faults of the machine in a row")
    wait_until = fields.Datetime(help="When a worker may turn to this job again")
    last_turn = fields.Datetime(help="When a worker last turned to this job")

    _job_uniq = models.Constraint("unique(job_id, share)", "A share has one checkpoint.")

    @api.model
    def _load(self, job, share=0):
        """The checkpoint of the job with this id, or of a share of it; that of one that has none
        yet is new."""
        self.flush_model()
        columns = SQL(", ").join(map(SQL.identifier, STORED))
        found = self.env.execute_query_dict(
            SQL(
                "SELECT %s FROM registration_import_checkpoint WHERE job_id = %s AND share = %s",
                columns,
                job,
                share,
            )
        )
        stored = {name: value for row in found for name, value in row.items() if value is not None}
        return Checkpoint(**stored, save=functools.partial(self._save, job, share))

    @api.model
    def _save(self, job, share, **values):
        if "totals" in values:
            values["totals"] = json.dumps(values["totals"])
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
        )
        self.env.cr.execute(
            SQL(
                "UPDATE registration_import_checkpoint SET %s WHERE job_id = %s AND share = %s",
                assignments,
                job,
                share,
            )
        )

    @api.model
    def _touch(self, job, share):
        """Note that a worker turns to the job, or to a share, now; the transaction may be older."""
        self.env.cr.execute(
            SQL(
                """UPDATE registration_import_checkpoint
                      SET last_turn = clock_timestamp() AT TIME ZONE 'UTC'
                    WHERE job_id = %s AND share = %s""",
                job,
                share,
            )
        )
