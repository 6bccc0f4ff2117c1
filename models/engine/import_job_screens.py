from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...importer.states import (
    END_STATES,
    INTERRUPTED,
    LIVE_STATES,
    REFUSED,
    RUNNING,
    SCHEDULED,
    VALIDATED,
    WAITING,
)
from ...importer.worker import is_worked_on
from ...tools.rows import plan
from ...tools.rows.characters import clean
from ...tools.rows.problems import ERROR, WARNING

# Rows named for each problem on a screen, and shown when it is unfolded.
NAMED_ROWS = 4
UNFOLDED_ROWS = 50
# Problems on a page of the table of problems.
PAGE = 50


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
        return not self.operation_id._refusal("manage")

    @api.depends("size")
    def _compute_size_text(self):
        for job in self:
            job.size_text = _size_text(job.size) if job.size else False

    @api.depends("format", "dialect", "undo_of_id")
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
                (dialect.get("encoding") or "").upper().removesuffix("-SIG"),
                separators.get(separator, separator),
                self.env._("sheet “%s”", dialect["sheet"]) if dialect.get("sheet") else "",
            ]
            if job.header_number > 1:
                parts.append(self.env._("header in row %s", job.header_number))
            told = job._source().tells_reading
            job.reading_text = told and ", ".join(part for part in parts if part)

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
        if self.total == 1:
            rows = self.env._("1 row")
        # how it was read is no fact as long as somebody has to choose
        reading = self.reading_text if not self.code else ""
        return " · ".join(filter(None, [self.name, self.size_text, rows, reading]))

    @api.depends("state", "problem_count", "failing", "purged")
    def _compute_has_errors_file(self):
        for job in self:
            told = (
                job.failing if job.state in END_STATES else job.state == VALIDATED and job.invalid
            )
            job.has_errors_file = bool(told and job.labels and not job.purged)

    # -- watching --------------------------------------------------------------------------

    def progress(self):
        """``{"state", "label", "total", "done", "counts", "live", "message"}`` for the live
        display: ``label`` is the state in words, ``counts`` is {outcome: rows}.

        Whoever watches a running job that no worker has wakes the workers.
        """
        self.ensure_one()
        self.check_access("read")
        job = self.sudo()
        counts = self._counts()
        if job.state in LIVE_STATES and not is_worked_on(self.env, self.id):
            self._call_workers()
        return {
            "state": job.state,
            "label": dict(job._fields["state"]._description_selection(self.env))[job.state],
            "total": job.total,
            "done": sum(counts.values()) - counts[plan.NOT_PROCESSED],
            "counts": counts,
            "live": job.state in LIVE_STATES,
            "message": self.message or "",
        }

    # -- where buttons lead --------------------------------------------------------------------

    def action_open_wizard(self):
        """Go on where the wizard was left; an ended import is looked at instead."""
        self.ensure_one()
        self.check_access("read")
        if self._is_past_wizard():
            return self.action_open_job()
        return self.env["registration.import.wizard"]._for_job(self)._open()

    def _is_past_wizard(self):
        """Whether the import was started or ended; a file that could not be read is explained
        by the wizard, which leads to another file."""
        if self.state == REFUSED:
            return bool(self.started or self.unattended)
        return self.goal == "run" or self.state in (
            *END_STATES,
            SCHEDULED,
            RUNNING,
            INTERRUPTED,
            WAITING,
        )

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

    def action_open_rows(self):
        """All rows with their outcomes."""
        return self._open_list("registration.import.row", self.env._("Rows"))

    def action_open_problems(self):
        """What is wrong, row by row, by kind of problem; a problem has no page of its own."""
        action = self._open_list("registration.import.problem", self.env._("Problems"))
        return action | {
            "views": [(False, "list")],
            "context": {**action["context"], "search_default_by_code": True},
        }

    def _open_list(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{name}: {self.name}",
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("job_id", "=", self.id)],
            "context": {"create": False},
        }

    def open_outcomes(self, outcomes):
        """Rows with one of these outcomes."""
        action = self.action_open_rows()
        return action | {"domain": [*action["domain"], ("outcome", "in", outcomes)]}

    def open_problems(self, code):
        """The rows that have one problem."""
        action = self.action_open_problems()
        _check_texts(self.env, code)
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

    # -- problems by code ----------------------------------------------------------------------

    def problem_groups(self):
        """Problems by code, errors and frequent ones first:
        ``[{"code", "title", "level", "count", "row_count", "rows",
        "can_add_reference"}]``."""
        self.ensure_one()
        self.check_access("read")
        found = self.env["registration.import.problem"]._read_group(
            [("job_id", "=", self.id)],
            ["level", "code"],
            ["__count", "row_id:count_distinct"],
            order="level, __count DESC",
        )
        return [self._problem_group(*group) for group in found]

    def _problem_group(self, level, code, count, row_count):
        """A row may have a problem in several columns: it is named once."""
        problems = self.env["registration.import.problem"]
        domain = [("job_id", "=", self.id), ("level", "=", level), ("code", "=", code)]
        named = problems._read_group(domain, ["number"], limit=NAMED_ROWS, order="number")
        last = problems.search(domain, limit=1, order="row_id DESC").number
        texts = [str(number) for (number,) in named]
        if row_count > len(texts):
            texts = [*texts[:-1], "…", str(last)]
        return {
            "code": code,
            "title": self.env["registration.import.message"]._title(code),
            "level": level,
            "count": count,
            "row_count": row_count,
            "rows": ", ".join(texts).replace(", …, ", " … "),
            "can_add_reference": self._can_add_references(code),
        }

    def problem_lines(self, code, level):
        """The first problems of a group: ``[{"id", "row", "label", "value", "message", "hint",
        "can_add_reference"}]``."""
        self.ensure_one()
        self.check_access("read")
        _check_texts(self.env, code, level)
        domain = [("job_id", "=", self.id), ("code", "=", code), ("level", "=", level)]
        problems = self.env["registration.import.problem"].search(domain, limit=UNFOLDED_ROWS)
        return [_problem_line(problem) for problem in problems]

    def problem_page(self, level, offset=0):
        """A page of the table of problems, in the file's order: ``{"count", "size", "lines"}``:
        how many there are, how many fill a page, and lines like those above. Warnings are those of
        rows without an error: the others are left out anyhow."""
        self.ensure_one()
        self.check_access("read")
        _check_texts(self.env, level)
        if type(offset) is not int or not 0 <= offset < 2**31:
            raise UserError(self.env._("A page begins at a number of lines, from 0."))
        problems = self.env["registration.import.problem"]
        domain = self._doubts() if level == WARNING else self._problems_at(level)
        page = problems.search(domain, offset=offset, limit=PAGE, order="row_id, id")
        return {
            "count": problems.search_count(domain),
            "size": PAGE,
            "lines": [_problem_line(problem) for problem in page],
        }

    def _count_doubtful(self):
        """The number of rows that have a warning and no error."""
        problems = self.env["registration.import.problem"]
        return problems._read_group(self._doubts(), aggregates=["row_id:count_distinct"])[0][0]

    def _doubts(self):
        """The warnings of rows without an error, as a domain."""
        wrong = self.env["registration.import.problem"]._search(self._problems_at(ERROR))
        return [*self._problems_at(WARNING), ("row_id", "not in", wrong.subselect("row_id"))]

    def _problems_at(self, level):
        return [("job_id", "=", self.id), ("level", "=", level)]


def _check_texts(env, *texts):
    """Refuse what cannot be a code or a level, and what the database cannot look for."""
    if not all(isinstance(text, str) and text == clean(text) for text in texts):
        raise UserError(env._("Problems are looked for by the text of their code and level."))


def _problem_line(problem):
    return {
        "id": problem.id,
        "row": problem.number,
        "label": problem.label or "",
        "value": problem.value or "",
        "message": problem.message,
        "hint": problem.hint,
        "can_add_reference": problem.can_add_reference,
    }


def _size_text(size):
    """Bytes for people: ``_size_text(2_500_000) == "2.4 MB"``."""
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024**2:.1f} MB"
