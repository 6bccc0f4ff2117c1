from odoo import fields, models

from .import_fields import RowId


class RegistrationImportCorrection(models.Model):
    """A cell that a person has mended: staged rows stay as the file has them, and are read with
    these in the place of what they say (``importer/mended_rows.py``)."""

    _name = "registration.import.correction"
    _description = "Mended Cell"
    _log_access = False
    _order = "row_id, index"

    job_id = fields.Many2one(
        "registration.import.job", "Import", required=True, index=True, ondelete="cascade"
    )
    row_id = RowId("Row id", required=True)
    index = fields.Integer("Column number", required=True, aggregator=None, help="From 0")
    label = fields.Char(string="Column", help="The column of the file")
    old = fields.Char(string="In the file")
    new = fields.Char(string="Mended")
    user_id = fields.Many2one("res.users", "Mended by", required=True)
    date = fields.Datetime("Mended on", required=True)

    _cell_uniq = models.UniqueIndex("(row_id, index)", "This cell was mended already.")
