from odoo import api, fields, models
from odoo.exceptions import UserError

from ...importer.intake import Intake
from ..sync.sync_roles import check_sync
from .import_source_connection import CONNECTOR, propose_fields

# In the context: this file is what a run has fetched. No caller from outside can send this object.
FETCHED = object()


class RegistrationImportOperation(models.Model):
    """An operation that keeps contacts in step with another CRM (V13)."""

    _inherit = "registration.import.operation"

    connection_id = fields.Many2one(related="source_ids.connection_id")
    makes_there = fields.Boolean(
        "Make new contacts there",
        default=True,
        help="Contacts of ours that the other CRM does not know are made there. Off: only those"
        " that it knows are kept in step",
    )

    @api.depends("source_ids.connection_id", "line_ids.theirs_id")
    def _compute_start_problem(self):
        return super()._compute_start_problem()

    def _connection(self):
        """The connection of the operation, whoever runs it."""
        return self.sudo().source_ids.connection_id

    def _field_pairs(self):
        """The fields that are kept in step, as ``tools.kinds.pair_sides.Pair``."""
        lines = self.sudo().line_ids.filtered(lambda line: line.used and line.theirs_id.active)
        return [line._pair() for line in lines]

    # -- running -------------------------------------------------------------------------------

    def _start_run(self):
        """Fetched in the background, like a file."""
        if self.kind != CONNECTOR:
            return super()._start_run()
        _check_pairs(self)
        result = self._fetch_now()
        self.sudo().source_ids.previews = False  # of a preview that has not begun yet
        return result

    def action_preview(self):
        """Fetch what has changed, and say what a run would do here and there: nothing is written
        on either side."""
        self.ensure_one()
        check_sync(self.env, "run")
        self.check_access("read")
        if self.kind != CONNECTOR:
            raise UserError(self.env._("Only a connector has a preview of its own."))
        _check_pairs(self)
        source = self.sudo().source_ids
        if source._fetching() and not source.previews:
            raise UserError(self.env._("It is running: wait until that has ended."))
        result = self._fetch_now()
        source.previews = True
        return result

    def _asked_notification(self):
        notification = super()._asked_notification()
        if self.kind == CONNECTOR:
            notification["params"]["message"] = self.env._(
                "What has changed on either side is fetched in the background. What comes of it"
                " appears in this list."
            )
        return notification

    def _check_upload(self):
        """What a run has fetched is no file of anybody."""
        result = super()._check_upload()
        fetched = self.env.context.get("registration_import_fetched") is FETCHED
        if self.kind == CONNECTOR and not fetched:
            raise UserError(
                self.env._("“%s” takes no file: it fetches what has changed itself.", self.name)
            )
        return result

    # -- what goes where -----------------------------------------------------------------------

    def _complete_parts(self):
        """The fields of both sides are paired where that is plain."""
        result = super()._complete_parts()
        propose_fields(self)
        return result

    def action_propose_fields(self):
        """Say anew which field there is which one here, where nobody has said it."""
        self.ensure_one()
        check_sync(self.env, "manage")
        self.check_access("write")
        propose_fields(self)
        return True


class RegistrationImportRun(models.Model):
    _inherit = "registration.import.run"

    def _start_job(self, operation, content):
        """A preview stops before anything is written."""
        if operation.kind != CONNECTOR:
            return super()._start_job(operation, content)
        operation = operation.with_context(registration_import_fetched=FETCHED)
        intake = Intake(operation.env)
        job, is_new = intake.job_for(operation, content, self.name, f"source-{self.id}")
        if is_new:
            job._launch().run_unattended(validate_only=self.source_id.previews)
        self.source_id.previews = False
        return job


def _check_pairs(operation):
    """Raise ``UserError`` where there is nothing yet to keep in step."""
    problem = operation._kind()._unavailable(operation)
    if problem:
        raise UserError(problem)
