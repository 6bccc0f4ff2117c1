from odoo import fields, models

from .import_fields import RowId, widen_id


class RegistrationImportStaged(models.Model):
    """The lines of files as they stand: written once by COPY, never changed.

    The id is ``job << 21 | row number`` (``tools/rows/plan.py``), so rows of a job are a range of
    the primary key, in file order. Plain integers: a foreign key would cost a trigger a row.
    """

    _name = "registration.import.staged"
    _description = "Staged Row"
    _log_access = False
    _order = "id"

    job_id = fields.Integer(required=True, index=True)
    cells = fields.Json(required=True)
    undoes_id = RowId(help="The row of another job that this one undoes")

    def init(self):
        widen_id(self)
