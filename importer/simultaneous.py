"""What other imports wrote in the very transactions of one: they bear the same time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo.tools import SQL

from .copied_rows import of_jobs


class Simultaneous:
    """Imports that were started within one transaction, as a server action may do, beside those of
    the ``jobs``. Who looks at times alone takes what they wrote for the work of these jobs."""

    def __init__(self, env: Any, jobs: Iterable[int]) -> None:
        self.env, self.jobs = env, list(jobs)

    def touched(self, model: str, identifiers: Iterable[int]) -> set[int]:
        """The ids of the records that one of them has written, by its journals."""
        others = self._others()
        if not others:
            return set()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT (e->>1)::integer FROM registration_import_outcome o,
                          jsonb_array_elements(CASE jsonb_typeof(o.journal)
                                               WHEN 'array' THEN o.journal END) e
                    WHERE (%s) AND e->>0 = %s AND (e->>1)::integer = ANY(%s)""",
                of_jobs("o.id", others),
                model,
                list(identifiers),
            )
        )
        return {identifier for (identifier,) in rows}

    def _others(self) -> list[int]:
        """The ids of these imports, but for what was undone, and undos."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT b.job_id FROM registration_import_batch b
                     JOIN registration_import_batch own
                       ON own.ended = b.ended AND own.phase = 'run' AND own.job_id = ANY(%(jobs)s)
                     JOIN registration_import_job j ON j.id = b.job_id
                    WHERE b.phase = 'run' AND b.job_id <> ALL(%(jobs)s) AND j.undo_of_id IS NULL
                      AND NOT EXISTS (SELECT FROM registration_import_job u
                                       WHERE u.undo_of_id = j.id AND u.state = 'done')""",
                jobs=self.jobs,
            )
        )
        return [job for (job,) in rows]
