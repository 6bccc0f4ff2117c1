import datetime
import logging
import time

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...importer.fault_log import told
from ...importer.worker import check_worker
from ...tools.rows.problems import Problem
from .import_operation_run import unfinished_job
from .import_run import FAILED, STABLE_SECONDS, WAITING

_logger = logging.getLogger(__name__)

# While an import is under way the next run waits; its end wakes it, this is the safety net.
WAIT_SECONDS = 60
# A worker waits so long for the second scan of a file; for later times Odoo wakes it.
NAP_SECONDS = STABLE_SECONDS + 2


class RegistrationImportSchedule(models.Model):
    """Driving the schedules: each operation on its own, in a transaction of its own."""

    _inherit = "registration.import.schedule"

    @api.model
    def _cron_poll(self):
        """Put the files of ended jobs away, give each operation that is due its next file, and
        wait for files that are being written, as long as the slice of the worker lasts."""
        check_worker(self.env)
        cron = self.env["ir.cron"]
        while True:
            steps = [*self.env["registration.import.run"]._ended(), *self._due()]
            left = cron._commit_progress(remaining=len(steps))
            for record in steps:
                if not left:
                    return
                record._step_alone()
                left = cron._commit_progress(1)
            nap = self._seconds_to_poll()
            if nap is None or nap >= min(left, NAP_SECONDS):
                return
            time.sleep(nap)

    @api.model
    def _seconds_to_poll(self):
        """How long until the next poll; None where there is none."""
        schedule = self.sudo().search([("poll_at", "!=", False)], order="poll_at", limit=1)
        wait = schedule and schedule.poll_at - fields.Datetime.now()
        return max(wait.total_seconds(), 0) + 1 if schedule else None

    @api.model
    def _due(self):
        """Those to poll now, the one that waits longest first."""
        due = [("poll_at", "<=", fields.Datetime.now())]
        mailed = [
            ("operation_id.active", "=", True),
            ("paused", "=", False),
            ("operation_id.source_ids.run_ids", "any", [("state", "=", WAITING)]),
        ]
        schedules = self.sudo().with_context(active_test=False)
        return schedules.search(due, order="poll_at, id") | schedules.search(mailed)

    def _step_alone(self):
        """One step, unless another worker is at it; a problem ends this run and is told."""
        try:
            if self.try_lock_for_update(allow_referencing=True):
                self._step()
            self.env.flush_all()
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
            self.env.cr.rollback()
        except OSError as error:
            self.env.cr.rollback()
            folder, reason = self.operation_id.source_ids.folder_id.name, reason_of(error)
            self._stop(Problem("run_unreadable", params={"folder": folder, "reason": reason}))
        except UserError as error:
            self.env.cr.rollback()
            self._stop(Problem("run_stopped", params={"reason": error.args[0]}))
        except Exception as error:
            self.env.cr.rollback()
            _logger.error("Operation %s could not be run: %s", self.operation_id.id, told(error))
            reason = self.env._("the log of the server has the details.")
            self._stop(Problem("run_stopped", params={"reason": reason}))

    def _stop(self, problem):
        """End this run, and tell why."""
        self.operation_id.source_ids._log(FAILED, problem)._mail()
        self._advance()

    def _step(self):
        """Take the next file where one is there and nothing stands against it."""
        if self not in self._due():
            return  # another worker was faster
        if self.operation_id._is_busy():
            self._poll_again(WAIT_SECONDS)
            return
        problem = self._runner_problem(self._runner(), "run" if self.asked_id else "schedule")
        if problem and self.asked_id:
            self._stop(problem)
        elif problem:
            self._pause(problem)
        else:
            self._take_and_wait()

    def _take_and_wait(self):
        source = self.operation_id.source_ids
        run = source._take_next(self._runner())
        seconds = run._seconds_to_wait()
        if seconds is not None:
            self._poll_again(seconds)
        elif run:
            self._poll_again(WAIT_SECONDS if unfinished_job(self.operation_id) else 0)
        else:
            if not self.took_file:
                source._log_nothing()
            self._advance()

    # -- next ----------------------------------------------------------------------------------

    def _advance(self):
        """This run is over; what was missed meanwhile is not made up for."""
        now = fields.Datetime.now()
        due = self.next_run and self.next_run <= now
        following = self._next_after(now) if due else self.next_run
        self.write(
            {"next_run": following, "poll_at": following, "took_file": False, "asked_id": False}
        )
        self._wake()

    def _poll_again(self, seconds):
        """Poll for this run once more, a little later."""
        moment = fields.Datetime.now() + datetime.timedelta(seconds=seconds)
        self.write({"poll_at": moment})
        self._cron()._trigger(at=moment)

    def _poll_now(self, user):
        """Let the next poll be now, for that user, who asked for it."""
        self.write({"asked_id": user.id, "took_file": False})
        self._poll_again(0)

    def _continue(self):
        """Poll for the next file at once, where this run goes on."""
        if self.took_file and self.poll_at:
            self._poll_again(0)


def reason_of(error):
    """Why the operating system refuses, in its own words."""
    return error.strerror or str(error)
