from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import plan
from .import_job import END_STATES
from .import_outcome import OUTCOMES


class RegistrationImportRow(models.Model):
    """A row of a file with its outcome, as people see it: staged row and outcome in one.

    Rows of an ended job that nobody came to are "not processed".
    """

    _name = "registration.import.row"
    _description = "Imported Row"
    _auto = False
    _order = "id"
    _rec_name = "number"

    job_id = fields.Many2one("registration.import.job", readonly=True)
    number = fields.Integer(string="Row", readonly=True, aggregator=None)
    cells = fields.Json(readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    record = fields.Integer(readonly=True, aggregator=None)
    journal = fields.Json(readonly=True)
    data = fields.Char(compute="_compute_data", help="The cells of the row, in order")
    change = fields.Char(compute="_compute_change", help="Old and new values")
    problems = fields.Char(compute="_compute_problems", string="What is wrong")

    @property
    def _table_query(self):
        return SQL(
            """SELECT s.id, s.job_id, s.cells, o.record, o.journal,
                      CASE WHEN j.number_column >= 0
                            AND s.cells->>j.number_column ~ '^[1-9][0-9]{0,6}$'
                           THEN (s.cells->>j.number_column)::integer
                           ELSE (s.id & %s)::integer END AS number,
                      COALESCE(o.outcome, CASE WHEN j.state IN %s THEN %s END) AS outcome
                 FROM registration_import_staged s
                 JOIN registration_import_job j ON j.id = s.job_id
            LEFT JOIN registration_import_outcome o ON o.id = s.id""",
            plan.LAST_NUMBER,
            END_STATES,
            plan.NOT_PROCESSED,
        )

    @api.depends("cells")
    def _compute_data(self):
        for row in self:
            texts = [cell["text"] if isinstance(cell, dict) else cell for cell in row.cells or []]
            row.data = " | ".join(texts)

    @api.depends("journal")
    def _compute_change(self):
        for row in self:
            row.change = "; ".join(
                self._describe(model, values) for model, _id, values in row.journal or []
            )

    def _describe(self, model, values):
        """``{"status": [None, "registered"]}`` as "Status: Registered"."""
        known = self.env[model]._fields if model in self.env else {}
        parts = []
        for name, (old, new) in values.items():
            field = known.get(name)
            if field is None or field.type == "many2one":
                continue
            label = field._description_string(self.env)
            old, new = (self._show(field, value) for value in (old, new))
            parts.append(f"{label}: {old} → {new}" if old else f"{label}: {new}")
        return ", ".join(parts)

    def _show(self, field, value):
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value) or ""
        return "" if value in (None, False) else str(value)

    def _compute_problems(self):
        found = self.env["registration.import.problem"].search([("row_id", "in", self.ids)])
        by_row = found.grouped("row_id")
        for row in self:
            row.problems = " ".join(p.message for p in by_row.get(row.id, found.browse()))

    def action_open_record(self):
        """Open the record that this row created or changed."""
        self.ensure_one()
        self.check_access("read")
        model = self.job_id.operation_id._kind()._target
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": self.record,
            "views": [(False, "form")],
        }
