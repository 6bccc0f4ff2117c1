from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ...tools.writing.layout import Layout
from ..engine.import_operation_options import SEPARATORS
from ..exports.export import FORMATS
from .qualification_enrolment_export import LABELS


class QualificationExportLayout(models.Model):
    """The file that one awarding organisation takes: its columns, their order and labels, and its
    format."""

    _name = "qualification.export.layout"
    _description = "Export Layout"
    _order = "awarding_organisation_id, id"
    _rec_name = "awarding_organisation_id"

    awarding_organisation_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", domain=[("is_company", "=", True)]
    )
    format = fields.Selection(FORMATS, required=True, default="csv")
    separator = fields.Selection(SEPARATORS, required=True, default=",", help="Of a .csv file")
    column_ids = fields.One2many(
        "qualification.export.column",
        "layout_id",
        "Columns",
        copy=True,
        default=lambda self: self._all_columns(),
    )

    _awarding_organisation_uniq = models.Constraint(
        "unique(awarding_organisation_id)", "This awarding organisation has a layout already."
    )

    @api.model
    def _all_columns(self):
        """The standard ones, to begin with."""
        return [
            Command.create({"sequence": number, "column": label, "label": label})
            for number, label in enumerate(LABELS)
        ]

    @api.constrains("column_ids")
    def _check_columns(self):
        for layout in self:
            labels = [each.label.strip().casefold() for each in layout.column_ids]
            if not labels:
                raise ValidationError(self.env._("A layout needs a column at least."))
            if "" in labels:
                raise ValidationError(
                    self.env._("A column has no label: write what its first row shall say.")
                )
            twice = next((each for each in labels if labels.count(each) > 1), None)
            if twice:
                raise ValidationError(
                    self.env._("Two columns are called “%s”: give each a label of its own.", twice)
                )

    def _layout(self):
        """This one as files are written by it."""
        self.ensure_one()
        columns = tuple((each.column, each.label.strip()) for each in self.column_ids)
        name = self.awarding_organisation_id.sudo().display_name
        return Layout(LABELS, columns, self.format, self.separator, name)


class QualificationExportColumn(models.Model):
    _name = "qualification.export.column"
    _description = "Column of an Export Layout"
    _order = "sequence, id"

    layout_id = fields.Many2one(
        "qualification.export.layout", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=100)
    column = fields.Selection([(label, label) for label in LABELS], "What it holds", required=True)
    label = fields.Char(required=True, help="As it stands in the first row of the file")

    @api.onchange("column")
    def _onchange_column(self):
        """Propose the usual label, until somebody has chosen another one."""
        if not self.label or self.label in LABELS:
            self.label = self.column


class QualificationEnrolment(models.Model):
    _inherit = "qualification.enrolment"

    @api.model
    def _export_layout(self, ids):
        """That of the awarding organisation, where all of them are for one that has one."""
        groups = self._read_group([("id", "in", ids)], ["qualification_id"])
        organisations = {each.sudo().awarding_organisation_id for (each,) in groups}
        organisation = organisations.pop() if len(organisations) == 1 else None
        layouts = self.env["qualification.export.layout"]
        if organisation:
            layouts = layouts.search([("awarding_organisation_id", "=", organisation.id)])
        return layouts._layout() if layouts else super()._export_layout(ids)
