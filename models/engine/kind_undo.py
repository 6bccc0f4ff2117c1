from odoo import api, models

from ...importer.own_context import YES
from ...messages.undo import MESSAGES
from ...tools.kinds.undo import UndoPlanner
from ...tools.rows.schema import Field, Schema
from .undo_matcher import UndoMatcher


class ImportKindUndo(models.AbstractModel):
    """The journal backwards: a row puts back what the same row of an earlier import changed.

    No operation offers it: the jobs that undo others have it, for the kind of the operation that
    is undone, which the run names. Rows come in reversed order, so each finds the
    records as it left them.
    """

    _name = "registration.import.kind.undo"
    _inherit = "registration.import.kind"
    _description = "Undo of an Import"

    @property
    def _undone(self):
        """The kind whose import is undone."""
        return self.env[f"registration.import.kind.{self._run.undone}"]

    @property
    def _target(self):
        return self._undone._target

    @property
    def _report_fields(self):
        return self._undone._report_fields

    @api.model
    def _schema(self):
        """The same fields as plain texts: the cells only name the row, nothing is read in them."""
        return Schema(tuple(Field(each.name, each.label) for each in self._undone._schema()))

    @api.model
    def _check_right(self, right):
        self._undone._check_right(right)

    @api.model
    def _context(self):
        return self._undone._context() | {"registration_import_undo": YES}

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _field_label(self, name):
        field = self.env[self._target]._fields.get(name)
        return field._description_string(self.env) if field else super()._field_label(name)

    def _undone_jobs(self):
        """The jobs whose rows are undone."""
        job = self.env["registration.import.job"].browse(self._run.job)
        return job._copies().undone()

    @api.model
    def _final_fields(self, model, identifiers):
        """``{id: fields}`` of records of which nothing brings back what they held: others say of
        which."""
        return {}

    @api.model
    def _row_planner(self):
        return UndoPlanner(self._run, self._undone._row_planner())

    @api.model
    def _match(self, rows):
        return UndoMatcher(self).match(rows)
