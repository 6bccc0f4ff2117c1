from odoo import api, fields, models


class RegistrationExportDeferred(models.Model):
    """A record that the last run of an operation deferred: it goes with a later one."""

    _name = "registration.export.deferred"
    _inherit = "registration.import.grouping.mixin"
    _description = "Deferred by a Download"
    _log_access = False
    _order = "id"
    _rec_name = "model"
    _never_grouped_by = ("model", "code")

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
        for model, deferred in self.grouped("model").items():
            records = self.env[model].browse(deferred.mapped("record_id")).exists()
            names = {each.id: each.display_name for each in records._filtered_access("read")}
            for each in deferred:
                each.record_name = names.get(each.record_id, "")
                each.reason = each.run_id._note_text(each.code, {})

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
