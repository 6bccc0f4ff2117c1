from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.reading.encodings import LEGACY
from .import_operation import BLANKS, RECORDS

# Between date formats that may each be in a file.
EITHER = "|"
SEPARATORS = [(",", "Comma  ,"), (";", "Semicolon  ;"), ("\t", "Tab"), ("|", "Bar  |")]
DATE_FORMATS = [
    ("%Y-%m-%d", "2026-12-31"),
    ("%d/%m/%Y", "31/12/2026"),
    ("%d.%m.%Y", "31.12.2026"),
    ("%m/%d/%Y", "12/31/2026"),
    ("%d.%m.%Y|%Y-%m-%d", "31.12.2026 or 2026-12-31"),
]
# The fields are no more than a view of the options.
KEPT_TOGETHER = {"compute": "_compute_shown_options", "inverse": "_inverse_shown_options"}
# What of the options has a field of its own on the form.
SHOWN = ("encoding", "separator", "sheet", "header_row", "date_format", "records", "blank")


class RegistrationImportOperation(models.Model):
    """The options of an operation as a form shows them; kept together, as its runs take them."""

    _inherit = "registration.import.operation"

    encoding = fields.Selection(
        [("utf-8", "UTF-8"), *LEGACY.items()],
        **KEPT_TOGETHER,
        help="Empty: found out, and asked for where it is not clear",
    )
    separator = fields.Selection(
        SEPARATORS,
        **KEPT_TOGETHER,
        help="Empty: found out, and asked for where it is not clear",
    )
    sheet = fields.Char(
        **KEPT_TOGETHER,
        help="Of a spreadsheet; empty: the first one",
    )
    header_row = fields.Integer(
        **KEPT_TOGETHER,
        help="Number of the row that names the columns; 0: found out",
    )
    date_format = fields.Selection(
        DATE_FORMATS,
        string="Dates",
        **KEPT_TOGETHER,
    )
    records = fields.Selection(
        RECORDS,
        string="New and existing records",
        **KEPT_TOGETHER,
    )
    blank = fields.Selection(
        BLANKS,
        string="An empty cell",
        **KEPT_TOGETHER,
    )
    chooses_records = fields.Boolean(compute="_compute_choices_of_kind")
    chooses_blank = fields.Boolean(compute="_compute_choices_of_kind")
    has_dates = fields.Boolean(compute="_compute_choices_of_kind")
    has_fixed_columns = fields.Boolean(compute="_compute_choices_of_kind")
    has_irreversible = fields.Boolean(compute="_compute_choices_of_kind")

    @api.depends("options", "kind")
    def _compute_shown_options(self):
        for operation in self:
            options = operation._run_options() if operation.kind else {}
            for name in SHOWN:
                operation[name] = operation._shown(name, options.get(name))
            operation.records = operation.records or "both"
            operation.blank = operation.blank or "leave"

    def _inverse_shown_options(self):
        for operation in self:
            shown = {name: operation[name] for name in SHOWN if operation[name]}
            if EITHER in shown.get("date_format", ""):
                shown["date_format"] = shown["date_format"].split(EITHER)
            others = {
                name: value
                for name, value in (operation.options or {}).items()
                if name not in SHOWN or (value and not operation._shown(name, value))
            }
            operation.options = others | _without_defaults(shown)

    def _shown(self, name, value):
        """An option as its field holds it; what the field does not offer is kept, not shown."""
        shown = EITHER.join(value) if isinstance(value, list) else value or False
        selection = getattr(self._fields[name], "selection", None)
        return False if selection and shown not in dict(selection) else shown

    @api.depends("kind")
    def _compute_choices_of_kind(self):
        for operation in self:
            kind = operation._kind_or_none()
            operation.chooses_records = kind._chooses_records
            operation.chooses_blank = bool(kind._clearable)
            operation.has_dates = any(field.type == "date" for field in kind._schema())
            operation.has_fixed_columns = kind._has_fixed_columns
            operation.has_irreversible = bool(kind._irreversible)

    @api.constrains("options", "kind")
    def _check_own_options(self):
        """What a caller may not give, an operation may not have either."""
        for operation in self.filtered("kind"):
            operation._check_options(operation.options or {})
            if (operation.options or {}).get("confirm"):
                raise ValidationError(
                    self.env._("How many rows nothing brings back is confirmed for each run.")
                )
            if (operation.options or {}).get("header_row", 1) < 1:
                raise ValidationError(self.env._("The first row of a file has the number 1."))


def _without_defaults(options):
    """Options, without those that say what is so anyway."""
    defaults = {"records": "both", "blank": "leave"}
    return {name: value for name, value in options.items() if value != defaults.get(name)}
