"""Who is told that there is work: the queue, where it is wanted, else the scheduled actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.tools import SQL

from .job_queue import JobQueue
from .waiting import locked_jobs, waiting_jobs

CRONS = ("ir_cron_run_1", "ir_cron_run_2", "ir_cron_run_3")


def crons(env: Any) -> Any:
    """The scheduled actions that run jobs."""
    found = (env.ref(f"registration_import.{name}").sudo() for name in CRONS)
    return env["ir.cron"].sudo().union(*found)


def wake_workers(jobs: Any, at: datetime | None = None) -> None:
    """Have work at these jobs begin, of none given at all that wait: soon after the commit, or
    ``at`` a time."""
    named = jobs or jobs.browse(_idle(jobs.env))
    if JobQueue(jobs.env).enqueue(named, at) or not named:
        for cron in crons(jobs.env):
            cron._trigger(at)


def call_workers(job: Any) -> None:
    """Say again that there is work at a job. After three crashes Odoo has forgotten what was asked
    of an action, and would wait for its next minute."""
    asked = [("cron_id", "in", crons(job.env).ids), ("call_at", "<=", fields.Datetime.now())]
    by_crons = not JobQueue(job.env).takes(job)
    if by_crons and job.env["ir.cron.trigger"].sudo().search_count(asked, limit=1):
        job.env["ir.cron"].sudo()._notifydb()
    else:
        job._wake_workers()


def _idle(env: Any) -> list[int]:
    found = env.execute_query(
        SQL("SELECT DISTINCT j.id FROM %s AND j.id NOT IN (%s)", waiting_jobs(), locked_jobs())
    )
    return [identifier for (identifier,) in found]
