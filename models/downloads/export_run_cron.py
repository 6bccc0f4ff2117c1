import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...importer.export_ledger import drop_lines
from ...importer.fault_log import told
from ...importer.worker import check_worker
from .export_run import FAILED, RUNNING

_logger = logging.getLogger(__name__)

# Times that a worker begins anew with nothing done in between.
TRIES = 3
# First half of the advisory lock's key.
LOCK_SPACE = 0x52494558
CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


class RegistrationExportRun(models.Model):
    """Driving: small runs at once, the others by a scheduled action, step by step, and what becomes
    of those that fail."""

    _inherit = "registration.export.run"

    def _work_at_once(self):
        """In the caller's transaction; a failure is noted and nothing counts as sent."""
        try:
            with self.env.cr.savepoint():
                while self._step():
                    pass
        except CONFLICTS:
            raise
        except Exception as error:
            self.env.invalidate_all(flush=False)
            self._fail_with(error)

    @api.model
    def _cron_run(self):
        """A step for each run that waits, in turns; committed after each. Where another worker is
        at it already, there is nothing to do."""
        check_worker(self.env)
        cron = self.env["ir.cron"]
        left = cron._commit_progress(remaining=self._count_waiting())
        if not left or not self._lock_worker():
            return
        try:
            while left and (runs := self.search(self._work_domain(), order="id")):
                for run in runs:
                    left = run._step_or_fail()
                    if not left:
                        break
        finally:
            self._unlock_worker()
        if self._count_waiting():
            self._wake_worker()

    def _lock_worker(self):
        """A lock of the connection: it goes with a worker that dies."""
        self.env.cr.execute(SQL("SELECT pg_try_advisory_lock(%s, 0)", LOCK_SPACE))
        locked = self.env.cr.fetchone()[0]
        self.env.cr.rollback()  # what another worker did before is seen from here on
        return locked

    def _unlock_worker(self):
        self.env.cr.rollback()
        self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s, 0)", LOCK_SPACE))

    @api.model
    def _count_waiting(self):
        return self.sudo().search_count(self._work_domain())

    @api.model
    def _work_domain(self):
        """The runs that a worker has something to do for."""
        return [("state", "=", RUNNING)]

    @api.model
    def _wake_worker(self):
        self.env.ref("registration_import.ir_cron_download").sudo()._trigger()

    def _step_or_fail(self):
        """A step in its own transaction; gives the seconds left of the worker's slice."""
        cron, run = self.env["ir.cron"], self._as_starter()
        try:
            run._begin_step()
            left = cron._commit_progress()
            if left and run.sudo().state == RUNNING:
                run._step()
        except CONFLICTS:
            self.env.cr.rollback()
        except Exception as error:
            self.env.cr.rollback()
            run._fail_with(error)
        return cron._commit_progress(1, remaining=self._count_waiting())

    def _begin_step(self):
        """Counted before it is begun: who dies on the way is known by that."""
        run = self.sudo()
        if run.tries >= TRIES:
            self._fail("interrupted")
        else:
            self._update(tries=run.tries + 1)

    def _fail_with(self, error):
        if isinstance(error, UserError):
            self._fail("odoo", {"text": error.args[0]})
            return
        _logger.error("Download %s failed: %s", self.id, told(error))
        self._fail("unexpected", {"time": fields.Datetime.to_string(fields.Datetime.now())})

    def _fail(self, code, params=None):
        """Nothing counts as sent: the next run takes it all."""
        drop_lines(self.env, self.ids)
        self.env["registration.export.deferred"].sudo().search([("run_id", "=", self.id)]).unlink()
        self._update(state=FAILED, ended=fields.Datetime.now(), code=code, params=params or {})
        self._send_report()
