from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..importer.change_pages import FILTERS, WRITING, change_page
from ..importer.problem_list import ProblemList
from ..importer.states import DRAFT, VALIDATED, WAITING
from ..importer.words import arrow, show_count
from ..tools.rows import plan
from ..tools.rows.plan import LAST_NUMBER
from .registration_import_wizard import REPORT

# Outcomes of rows that can be imported, or were.
ACCEPTED = (plan.CREATED, plan.UPDATED, plan.UNCHANGED, plan.REMOVED, plan.SKIPPED)


class RegistrationImportWizard(models.TransientModel):
    """What the wizard shows of the plan: what would change, and what has to be confirmed."""

    _inherit = "registration.import.wizard"

    changes = fields.Html(compute="_compute_changes", sanitize=False)
    changed_fields = fields.Json(compute="_compute_changed_fields", help="What may be looked for")
    changes_next = fields.Integer(compute="_compute_changes", help="Behind which row to look on")
    import_label = fields.Char(compute="_compute_import_label")
    can_import = fields.Boolean(compute="_compute_import_label")
    problem_count = fields.Integer(compute="_compute_import_label")
    confirm_text = fields.Char(compute="_compute_confirm_text")
    confirm_number = fields.Char(compute="_compute_confirm_text")
    confirm_effects = fields.Text(compute="_compute_confirm_text")
    confirm_problem = fields.Char(compute="_compute_confirm_text")
    irreversible_text = fields.Char(compute="_compute_confirm_text")
    needs_approval = fields.Boolean(compute="_compute_confirm_text")
    accepted_count = fields.Integer(compute="_compute_row_counts")
    accepted_text = fields.Char(compute="_compute_row_counts")
    error_count = fields.Integer(compute="_compute_row_counts")
    warning_count = fields.Integer(compute="_compute_row_counts")

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_changes(self):
        for wizard in self:
            shown = wizard.step == REPORT and wizard.job_id.state == VALIDATED
            page = wizard._page_of_changes("all", 0) if shown else {}
            wizard.changes = page.get("html", False)
            wizard.changes_next = page.get("next", False)

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_changed_fields(self):
        """``[["model.field", "Status (12)"]]``, what changes in most rows first."""
        for wizard in self:
            shown = wizard.step == REPORT and wizard.job_id.state == VALIDATED
            found = wizard.job_id._store().planned_fields().most_common() if shown else ()
            wizard.changed_fields = [
                [f"{model}.{name}", self.env._("%(field)s (%(rows)s)", field=label, rows=count)]
                for (model, name), rows in found
                if (label := self.env["registration.import.row"]._field_label(model, name))
                and (count := show_count(self.env, rows))
            ]

    def changes_page(self, wanted="all", position=0, field=""):
        """Rows that would change something, of a sort (``importer.change_pages.FILTERS``), or a
        field ("model.field"), behind a row number: ``{"html", "next"}``, where ``next`` is the
        number to look on behind, or 0."""
        self.ensure_one()
        self._check_mine()
        known = isinstance(wanted, str) and wanted in FILTERS and isinstance(field, str)
        if not known or type(position) is not int or not 0 <= position <= LAST_NUMBER:
            raise UserError(self.env._("These rows cannot be looked for: reload the page."))
        return self._page_of_changes(
            wanted, position, tuple(field.rsplit(".", 1)) if field else None
        )

    def _page_of_changes(self, wanted, position, field=None):
        job = self.job_id._as_starter()
        page = change_page(job, wanted, position, field)
        rows, names = page.rows, job._kind()._identity_fields
        erased = self.job_id._approval().irreversible.names_of_erased(rows)
        names_of = erased | self._names_of_removed(rows)
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
            "arrow": arrow(self.env),
            "row_label": self.env._("Row"),
            "planned": sum(job[name] for name in WRITING),
            "goes_on": page.look is not None,
            "last": page.last,
            "wanted": wanted if field is None else "field",
            "position": position,
        }
        html = self.env["ir.qweb"]._render("registration_import.wizard_changes", values)
        return {"html": html, "next": page.look or 0}

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
            wizard.warning_count = ProblemList(job).count_doubtful() if job else 0

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_confirm_text(self):
        """What nothing brings back, and the number that confirms it."""
        for wizard in self:
            job = wizard.step == REPORT and wizard.job_id
            told = job and job._approval().irreversible
            count = bool(told) and (told.count() or False)
            wizard.confirm_number = count and str(count)
            wizard.confirm_problem = count and wizard.job_id._approval().problem()
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
            named = [part.upper() for part in job._approval().irreversible.parts()]
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
