import contextlib
import logging
import random
import time

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...importer.states import INTERRUPTED, LIVE_STATES, READING

_logger = logging.getLogger(__name__)

# A job's turn, in seconds: then another job that waits has one.
TURN = 3
# Interruptions in a row, with nothing done in between, before a job is stopped.
INTERRUPTIONS = 3
# First half of the advisory lock's key: says that the second half is one of our jobs.
LOCK_SPACE = 0x52494D50
CRONS = ("ir_cron_run_1", "ir_cron_run_2", "ir_cron_run_3")


class RegistrationImportJob(models.Model):
    """Driving: scheduled actions take turns at the jobs; the only place that commits.

    A worker holds a session lock on its job through all its commits. The lock ends with the
    worker's connection, so a claim that is ``held`` while nobody has the lock is a death.
    """

    _inherit = "registration.import.job"

    @api.model
    def _cron_run(self):
        cron = self.env["ir.cron"]
        left = cron._commit_progress(remaining=self._count_waiting_rows())
        failed = set()
        while left:
            with self._next_job(failed) as job:
                if not job:
                    cron._commit_progress(remaining=0)
                    return
                left = job._turn_or_log(min(left, TURN), failed)
        if self._count_waiting_rows():
            self._wake_workers()

    @api.model
    def _count_waiting_rows(self):
        """Rows that live jobs still have to do; a job whose rows are not known counts as one."""
        self.env.cr.execute(
            SQL(
                """SELECT coalesce(sum(greatest(j.total - coalesce(p.done, 0), 1)), 0)
                     FROM registration_import_job j
                LEFT JOIN LATERAL (
                    SELECT sum(created + updated + unchanged + removed + skipped + invalid + failed)
                           AS done
                      FROM registration_import_batch WHERE job_id = j.id AND phase = 'run'
                ) p ON true
                    WHERE j.state IN %s""",
                LIVE_STATES,
            )
        )
        return int(self.env.cr.fetchone()[0])

    @contextlib.contextmanager
    def _next_job(self, failed):
        """The live job that has waited longest and that no worker has; locked while used."""
        self.env.cr.execute(
            SQL(
                """SELECT j.id FROM registration_import_job j
                LEFT JOIN registration_import_checkpoint c ON c.job_id = j.id
                    WHERE j.state IN %s ORDER BY c.served NULLS FIRST, j.id""",
                LIVE_STATES,
            )
        )
        waiting = [identifier for (identifier,) in self.env.cr.fetchall()]
        taken = self._take([identifier for identifier in waiting if identifier not in failed])
        try:
            yield self.browse(taken)._as_starter() if taken else self.browse()
        finally:
            if taken:
                self._unlock(taken)

    def _take(self, waiting):
        """Lock the first of these jobs that can be had and still waits, and give its id.

        What another worker committed before it gave the lock back is not in the snapshot of this
        transaction: so a new one begins.
        """
        for identifier in filter(self._lock, waiting):
            self.env.cr.rollback()
            if self.browse(identifier).sudo().exists().state in LIVE_STATES:
                return identifier
            self._unlock(identifier)
        return None

    def _lock(self, identifier):
        self.env.cr.execute(SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK_SPACE, identifier))
        return self.env.cr.fetchone()[0]

    def _unlock(self, identifier):
        """Also after a failure: the lock belongs to the connection, which lives on."""
        with contextlib.suppress(Exception):
            self.env.cr.rollback()
            self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK_SPACE, identifier))

    def _is_worked_on(self):
        """Whether a worker that is alive has this job."""
        self.env.cr.execute(SQL("SELECT %s IN (%s)", self.id, self._held_jobs()))
        return self.env.cr.fetchone()[0]

    @staticmethod
    def _held_jobs():
        """A SELECT of the ids of jobs that a worker that is alive has."""
        return SQL(
            """SELECT objid::bigint FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND classid = %s AND objsubid = 2
                  AND database = (SELECT oid FROM pg_database
                                   WHERE datname = current_database())""",
            LOCK_SPACE,
        )

    def _others_wait(self):
        """Whether a live job has no worker: going on with this one would keep it waiting."""
        self.env.cr.execute(
            SQL(
                """SELECT 1 FROM registration_import_job
                    WHERE state IN %s AND id <> %s AND id NOT IN (%s) LIMIT 1""",
                LIVE_STATES,
                self.id,
                self._held_jobs(),
            )
        )
        return bool(self.env.cr.fetchone())

    def _turn_or_log(self, seconds, failed):
        """A turn; a fault of ours that even the care for faults does not stand is logged, and the
        job left for the next call, so that it keeps no other job from running."""
        try:
            return self._turn(seconds)
        except Exception:
            self.env.cr.rollback()  # raises where the connection is gone: then there is no next
            _logger.exception("Import job %s: its turn failed", self.id)
            failed.add(self.id)
            return self.env["ir.cron"]._commit_progress()

    def _turn(self, seconds):
        """Work on the job for about so long, longer when no other waits, since a window begun is
        matched anew in the next turn; gives the seconds left of the worker's slice."""
        cron = self.env["ir.cron"]
        claim = self._claim
        if claim.held:
            self._after_death_anywhere()
        claim._put(served=SQL("clock_timestamp() AT TIME ZONE 'UTC'"), held=True)
        left = cron._commit_progress()
        end = time.monotonic() + seconds
        try:
            for done in self._steps():
                left = cron._commit_progress(done)
                if not left or (done and time.monotonic() > end and self._others_wait()):
                    break
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
            self._retry_later(self._after_conflict)
            time.sleep(random.uniform(0, 2 ** min(claim.tries, 3)))
        except Exception:
            _logger.exception("Import job %s was interrupted", self.id)
            self._retry_later(self._after_interruption)
        claim._put(held=False)
        return min(left, cron._commit_progress())

    def _retry_later(self, note):
        self.env.cr.rollback()
        note()
        self.env["ir.cron"]._commit_progress()

    def _after_death_anywhere(self):
        """What a dead worker was doing decides: rows are taken smaller, a reading repeated."""
        if self._claim.phase == "run":
            self._after_death()
        else:
            self._after_interruption()

    def _after_interruption(self):
        """Not a row's fault: try again, but not for ever."""
        claim = self._claim
        if claim.deaths + 1 >= INTERRUPTIONS:
            job = self.sudo()
            if job.state == READING and not job.total:
                self._refuse("stopped", {"message": self.env._("the file could not be read.")})
            else:
                self._refuse(
                    "stopped", {"message": self.env._("it was interrupted again and again.")}
                )
            return
        claim._put(deaths=claim.deaths + 1, tries=0)
        if claim.phase:  # else it had not begun, and begins anew with all that is checked then
            self._set(state=INTERRUPTED)

    @api.model
    def _crons(self):
        """The scheduled actions that run jobs."""
        crons = self.env["ir.cron"].sudo()
        return crons.union(*(self.env.ref(f"registration_import.{name}").sudo() for name in CRONS))

    @api.model
    def _wake_workers(self):
        """Start soon: at commit the scheduled actions are notified."""
        for cron in self._crons():
            cron._trigger()

    @api.model
    def _call_workers(self):
        """Say again that there is work. After three deaths Odoo has forgotten what was asked of
        an action, and would wait for its next minute."""
        asked = (
            self.env["ir.cron.trigger"]
            .sudo()
            .search_count(
                [("cron_id", "in", self._crons().ids), ("call_at", "<=", fields.Datetime.now())],
                limit=1,
            )
        )
        if asked:
            self.env["ir.cron"].sudo()._notifydb()
        else:
            self._wake_workers()
