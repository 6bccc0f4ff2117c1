from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from ...tools.rows.cells import tidy
from .sync_roles import sync_problem


class RegistrationImportOperationLine(models.Model):
    """What an operation says of one field: the column that holds it, and how its cells are read; of
    a download, whether and where the file has it, and under which name."""

    _name = "registration.import.operation.line"
    _inherit = "registration.import.operation.part"
    _description = "Column of an Import Operation"
    _order = "sequence, id"

    sequence = fields.Integer()
    field = fields.Char("Field code", required=True, readonly=True)
    title = fields.Char("Field", compute="_compute_facts")
    help = fields.Char("What it holds", compute="_compute_facts")
    required = fields.Boolean(compute="_compute_facts")
    can_flip = fields.Boolean(compute="_compute_facts")
    used = fields.Boolean(default=True, help="Off: the column is left out")
    label = fields.Char(
        "Column of the file",
        help="Its name in the first row, or its letter where two have the same name; empty: that of"
        " the field",
    )
    flip = fields.Boolean(help="Yes in the file means No here, and No means Yes")

    _field_uniq = models.Constraint(
        "unique(operation_id, field)", "An operation has each field once."
    )

    @api.depends("field", "operation_id.kind")
    @api.depends_context("lang")
    def _compute_facts(self):
        for line in self:
            kind = line.operation_id._kind_or_none()
            schema = kind._schema()
            field = schema.field(line.field) if line.field in schema else None
            line.title = field.label if field else line.field
            line.help = kind._help(field) if field else False
            line.required = bool(field and field.required)
            line.can_flip = bool(field and field.opposites())

    @api.constrains("used", "flip", "field", "label")
    def _check_line(self):
        for line in self:
            if line.required and not line.used:
                raise ValidationError(
                    self.env._("“%s” is required: it cannot be left out.", line.title)
                )
            if line.flip and not line.can_flip:
                raise ValidationError(
                    self.env._("“%s” has no opposite: it cannot be flipped.", line.title)
                )

    @api.constrains("label", "used")
    def _check_labels(self):
        """No column holds two fields."""
        for operation in self.operation_id:
            labels = [tidy(line.label or "") for line in operation.line_ids if line.used]
            twice = sorted({label for label in labels if label and labels.count(label) > 1})
            if twice:
                raise ValidationError(
                    self.env._("Two fields have the same column: %s.", ", ".join(twice))
                )

    def _check_access(self, operation):
        """Two roles see columns, too; who may change the operation changes them."""
        problem = None if self.env.su else sync_problem(self.env, "view")
        if problem:
            return self, lambda: AccessError(problem)
        return super()._check_access(operation)

    def unlink(self):
        operations = self.operation_id
        result = super().unlink()
        if not self.env.su:
            operations._change_runner()
        return result


class RegistrationImportOperation(models.Model):
    """Which column of the files holds which field, where its name does not say it."""

    _inherit = "registration.import.operation"

    line_ids = fields.One2many(
        "registration.import.operation.line", "operation_id", "Columns", copy=True
    )

    def _given_labels(self):
        """``{label: field}`` of the columns that the operation names."""
        lines = self.sudo().line_ids.filtered("used")
        given = {tidy(line.label or ""): line.field for line in lines}
        given = {label: field for label, field in given.items() if label}
        return super()._given_labels() | given

    def _unused_fields(self):
        """Fields that the operation leaves out, whatever the file has."""
        unused = {line.field for line in self.sudo().line_ids if not line.used}
        return super()._unused_fields() | unused

    def _columns(self):
        """Without those that are left out, each under the name that the files give it."""
        names = {field: label for label, field in self._given_labels().items()}
        unused = self._unused_fields()
        return [
            replace(field, label=names.get(field.name, field.label))
            for field in super()._columns()
            if field.name not in unused
        ]

    @api.depends("line_ids.label", "line_ids.used")
    def _compute_instructions(self):
        return super()._compute_instructions()

    def _run_options(self):
        """With the fields in which Yes and No change places."""
        flipped = [line.field for line in self.sudo().line_ids if line.flip and line.used]
        return super()._run_options() | ({"flip": flipped} if flipped else {})


def missing_lines(operation):
    """Commands that add a line for each field that has none, in the order of the fields."""
    kind = operation._kind()
    if kind._has_fixed_columns:
        return []
    known = set(operation.line_ids.mapped("field"))
    return [
        Command.create(
            {
                "field": field.name,
                "sequence": sequence,
                "used": field.name not in kind._unused_at_first(),
            }
        )
        for sequence, field in enumerate(kind._fields_of_lines())
        if field.name not in known
    ]
