from odoo import fields, models


class RegistrationExportPart(models.Model):
    """The lines of some thousand records of a run under way, as text, committed together with the
    place where it stands; they go when the file is made."""

    _name = "registration.export.part"
    _description = "Part of a Download"
    _log_access = False
    _order = "id"

    run_id = fields.Many2one(
        "registration.export.run", required=True, index=True, ondelete="cascade"
    )
    content = fields.Text(required=True, prefetch=False, help="Lines of a .csv")
