from odoo import api, fields, models

from ...importer.states import STATES
from ...importer.words import result_line
from .sync_roles import check_sync


class RegistrationImportOperation(models.Model):
    """What became of the last run, as the person who looks may see it."""

    _inherit = "registration.import.operation"

    last_job_id = fields.Many2one("registration.import.job", "Last Import", compute="_compute_last")
    last_state = fields.Selection([*STATES, ("failed", "Failed")], compute="_compute_last")
    last_date = fields.Datetime(compute="_compute_last")
    last_text = fields.Char(compute="_compute_last")
    last_failing = fields.Integer(compute="_compute_last")
    run_count = fields.Integer("Imports", compute="_compute_last")

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_last(self):
        for operation, job, count in last_of(self, "registration.import.job"):
            operation.run_count = count
            operation.last_job_id = job
            operation.last_state = job.state
            operation.last_date = job.ended or job.create_date
            operation.last_failing = job.failing if job.ended else 0
            operation.last_text = bool(job) and result_line(job)

    def action_open_jobs(self):
        """Open the runs of this operation that the user may see."""
        name = self.env._("Imports of %s", self.name)
        return open_list(self, "sync_import_job_action", name) | {
            "context": {"registration_import_one_kind": True}
        }

    def action_open_last_job(self):
        """Open the last run."""
        self.ensure_one()
        check_sync(self.env, "view")
        return self.last_job_id.action_open_job() if self.last_job_id else self.action_open_jobs()


def last_of(operations, model):
    """Yield ``(operation, its last record of that model, how many it has)``, of those that the
    user sees: one query for all."""
    records, found = operations.env[model], []
    if records.has_access("read"):
        domain = [("operation_id", "in", operations.ids)]
        found = records._read_group(domain, ["operation_id"], ["id:max", "__count"])
    # browsed together, so that they are read together
    known = records.browse([each for _operation, each, _count in found])
    last = {
        operation.id: (record, count)
        for (operation, _each, count), record in zip(found, known, strict=True)
    }
    for operation in operations:
        yield operation, *last.get(operation.id, (records, 0))


def open_list(operation, action, name):
    """An action of this addon on what belongs to this operation, for who may view operations;
    record rules say what of it they see."""
    operation.ensure_one()
    check_sync(operation.env, "view")
    action = operation.env["ir.actions.act_window"]._for_xml_id(f"registration_import.{action}")
    domain = [("operation_id", "=", operation.id)]
    return action | {"name": name, "display_name": name, "domain": domain}
