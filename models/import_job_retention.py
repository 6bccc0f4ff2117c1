from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .import_job import DRAFT, END_STATES, VALIDATED

# Days that cells, values and the file of an ended import are kept.
RETENTION_DAYS = 30
# Hours after which a file that was uploaded and never imported is forgotten.
DRAFT_HOURS = 24
# Imports forgotten in one go of the daily cleaning.
BATCH = 100


class RegistrationImportJob(models.Model):
    """Forgetting: after its time an import keeps counts, codes and record ids, no values."""

    _inherit = "registration.import.job"

    kept_until = fields.Date(
        string="Rows kept until", compute="_compute_kept_until", help="Then file and values are deleted"
    )

    @api.model
    def _retention_days(self):
        value = self.env["ir.config_parameter"].sudo().get_param("registration_import.retention_days")
        return int(value) if value and value.isdecimal() else RETENTION_DAYS

    @api.depends("ended", "purged")
    def _compute_kept_until(self):
        days = timedelta(days=self._retention_days())
        for job in self:
            job.kept_until = job.ended and not job.purged and (job.ended + days).date()

    @api.autovacuum
    def _gc_drafts(self):
        limit = fields.Datetime.now() - timedelta(hours=DRAFT_HOURS)
        drafts = self.search(
            [("state", "in", (DRAFT, VALIDATED)), ("write_date", "<", limit)], limit=BATCH
        )
        drafts.unlink()

    @api.autovacuum
    def _gc_values(self):
        limit = fields.Datetime.now() - timedelta(days=self._retention_days())
        ended = [("state", "in", END_STATES), ("purged", "=", False), ("ended", "<", limit)]
        for job in self.search(ended, limit=BATCH):
            job._purge()

    def _purge(self):
        """Empty cells, journal and values, and delete the file."""
        low, high = self._row_range()
        statements = (
            "UPDATE registration_import_staged SET cells = '[]' WHERE id BETWEEN %s AND %s",
            "UPDATE registration_import_outcome SET journal = NULL WHERE id BETWEEN %s AND %s",
            """UPDATE registration_import_problem SET value = NULL,
                      params = CASE code WHEN 'odoo' THEN '{"message": ""}' ELSE params END
                WHERE row_id BETWEEN %s AND %s""",
        )
        for statement in statements:
            self.env.cr.execute(SQL(statement, low, high))
        self.sudo().column_ids.samples = False
        self.sudo().attachment_id.unlink()
        self._set(purged=True)
