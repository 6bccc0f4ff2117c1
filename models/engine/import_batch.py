import collections
import itertools

from odoo import fields, models

from ...tools.rows import plan


class RegistrationImportPiece(models.Model):
    """A stretch of rows that was committed together, with its counts.

    A job's counters are the sum of its pieces: nobody writes the job while it runs.
    """

    _name = "registration.import.batch"
    _description = "Import Piece"
    _log_access = False
    _order = "id"

    job_id = fields.Many2one(
        "registration.import.job", required=True, index=True, ondelete="cascade"
    )
    phase = fields.Selection([("validate", "Validate"), ("run", "Run")], required=True)
    ended = fields.Datetime(default=fields.Datetime.now)
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    removed = fields.Integer()
    skipped = fields.Integer()
    invalid = fields.Integer()
    failed = fields.Integer()
    verbs = fields.Json(help="[[verb, scope, rows]] of what nothing brings back")
    targets = fields.Json(help="[[row number, record id]] of the same")

    def _sum(self, job, phase):
        """``{outcome: rows}`` of one job, all outcomes named."""
        rows = self.sudo()._read_group(
            [("job_id", "=", job.id), ("phase", "=", phase)],
            aggregates=[f"{name}:sum" for name in plan.RECORDED],
        )
        return dict(zip(plan.RECORDED, (value or 0 for value in rows[0]), strict=True))

    def _targets(self, job):
        """``{row number: record id}`` of what a validation found that nothing brings back."""
        pieces = self._with_verbs(job, "validate")
        return dict(itertools.chain.from_iterable(pieces.mapped("targets")))

    def _with_verbs(self, job, phase):
        return self.sudo().search(
            [("job_id", "=", job.id), ("phase", "=", phase), ("verbs", "!=", False)]
        )

    def _sum_verbs(self, job, phase):
        """``{(verb, scope): rows}`` of one job."""
        pieces = self._with_verbs(job, phase)
        counts = collections.Counter()
        for verb, scope, count in itertools.chain.from_iterable(pieces.mapped("verbs")):
            counts[verb, scope] += count
        return counts
