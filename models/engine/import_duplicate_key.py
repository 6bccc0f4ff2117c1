from odoo import fields, models

from .import_fields import RowId, widen_id


class RegistrationImportDuplicateKey(models.Model):
    """Rows of a file that name a record which other rows name, too (``tools.rows.plan.Link``)."""

    _name = "registration.import.duplicate.key"
    _description = "Duplicate Key"
    _log_access = False
    _order = "id"

    next_id = RowId(help="The next row of the same record; empty: there is none")
    last_id = RowId(help="The farthest of those that come next by one of its keys")
    previous_id = RowId(help="The row of the same record before it; empty: there is none")
    left_for_id = RowId(help="The row of the same record for which it is left out")

    def init(self):
        widen_id(self)


class RegistrationImportLeft(models.Model):
    """What rows of one chunk leave for rows of later ones that name the same record, while a file
    is validated: then nothing is written that the later row could find."""

    _name = "registration.import.left"
    _description = "What a Row Leaves"
    _log_access = False
    _order = "id"

    row_id = RowId(required=True, index=True)
    key = fields.Char(required=True, help="What names the record")
    state = fields.Json()
