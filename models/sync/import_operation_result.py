from odoo import api, fields, models

from ...importer.states import END_STATES, STATES
from ...importer.words import show_count
from .sync_roles import check_sync


class RegistrationImportOperation(models.Model):
    """What became of the last run, as the person who looks may see it."""

    _inherit = "registration.import.operation"

    last_job_id = fields.Many2one(
        "registration.import.job", "Last Run", compute="_compute_last_job"
    )
    last_state = fields.Selection(STATES, compute="_compute_last_job")
    last_date = fields.Datetime(compute="_compute_last_job")
    last_text = fields.Char(compute="_compute_last_job")
    last_failing = fields.Integer(compute="_compute_last_job")
    job_count = fields.Integer("Jobs", compute="_compute_last_job")

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_last_job(self):
        for operation, job, count in self._last_of("registration.import.job"):
            operation.job_count = count
            operation.last_job_id = job
            operation.last_state = job.state
            operation.last_date = job.ended or job.create_date
            operation.last_failing = job.failing if job.ended else 0
            operation.last_text = bool(job) and job._result_line()

    def _last_of(self, model):
        """Yield ``(operation, its last record of that model, how many it has)``, of those that the
        user sees: one query for all."""
        records, found = self.env[model], []
        if records.has_access("read"):
            domain = [("operation_id", "in", self.ids)]
            found = records._read_group(domain, ["operation_id"], ["id:max", "__count"])
        # browsed together, so that they are read together
        known = records.browse([each for _operation, each, _count in found])
        last = {
            operation.id: (record, count)
            for (operation, _each, count), record in zip(found, known, strict=True)
        }
        for operation in self:
            yield operation, *last.get(operation.id, (records, 0))

    def action_open_jobs(self):
        """Open the runs of this operation that the user may see."""
        name = self.env._("Jobs of %s", self.name)
        return self._open_list("sync_import_job_action", name) | {
            "context": {"registration_import_one_kind": True}
        }

    def _open_list(self, action, name):
        """An action of this addon on what belongs to this operation, for who may view operations;
        record rules say what of it they see."""
        self.ensure_one()
        check_sync(self.env, "view")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"registration_import.{action}")
        domain = [("operation_id", "=", self.id)]
        return action | {"name": name, "display_name": name, "domain": domain}

    def action_open_last_job(self):
        """Open the last run."""
        self.ensure_one()
        check_sync(self.env, "view")
        return self.last_job_id.action_open_job() if self.last_job_id else self.action_open_jobs()


class RegistrationImportJob(models.Model):
    _inherit = "registration.import.job"

    def _result_line(self):
        """What became of it, in a line: "212 created, 3 not imported", or why it stands."""
        self.ensure_one()
        if self.state not in END_STATES:
            rows = show_count(self.env, self.total)
            text = self.env._("1 row") if self.total == 1 else self.env._("%s rows", rows)
            return f"{self.name}, {text}"
        if not self.started:
            return self.message or self.env._("Nothing was imported")
        if self.undo_of_id:
            return self.env._("Undo: %s", self._counts_line())
        return self._counts_line()

    def _counts_line(self):
        """The outcomes that occur, each with the number of its rows."""
        texts = [
            (self.created, self.env._("%s created")),
            (self.updated, self.env._("%s updated")),
            (self.removed, self.env._("%s removed")),
            (self.unchanged + self.skipped, self.env._("%s as they were")),
            (self.failing, self.env._("%s not imported")),
        ]
        return ", ".join(text % show_count(self.env, count) for count, text in texts if count)
