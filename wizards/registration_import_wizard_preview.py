from functools import partial

from odoo import api, fields, models
from odoo.tools import format_list

from ..importer.irreversible import SEARCHED_ROWS
from ..importer.states import DRAFT, VALIDATED, WAITING
from ..importer.words import file_line, show_count
from ..models.engine.import_operation_options import EITHER
from ..tools.reading.encodings import LEGACY
from ..tools.reading.readers import preview_encodings
from ..tools.rows import plan
from ..tools.rows.labels import column_letter
from .registration_import_wizard import MAP, REPORT

# Rows of the file shown on the mapping step, and columns: more do not help to map.
SHOWN_ROWS = 6
SHOWN_COLUMNS = 12
# Cells with foreign characters shown for each encoding to choose from.
SHOWN_CELLS = 4
# Planned changes shown.
SHOWN_CHANGES = 50
# Header rows to choose from: the first ones, and some below the one in use.
HEADER_CHOICES = 10
# Outcomes of rows that can be imported, or were.
ACCEPTED = (plan.CREATED, plan.UPDATED, plan.UNCHANGED, plan.REMOVED, plan.SKIPPED)
OPTIONS = ("sheet", "header_row", "encoding", "separator", "date_format")
ISO = "%Y-%m-%d"
# Besides that, which is what no format at all means.
DATE_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y")


class RegistrationImportWizard(models.TransientModel):
    """What the wizard shows of the file: how it is read, its first rows, what would change."""

    _inherit = "registration.import.wizard"

    file_line = fields.Char(compute="_compute_job_texts")
    message = fields.Char(compute="_compute_job_texts")
    hint = fields.Char(compute="_compute_job_texts")
    warnings = fields.Text(compute="_compute_job_texts")
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

    unmapped = fields.Char(compute="_compute_mapping_texts")
    mapping_fault = fields.Char(compute="_compute_mapping_texts")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    import_label = fields.Char(compute="_compute_import_label")
    can_import = fields.Boolean(compute="_compute_import_label")
    problem_count = fields.Integer(compute="_compute_import_label")
    must_validate = fields.Boolean(compute="_compute_job_texts")
    confirm_text = fields.Char(compute="_compute_confirm_text")
    confirm_number = fields.Char(compute="_compute_confirm_text")
    confirm_effects = fields.Text(compute="_compute_confirm_text")
    confirm_refusal = fields.Char(compute="_compute_confirm_text")
    irreversible_text = fields.Char(compute="_compute_confirm_text")
    needs_approval = fields.Boolean(compute="_compute_confirm_text")
    accepted_count = fields.Integer(compute="_compute_row_counts")
    accepted_text = fields.Char(compute="_compute_row_counts")
    error_count = fields.Integer(compute="_compute_row_counts")
    warning_count = fields.Integer(compute="_compute_row_counts")

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
            wizard.has_rows = bool(job.labels)
            wizard.other_separator = wizard._other_separator()
            wizard.must_validate = bool(job and job._kind()._irreversible)

    def _other_separator(self):
        """The separator that the file has, where that is all that is wrong."""
        job = self.job_id
        shown = (job.params or {}).get("separator") if job.code == "other_separator" else None
        return {"Tab": "\t"}.get(shown, shown) or False

    # -- how the file is read ----------------------------------------------------------------

    def _shown_options(self):
        """The options as they are in use now: as given, or as found in the file."""
        job = self.job_id
        known = (job.dialect or {}) | {k: v for k, v in (job.options or {}).items() if v}
        if not known.get("header_row"):
            known["header_row"] = job.header_number or False
        return {name: _option_text(known.get(name)) for name in OPTIONS}

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
            wizard.choices = wizard._choices() if wizard.step == MAP and wizard.job_id else {}

    def _choices(self):
        job = self.job_id
        if not job.attachment_id or job.origin_id:
            return {}
        choices = {"header_row": self._header_choices()} if job.labels else {}
        if len(job.sheets or []) > 1:
            choices["sheet"] = [[s["name"], self._sheet_label(s)] for s in job.sheets]
        if job.format == "csv" or not job.labels:
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
        """Row numbers, with what is known to stand there: above the header nothing is kept."""
        job = self.job_id
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)], limit=3)
        texts = {job.header_number: " | ".join(job.labels)} | {r.number: r.data for r in rows}
        last = max(HEADER_CHOICES, *texts)
        return [
            [str(number), f"{number}: {texts[number][:40]}" if number in texts else str(number)]
            for number in range(1, last + 1)
        ]

    def _encoding_choices(self):
        """UTF-8 and those that are not; where none is known yet, those that can decode the file."""
        if self.job_id.code == "encoding_unknown":
            return [[each["encoding"], each["label"]] for each in self._preview_encodings()]
        used = (self.job_id.dialect or {}).get("encoding") or "utf-8"
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
        reader = self.job_id._reader()
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

    @api.depends("line_ids.column_id", "job_id", "step")
    @api.depends_context("lang")
    def _compute_mapping_texts(self):
        for wizard in self:
            used = wizard.line_ids.column_id
            rest = wizard.job_id.column_ids - used if wizard.step == MAP else used.browse()
            wizard.unmapped = ", ".join(rest.mapped("display_name"))
            wizard.mapping_fault = wizard._mapping_fault() if wizard.line_ids else False

    def _mapping_fault(self):
        """What keeps the mapping on screen from being used, in words; or False."""
        columns = [line.column_id for line in self.line_ids if line.column_id]
        missing = [line.label for line in self.line_ids if line.required and not line.column_id]
        twice = [line.label for line in self.line_ids if columns.count(line.column_id) > 1]
        render = self.env["registration.import.message"]._text
        if missing:
            return render("unmapped", {"fields": ", ".join(missing)})
        return render("column_twice", {"fields": ", ".join(twice)}) if twice else False

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            shown = wizard.step == MAP and wizard.job_id.labels
            wizard.preview = wizard._render_preview() if shown else False

    def _render_preview(self):
        job = self.job_id
        rows = self.env["registration.import.row"].search(
            [("job_id", "=", job.id)], limit=SHOWN_ROWS
        )
        columns = job.column_ids[:SHOWN_COLUMNS]
        values = {
            "columns": columns,
            "rows": [(row.number, [row._cell_text(c.index) for c in columns]) for row in rows],
            "header_number": job.header_number,
            "more": len(job.column_ids) - len(columns),
            "total": job.total,
        }
        return self.env["ir.qweb"]._render("registration_import.wizard_preview", values)

    # -- report ------------------------------------------------------------------------------

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_changes(self):
        for wizard in self:
            shown = wizard.step == REPORT and wizard.job_id.state == VALIDATED
            wizard.changes = wizard._render_changes() if shown else False

    def _render_changes(self):
        job = self.job_id._as_starter()
        writing = (plan.CREATED, plan.UPDATED, plan.REMOVED)
        rows = [row for row in job._preview(SEARCHED_ROWS) if row.outcome in writing]
        rows, names = rows[:SHOWN_CHANGES], job._kind()._identity_fields
        names_of = self.job_id._irreversible().names_of_erased(rows) | self._names_of_removed(rows)
        labels = self._row_labels()
        values = {
            "rows": [
                {
                    "number": row.number,
                    "codes": [row.values.get(name) for name in names],
                    "outcome": row.outcome,
                    "label": labels.get(row.plan.verb) or labels[row.outcome],
                    "changes": self._describe(row),
                    "name": names_of.get(row.id),
                }
                for row in rows
            ],
            "labels": [job._kind()._schema().field(name).label for name in names],
            "planned": sum(job[name] for name in writing),
            "searched": SEARCHED_ROWS,
        }
        return self.env["ir.qweb"]._render("registration_import.wizard_changes", values)

    def _names_of_removed(self, rows):
        """``{row id: name}`` of the records that an undo deletes, where the user may see them: a
        query for each model."""
        removing = {
            row.id: change for row in rows for change in row.plan.changes[:1] if change.removes
        }
        names = {}
        for model in {change.model for change in removing.values()}:
            ids = [each.record for each in removing.values() if each.model == model]
            seen = self.env[model].browse(ids).exists()._filtered_access("read")
            names |= {(model, record.id): record.display_name for record in seen}
        return {row: names.get((each.model, each.record)) for row, each in removing.items()}

    def _row_labels(self):
        """What becomes of a row, in a word or two: ``{irreversible verb or outcome: label}``."""
        irreversible = self.job_id._kind()._irreversible.items()
        return self._outcome_labels() | {verb: self.env._(label) for verb, label in irreversible}

    def _outcome_labels(self):
        return {
            plan.CREATED: self.env._("New"),
            plan.UPDATED: self.env._("Changed"),
            plan.REMOVED: self.env._("To remove"),
        }

    def _describe(self, row):
        """``[(field, old, new)]`` of a planned row."""
        describe = self.env["registration.import.row"]._change_parts
        parts = []
        for change in row.plan.changes:
            old = {} if change.record is None else change.present
            values = {name: [old.get(name), new] for name, new in change.values.items()}
            parts += describe(change.model, values)
        return parts

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_import_label(self):
        for wizard in self:
            job = wizard.job_id
            planned = job.state in (DRAFT, VALIDATED)
            wizard.can_import = planned and bool(job.created or job.updated or job.removed)
            wizard.problem_count = job.problem_count
            say = wizard._short_label if wizard.has_fixed_columns else wizard._label
            wizard.import_label = say(job) if wizard.step == REPORT else False

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_row_counts(self):
        """Rows that can be imported or were, those of them with warnings, and rows with errors."""
        for wizard in self:
            job = wizard.job_id
            wizard.accepted_count = sum(job[name] for name in ACCEPTED)
            wizard.accepted_text = wizard._accepted_text(job)
            wizard.error_count = job.invalid + job.failed
            wizard.warning_count = job._problem_list().count_doubtful() if job else 0

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_confirm_text(self):
        """What nothing brings back, and the number that confirms it."""
        for wizard in self:
            told = wizard.job_id and wizard.step == REPORT and wizard.job_id._irreversible()
            count = bool(told) and (told.count() or False)
            wizard.confirm_number = count and str(count)
            wizard.confirm_refusal = count and wizard.job_id._approval().refusal()
            wizard.irreversible_text = count and told.text()
            wizard.confirm_text = count and self.env._(
                "%(operations)s: type %(count)s",
                operations=wizard.irreversible_text,
                count=count,
            )
            effects = told.effects() if count else ()
            wizard.confirm_effects = "\n".join(f"{name}: {text}" for name, text in effects)
            approval = bool(count) and wizard.job_id._approval()
            wizard.needs_approval = bool(approval) and approval.next_state() == WAITING

    def _accepted_text(self, job):
        """What becomes of the accepted rows: "40 new, 220 to change, 8 are so already"."""
        planned = job.state == VALIDATED
        texts = {
            plan.CREATED: self.env._("%s new"),
            plan.UPDATED: self.env._("%s to change") if planned else self.env._("%s changed"),
            plan.REMOVED: self.env._("%s to remove") if planned else self.env._("%s removed"),
            plan.UNCHANGED: self.env._("%s as they are already"),
            plan.SKIPPED: self.env._("%s with nothing to do"),
        }
        counts = {name: show_count(self.env, job[name]) for name in texts if job[name]}
        return ", ".join(texts[name] % count for name, count in counts.items())

    def _short_label(self, job):
        if self.accepted_count and not self.can_import:
            return self.env._("Nothing to upload: all is so already")
        return self.env._("Upload accepted records (%s)", show_count(self.env, self.accepted_count))

    def _label(self, job):
        """What Import will do, in words: "Import 3 new and 1 changed, leave out 2 rows ..."."""
        parts, show = [], partial(show_count, self.env)
        if job.created:
            parts.append(self.env._("%s new", show(job.created)))
        if job.updated:
            parts.append(self.env._("%s changed", show(job.updated)))
        if job.removed:
            named = [part.upper() for part in job._irreversible().parts()]
            parts += named or [self.env._("%s to REMOVE", show(job.removed))]
        if not parts:
            return self.env._("Nothing to import")
        planned = format_list(self.env, parts)
        label = self.env._("Import %s", planned)
        if self.needs_approval:
            label = self.env._("Ask for approval: %s", planned)
        if job.invalid == 1:
            return self.env._("%s, leave out 1 row with problems", label)
        if job.invalid:
            return self.env._(
                "%(do)s, leave out %(count)s rows with problems", do=label, count=show(job.invalid)
            )
        return label


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
