"""Which jobs wait for a worker, and which have one: SQL, asked again and again."""

from __future__ import annotations

from typing import Any

from odoo.tools import SQL

from .states import LIVE_STATES

# First half of the advisory lock's key: says that the second half is one of our jobs.
LOCK_SPACE = 0x52494D50
# Shares that one job may have; each has a lock of its own behind that of the job.
MOST = 16


def count_waiting_rows(env: Any, which: SQL) -> int:
    """Rows that live jobs of which ``which`` is true still have to do; a job whose
    rows are not known counts as one."""
    found = env.execute_query(
        SQL(
            """SELECT coalesce(sum(greatest(j.total - coalesce(b.done, 0), 1)), 0)
                 FROM (SELECT DISTINCT j.id, j.total FROM %s %s) j
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
    for an outage to pass, unless somebody stops them. Of a job whose rows several workers have,
    each of its open shares; the job itself behind all of these."""
    return SQL(
        """registration_import_job j
                LEFT JOIN registration_import_checkpoint c ON c.job_id = j.id
                    WHERE j.state IN %s AND (c.wait_until IS NULL OR j.cancel_requested
                          OR c.wait_until <= clock_timestamp() AT TIME ZONE 'UTC')
                      AND CASE WHEN c.share > 0 THEN c.phase = 'run'
                               ELSE NOT EXISTS (
                                   SELECT FROM registration_import_checkpoint o
                                    WHERE o.job_id = j.id AND o.share > 0 AND o.phase = 'run')
                          END""",
        LIVE_STATES,
    )


def is_waiting(env: Any, job: int, share: int | None = None) -> bool:
    """Whether there is something to do now for this job, or for this share of it."""
    found = waiting_shares(env, SQL("AND j.id = %s", job))
    return bool(found) if share is None else (job, share) in found


def waiting_shares(env: Any, which: SQL) -> list[tuple[int, int]]:
    """``(job, share)`` of what waits and of which ``which`` is true, the longest waiting first; the
    share is 0 of a job that one worker has."""
    return env.execute_query(
        SQL(
            """SELECT j.id, coalesce(c.share, 0) FROM %s %s
             ORDER BY c.last_turn NULLS FIRST, j.id, c.share""",
            waiting_jobs(),
            which,
        )
    )


def is_worked_on(env: Any, job: int) -> bool:
    """Whether a worker that is alive has this job, and none has died at a share of it."""
    query = SQL(
        """SELECT %s IN (SELECT job FROM (%s) locked) AND NOT EXISTS (
                  SELECT FROM registration_import_checkpoint c
                   WHERE c.job_id = %s AND c.share > 0 AND c.phase = 'run' AND c.in_progress
                     AND (c.job_id, c.share) NOT IN (SELECT job, share FROM (%s) locked))""",
        job,
        _locked(),
        job,
        _locked(),
    )
    return env.execute_query(query)[0][0]


def locked_jobs() -> SQL:
    """A SELECT of the ids of jobs that a worker that is alive has, or a share of them."""
    return SQL("SELECT job FROM (%s) locked", _locked())


def _locked() -> SQL:
    """A SELECT of ``(job, share)``: the first half of a lock's key says which share."""
    return SQL(
        """SELECT objid::bigint AS job, classid::bigint - %s AS share FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND objsubid = 2
              AND classid::bigint BETWEEN %s AND %s
              AND database = (SELECT oid FROM pg_database
                               WHERE datname = current_database())""",
        LOCK_SPACE,
        LOCK_SPACE,
        LOCK_SPACE + MOST,
    )
