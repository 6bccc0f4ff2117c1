import logging
import time

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .import_operation_schedule import TIME_FIELDS
from .import_operation_source import SOURCE_FIELDS, STABLE_SECONDS
from .import_operation_source_email import EMAIL_FIELDS
from .import_run import FAILED, LOOKING, WAITING
from .sync_roles import sync_refusal

_logger = logging.getLogger(__name__)

# While an import is under way the next run waits; its end wakes it, this is the safety net.
WAIT_SECONDS = 60
# A worker waits so long for the second look at a file; for later times Odoo wakes it.
NAP_SECONDS = STABLE_SECONDS + 2


class RegistrationImportOperation(models.Model):
    """Driving the schedules: each operation on its own, in a transaction of its own."""

    _inherit = "registration.import.operation"

    can_schedule = fields.Boolean(compute="_compute_can_schedule")

    @api.depends_context("uid")
    def _compute_can_schedule(self):
        may = sync_refusal(self.env, "schedule") is None
        for operation in self:
            operation.can_schedule = may and (
                bool(operation.based_on_id) or self.env.user.has_group("base.group_system")
            )

    @api.model
    def _schedule_fields(self):
        """What who may schedule may write, and no other field: when it runs, where from, and as
        whom; the last is for administrators, which ``write`` checks."""
        return TIME_FIELDS | SOURCE_FIELDS | EMAIL_FIELDS | {"run_as_id"}

    # -- by itself -----------------------------------------------------------------------------

    @api.model
    def _cron_run_sources(self):
        """Put the files of ended jobs away, give each operation that is due its next file, and
        wait for files that are being looked at, as long as the slice of the worker lasts."""
        cron = self.env["ir.cron"]
        while True:
            steps = [*self.env["registration.import.run"]._ended(), *self._due()]
            left = cron._commit_progress(remaining=len(steps))
            for record in steps:
                if not left:
                    return
                record._step_alone()
                left = cron._commit_progress(1)
            nap = self._seconds_to_look()
            if nap is None or nap >= min(left, NAP_SECONDS):
                return
            time.sleep(nap)

    @api.model
    def _seconds_to_look(self):
        """How long until the next operation is looked at; None where none is."""
        operation = self.sudo().search([("look_at", "!=", False)], order="look_at", limit=1)
        wait = operation and operation.look_at - fields.Datetime.now()
        return max(wait.total_seconds(), 0) + 1 if operation else None

    @api.model
    def _due(self):
        """Operations that are to be looked at now, the one that waits longest first."""
        due = [("look_at", "<=", fields.Datetime.now())]
        mailed = [
            ("active", "=", True),
            ("paused", "=", False),
            ("run_ids", "any", [("state", "=", WAITING)]),
        ]
        operations = self.sudo().with_context(active_test=False)
        return operations.search(due, order="look_at, id") | operations.search(mailed)

    def _step_alone(self):
        """One step, unless another worker is at it; a fault ends this run and is told."""
        try:
            if self.try_lock_for_update(allow_referencing=True):
                self._step()
            self.env.flush_all()
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
            self.env.cr.rollback()
        except OSError as error:
            self.env.cr.rollback()
            self._stop("run_unreadable", folder=self.folder_id.name, reason=_reason(error))
        except UserError as error:
            self.env.cr.rollback()
            self._stop("run_stopped", reason=error.args[0])
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Operation %s could not be run", self.id)
            self._stop("run_stopped", reason=self.env._("the log of the server has the details."))

    def _stop(self, code, **params):
        self._log(FAILED, code, params)._mail()
        self._advance()

    def _step(self):
        """Take the next file where one is there and nothing stands against it."""
        if self not in self._due():
            return  # another worker was faster
        if self._holding_job() or self._is_sending():
            self._look_again(WAIT_SECONDS)
            return
        fault = self._runner_fault(self._runner(), "run" if self.asked_id else "schedule")
        if fault and self.asked_id:
            self._stop(fault[0], **fault[1])
        elif fault:
            self._pause(*fault)
        else:
            self._take_and_wait()

    def _runner(self):
        return self.asked_id or self.run_as_id

    def _take_and_wait(self):
        run = self._take_next(self._runner())
        if run.state == LOOKING:
            self._look_again(STABLE_SECONDS)
        elif run:
            self._look_again(WAIT_SECONDS if self._holding_job() else 0)
        else:
            if not self.took_file:
                self._log_nothing()
            self._advance()

    def _go_on(self):
        """Look for the next file at once, where this run goes on."""
        if self.took_file and self.look_at:
            self._look_again(0)

    # -- by hand -------------------------------------------------------------------------------

    def _fetch_now(self):
        """Let the next look at the source be now, for whoever clicked."""
        self.check_access("read")
        self._check_right()
        job = self._holding_job()
        if job:
            raise UserError(
                self.env._(
                    "An import of this operation is under way (“%(file)s”, job %(job)s): wait until"
                    " it has ended.",
                    file=job.name,
                    job=job.id,
                )
            )
        self.sudo().write({"asked_id": self.env.uid, "took_file": False})
        self.sudo()._look_again(0)
        return self._asked_notification()

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
        """Open the log of this operation: each look at its source, with what came of it."""
        name = self.env._("Fetched files of %s", self.name)
        return self._open_list("registration_import_run_action", name) | {
            "context": {"registration_import_one_operation": True}
        }


class RegistrationImportRun(models.Model):
    _inherit = "registration.import.run"

    def _step_alone(self):
        """Put the file of an ended job away; what cannot be done now is told once, and tried
        again."""
        try:
            if self.try_lock_for_update(allow_referencing=True) and self in self._ended():
                self._settle()
                self.operation_id._go_on()
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
        except OSError as error:
            self.env.cr.rollback()
            self._leave_there(_reason(error))
        except Exception:
            # a storage elsewhere raises what it likes, and others wait for their turn
            self.env.cr.rollback()
            _logger.exception("The file of run %s could not be put away", self.id)
            self._leave_there(self.env._("the log of the server has the details."))

    def _leave_there(self, reason):
        if self.code != "run_not_moved":
            params = {"folder": self.folder_id.name, "reason": reason}
            self.write({"code": "run_not_moved", "params": params})
            self._mail()


def _reason(error):
    return error.strerror or str(error)


class RegistrationImportJobEnd(models.AbstractModel):
    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        """The next file may wait for this end, and this one to be put away."""
        result = super()._after(job)
        runs = self.env["registration.import.run"].sudo()
        if runs.search_count([("job_id", "=", job.id)], limit=1):
            self.env["registration.import.operation"]._schedule_cron()._trigger()
        return result
