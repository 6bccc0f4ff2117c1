"""What the state of a job asks for: its rows are validated, or written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from odoo import fields

from ..tools.rows import plan
from ..tools.rows.problems import Problem
from .confirmation import MoreThanConfirmed
from .loader import chunk_size
from .shares import ENDED, is_cancelled
from .states import (
    CANCELLED,
    DONE,
    INTERRUPTED,
    READING,
    RUNNING,
    SCHEDULED,
    VALIDATED,
    VALIDATING,
)
from .unchanged import UnchangedPath

PHASE_STATES = {"read": READING, "validate": VALIDATING, "run": RUNNING}


def steps_of(job: Any) -> Iterator[int]:
    """Do whatever the job's state asks for; yields the number of rows done since. The driver
    commits at each yield (``worker``), or never (``wait=True``, tests); nothing here does."""
    phases = {
        READING: job._assembly().reader,
        VALIDATING: lambda: ValidatePhase(job),
        SCHEDULED: lambda: RunPhase(job),
        RUNNING: lambda: RunPhase(job),
    }
    if job.sudo().state == INTERRUPTED:
        phase = job._checkpoint().phase or "run"
        job._update(state=PHASE_STATES[phase])
    if job._share():
        yield from SharePhase(job).steps()
        return
    while (state := job.sudo().state) in phases and not job._shares().count_open():
        yield from phases[state]().steps()


class Phase:
    """A pass over the rows of ``job``, which is in the environment of its starter."""

    name = ""
    #: whether what an earlier pass alone looked for stays told
    keeps_what_is_told = False

    def __init__(self, job: Any) -> None:
        self.job, self.sudo = job, job.sudo()

    def start(self) -> None:
        """Start at the first row, with nothing left of an earlier pass."""
        store, source = self.job._store(), self.job._source()
        kind = self.job._kind()
        store.forget(self.name, kept=kind._told_once if self.keeps_what_is_told else ())
        needed = source.needs_keys(kind, self.name, chunk_size(self.job))
        repeats = source.left_out_repeats()
        keyed = source.keyed_rows(kind, store) if needed else None
        store.find_duplicate_keys(keyed, repeats)
        if repeats:
            store.leave_out_repeats(self.name)
        self.job._shares().forget()
        self.job._checkpoint().begin(self.name)
        self.job._update(state=PHASE_STATES[self.name], code=False, params=False)

    def is_authorised(self) -> bool:
        """Whether the starter may still do this: looked at in each turn. If not, the job ends."""
        problem = self.job._rights().problem()
        if problem:
            self.job._refuse(problem)
        return not problem

    def tell_what_is_made(self) -> None:
        """Note on the job what rows make, or would make, besides their own records: what was told
        of an earlier pass goes."""
        notes = self.job._kind()._made_notes(self.job._store().made(self.name))
        told = [note for note in self.sudo.notes or [] if not note.get("made")]
        new = [{"code": each.code, "params": each.params, "made": True} for each in notes]
        if new or told != (self.sudo.notes or []):
            self.job._update(notes=[*told, *new])


class ValidatePhase(Phase):
    """Plan every row and write nothing of the host: problems and counts are stored."""

    name = "validate"

    def steps(self) -> Iterator[int]:
        """Yield the number of rows planned since."""
        if not self.is_authorised():
            yield 0
            return
        if self.job._checkpoint().phase != self.name:
            self.start()
        checkpoint = self.job._checkpoint()
        if (yield from self.job._assembly().validator(checkpoint).steps()):
            self._store_plan()
            checkpoint.update(phase=None, in_progress=False)
            self._go_on()
        else:
            self.job._finish(CANCELLED)
        yield 0

    def _store_plan(self) -> None:
        self.job._store().forget_left()
        counts = self.job._store().counts(self.name)
        counts[plan.NOT_PROCESSED] = self.sudo.total - sum(counts.values())
        self.tell_what_is_made()
        self.job._update(state=VALIDATED, **counts)
        self.job._update(irreversible=self.job._approval().irreversible.planned() or False)

    def _go_on(self) -> None:
        """Nobody was asked to look at the plan of a job that was told to run."""
        if not self.sudo.unattended or self.sudo.goal != "run":
            return
        approval = self.job._approval()
        problem = approval.confirm_unattended()
        if problem:
            self.job._refuse(problem)
        else:
            approval.send_on()


class RunPhase(Phase):
    """Write the rows, from where the checkpoint stands."""

    name = "run"
    keeps_what_is_told = True

    def steps(self) -> Iterator[int]:
        """Yield the number of rows done since."""
        if not self.is_authorised() or (self.sudo.state == SCHEDULED and not self.begin()):
            yield 0
            return
        checkpoint = self.job._checkpoint()
        checkpoint.take_up()
        yield 0
        # not after a crash, which the unchanged path may have been the cause of
        is_new = not checkpoint.position and not checkpoint.is_careful
        was_parted = self.job._shares().were_made()
        if is_new and not was_parted:
            if self._expects_little():
                yield from self._unchanged_path().steps()
            elif self.job._shares().part():
                checkpoint.update(in_progress=False)
                self.job._wake_workers()
                yield 0
                return
        yield from self._write(checkpoint, was_parted)
        yield 0

    def _write(self, checkpoint: Any, was_parted: bool) -> Iterator[int]:
        """The rows behind the checkpoint, or what several workers have left of them, and the end of
        the job."""
        if problem := was_parted and self.job._shares().stopped():
            self.job._refuse(problem)
            return
        try:
            is_done = yield from self._executor(checkpoint, was_parted).steps()
            self.tell_what_is_made()
            self.job._finish(DONE if is_done else CANCELLED)
        except MoreThanConfirmed:
            count = self.sudo.confirmed
            self.job._refuse(Problem("more_than_confirmed", params={"count": count}))

    def begin(self) -> bool:
        """Check the mapping again, and start at the first row."""
        problem = self.job._assembly().mapper().problem(self.sudo.mapping or {})
        if problem:
            self.job._refuse(problem)
            return False
        self.start()
        self.job._update(started=fields.Datetime.now())  # in whole seconds, as its end
        return True

    def _expects_little(self) -> bool:
        """Whether the same file was imported before, or its validation found little to do; not
        where cells do not say what is read."""
        job = self.sudo
        if self.job._assembly().translation().translates:
            return False
        return bool(job.same_as_id) or 2 * job.unchanged > job.total

    def _executor(self, checkpoint: Any, was_parted: bool) -> Any:
        """What writes the rows, plain ones past the ORM where nobody listens. Of those that several
        workers have left none is."""
        assembly = self.job._assembly()
        return assembly.executor(checkpoint, None if was_parted else assembly.fast_lane())

    def _unchanged_path(self) -> UnchangedPath:
        """What records the rows that plainly change nothing."""
        columns, width = self.sudo.mapping or {}, len(self.sudo.labels or [])
        job = self.job
        stops = partial(is_cancelled, job)
        return UnchangedPath(job._store(), job._kind(), columns, width, stops)


class SharePhase:
    """One worker's share of the rows of a job, which others are at, too: nobody writes the job
    itself before all have ended."""

    def __init__(self, job: Any) -> None:
        self.job, self.shares = job, job._shares()

    def steps(self) -> Iterator[int]:
        """Yield the number of rows done since."""
        problem = self.job._rights().problem()
        if problem:
            self.shares.stop(problem)
            yield 0
            return
        checkpoint = self.job._checkpoint()
        checkpoint.take_up()
        yield 0
        assembly = self.job._assembly()
        yield from assembly.executor(checkpoint, assembly.fast_lane()).steps()
        checkpoint.update(phase=ENDED, in_progress=False)
        yield 0
