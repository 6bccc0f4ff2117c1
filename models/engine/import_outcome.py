from odoo import fields, models

from ...tools.rows import plan
from .import_fields import widen_id

# Labels of outcomes as people read them; the values are those of tools/rows/plan.py.
OUTCOMES = [
    (plan.CREATED, "Created"),
    (plan.UPDATED, "Updated"),
    (plan.UNCHANGED, "Unchanged"),
    (plan.REMOVED, "Removed"),
    (plan.SKIPPED, "Skipped"),
    (plan.INVALID, "Invalid"),
    (plan.FAILED, "Failed"),
    (plan.NOT_PROCESSED, "Not processed"),
]


class RegistrationImportOutcome(models.Model):
    """What became of a staged row: same id, written once by COPY with the row's effect.

    The primary key makes a second outcome of a row impossible: it would raise and roll back.
    ``journal`` is ``[[model, id, {field: [old, new]}], ...]``.
    """

    _name = "registration.import.outcome"
    _description = "Outcome"
    _log_access = False
    _order = "id"

    outcome = fields.Selection(OUTCOMES, required=True)
    record = fields.Integer()
    journal = fields.Json()

    # what has touched a record (``registration.import.target``); rows that change nothing cost none
    _record_idx = models.Index("(record) WHERE outcome IN ('created', 'updated')")

    def init(self):
        widen_id(self)
