from odoo import fields, models


class RegistrationExportPart(models.Model):
    """The texts of some thousand lines of a run under way, committed together with the place where
    it stands; they go when the file is made."""

    _name = "registration.export.part"
    _description = "Part of a Download"
    _log_access = False
    _order = "id"

    run_id = fields.Many2one(
        "registration.export.run", required=True, index=True, ondelete="cascade"
    )
    rows = fields.Json(required=True, prefetch=False, help="Lists of texts")
