from odoo import api, fields, models


class RegistrationImportColumn(models.Model):
    """A column of a job's file, to choose from when mapping."""

    _name = "registration.import.column"
    _description = "File Column"
    _order = "index"

    job_id = fields.Many2one(
        "registration.import.job", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(required=True)
    letter = fields.Char(required=True)
    label = fields.Char()
    samples = fields.Char(help="The first values of the column")

    @api.depends("letter", "label")
    def _compute_display_name(self):
        for column in self:
            column.display_name = f"{column.letter}: {column.label or self.env._('(no name)')}"
