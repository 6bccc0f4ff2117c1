from odoo import fields, models

from .import_fields import RowId, widen_id


class RegistrationImportDuplicateKey(models.Model):
    """Rows of a file whose record is named again by a later row: id and next id.

    ``state`` is what the row's plan leaves for the later one, kept while validating only,
    since then nothing is written that the later row could find.
    """

    _name = "registration.import.duplicate.key"
    _description = "Duplicate Key"
    _log_access = False
    _order = "id"

    next_id = RowId(required=True, index=True)
    state = fields.Json()

    def init(self):
        widen_id(self)
