from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...importer.options import (
    BLANKS,
    DEFAULTS,
    RECORDS,
    REPEATS,
    SAME_EMAILS,
    WHOLE_NAMES,
    merged,
    shown,
)
from ...tools.reading.encodings import LEGACY

SEPARATORS = [(",", "Comma  ,"), (";", "Semicolon  ;"), ("\t", "Tab"), ("|", "Bar  |")]
DATE_FORMATS = [
    ("%Y-%m-%d", "2026-12-31"),
    ("%d/%m/%Y", "31/12/2026"),
    ("%d.%m.%Y", "31.12.2026"),
    ("%m/%d/%Y", "12/31/2026"),
    ("%d.%m.%Y|%Y-%m-%d", "31.12.2026 or 2026-12-31"),
]
# The fields are no more than a view of the options.
STORED_TOGETHER = {"compute": "_compute_shown_options", "inverse": "_inverse_shown_options"}
# What of the options has a field of its own on the form.
SHOWN = (
    *("encoding", "separator", "sheet", "header_row", "date_format", "records", "blank"),
    *("same_email", "whole_name", "repeats"),
)
# What only some kinds let people decide: which records are touched, what an empty cell does,
# whether one address is one person, what a whole name is made of, which of several rows of one
# record are kept, how dates are written, which columns there are, what nothing brings back, and
# whether all rows go through Odoo's models.
DECISIONS = (
    *("records", "blank", "same_email", "whole_name", "repeats"),
    *("dates", "columns", "irreversible", "lane"),
)


class RegistrationImportOperation(models.Model):
    """The options of an operation as a form shows them; stored together, as its runs take them."""

    _inherit = "registration.import.operation"

    encoding = fields.Selection(
        [("utf-8", "UTF-8"), *LEGACY.items()],
        **STORED_TOGETHER,
        help="Empty: found out, and asked for where it is not clear",
    )
    separator = fields.Selection(
        SEPARATORS,
        **STORED_TOGETHER,
        help="Empty: found out, and asked for where it is not clear",
    )
    sheet = fields.Char(
        **STORED_TOGETHER,
        help="Of a spreadsheet; empty: the first one",
    )
    header_row = fields.Integer(
        **STORED_TOGETHER,
        help="Number of the row that names the columns; 0: found out",
    )
    date_format = fields.Selection(
        DATE_FORMATS,
        string="Dates",
        **STORED_TOGETHER,
    )
    records = fields.Selection(
        RECORDS,
        string="New and existing records",
        **STORED_TOGETHER,
    )
    blank = fields.Selection(
        BLANKS,
        string="An empty cell",
        **STORED_TOGETHER,
    )
    same_email = fields.Selection(
        SAME_EMAILS,
        string="Same e-mail, another name",
        **STORED_TOGETHER,
        help="Of a row that finds its contact by the e-mail address alone",
    )
    whole_name = fields.Selection(
        WHOLE_NAMES,
        string="A whole name",
        **STORED_TOGETHER,
        help="Of a file with a column for the whole name; what equals the contact's name is left",
    )
    repeats = fields.Selection(
        REPEATS,
        string="Rows of the same record",
        **STORED_TOGETHER,
        help="Where several rows of one file name the same record, by any of its keys",
    )
    decisions = fields.Json(
        compute="_compute_decisions", help="What its kind lets people decide, of ``DECISIONS``"
    )

    @api.depends("options", "kind")
    def _compute_shown_options(self):
        for operation in self:
            options = operation._run_options() if operation.kind else {}
            for name, offered in _offered(self).items():
                operation[name] = shown(options.get(name), offered) or DEFAULTS.get(name, False)

    def _inverse_shown_options(self):
        offered = _offered(self)
        for operation in self:
            filled = {name: operation[name] for name in SHOWN}
            operation.options = merged(operation.options, filled, offered)

    @api.depends("kind")
    def _compute_decisions(self):
        for operation in self:
            kind = operation._kind_or_none()
            asked = {
                "records": kind._chooses_records,
                "blank": bool(kind._clearable),
                "same_email": kind._finds_by_email,
                "whole_name": kind._splits_names,
                "repeats": kind._chooses_repeats(),
                "dates": any(field.type == "date" for field in kind._schema()),
                "columns": not kind._has_fixed_columns,
                "irreversible": bool(kind._irreversible),
                "lane": kind._fast_rows() is not None,
            }
            operation.decisions = [name for name in DECISIONS if asked[name]]

    @api.constrains("options", "kind")
    def _check_own_options(self):
        """What a caller may not give, an operation may not have either."""
        for operation in self.filtered("kind"):
            operation._check_options(operation.options or {})
            if (operation.options or {}).get("confirm"):
                raise ValidationError(
                    self.env._("How many rows nothing brings back is confirmed for each import.")
                )
            if (operation.options or {}).get("header_row", 1) < 1:
                raise ValidationError(self.env._("The first row of a file has the number 1."))


def _offered(operations):
    """``{option: values}`` that the fields offer; None where a field takes any text."""
    selections = {name: getattr(operations._fields[name], "selection", None) for name in SHOWN}
    return {name: offered and dict(offered) for name, offered in selections.items()}
