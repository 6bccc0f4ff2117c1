from odoo import fields, models


class RegistrationImportBatch(models.Model):
    """Rows that were committed together, with their counts; ``importer.store`` writes and sums
    them. A job's counters are the sum of its batches: nobody writes the job while it runs."""

    _name = "registration.import.batch"
    _description = "Import Batch"
    _log_access = False
    _order = "id"

    job_id = fields.Many2one(
        "registration.import.job", "Import", required=True, index=True, ondelete="cascade"
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
    in_bulk = fields.Boolean(help="Written by one statement, past Odoo's models")
    verbs = fields.Json(help="[[verb, scope, rows]] of what nothing brings back")
    targets = fields.Json(help="[[row number, record id]] of the same")
    changed = fields.Json(help="[[model, field, rows]] of what would change")
    made = fields.Json(help="[[model, texts of its values]] of what rows make besides their own")
