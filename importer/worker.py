"""Driving: scheduled actions take turns at the jobs; the only place here that commits."""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.rows.problems import Problem
from .errors import CONFLICTS
from .fault_log import quiet_queries, told
from .outages import outage_of
from .states import INTERRUPTED, LIVE_STATES, READING

_logger = logging.getLogger(__name__)

# A job's turn, in seconds: then another job that waits has one.
TURN = 3
# Seconds of the longest pause after a first conflict: those that follow are longer.
PAUSE = 0.05
# Tries to note what happened to a job.
CONFLICTS_AT_NOTES = 5
# First half of the advisory lock's key: says that the second half is one of our jobs.
LOCK_SPACE = 0x52494D50
# Seconds before each try to reach a database that was lost.
RECONNECTIONS = (0, 2, 4, 8)
CRONS = ("ir_cron_run_1", "ir_cron_run_2", "ir_cron_run_3")


def check_worker(env: Any) -> None:
    """Raise ``AccessError`` unless a scheduled action runs, with all rights: whoever starts the
    action by hand has those of a user, and would do the work of others."""
    if not env.su:
        raise AccessError(env._("This runs by itself. Nobody starts it by hand."))


class Worker:
    """One call of a scheduled action.

    A worker holds a session lock on its job through all its commits. The lock ends with the
    worker's connection, so a checkpoint ``in_progress`` while nobody has the lock is a crash.
    """

    def __init__(self, env: Any) -> None:
        self.env = env
        self.jobs = env["registration.import.job"]
        self.cron = env["ir.cron"]

    def run(self) -> None:
        """Work at the jobs that wait, as long as Odoo lets this call last."""
        left = self.cron._commit_progress(remaining=count_waiting_rows(self.env))
        failed: set[int] = set()
        while left:
            with self.next_job(failed) as job:
                if not job:
                    self.cron._commit_progress(remaining=0)
                    return
                left = self._turn_or_log(job, min(left, TURN), failed)
        if count_waiting_rows(self.env):
            self.jobs._wake_workers()

    # -- which job -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def next_job(self, failed: Iterable[int] = ()) -> Iterator[Any]:
        """The live job that has waited longest and that no worker has; locked while used."""
        waiting = self.env.execute_query(
            SQL("SELECT j.id FROM %s ORDER BY c.last_turn NULLS FIRST, j.id", _waiting_jobs())
        )
        taken = self._take(identifier for (identifier,) in waiting if identifier not in failed)
        try:
            yield self.jobs.browse(taken)._as_starter() if taken else self.jobs.browse()
        finally:
            if taken:
                self._unlock(taken)

    def _take(self, waiting: Iterable[int]) -> int | None:
        """Lock the first of these jobs that can be had and still waits, and give its id.

        What another worker committed before it gave the lock back is not in the snapshot of this
        transaction: so a new one begins.
        """
        for identifier in filter(self._lock, waiting):
            self.env.cr.rollback()
            if self.jobs.browse(identifier).sudo().exists().state in LIVE_STATES:
                return identifier
            self._unlock(identifier)
        return None

    def _lock(self, identifier: int) -> bool:
        self.env.cr.execute(SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK_SPACE, identifier))
        return self.env.cr.fetchone()[0]

    def _unlock(self, identifier: int) -> None:
        """Also after a failure: the lock belongs to the connection, which lives on."""
        with contextlib.suppress(Exception):
            self.env.cr.rollback()
            self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK_SPACE, identifier))

    # -- a turn ----------------------------------------------------------------------------------

    def _turn_or_log(self, job: Any, seconds: float, failed: set[int]) -> float:
        """A turn; a fault of ours that even the care for faults does not stand is logged, and the
        job left for the next call, so that it keeps no other job from running."""
        try:
            return self.turn(job, seconds)
        except CONFLICTS as error:
            self.env.cr.rollback()
            _logger.info("Import job %s: left for later: %s", job.id, type(error).__name__)
            failed.add(job.id)
            return self.cron._commit_progress()
        except Exception as error:
            self.env.cr.rollback()  # raises where the connection is gone: then there is no next
            _logger.error("Import job %s: its turn failed: %s", job.id, told(error))
            failed.add(job.id)
            return self.cron._commit_progress()

    def turn(self, job: Any, seconds: float) -> float:
        """Work on the job for about so long, longer when no other waits, since a chunk begun is
        matched anew in the next turn; gives the seconds left of the worker's slice."""
        checkpoint = job._checkpoint()
        if checkpoint.in_progress:
            self._after_crash(job, checkpoint)
        checkpoint.update(in_progress=True)
        self.env["registration.import.checkpoint"].sudo()._touch(job.id)
        left = self.cron._commit_progress()
        try:
            with quiet_queries():
                left = self._work(job, time.monotonic() + seconds, left)
        except Exception as error:
            _logger.error("Import job %s was interrupted: %s", job.id, told(error))
            outage = outage_of(error, is_connected=not self.env.cr.closed)
            if outage and self.env.cr.closed:
                self._note_elsewhere(job, outage)
                raise
            note = functools.partial(self._after_outage, outage) if outage else None
            self._retry_later(job, note or self._after_interruption)
        job._checkpoint().update(in_progress=False)
        return min(left, self.cron._commit_progress())

    def _work(self, job: Any, end: float, left: float) -> float:
        """Do steps until then; gives the seconds left of the slice. What somebody else is editing
        is tried again soon, within the same turn."""
        while left:
            try:
                for done in job._steps():
                    left = self.cron._commit_progress(done)
                    if not left or (done and self._is_over(job, end)):
                        break
                return left
            except CONFLICTS as error:
                _logger.info("Import job %s: a conflict: %s", job.id, type(error).__name__)
                self._retry_later(job, self._after_conflict)
                left = min(left, self.cron._commit_progress())
                time.sleep(random.uniform(0, PAUSE * 2 ** min(job._checkpoint().conflicts, 5)))
                if self._is_over(job, end):
                    return left
        return left

    def _is_over(self, job: Any, end: float) -> bool:
        return time.monotonic() > end and self._others_wait(job)

    def _retry_later(self, job: Any, note: Any) -> None:
        """Note what happened; others may be editing that, too."""
        for left in reversed(range(CONFLICTS_AT_NOTES)):
            self.env.cr.rollback()
            try:
                note(job, job._checkpoint())
                self.cron._commit_progress()
                return
            except CONFLICTS:
                if not left:
                    raise
                time.sleep(PAUSE)

    def _note_elsewhere(self, job: Any, outage: Problem) -> None:
        """Note an outage that took the connection with it, by another one as soon as there is one;
        else the job is found as after a crash. Not where another worker has it by now."""
        for pause in RECONNECTIONS:
            time.sleep(pause)
            with contextlib.suppress(psycopg2.Error), self.env.registry.cursor() as cr:
                worker = Worker(self.env(cr=cr))
                if worker._lock(job.id):
                    try:
                        job = job.with_env(job.env(cr=cr))
                        worker._after_outage(outage, job, job._checkpoint())
                        job._checkpoint().update(in_progress=False)
                        worker.cron._commit_progress()
                    finally:
                        worker._unlock(job.id)
                return

    def _others_wait(self, job: Any) -> bool:
        """Whether a live job has no worker: going on with this one would keep it waiting."""
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s AND j.id <> %s AND j.id NOT IN (%s) LIMIT 1",
                    _waiting_jobs(),
                    job.id,
                    _locked_jobs(),
                )
            )
        )

    # -- what went wrong -------------------------------------------------------------------------

    def _after_crash(self, job: Any, checkpoint: Any) -> None:
        """What a dead worker was doing decides: rows are taken smaller, and one that was alone
        several times is given up; a reading is repeated."""
        if checkpoint.phase != "run":
            self._after_interruption(job, checkpoint)
        elif checkpoint.after_crash():
            job._executor(checkpoint).pass_over("poison")

    def _after_conflict(self, job: Any, checkpoint: Any) -> None:
        """Somebody else is editing: after some tries smaller, in the end without the row. Where
        it is no row that they edit, for example the job itself, no row is given up."""
        of_rows = checkpoint.phase == "run" and bool(job._store().staged(checkpoint.position, 1))
        if not checkpoint.after_conflict(of_rows):
            return
        if not of_rows:
            self._after_interruption(job, checkpoint)
        elif not checkpoint.shrink():
            job._executor(checkpoint).pass_over("busy")

    def _after_outage(self, outage: Problem, job: Any, checkpoint: Any) -> None:
        """Nobody's fault here: wait until it has passed, longer each time, and say so."""
        if checkpoint.after_outage(fields.Datetime.now()):
            text = job.env["registration.import.message"]._title(outage.code)
            job._refuse(Problem("stopped", params={"message": text}))
            return
        state = INTERRUPTED if checkpoint.phase else job.sudo().state
        job._update(state=state, code=outage.code, params=outage.params)
        for cron in crons(self.env):
            cron._trigger(checkpoint.wait_until)

    def _after_interruption(self, job: Any, checkpoint: Any) -> None:
        """Not a row's fault: try again, but not for ever."""
        if not checkpoint.after_interruption():
            if checkpoint.phase:  # else it had not begun, and begins anew with all that is checked
                job._update(state=INTERRUPTED)
            return
        unread = job.sudo().state == READING and not job.sudo().total
        reason = (
            job.env._("the file could not be read.")
            if unread
            else job.env._("it was interrupted again and again.")
        )
        job._refuse(Problem("stopped", params={"message": reason}))


def count_waiting_rows(env: Any) -> int:
    """Rows that live jobs still have to do; a job whose rows are not known counts as one."""
    found = env.execute_query(
        SQL(
            """SELECT coalesce(sum(greatest(j.total - coalesce(b.done, 0), 1)), 0)
                 FROM (SELECT j.id, j.total FROM %s) j
            LEFT JOIN LATERAL (
                SELECT sum(created + updated + unchanged + removed + skipped + invalid + failed)
                       AS done
                  FROM registration_import_batch WHERE job_id = j.id AND phase = 'run'
            ) b ON true""",
            _waiting_jobs(),
        )
    )
    return int(found[0][0])


def _waiting_jobs() -> SQL:
    """The FROM and WHERE of live jobs ``j`` with their checkpoints ``c``, but for those that wait
    for an outage to pass, unless somebody stops them."""
    return SQL(
        """registration_import_job j
                LEFT JOIN registration_import_checkpoint c ON c.job_id = j.id
                    WHERE j.state IN %s AND (c.wait_until IS NULL OR j.cancel_requested
                          OR c.wait_until <= clock_timestamp() AT TIME ZONE 'UTC')""",
        LIVE_STATES,
    )


def is_worked_on(env: Any, job: int) -> bool:
    """Whether a worker that is alive has this job."""
    return env.execute_query(SQL("SELECT %s IN (%s)", job, _locked_jobs()))[0][0]


def _locked_jobs() -> SQL:
    """A SELECT of the ids of jobs that a worker that is alive has."""
    return SQL(
        """SELECT objid::bigint FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND classid = %s AND objsubid = 2
              AND database = (SELECT oid FROM pg_database
                               WHERE datname = current_database())""",
        LOCK_SPACE,
    )


def crons(env: Any) -> Any:
    """The scheduled actions that run jobs."""
    found = (env.ref(f"registration_import.{name}").sudo() for name in CRONS)
    return env["ir.cron"].sudo().union(*found)


def call_workers(env: Any) -> None:
    """Say again that there is work. After three crashes Odoo has forgotten what was asked of an
    action, and would wait for its next minute."""
    asked = [("cron_id", "in", crons(env).ids), ("call_at", "<=", fields.Datetime.now())]
    if env["ir.cron.trigger"].sudo().search_count(asked, limit=1):
        env["ir.cron"].sudo()._notifydb()
    else:
        env["registration.import.job"]._wake_workers()
