"""Driving: scheduled actions take turns at the jobs; the only place here that commits."""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from odoo.exceptions import AccessError
from odoo.tools import SQL

from .assembly import GIVES_WAY
from .checkpoint import Checkpoint
from .errors import CONFLICTS, TurnFailed
from .fault_log import quiet_queries, told
from .job_queue import not_queued
from .outages import connected, outage_of, pause_of
from .own_context import YES, Own
from .pace import CronPace, Pace
from .setbacks import (
    after_conflict,
    after_crash,
    after_interruption,
    after_outage,
    outage_is_over,
)
from .shares import SHARE
from .waiting import (
    LOCK_SPACE,
    count_waiting_rows,
    is_waiting,
    locked_jobs,
    waiting_jobs,
    waiting_shares,
)

_logger = logging.getLogger(__name__)

# A job's turn, in seconds: then another job that waits has one.
TURN = 3
# Seconds of the longest pause after a first conflict: those that follow are longer.
PAUSE = 0.05
# Tries to note what happened to a job.
CONFLICTS_AT_NOTES = 5
# Seconds in which a worker that has only lost its connection takes its job up again: until then
# it is not taken for dead.
GRACE = 2
Note = Callable[[Any, Checkpoint], None]
#: A job, and the share of its rows; 0: the job itself
Place = tuple[int, int]


def check_worker(env: Any) -> None:
    """Raise ``AccessError`` unless a scheduled action runs, with all rights: whoever starts the
    action by hand has those of a user, and would do the work of others."""
    if not env.su:
        raise AccessError(env._("This runs by itself. Nobody starts it by hand."))


class Worker:
    """One call of a scheduled action, or one slice of a job of OCA queue_job: ``pace`` says which.

    A worker holds a session lock on its job through all its commits. The lock ends with the
    worker's connection, so a checkpoint ``in_progress`` while nobody has the lock is a crash.
    """

    def __init__(self, env: Any, pace: Pace | None = None) -> None:
        self.env = env
        self.jobs = env["registration.import.job"]
        self.pace = pace or CronPace(env)

    def run(self) -> None:
        """Work at the jobs that wait, as long as Odoo lets this call last."""
        mine = not_queued(self.env)
        left = self.pace.commit(remaining=count_waiting_rows(self.env, mine))
        failed: set[int] = set()
        while left:
            with self.next_job(failed) as job:
                if not job:
                    self.pace.commit(remaining=0)
                    return
                left = self._turn_or_log(job, min(left, TURN), failed)
        if count_waiting_rows(self.env, mine):
            self.jobs._wake_workers()

    def run_one(self, identifier: int) -> bool:
        """Work at this job; False where it does not wait, or another worker has it."""
        failed: set[int] = set()
        with self._held(waiting_shares(self.env, SQL("AND j.id = %s", identifier))) as job:
            if job:
                self._turn_or_log(job, TURN, failed)
        if failed:
            raise TurnFailed
        return bool(job)

    # -- which job -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def next_job(self, failed: Iterable[int] = ()) -> Iterator[Any]:
        """The live job, or share of one, that has waited longest and that no worker has; locked
        while used."""
        waiting = waiting_shares(self.env, not_queued(self.env))
        with self._held(each for each in waiting if each[0] not in failed) as job:
            yield job

    @contextlib.contextmanager
    def _held(self, waiting: Iterable[Place]) -> Iterator[Any]:
        """The first of these that can be had, as its starter; locked while used."""
        taken = self._take(waiting)
        try:
            if taken:
                job, share = taken
                yield self.jobs.browse(job)._as_starter().with_context(**{SHARE: Own(share)})
            else:
                yield self.jobs.browse()
        finally:
            if taken:
                self._unlock(*taken)

    def _take(self, waiting: Iterable[Place]) -> Place | None:
        """Lock the first of these that can be had and still waits, and give it.

        What another worker committed before it gave the lock back is not in the snapshot of this
        transaction: so a new one begins.
        """
        for job, share in waiting:
            if not self._lock(job, share):
                continue
            self.env.cr.rollback()
            if self._is_ready(job, share):
                return job, share
            self._unlock(job, share)
        return None

    def _is_ready(self, job: int, share: int) -> bool:
        """Whether what is locked can be taken. Where it looks as if a worker died at it, that may
        have lost its connection alone: it is given the time to say so."""
        if not is_waiting(self.env, job, share):
            return False
        if not self.env["registration.import.checkpoint"].sudo()._load(job, share).in_progress:
            return True
        self._unlock(job, share)
        time.sleep(GRACE)
        if not self._lock(job, share):
            return False
        self.env.cr.rollback()
        return is_waiting(self.env, job, share)

    def _lock(self, job: int, share: int) -> bool:
        self.env.cr.execute(SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK_SPACE + share, job))
        return self.env.cr.fetchone()[0]

    def _unlock(self, job: int, share: int) -> None:
        """Also after a failure: the lock belongs to the connection, which lives on."""
        with contextlib.suppress(Exception):
            self.env.cr.rollback()
            self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK_SPACE + share, job))

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
            return self.pace.commit()
        except Exception as error:
            self.env.cr.rollback()  # raises where the connection is gone: then there is no next
            _logger.error("Import job %s: its turn failed: %s", job.id, told(error))
            failed.add(job.id)
            return self.pace.commit()

    def turn(self, job: Any, seconds: float) -> float:
        """Work on the job for about so long, longer when no other waits, since a chunk begun is
        matched anew in the next turn; gives the seconds left of the worker's slice."""
        checkpoint = job._checkpoint()
        if checkpoint.in_progress:
            after_crash(job, checkpoint)
        outage_is_over(job)
        checkpoint.update(in_progress=True)
        self.env["registration.import.checkpoint"].sudo()._touch(job.id, job._share())
        left = self.pace.commit()
        if self._others_wait(job):
            job = job.with_context(**{GIVES_WAY: YES})
        try:
            with quiet_queries():
                left = self._work(job, time.monotonic() + seconds, left)
        except Exception as error:
            self._after_fault(job, error)
            if self.env.cr.closed:
                raise
        job._checkpoint().update(in_progress=False)
        return min(left, self.pace.commit())

    def _work(self, job: Any, end: float, left: float) -> float:
        """Do steps until then; gives the seconds left of the slice. What somebody else is editing
        is tried again soon, within the same turn."""
        while left:
            try:
                for done in job._steps():
                    left = self.pace.commit(done)
                    if not left or (done and self._is_over(job, end)):
                        break
                return left
            except CONFLICTS as error:
                _logger.info("Import job %s: a conflict: %s", job.id, type(error).__name__)
                self._note(job, after_conflict)
                left = min(left, self.pace.commit())
                time.sleep(random.uniform(0, PAUSE * 2 ** min(job._checkpoint().conflicts, 5)))
                if self._is_over(job, end):
                    return left
        return left

    def _is_over(self, job: Any, end: float) -> bool:
        return time.monotonic() > end and self._others_wait(job)

    def _after_fault(self, job: Any, error: Exception) -> None:
        """Note what it was, on another connection where it took this one with it; not where another
        worker has the job by now."""
        outage, name = outage_of(error, self.env.cr), told(error)
        level = logging.WARNING if outage else logging.ERROR
        _logger.log(level, "Import job %s was interrupted: %s", job.id, name)
        note: Note = after_interruption
        if outage:
            note = functools.partial(after_outage, outage, pause=pause_of(error))
        with connected(self.env) as env:
            if env:
                Worker(env, self.pace.on(env))._note_locked(job.with_env(job.env(cr=env.cr)), note)

    def _note_locked(self, job: Any, note: Note) -> None:
        self.env.cr.rollback()
        if self._lock(job.id, job._share()):
            try:
                self._note(job, note)
            finally:
                self._unlock(job.id, job._share())

    def _note(self, job: Any, note: Note) -> None:
        """Note what happened, and that nobody is at the rows now; others may be editing the job,
        too."""
        for left in reversed(range(CONFLICTS_AT_NOTES)):
            self.env.cr.rollback()
            try:
                checkpoint = job._checkpoint()
                note(job, checkpoint)
                checkpoint.update(in_progress=False)
                self.pace.commit()
                return
            except CONFLICTS:
                if not left:
                    raise
                time.sleep(PAUSE)

    def _others_wait(self, job: Any) -> bool:
        """Whether a live job has no worker: going on with this one would keep it waiting."""
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s AND j.id <> %s AND j.id NOT IN (%s) LIMIT 1",
                    waiting_jobs(),
                    job.id,
                    locked_jobs(),
                )
            )
        )
