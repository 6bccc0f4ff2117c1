"""Which jobs wait for a worker, and which have one: SQL, asked again and again."""

from __future__ import annotations

from typing import Any

from odoo.tools import SQL

from .states import LIVE_STATES

# First half of the advisory lock's key: says that the second half is one of our jobs.
LOCK_SPACE = 0x52494D50


def count_waiting_rows(env: Any, which: SQL) -> int:
    """Rows that live jobs of which ``which`` is true still have to do; a job whose
    rows are not known counts as one."""
    found = env.execute_query(
        SQL(
            """SELECT coalesce(sum(greatest(j.total - coalesce(b.done, 0), 1)), 0)
                 FROM (SELECT j.id, j.total FROM %s %s) j
            LEFT JOIN LATERAL (
                SELECT sum(created + updated + unchanged + removed + skipped + invalid + failed)
                       AS done
                  FROM registration_import_batch WHERE job_id = j.id AND phase = 'run'
            ) b ON true""",
            waiting_jobs(),
            which,
        )
    )
    return int(found[0][0])


def waiting_jobs() -> SQL:
    """The FROM and WHERE of live jobs ``j`` with their checkpoints ``c``, but for those that wait
    for an outage to pass, unless somebody stops them."""
    return SQL(
        """registration_import_job j
                LEFT JOIN registration_import_checkpoint c ON c.job_id = j.id
                    WHERE j.state IN %s AND (c.wait_until IS NULL OR j.cancel_requested
                          OR c.wait_until <= clock_timestamp() AT TIME ZONE 'UTC')""",
        LIVE_STATES,
    )


def is_waiting(env: Any, job: int) -> bool:
    """Whether there is something to do now for this job."""
    return bool(env.execute_query(SQL("SELECT 1 FROM %s AND j.id = %s", waiting_jobs(), job)))


def is_worked_on(env: Any, job: int) -> bool:
    """Whether a worker that is alive has this job."""
    return env.execute_query(SQL("SELECT %s IN (%s)", job, locked_jobs()))[0][0]


def locked_jobs() -> SQL:
    """A SELECT of the ids of jobs that a worker that is alive has."""
    return SQL(
        """SELECT objid::bigint FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND classid = %s AND objsubid = 2
              AND database = (SELECT oid FROM pg_database
                               WHERE datname = current_database())""",
        LOCK_SPACE,
    )
