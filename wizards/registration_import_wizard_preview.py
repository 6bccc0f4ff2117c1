from odoo import api, fields, models
from odoo.tools import format_list

from ..importer.mending import Mending
from ..importer.options import EITHER
from ..importer.rights import companies_left_out
from ..importer.words import file_line
from ..tools.reading.encodings import LEGACY
from ..tools.reading.readers import preview_encodings
from ..tools.rows.labels import column_letter
from .registration_import_wizard import MAP, REPORT

# Rows of the file shown on the mapping step, and columns: more do not help to map.
SHOWN_ROWS = 6
SHOWN_COLUMNS = 12
# Cells with foreign characters shown for each encoding to choose from.
SHOWN_CELLS = 4
# Header rows to choose from: the first ones, and some below the one in use.
HEADER_CHOICES = 10
OPTIONS = ("sheet", "header_row", "encoding", "separator", "date_format")
ISO = "%Y-%m-%d"
# Besides that, which is what no format at all means.
DATE_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y")


def _first_rows(job, limit):
    return job.env["registration.import.row"].search([("job_id", "=", job.id)], limit=limit)


class RegistrationImportWizard(models.TransientModel):
    """What the wizard shows of the file: how it is read, and its first rows."""

    _inherit = "registration.import.wizard"

    file_line = fields.Char(compute="_compute_job_texts")
    message = fields.Char(compute="_compute_job_texts")
    hint = fields.Char(compute="_compute_job_texts")
    warnings = fields.Text(compute="_compute_job_texts")
    has_mended = fields.Boolean(compute="_compute_job_texts")
    companies_text = fields.Char(compute="_compute_companies_text")
    same_text = fields.Char(compute="_compute_job_texts")
    is_retry = fields.Boolean(compute="_compute_job_texts")
    has_rows = fields.Boolean(compute="_compute_job_texts")
    other_separator = fields.Char(compute="_compute_job_texts")

    # How the file is read: shown as it was found, handed to the job when changed.
    sheet = fields.Char()
    header_row = fields.Char()
    encoding = fields.Char()
    separator = fields.Char()
    date_format = fields.Char()
    choices = fields.Json(compute="_compute_choices")
    encodings = fields.Json(compute="_compute_encodings")

    column_choices = fields.Json(compute="_compute_column_choices")
    unmapped = fields.Char(compute="_compute_mapping_texts")
    mapping_problem = fields.Char(compute="_compute_mapping_texts")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    must_validate = fields.Boolean(compute="_compute_job_texts")

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_job_texts(self):
        for wizard in self:
            job = wizard.job_id
            wizard.file_line = file_line(job) if job else False
            wizard.message = job.message
            wizard.hint = job.hint
            wizard.warnings = job.warnings
            wizard.same_text = job._launch().seen_before_text() if job.same_as_id else False
            wizard.is_retry = bool(job.origin_id)
            wizard.has_mended = bool(job) and Mending(job).has_any()
            wizard.has_rows = bool(job and job._of_file().labels)
            wizard.other_separator = wizard._other_separator()
            wizard.must_validate = bool(job and job._kind()._irreversible)

    @api.depends("job_id", "step", "line_ids.column_id")
    @api.depends_context("lang")
    def _compute_companies_text(self):
        """Which companies the file names that are not enabled, where the user may have them."""
        for wizard in self:
            job, asked = wizard.job_id, wizard.step in (MAP, REPORT)
            companies = companies_left_out(job) if job and asked else ()
            names = sorted(companies.sudo().mapped("name")) if companies else []
            wizard.companies_text = format_list(self.env, names) if names else False

    def _other_separator(self):
        """The separator that the file has, where that is all that is wrong."""
        if self.job_id.code != "other_separator":
            return False
        shown = (self.job_id._of_file().params or {}).get("separator")
        return {"Tab": "\t"}.get(shown, shown) or False

    # -- how the file is read ----------------------------------------------------------------

    def _shown_options(self):
        """The options as they are in use now: as given, or as found in the file."""
        job = self.job_id._of_file()
        used = (job.dialect or {}) | {k: v for k, v in (job.options or {}).items() if v}
        if not used.get("header_row"):
            used["header_row"] = job.header_number or False
        return {name: _option_text(used.get(name)) for name in OPTIONS}

    def _changed_options(self):
        """The options that differ on screen from those in use."""
        shown = self._shown_options()
        changed = {name: self[name] for name in OPTIONS if (self[name] or "") != shown[name]}
        if "header_row" in changed:
            changed["header_row"] = _row_number(changed["header_row"])
        if EITHER in (changed.get("date_format") or ""):
            changed["date_format"] = changed["date_format"].split(EITHER)
        return changed

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_choices(self):
        """``{option: [[value, label]]}`` of the options that make a difference for this file."""
        for wizard in self:
            asked = wizard.job_id and wizard.step in (MAP, REPORT)
            wizard.choices = wizard._choices() if asked else {}

    def _choices(self):
        job, file = self.job_id, self.job_id._of_file()
        if not job.attachment_id or job.origin_id:
            return {}
        choices = {"header_row": self._header_choices()} if file.labels else {}
        if len(file.sheets or []) > 1:
            choices["sheet"] = [[s["name"], self._sheet_label(s)] for s in file.sheets]
        if job.format == "csv" or not file.labels:
            choices["encoding"] = self._encoding_choices()
            choices["separator"] = self._separator_choices()
        if job.code == "encoding_unknown":  # the separator is found once the text can be read
            del choices["separator"]
        if any(field.type == "date" for field in job._kind()._schema()):
            choices["date_format"] = self._date_format_choices()
        fixed = job._kind()._fixed_options
        return {name: choice for name, choice in choices.items() if name not in fixed}

    def _date_format_choices(self):
        """Several at once where the operation takes several, and each alone."""
        given = self.operation_id._run_options().get("date_format")
        several = [given] if isinstance(given, list) else []
        either = [
            [_option_text(each), self.env._(" or ").join(map(_sample_date, each))]
            for each in several
        ]
        alone = [["", _sample_date(ISO)], *([each, _sample_date(each)] for each in DATE_FORMATS)]
        return either + alone

    def _sheet_label(self, sheet):
        if sheet.get("visible", True):
            return sheet["name"]
        return self.env._("%(name)s (hidden)", name=sheet["name"])

    def _header_choices(self):
        """Row numbers, with what is known to stand there: above the header nothing is stored."""
        job = self.job_id
        rows = _first_rows(job, 3)
        texts = {job.header_number: " | ".join(job._of_file().labels)} | {
            r.number: r.data for r in rows
        }
        last = max(HEADER_CHOICES, *texts)
        return [
            [str(number), f"{number}: {texts[number][:40]}" if number in texts else str(number)]
            for number in range(1, last + 1)
        ]

    def _encoding_choices(self):
        """UTF-8 and those that are not; where none is known yet, those that can decode the file."""
        if self.job_id.code == "encoding_unknown":
            return [[each["encoding"], each["label"]] for each in self._preview_encodings()]
        used = (self.job_id._of_file().dialect or {}).get("encoding") or "utf-8"
        # one that a byte order mark declares is UTF-8 like any other
        utf8 = {"utf-8-sig" if used == "utf-8-sig" else "utf-8": "UTF-8"}
        known = utf8 | {used: LEGACY.get(used, utf8.get(used, used.upper()))} | LEGACY
        return [list(pair) for pair in known.items()]

    def _separator_choices(self):
        return list(map(list, self._fields["file_separator"]._description_selection(self.env)))

    @api.depends("job_id", "step")
    def _compute_encodings(self):
        """What the file would say in each encoding, while somebody has to choose one."""
        for wizard in self:
            unknown = wizard.step == MAP and wizard.job_id.code == "encoding_unknown"
            wizard.encodings = wizard._distinct_encodings() if unknown else []

    def _preview_encodings(self):
        reader = self.job_id._assembly().reader()
        with reader.local_file() as path:
            if not path:
                return []
            with open(path, "rb") as stream:
                previews = preview_encodings(stream, self.job_id.name, reader.options())
        return [_shown_encoding(each) for each in previews]

    def _distinct_encodings(self):
        """One of those that read the same: the likeliest comes first."""
        found = {}
        for each in self._preview_encodings():
            found.setdefault(str(each["cells"]), each)
        return [each for each in found.values() if each["cells"]]

    # -- mapping -----------------------------------------------------------------------------

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_column_choices(self):
        """Of each column its id, its name and its first values."""
        for wizard in self:
            columns = wizard.job_id.column_ids if wizard.step == MAP else ()
            wizard.column_choices = [(c.id, c.display_name, c.samples or "") for c in columns]

    @api.depends("line_ids.column_id", "job_id", "step")
    @api.depends_context("lang")
    def _compute_mapping_texts(self):
        for wizard in self:
            used = wizard.line_ids.column_id
            rest = wizard.job_id.column_ids - used if wizard.step == MAP else used.browse()
            wizard.unmapped = ", ".join(rest.mapped("display_name"))
            wizard.mapping_problem = wizard._mapping_problem() if wizard.line_ids else False

    def _mapping_problem(self):
        """What keeps the mapping on screen from being used, in words; or False."""
        columns = [line.column_id for line in self.line_ids if line.column_id]
        missing = [line.label for line in self.line_ids if line.required and not line.column_id]
        twice = [line.label for line in self.line_ids if columns.count(line.column_id) > 1]
        render = self.env["registration.import.message"]._text
        if missing:
            return render("unmapped", {"fields": ", ".join(missing)})
        return render("column_shared", {"fields": ", ".join(twice)}) if twice else False

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            shown = wizard.step == MAP and wizard.has_rows
            wizard.preview = wizard._render_preview() if shown else False

    def _render_preview(self):
        job = self.job_id
        rows = _first_rows(job, SHOWN_ROWS)
        columns = job.column_ids[:SHOWN_COLUMNS]
        values = {
            "columns": columns,
            "rows": [(row.number, [row._cell_text(c.index) for c in columns]) for row in rows],
            "header_number": job.header_number,
            "more": len(job.column_ids) - len(columns),
            "total": job.total,
        }
        return self.env["ir.qweb"]._render("registration_import.wizard_preview", values)


def _option_text(value):
    """An option as a choice on screen holds it: one text."""
    return EITHER.join(value) if isinstance(value, list) else str(value or "")


def _sample_date(date_format):
    for token, text in (("%d", "31"), ("%m", "12"), ("%Y", "2026")):
        date_format = date_format.replace(token, text)
    return date_format


def _row_number(text):
    """The number of a row; what is none stays as it is, and is refused as an option."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _shown_encoding(preview):
    """A preview of ``tools.reading.readers`` as JSON, cells named as a spreadsheet does."""
    cells = preview["cells"][:SHOWN_CELLS]
    return {
        "encoding": preview["encoding"],
        "label": preview["label"],
        "cells": [[number, column_letter(column), text[:60]] for number, column, text in cells],
    }
