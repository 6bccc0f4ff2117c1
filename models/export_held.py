from odoo import api, fields, models


class RegistrationExportHeld(models.Model):
    """A record that the last run of an operation held back: it goes with a later one."""

    _name = "registration.export.held"
    _description = "Held Back by a Download"
    _log_access = False
    _order = "id"
    _rec_name = "model"

    run_id = fields.Many2one(
        "registration.export.run", "Download", required=True, index=True, ondelete="cascade"
    )
    operation_id = fields.Many2one(
        "registration.import.operation", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(required=True)
    record_id = fields.Many2oneReference("Record ID", required=True, model_field="model")
    code = fields.Char(required=True)
    record_name = fields.Char("Record", compute="_compute_texts")
    reason = fields.Char(compute="_compute_texts")

    @api.depends("model", "record_id", "code")
    @api.depends_context("lang", "uid")
    def _compute_texts(self):
        for held in self:
            known = self.env[held.model].browse(held.record_id).exists()
            held.record_name = known._filtered_access("read").display_name or ""
            held.reason = held.run_id._note_text(held.code, {})

    def action_open(self):
        """Open the record that waits."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.record_id,
            "views": [(False, "form")],
        }
