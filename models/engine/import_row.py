from odoo import api, fields, models
from odoo.tools import SQL, format_date, format_datetime, formatLang

from ...importer.mended_rows import mended_cells
from ...importer.states import END_STATES
from ...importer.words import arrow, show_count
from ...tools.rows import plan
from ...tools.rows.cells import plain_text, text_at
from ...tools.rows.plan import Change
from .import_outcome import OUTCOMES


class RegistrationImportRow(models.Model):
    """A row of a file with its outcome, as people see it: staged row and outcome in one.

    Rows of an ended job that nobody came to are "not processed".
    """

    _name = "registration.import.row"
    _inherit = "registration.import.grouping.mixin"
    _description = "Imported Row"
    _auto = False
    _order = "id"
    _rec_name = "number"
    _never_grouped_by = ("record",)

    job_id = fields.Many2one("registration.import.job", "Import", readonly=True)
    number = fields.Integer(string="Row", readonly=True, aggregator=None)
    cells = fields.Json(readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    record = fields.Integer(readonly=True, aggregator=None)
    journal = fields.Json(readonly=True)
    text = fields.Text("Any cell", readonly=True, prefetch=False, help="All cells, to be searched")
    data = fields.Char(compute="_compute_data", help="The cells of the row, in order")
    change = fields.Char(compute="_compute_change", help="Old and new values")
    problems = fields.Char(compute="_compute_problems", string="What is wrong")
    mended = fields.Char(compute="_compute_mended", help="Cells that were mended, and by whom")
    table = fields.Html(string="Columns", compute="_compute_table", sanitize=False)

    @property
    def _table_query(self):
        return SQL(
            """SELECT s.id, s.job_id, %s AS cells, s.cells::text AS text, o.record, o.journal,
                      CASE WHEN j.number_column >= 0
                            AND s.cells->>j.number_column ~ '^[1-9][0-9]{0,6}$'
                           THEN (s.cells->>j.number_column)::integer
                           ELSE (s.id & %s)::integer END AS number,
                      COALESCE(o.outcome, CASE WHEN j.state IN %s THEN %s END) AS outcome
                 FROM registration_import_staged s
                 JOIN registration_import_job j ON j.id = s.job_id
            LEFT JOIN registration_import_outcome o ON o.id = s.id""",
            mended_cells("s"),
            plan.LAST_NUMBER,
            END_STATES,
            plan.NOT_PROCESSED,
        )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %s", row.number)

    @api.depends("cells")
    def _compute_data(self):
        for row in self:
            own = (row.cells or [])[row.job_id._source().added_columns :]
            row.data = " | ".join(map(plain_text, own))

    @api.depends("journal")
    @api.depends_context("lang", "tz")
    def _compute_change(self):
        for row in self:
            row.change = "; ".join(
                self._describe(model, values) for model, _id, values in row.journal or []
            )

    def _describe(self, model, values):
        """``{"status": [None, "registered"]}`` as "Status: Registered"."""
        return ", ".join(
            f"{label}: {old} {arrow(self.env)} {new}" if old else f"{label}: {new}"
            for label, old, new in self._change_parts(model, values)
        )

    @api.model
    def _change_parts(self, model, values):
        """``{"status": [None, "registered"]}`` as ``[("Status", "", "Registered")]``."""
        members = self.env[model]._fields if model in self.env else {}
        parts = [
            (members[n]._description_string(self.env), *(self._show(members[n], v) for v in pair))
            for n, pair in values.items()
            if n in members and n != "id" and _is_told(members[n]) and [*pair] != [None, False]
        ]
        return [part for part in parts if part[1] or part[2]]

    def _field_label(self, model, name):
        """What people call a field that rows change; "" where they are not told of it."""
        field = self.env[model]._fields.get(name) if model in self.env else None
        return field._description_string(self.env) if field and _is_told(field) else ""

    def _show(self, field, value):
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value) or ""
        if field.relational:
            values = value if isinstance(value, list) else [value] if value else []
            # of a planned row, also records that are still to be made
            there = [each for each in values if not isinstance(each, Change)]
            found = self.env[field.comodel_name].browse(there).exists()._filtered_access("read")
            coming = [each.values.get("name") for each in values if isinstance(each, Change)]
            return ", ".join(filter(None, [*found.mapped("display_name"), *coming]))
        if value is None or (value is False and field.type != "boolean"):
            return ""
        try:
            return self._show_plain(field, value)
        except (TypeError, ValueError):  # the field has had another type since
            return str(value)

    def _show_plain(self, field, value):
        """As the language of the reader has it."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "date":
            # with the name of the month: nobody takes 01/09 in the file for 09/01 here
            return format_date(self.env, value, date_format="medium")
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format="medium")
        if field.type == "integer":
            return show_count(self.env, value)
        if field.type in ("float", "monetary"):
            digits = field.type == "float" and field.get_digits(self.env)
            return formatLang(self.env, value, digits=digits[1] if digits else 2)
        return str(value)

    @api.depends_context("lang")
    def _compute_problems(self):
        found = self.env["registration.import.problem"].search([("row_id", "in", self.ids)])
        by_row = found.grouped("row_id")
        for row in self:
            row.problems = " ".join(p._named(p.message) for p in by_row.get(row.id, ()))

    @api.depends_context("lang", "tz")
    def _compute_mended(self):
        corrections = self.env["registration.import.correction"].sudo()
        found = corrections.search([("row_id", "in", self._filtered_access("read").ids)])
        by_row = found.grouped("row_id")
        for row in self:
            row.mended = "; ".join(
                self.env._(
                    "%(column)s: %(old)s → %(new)s (%(user)s, %(date)s)",
                    column=each.label,
                    old=each.old or "–",
                    new=each.new or "–",
                    user=each.user_id.name,
                    date=format_datetime(self.env, each.date, dt_format="medium"),
                )
                for each in by_row.get(row.id, ())
            )

    @api.depends("cells")
    @api.depends_context("lang")
    def _compute_table(self):
        """The row turned on its side: a line for each column of the file."""
        for row in self:
            columns = row.job_id.column_ids
            lines = [(c.display_name, row._cell_text(c.index)) for c in columns]
            row.table = self.env["ir.qweb"]._render(
                "registration_import.row_table", {"lines": lines}
            )

    def _cell_text(self, index):
        """The text of a cell as the file shows it."""
        return text_at(self.cells or [], index)

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


def _is_told(field):
    """Whether people are told of its values: not of the records that make up the record itself,
    which the codes of the row name already."""
    return field.type != "one2many" and not (field.type == "many2one" and field.required)
