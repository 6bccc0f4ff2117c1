from odoo import api, fields, models


class RegistrationImportColumn(models.Model):
    """A column of a job's file, to choose from when mapping."""

    _name = "registration.import.column"
    _description = "File Column"
    _order = "index"
    _rec_names_search = ("letter", "label")

    job_id = fields.Many2one(
        "registration.import.job", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(required=True)
    letter = fields.Char(required=True)
    label = fields.Char()
    samples = fields.Char(help="The first values of the column")

    @api.depends("letter", "label", "samples")
    @api.depends_context("formatted_display_name", "lang", "uid")
    def _compute_display_name(self):
        """In a list to choose from, with the first values below the label: for those who may read
        them, since Odoo shows a name to whoever knows the id."""
        detailed = self.env.context.get("formatted_display_name")
        allowed = self.sudo(False)._filtered_access("read") if detailed else self.browse()
        for column in self:
            name = f"{column.letter}: {column.label or self.env._('(no name)')}"
            if column.samples and column.id in allowed.ids:
                name = f"{name}\n--{column.samples}--"
            column.display_name = name
