"""Rows that a job takes over from others: all SQL on that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from odoo.tools import SQL

from ..tools.rows import plan
from .mended_rows import mended_cells


class CopiedRows:
    """Rows of jobs that are tried again or undone; part of ``store.RowStore``."""

    env: Any
    job: int
    low: int
    high: int
    number_column: int
    _execute: Callable[[SQL], int]
    _failed: Callable[[bool, int, int], SQL]

    def copy_failing(self, origin: CopiedRows) -> int:
        """Stage the rows of another job that were not imported, as they were mended; how many."""
        return self._execute(
            SQL(
                """INSERT INTO registration_import_staged (id, job_id, cells, undoes_id)
                   SELECT %s | (s.id & %s), %s, %s, s.undoes_id
                     FROM registration_import_staged s
                    WHERE s.id BETWEEN %s AND %s AND %s""",
                self.low,
                plan.LAST_NUMBER,
                self.job,
                mended_cells("s", origin.job),
                origin.low,
                origin.high,
                self._failed(True, self.low, self.high),
            )
        )

    def copy_changed(self, origin: CopiedRows, jobs: Iterable[int]) -> int:
        """Stage the rows of other jobs, which read as the origin does, that changed or removed
        something, the last one first, with the number that people know in front; how many."""
        return self._execute(
            SQL(
                """INSERT INTO registration_import_staged (id, job_id, undoes_id, cells)
                   SELECT %(low)s + row_number() OVER (ORDER BY s.id DESC), %(job)s, s.id,
                          jsonb_build_array(coalesce(
                              substring(s.cells->>%(column)s from '^[1-9][0-9]{0,6}$'),
                              (s.id & %(last)s)::text)) || %(cells)s
                     FROM registration_import_outcome o
                     JOIN registration_import_staged s ON s.id = o.id
                    WHERE (%(ranges)s)
                      AND (o.journal IS NOT NULL OR o.outcome = %(removed)s)""",
                low=self.low,
                cells=mended_cells("s"),
                last=plan.LAST_NUMBER,
                job=self.job,
                column=origin.number_column if origin.number_column >= 0 else None,
                ranges=of_jobs("o.id", jobs),
                removed=plan.REMOVED,
            )
        )

    def undone_of(self, jobs: Iterable[int]) -> list[int]:
        """Which of these jobs have rows that are undone by this one."""
        jobs = list(jobs)
        return [
            job
            for (job,) in self.env.execute_query(
                SQL(
                    """SELECT given.job FROM unnest(%s::bigint[]) AS given(job) WHERE EXISTS (
                              SELECT FROM registration_import_staged s
                               WHERE s.id BETWEEN %s AND %s
                                 AND s.undoes_id >> %s = given.job)""",
                    jobs,
                    self.low,
                    self.high,
                    plan.ROW_BITS,
                )
            )
        ]

    def has_journal(self) -> bool:
        """Whether a row has changed something that is known."""
        return bool(
            self.env.execute_query(
                SQL(
                    """SELECT FROM registration_import_outcome
                        WHERE id BETWEEN %s AND %s AND journal IS NOT NULL LIMIT 1""",
                    self.low,
                    self.high,
                )
            )
        )


def of_jobs(column: str, jobs: Iterable[int]) -> SQL:
    """The condition that the id of a row is that of a row of one of the jobs."""
    ranges = (SQL("%s BETWEEN %s AND %s", SQL(column), *plan.id_range(job)) for job in jobs)
    return SQL(" OR ").join(ranges)
