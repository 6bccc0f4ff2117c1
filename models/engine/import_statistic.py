from odoo import api, fields, models
from odoo.tools import SQL

from ...importer.states import END_STATES
from ...tools.rows.plan import OUTCOMES


class RegistrationImportStatistic(models.Model):
    """Rows by outcome over time: of each ended job, a line for each outcome that occurs."""

    _name = "registration.import.statistic"
    _inherit = "registration.import.grouping.mixin"
    _description = "Rows by Outcome"
    _auto = False
    _rec_name = "job_id"
    _order = "date desc, id"
    _never_grouped_by = ("is_sync",)

    job_id = fields.Many2one("registration.import.job", "Import", readonly=True)
    operation_id = fields.Many2one("registration.import.operation", readonly=True)
    user_id = fields.Many2one("res.users", "Started by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    is_sync = fields.Boolean(readonly=True)
    date = fields.Datetime("Ended", readonly=True)
    outcome = fields.Selection(
        lambda self: (
            self.env["registration.import.row"]._fields["outcome"]._description_selection(self.env)
        ),
        readonly=True,
    )
    rows = fields.Integer(readonly=True)

    @api.model
    def _job_columns(self):
        """Names of the columns that are the job's own: other addons add theirs."""
        return ["operation_id", "company_id", "is_sync"]

    @property
    def _table_query(self):
        counts = SQL(", ").join(
            SQL("(%s, %s, %s)", number, outcome, SQL.identifier("j", outcome))
            for number, outcome in enumerate(OUTCOMES)
        )
        return SQL(
            """SELECT j.id::bigint * %s + counted.number AS id, j.id AS job_id,
                      j.create_uid AS user_id, j.ended AS date, %s,
                      counted.outcome, counted.rows
                 FROM registration_import_job j,
                      LATERAL (VALUES %s) AS counted(number, outcome, rows)
                WHERE j.state IN %s AND counted.rows > 0""",
            len(OUTCOMES),
            SQL(", ").join(SQL.identifier("j", name) for name in self._job_columns()),
            counts,
            END_STATES,
        )
