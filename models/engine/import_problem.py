from odoo import api, fields, models

from ...tools.rows.plan import row_number
from .import_fields import RowId

LEVELS = [("error", "Error"), ("warning", "Warning")]


class RegistrationImportProblem(models.Model):
    """What is wrong with a row, as data: the sentence is made for the reader, in their language."""

    _name = "registration.import.problem"
    _inherit = "registration.import.grouping.mixin"
    _description = "Import Problem"
    _log_access = False
    _order = "job_id desc, row_id, id"
    _rec_name = "code"
    _never_grouped_by = ("field", "row_id")

    job_id = fields.Many2one("registration.import.job", "Import", required=True, ondelete="cascade")
    row_id = RowId("Row id", required=True)
    number = fields.Integer(string="Row", help="Row as the spreadsheet shows it", aggregator=None)
    code = fields.Selection(selection="_select_code", string="Problem", required=True)
    field = fields.Char(string="Field code")
    label = fields.Char(string="Column", help="The column of the file")
    value = fields.Char()
    params = fields.Json()
    level = fields.Selection(LEVELS, required=True)
    message = fields.Char(compute="_compute_message", string="What is wrong")
    hint = fields.Char(compute="_compute_message", string="How to mend it")

    # those of some rows, and those of a job in the order of the file
    _job_row_idx = models.Index("(job_id, row_id)")

    @api.model
    def _select_code(self):
        messages = self.env["registration.import.message"]._catalogue()
        return [(code, self.env._(message.title)) for code, message in messages.items()]

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        messages = self.env["registration.import.message"]
        for problem in self:
            problem.message = messages._text(problem.code, problem.params)
            problem.hint = messages._hint(problem.code, problem.params)

    def _named(self, text):
        """A sentence about this problem, behind the column that it is about, as people name it."""
        has_column = self.label and self.label != self.field
        return f"{self.label}: {text}" if has_column else text

    @api.model
    def _offers(self, code, value):
        """What the user can do about a problem of a code with a value: ``{what: bool}``."""
        return {}

    def _as_line(self):
        """The problem as a line of a screen."""
        return {
            "id": self.id,
            "row": self.number,
            "place": row_number(self.row_id),
            "is_error": self.level == "error",
            "label": self.label or "",
            "value": self.value or "",
            "message": self.message,
            "hint": self.hint,
            **self._offers(self.code, self.value),
        }

    def _as_dict(self):
        """The problem for callers: row, field, value, level, code and message."""
        return {
            "row": self.number,
            "field": self.field or "",
            "value": self.value or "",
            "level": self.level,
            "code": self.code,
            "message": f"{self.message} {self.hint}",
        }
