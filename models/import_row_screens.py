from odoo import api, fields, models


class RegistrationImportRow(models.Model):
    """What the screens of a row show beside its fields."""

    _inherit = "registration.import.row"

    table = fields.Html(string="Columns", compute="_compute_table", sanitize=False)

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %s", row.number)

    @api.depends("cells")
    def _compute_table(self):
        """The row turned on its side: a line for each column of the file."""
        for row in self:
            columns = row.job_id.column_ids
            lines = [(c.display_name, row._cell_text(c.index)) for c in columns]
            row.table = self.env["ir.qweb"]._render(
                "registration_import.row_table", {"lines": lines}
            )

    def _cell_text(self, index):
        """The text of a cell as the file shows it."""
        cell = self.cells[index] if index < len(self.cells or []) else ""
        return cell["text"] if isinstance(cell, dict) else cell

    @api.model
    def _change_parts(self, model, values):
        """``{"status": [None, "registered"]}`` as ``[("Status", "", "Registered")]``."""
        known = self.env[model]._fields if model in self.env else {}
        return [
            (known[name]._description_string(self.env), *(self._show(known[name], v) for v in pair))
            for name, pair in values.items()
            if name in known and known[name].type != "many2one"
        ]
