from odoo import models
from odoo.exceptions import UserError

from ...importer.states import LIVE_STATES, WAITING
from .import_operation_result import open_list
from .sync_roles import check_sync


class RegistrationImportOperation(models.Model):
    """What people start, stop and look at: the buttons of an operation."""

    _inherit = "registration.import.operation"

    def action_run(self):
        """Start a run."""
        self.ensure_one()
        check_sync(self.env, "run")
        return self._start_run()

    def _start_run(self):
        """Fetch the file in the background, or open the wizard where somebody has to bring it."""
        if not self.source_ids._waits_for_people():
            return self._fetch_now()
        return self.action_upload() | {"name": self.name}

    def _fetch_now(self):
        """Let the next poll of the source be now, for whoever clicked."""
        self.check_access("read")
        self._check_right()
        job = unfinished_job(self)
        if job:
            raise UserError(
                self.env._(
                    "An import of this operation is under way (“%(file)s”, import %(job)s): wait"
                    " until it has ended.",
                    file=job.name,
                    job=job.id,
                )
            )
        self.sudo().schedule_ids._poll_now(self.env.user)
        return self._asked_notification()

    def _is_busy(self):
        """Whether something of this operation is under way, so that nothing else is started."""
        return bool(unfinished_job(self))

    def _asked_notification(self):
        """Opens the runs, where the result appears."""
        opened = self.action_open_fetched()
        opened["context"] = opened["context"] | {"registration_import_asked": True}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self.name,
                "message": self.env._(
                    "The file is fetched in the background, and imported as soon as it has been"
                    " written to its end. What comes of it appears in this list."
                ),
                "next": opened,
            },
        }

    def action_open_fetched(self):
        """Open the log of this operation: each poll of its source, with what came of it."""
        name = self.env._("Fetched files of %s", self.name)
        return open_list(self, "registration_import_run_action", name) | {
            "context": {"registration_import_one_operation": True}
        }

    def action_pause(self):
        """Let the operation not run by itself until somebody resumes it."""
        self.check_access("read")
        check_sync(self.env, "schedule")
        self.sudo().schedule_ids._pause()
        return True

    def action_resume(self):
        """Let it run by itself again, from its next time on, as whoever resumes it."""
        self.check_access("read")
        check_sync(self.env, "schedule")
        self.sudo().schedule_ids._resume(self.env.user)
        return True


def unfinished_job(operation):
    """A job of this operation that is under way or waits for approval: two never run at the
    same time (T28)."""
    states = (*LIVE_STATES, WAITING)
    domain = [("operation_id", "=", operation.id), ("state", "in", states)]
    return operation.env["registration.import.job"].sudo().search(domain, limit=1)
