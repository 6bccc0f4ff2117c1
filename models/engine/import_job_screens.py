from odoo import api, fields, models

from ...importer.calling import call_workers
from ...importer.mapped_values import ValueMapping
from ...importer.mending import Mending
from ...importer.problem_list import ProblemList
from ...importer.rights import with_rows_seen
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
from ...importer.waiting import is_worked_on
from ...importer.words import mapping_text, reading_text, size_text
from ...tools.rows import plan

# An import in these was started, or has ended.
PAST_WIZARD = (*END_STATES, SCHEDULED, RUNNING, INTERRUPTED, WAITING)


class RegistrationImportJob(models.Model):
    """What the screens of a job show, and where their buttons lead."""

    _inherit = "registration.import.job"
    _grouped_by = (
        *("operation_id", "state", "create_uid", "create_date", "started", "ended", "name"),
        *("company_id", "approver_id", "label", "reason", "reference"),
    )

    is_mine = fields.Boolean(compute="_compute_doors")
    can_cancel = fields.Boolean(compute="_compute_doors")
    size_text = fields.Char(string="Size", compute="_compute_texts")
    reading_text = fields.Char(string="Read as", compute="_compute_texts")
    mapping_text = fields.Char(string="Columns", compute="_compute_texts")
    has_errors_file = fields.Boolean(compute="_compute_doors")
    sees_rows = fields.Boolean(compute="_compute_doors")

    @api.depends("state", "failing", "invalid", "labels", "purged")
    @api.depends_context("uid")
    def _compute_doors(self):
        """What the user can do with it."""
        seen = with_rows_seen(self)
        for job in self:
            job.is_mine = job.create_uid == self.env.user
            job.sees_rows = job in seen
            job.can_cancel = job.state not in END_STATES and (
                job.is_mine or not job.operation_id._right_problem("manage")
            )
            wrong = (
                job.failing if job.state in END_STATES else job.state == VALIDATED and job.invalid
            )
            kept = wrong and job.sudo().labels and not job.purged
            job.has_errors_file = bool(kept) and job.sees_rows

    @api.depends("size", "format", "dialect", "mapping", "labels", "undo_of_id")
    @api.depends_context("lang", "uid")
    def _compute_texts(self):
        seen = with_rows_seen(self)
        for job in self:
            told = job in seen
            job.size_text = size_text(self.env, job.size) if job.size else False
            job.reading_text = told and job._source().tells_reading and reading_text(job)
            job.mapping_text = told and mapping_text(job)

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
            call_workers(self)
        done = sum(counts.values()) - counts[plan.NOT_PROCESSED]
        label = dict(job._fields["state"]._description_selection(self.env))[job.state]
        if job.state == RUNNING and 0 < job.total <= done:
            label = self.env._("Writing the report")
        return {
            "state": job.state,
            "label": label,
            "total": job.total,
            "done": done,
            "counts": counts,
            "live": job.state in LIVE_STATES,
            "message": self.message or "",
        }

    # -- where buttons lead --------------------------------------------------------------------

    def action_open_wizard(self):
        """Go on where the wizard was left; an ended import is looked at instead."""
        self.ensure_one()
        self.check_access("read")
        if _is_past_wizard(self):
            return self.action_open_job()
        return self.env["registration.import.wizard"]._for_job(self)._open()

    def action_open_job(self):
        """The form of this job, below the list that it stands in; its address names it, and not the
        record that the button was on."""
        self.ensure_one()
        self.check_access("read")
        return list_of_jobs(self) | {
            "res_id": self.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "context": {"active_model": self._name, "active_id": False, "active_ids": []},
        }

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
        return _list_action(self, "registration.import.row", self.env._("Rows"))

    def action_open_problems(self):
        """What is wrong, row by row, by kind of problem; a problem has no page of its own."""
        action = _list_action(self, "registration.import.problem", self.env._("Problems"))
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
        ProblemList(self).check_texts(code)
        title = self.env["registration.import.message"]._title(code)
        return action | {
            "name": f"{title}: {self.name}",
            "domain": [*action["domain"], ("code", "=", code)],
            "context": {"create": False},
        }

    def action_download_file(self):
        """The file as it was uploaded."""
        return _download(self, f"/web/content/{self.attachment_id.id}?download=true")

    def action_upload_mended(self):
        """Choose a file in which the rows that were not imported are mended."""
        self._rights().check_owner()
        action = self.operation_id.action_upload()
        event = (self._of_file().options or {}).get("event")
        context = {**action["context"], **({"default_event_id": event} if event else {})}
        return action | {"context": context}

    # -- mending -----------------------------------------------------------------------------

    def mending_page(self, offset=0, place=None):
        """A page of the rows that can be mended, or that with the row of this number: see
        ``importer.mending``, as for the others."""
        self._rights().check_owner()
        return Mending(self).page(offset, place)

    def mend(self, row, column, text):
        """Read a text in the place of a cell, and check its row again."""
        self._rights().check_owner()
        return Mending(self).mend(row, column, text)

    def values_page(self):
        """Values that nobody knows: see ``importer.mapped_values``."""
        self._rights().check_owner()
        return ValueMapping(self).page()

    def map_values(self, meanings, scope="job"):
        """Read what texts mean, and check all rows again."""
        self._rights().check_owner()
        ValueMapping(self).map(meanings, scope)
        return True

    def set_repeats(self, repeats):
        """Say which of several rows of one record are kept, of ``importer.options.REPEATS``, and
        check all rows again."""
        self._rights().check_owner()
        self._rights().check_state(VALIDATED)
        self.operation_id._check_options({"repeats": repeats})
        self._update(options=(self.sudo().options or {}) | {"repeats": repeats})
        self._as_starter()._launch().validate()
        return True

    # -- problems ----------------------------------------------------------------------------

    def problem_groups(self):
        """Problems by code: see ``importer.problem_list``, as for the others."""
        self._rights().check_sees_rows()
        return ProblemList(self).groups()

    def problem_lines(self, code, level):
        """The first problems of a group."""
        self._rights().check_sees_rows()
        return ProblemList(self).lines(code, level)

    def problem_page(self, level, offset=0):
        """A page of the table of problems."""
        self._rights().check_sees_rows()
        return ProblemList(self).page(level, offset)


def _is_past_wizard(job):
    """Whether the import was started or ended; a file that could not be read is explained by the
    wizard, which leads to another file."""
    if job.state == REFUSED:
        return bool(job.started or job.unattended)
    return job.goal == "run" or job.state in PAST_WIZARD


def list_of_jobs(job):
    """What opens the list of jobs that those of its kind stand in."""
    kind = f"registration.import.kind.{job.sudo().kind}"
    path = job.env[kind if kind in job.env else "registration.import.kind"]._jobs_path
    actions = job.env["ir.actions.act_window"]
    action = actions.sudo().search([("path", "=", path)], limit=1)
    return actions._for_xml_id(action.xml_id)


def _list_action(job, model, name):
    job._rights().check_sees_rows()
    return {
        "type": "ir.actions.act_window",
        "name": f"{name}: {job.name}",
        "res_model": model,
        "views": [(False, "list"), (False, "form")],
        "domain": [("job_id", "=", job.id)],
        "context": {"create": False},
    }


def _download(job, url):
    job._rights().check_sees_rows()
    return {"type": "ir.actions.act_url", "url": url, "target": "download"}
