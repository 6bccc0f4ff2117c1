"""OCA queue_job, where it is installed and wanted, instead of the scheduled actions.

Nothing here is loaded or extended of that addon: its models are asked for at run time. A job of its
queue works one slice of an import and enqueues the next one. The scheduled actions stay as a safety
net: they take up what has no job in the queue, or one that nobody has started for a while.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

import psycopg2.errors

from odoo import SUPERUSER_ID
from odoo.tools import SQL, str2bool

QUEUE, CRON = "queue", "cron"
# System parameter: whether imports whose operation does not say otherwise go through the queue.
PARAMETER = "registration_import.queue_job"
METHOD = "_work_slice"
FUNCTION = f"<registration.import.job>.{METHOD}"
CHANNEL = "registration_import"
# Seconds until a slice that failed by a fault of ours is tried again, by the number of tries.
RETRY_PATTERN = {1: 5, 3: 30, 6: 300}
# The queue starts what has the lower number first; this one is for imports of less than ten rows.
FIRST_PRIORITY = 10
# Of a file that was not read yet: about so many bytes are a row.
BYTES_OF_ROW = 50
# What nobody has started for so long is done by a scheduled action.
OVERDUE = "2 minutes"
# A host that was asked to start something does so within this time.
LOST = "5 seconds"
KEY = "registration_import.job:"


class JobQueue:
    """The queue as imports use it."""

    def __init__(self, env: Any) -> None:
        self.env = env(su=True)

    @property
    def is_there(self) -> bool:
        """Whether there is a queue, and callers have not asked that all be done at once."""
        at_once = os.getenv("QUEUE_JOB__NO_DELAY") or self.env.context.get("queue_job__no_delay")
        return "queue.job" in self.env and not at_once

    def takes(self, job: Any) -> bool:
        """Whether the job's operation, or else the system, wants it to go through the queue."""
        if not self.is_there:
            return False
        chosen = job.sudo().operation_id.background
        if chosen:
            return bool(chosen == QUEUE)
        return str2bool(self.env["ir.config_parameter"].get_param(PARAMETER) or "0", False)

    def enqueue(self, jobs: Any, at: datetime | None = None) -> Any:
        """Have a slice of each of these jobs done soon, or ``at`` a time; gives the jobs that are
        left for the scheduled actions."""
        taken = jobs.filtered(self.takes)
        if not taken or not self._is_set_up():
            return jobs
        for job in taken:
            self._enqueue(job.sudo(), at)
        return jobs - taken

    def _enqueue(self, job: Any, at: datetime | None) -> None:
        """With all rights, as the scheduled actions have them: the rows get those of the starter.

        The key is of our own. That which the queue would make of the call (``identity_exact``)
        takes one that is due later, after an outage, for one that is due now.
        """
        env = self.env(user=SUPERUSER_ID, context={"company_id": job.company_id.id})
        for key in self._keys(job, at):
            queued = job.with_env(env).with_delay(
                priority=priority_of(job.total or job.size // BYTES_OF_ROW),
                eta=at,
                max_retries=0,
                description=job.env._("Import %s", job.id),
                identity_key=key,
            )
            getattr(queued, METHOD)()

    def _keys(self, job: Any, at: datetime | None) -> list[str]:
        """One for each worker that the job may have: each takes the share that is free."""
        more = range(2, job._shares().count_open() + 1)
        return [self._key(job.id, at), *(f"{KEY}{job.id}@worker {number}" for number in more)]

    def _key(self, job: int, at: datetime | None) -> str:
        """What is due now is in the queue once; but where a host has died with the request that it
        was sent, the runner finds out after a minute: until then one more is put beside it."""
        self.env["queue.job"].flush_model(["state", "date_enqueued", "identity_key"])
        lost = self.env.execute_query(
            SQL(
                """SELECT max(date_enqueued) FROM queue_job
                    WHERE state = 'enqueued' AND split_part(identity_key, '@', 1) = %s
                   HAVING max(date_enqueued)
                          < clock_timestamp() AT TIME ZONE 'UTC' - %s::interval""",
                f"{KEY}{job}",
                LOST,
            )
        )
        moment = at or (lost[0][0] if lost else None)
        return f"{KEY}{job}" + (f"@{moment.isoformat()}" if moment else "")

    def _is_set_up(self) -> bool:
        """Whether the queue knows what a slice is. That is noted at first use, for the queue may be
        installed after this addon; where another transaction is just doing so, not this time."""
        functions = self.env["queue.job.function"]
        if functions.job_config(FUNCTION).allow_commit:
            return True
        try:
            with self.env.cr.savepoint():
                self._set_up(functions)
        except psycopg2.errors.UniqueViolation:
            return False
        return True

    def _set_up(self, functions: Any) -> None:
        known = functions.search([("name", "=", FUNCTION)], limit=1)
        if known:
            known.allow_commit = True
            return
        channels = self.env["queue.job.channel"]
        root = self.env.ref("queue_job.channel_root")
        named = [("parent_id", "=", root.id), ("name", "=", CHANNEL)]
        channel = channels.search(named) or channels.create({"name": CHANNEL, "parent_id": root.id})
        functions.create(
            {
                "name": FUNCTION,
                "channel_id": channel.id,
                "retry_pattern": RETRY_PATTERN,
                "allow_commit": True,
            }
        )
        self.env.flush_all()


def priority_of(rows: int) -> int:
    """Small imports before large ones, by the digits of their number of rows.

    >>> priority_of(0), priority_of(300), priority_of(1_000_000)
    (10, 12, 16)
    """
    return FIRST_PRIORITY + len(str(rows)) - 1


def not_queued(env: Any) -> SQL:
    """A condition on jobs ``j``, beginning with AND: that the queue is not about to do them."""
    if "queue.job" not in env:
        return SQL()
    return SQL(
        """AND NOT EXISTS (
               SELECT 1 FROM queue_job q
                WHERE q.state IN ('pending', 'enqueued', 'started')
                  AND split_part(q.identity_key, '@', 1) = %s || j.id
                  AND greatest(q.date_created, q.date_enqueued, q.date_started, q.eta)
                      > clock_timestamp() AT TIME ZONE 'UTC' - %s::interval)""",
        KEY,
        OVERDUE,
    )
