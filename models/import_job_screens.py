from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from .import_job import (
    DRAFT,
    END_STATES,
    INTERRUPTED,
    REFUSED,
    RUNNING,
    SCHEDULED,
    VALIDATED,
)

DEFAULT_UPLOAD_LIMIT = 64 * 1024 * 1024
# Rows named for each problem on a screen, and shown when it is unfolded.
NAMED_ROWS = 4
UNFOLDED_ROWS = 50


class RegistrationImportJob(models.Model):
    """What the screens of a job show, and where their buttons lead."""

    _inherit = "registration.import.job"

    is_mine = fields.Boolean(compute="_compute_rights")
    can_cancel = fields.Boolean(compute="_compute_rights")
    size_text = fields.Char(string="Size", compute="_compute_size_text")
    reading_text = fields.Char(string="Read as", compute="_compute_reading_text")
    mapping_text = fields.Char(string="Columns", compute="_compute_mapping_text")
    has_errors_file = fields.Boolean(compute="_compute_has_errors_file")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_rights(self):
        for job in self:
            job.is_mine = job.create_uid == self.env.user
            job.can_cancel = job.state not in END_STATES and (job.is_mine or job._may_manage())

    def _may_manage(self):
        try:
            self.operation_id._check_right("manage")
        except AccessError:
            return False
        return True

    @api.depends("size")
    def _compute_size_text(self):
        for job in self:
            job.size_text = _size_text(job.size) if job.size else False

    @api.depends("format", "dialect")
    @api.depends_context("lang")
    def _compute_reading_text(self):
        separators = {
            "\t": self.env._("tab"),
            ",": self.env._("comma"),
            ";": self.env._("semicolon"),
        }
        for job in self:
            dialect = job.dialect or {}
            separator = dialect.get("separator")
            parts = [
                f".{job.format}" if job.format else "",
                (dialect.get("encoding") or "").upper(),
                separators.get(separator, separator),
                self.env._("sheet “%s”", dialect["sheet"]) if dialect.get("sheet") else "",
            ]
            if job.header_number > 1:
                parts.append(self.env._("header in row %s", job.header_number))
            job.reading_text = ", ".join(part for part in parts if part)

    @api.depends("mapping", "labels")
    def _compute_mapping_text(self):
        for job in self:
            schema = job._kind()._schema() if job.mapping else ()
            pairs = [(f.label, job._column_label(f.name)) for f in schema if f.name in job.mapping]
            job.mapping_text = "; ".join(f"{label} = {column}" for label, column in pairs)

    def _show_count(self, count):
        """A number of rows with the separators of the reader's language."""
        return formatLang(self.env, count, digits=0)

    def _file_line(self):
        """The file in one line: its name, size, rows and how it was read."""
        self.ensure_one()
        rows = self.env._("%s rows", self._show_count(self.total)) if self.total else ""
        return " · ".join(filter(None, [self.name, self.size_text, rows, self.reading_text]))

    @api.depends("state", "problem_count", "failing", "purged")
    def _compute_has_errors_file(self):
        for job in self:
            told = (
                job.failing if job.state in END_STATES else job.state == VALIDATED and job.invalid
            )
            job.has_errors_file = bool(told and job.labels and not job.purged)

    # -- upload --------------------------------------------------------------------------------

    @api.model
    def _upload_limit(self):
        """Largest file that may be uploaded, in bytes."""
        value = self.env["ir.config_parameter"].sudo().get_param("registration_import.limit_size")
        return int(value) if value and value.isdecimal() else DEFAULT_UPLOAD_LIMIT

    @api.model
    def _upload(self, operation, content, filename, token=None):
        """A job on an uploaded file, read when it is small; the same token gives the same job."""
        operation._check_right()
        job = self._with_key(token)
        if not job:
            job = operation._new_job(content, filename, idempotency_key=token or False)
            job._as_starter()._read_or_queue()
        return job

    # -- where buttons lead --------------------------------------------------------------------

    def action_open_wizard(self):
        """Go on where the wizard was left; an ended import is looked at instead."""
        self.ensure_one()
        self.check_access("read")
        if self._is_past_wizard():
            return self.action_open_job()
        action = super().action_open_wizard()
        wizard = self.env["registration.import.wizard"].browse(action["res_id"])
        return action | {"name": wizard._title()}

    def _is_past_wizard(self):
        """Whether the import was started or ended; a file that could not be read is explained
        by the wizard, which leads to another file."""
        if self.state == REFUSED:
            return bool(self.started or self.unattended)
        return self.goal == "run" or self.state in (*END_STATES, SCHEDULED, RUNNING, INTERRUPTED)

    def action_open_job(self):
        """The form of this job."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.registration_import_job_action"
        )
        return action | {"res_id": self.id, "views": [(False, "form")], "view_mode": "form"}

    def action_open_records(self):
        """The records that this import created or changed."""
        self.ensure_one()
        self.check_access("read")
        target = self._kind()._target
        if "import_job_id" not in self.env[target]._fields:
            return self.open_outcomes(["created", "updated"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Created and changed: %s", self.name),
            "res_model": target,
            "views": [(False, "list"), (False, "form")],
            "domain": [("import_job_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_problems(self):
        """What is wrong, row by row, by kind of problem; a problem has no page of its own."""
        action = super().action_open_problems()
        return action | {
            "views": [(False, "list")],
            "context": {**action["context"], "search_default_by_code": True},
        }

    def open_outcomes(self, outcomes):
        """Rows with one of these outcomes."""
        action = self.action_open_rows()
        return action | {"domain": [*action["domain"], ("outcome", "in", outcomes)]}

    def open_problems(self, code):
        """The rows that have one problem."""
        action = self.action_open_problems()
        title = self.env["registration.import.message"]._title(code)
        return action | {
            "name": f"{title}: {self.name}",
            "domain": [*action["domain"], ("code", "=", code)],
            "context": {"create": False},
        }

    def action_download_file(self):
        """The file as it was uploaded."""
        self.ensure_one()
        self.check_access("read")
        url = f"/web/content/{self.attachment_id.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_errors_xlsx(self):
        """Download the rows that were not imported, as a spreadsheet."""
        return self._download_errors("xlsx")

    def action_errors_csv(self):
        """Download the rows that were not imported, as text."""
        return self._download_errors("csv")

    def _download_errors(self, extension):
        self.ensure_one()
        self.check_access("read")
        url = f"/registration_import/errors/{self.id}.{extension}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_retry(self):
        """A new import of the rows that failed; a second click finds the one already made (T18)."""
        self._check_owner()
        self.sudo().lock_for_update(allow_referencing=True)
        started = self.sudo().search(
            [("origin_id", "=", self.id), ("state", "not in", (*END_STATES,))], limit=1
        )
        if started:
            return self.browse(started.id).action_open_wizard()
        return super().action_retry()

    def action_delete_draft(self):
        """Forget a file that was uploaded and not imported."""
        self._check_owner()
        if self.state not in (DRAFT, VALIDATED):
            raise UserError(self.env._("Only a file that was not imported yet can be deleted."))
        self.sudo().unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.registration_import_job_action"
        ) | {"target": "main"}

    # -- problems by code ----------------------------------------------------------------------

    def problem_groups(self):
        """Problems by code, errors and frequent ones first:
        ``[{"code", "title", "level", "count", "rows"}]``."""
        self.ensure_one()
        self.check_access("read")
        found = self.env["registration.import.problem"]._read_group(
            [("job_id", "=", self.id)], ["level", "code"], ["__count"], order="level, __count DESC"
        )
        return [self._problem_group(*group) for group in found]

    def _problem_group(self, level, code, count):
        problems = self.env["registration.import.problem"]
        domain = [("job_id", "=", self.id), ("level", "=", level), ("code", "=", code)]
        named = problems.search(domain, limit=NAMED_ROWS).mapped("number")
        last = problems.search(domain, limit=1, order="row_id DESC").number
        texts = [str(number) for number in named]
        if count > len(texts):
            texts = [*texts[:-1], "…", str(last)]
        return {
            "code": code,
            "title": self.env["registration.import.message"]._title(code),
            "level": level,
            "count": count,
            "rows": ", ".join(texts).replace(", …, ", " … "),
        }

    def problem_lines(self, code, level):
        """The first problems of a group: ``[{"row", "label", "value", "message", "hint"}]``."""
        self.ensure_one()
        self.check_access("read")
        domain = [("job_id", "=", self.id), ("code", "=", code), ("level", "=", level)]
        return [
            {
                "id": problem.id,
                "row": problem.number,
                "label": problem.label or "",
                "value": problem.value or "",
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in self.env["registration.import.problem"].search(
                domain, limit=UNFOLDED_ROWS
            )
        ]


def _size_text(size):
    """Bytes for people: ``_size_text(2_500_000) == "2.4 MB"``."""
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024**2:.1f} MB"


class RegistrationImportColumn(models.Model):
    _inherit = "registration.import.column"
    _rec_names_search = ("letter", "label")

    @api.depends("letter", "label", "samples")
    @api.depends_context("formatted_display_name", "uid")
    def _compute_display_name(self):
        """In a list to choose from, with the first values below the label: for those who may read
        them, since Odoo shows a name to whoever knows the id."""
        result = super()._compute_display_name()
        if self.env.context.get("formatted_display_name"):
            allowed = self.sudo(False)._filtered_access("read").with_env(self.env)
            for column in allowed.filtered("samples"):
                column.display_name = f"{column.display_name}\n--{column.samples}--"
        return result
