"""What becomes of a job that could not go on: rows are taken smaller, given up, or tried later."""

from __future__ import annotations

from typing import Any

from odoo import fields

from ..tools.rows.problems import Problem
from .checkpoint import Checkpoint
from .states import INTERRUPTED, LIVE_STATES, READING


def after_crash(job: Any, checkpoint: Checkpoint) -> None:
    """What a dead worker was doing decides: rows are taken smaller, and one that was alone several
    times is given up; a reading is repeated."""
    if checkpoint.phase != "run":
        after_interruption(job, checkpoint)
    elif checkpoint.after_crash():
        job._assembly().executor(checkpoint).pass_over("poison")


def after_conflict(job: Any, checkpoint: Checkpoint) -> None:
    """Somebody else is editing: after some tries smaller, in the end without the row. Where it is
    no row that they edit, for example the job itself, no row is given up."""
    of_rows = checkpoint.phase == "run" and bool(job._store().staged(checkpoint.position, 1))
    if not checkpoint.after_conflict(of_rows):
        return
    if not of_rows:
        after_interruption(job, checkpoint)
    elif not checkpoint.shrink():
        job._assembly().executor(checkpoint).pass_over("busy")


def after_outage(
    outage: Problem, job: Any, checkpoint: Checkpoint, pause: float | None = 0.0
) -> None:
    """Nobody's fault here: wait until it has passed, longer each time and for ``pause`` seconds at
    least, and say so; None: it does not pass by itself."""
    if pause is None:
        _refuse(job, outage)
        return
    if checkpoint.after_outage(fields.Datetime.now(), pause):
        text = job.env["registration.import.message"]._title(outage.code)
        _refuse(job, Problem("stopped", params={"message": text}))
        return
    if not job._share():
        state = INTERRUPTED if checkpoint.phase else job.sudo().state
        job._update(state=state, code=outage.code, params=outage.params)
    job._wake_workers(checkpoint.wait_until)


def outage_is_over(job: Any) -> None:
    """Take back what people were told when it began to wait."""
    if job.sudo().code and job.sudo().state in LIVE_STATES and not job._share():
        job._update(code=False, params=False)


def after_interruption(job: Any, checkpoint: Checkpoint) -> None:
    """Not a row's fault: try again, but not for ever."""
    if not checkpoint.after_interruption():
        # one that had not begun begins anew with all that is checked
        if checkpoint.phase and not job._share():
            job._update(state=INTERRUPTED)
        return
    unread = job.sudo().state == READING and not job.sudo().total
    reason = (
        job.env._("the file could not be read.")
        if unread
        else job.env._("it was interrupted again and again.")
    )
    _refuse(job, Problem("stopped", params={"message": reason}))


def _refuse(job: Any, problem: Problem) -> None:
    """The job ends; where other workers are at shares of it, once these have stopped."""
    if job._share():
        job._shares().stop(problem)
    else:
        job._refuse(problem)
