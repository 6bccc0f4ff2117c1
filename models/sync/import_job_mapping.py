from odoo import api, fields, models

from ...importer.states import END_STATES
from ...tools.rows.cells import tidy
from ...tools.rows.labels import column_letter
from ..engine.import_operation_options import SHOWN
from .sync_roles import sync_problem


class RegistrationImportJob(models.Model):
    """The settings of an import that went well, kept for the next files."""

    _inherit = "registration.import.job"

    can_keep_mapping = fields.Boolean(compute="_compute_can_keep_mapping")

    @api.depends("state", "mapping", "undo_of_id")
    @api.depends_context("uid")
    def _compute_can_keep_mapping(self):
        may = sync_problem(self.env, "manage") is None
        for job in self:
            mapped = may and job.is_mine and job.state in END_STATES and job.sudo().mapping
            kept = mapped and not job.undo_of_id and _keeps_mapping(job._kind())
            job.can_keep_mapping = bool(kept)

    def action_keep_mapping(self):
        """An operation that reads files as this one was read; opens its form."""
        self._rights().check_owner()
        self._rights().check_state(*END_STATES)
        operation, job = self.operation_id, self.sudo()
        options = {name: value for name, value in (job.options or {}).items() if name in SHOWN}
        name = self.env._("%(operation)s like %(file)s", operation=operation.name, file=job.name)
        action = operation._open_copy({"name": name, "options": options})
        copy = operation.browse(action["res_id"])
        labels = _labels_to_keep(self)
        for line in copy.line_ids.filtered(lambda each: each.field in labels):
            line.write({"label": labels[line.field], "used": True})
        self.env["registration.import.meaning"]._give(copy, job.meanings or {})
        return action


def _keeps_mapping(kind):
    return kind._keeps_mapping and not kind._has_fixed_columns


def _labels_to_keep(job):
    """``{field: the name of its column}``, where that says more than the field itself; of names
    that stand there twice the letter."""
    values, schema = job.sudo(), job._kind()._schema()
    labels = [tidy(label) for label in values.labels or []]
    names = {
        field: labels[column] if labels.count(labels[column]) == 1 else column_letter(column)
        for field, column in (values.mapping or {}).items()
    }
    return {field: name for field, name in names.items() if name != schema.field(field).label}
