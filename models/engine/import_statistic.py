from odoo import fields, models
from odoo.tools import SQL

from ...importer.states import END_STATES
from ...tools.rows.plan import OUTCOMES


class RegistrationImportStatistic(models.Model):
    """Rows by outcome over time: of each ended job, a line for each outcome that occurs."""

    _name = "registration.import.statistic"
    _description = "Rows by Outcome"
    _auto = False
    _rec_name = "job_id"
    _order = "date desc, id"

    job_id = fields.Many2one("registration.import.job", readonly=True)
    operation_id = fields.Many2one("registration.import.operation", readonly=True)
    user_id = fields.Many2one("res.users", "Started by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    center_id = fields.Many2one("contact.center", readonly=True)
    is_sync = fields.Boolean(readonly=True)
    date = fields.Datetime("Ended", readonly=True)
    outcome = fields.Selection(
        lambda self: (
            self.env["registration.import.row"]._fields["outcome"]._description_selection(self.env)
        ),
        readonly=True,
    )
    rows = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        counts = SQL(", ").join(
            SQL("(%s, %s, %s)", number, outcome, SQL.identifier("j", outcome))
            for number, outcome in enumerate(OUTCOMES)
        )
        return SQL(
            """SELECT j.id::bigint * %s + counted.number AS id, j.id AS job_id, j.operation_id,
                      j.create_uid AS user_id, j.company_id, j.center_id, j.is_sync,
                      j.ended AS date,
                      counted.outcome, counted.rows
                 FROM registration_import_job j,
                      LATERAL (VALUES %s) AS counted(number, outcome, rows)
                WHERE j.state IN %s AND counted.rows > 0""",
            len(OUTCOMES),
            counts,
            END_STATES,
        )
