"""Rows that are tried again: what happened meanwhile to the records that they would change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo.tools import SQL

from ..tools.rows.plan import REMOVED, ROW_BITS, UPDATED, Row
from ..tools.rows.problems import warning


class NewerRecords:
    """Warns of rows whose record was changed after the import that had left them out: what they
    say may be older than what is there. ``job`` is the one that tries them again."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.first = job.sudo().origin_id
        while self.first.origin_id:
            self.first = self.first.origin_id
        # records that were looked at, before this job wrote on them
        self._is_newer: dict[int, bool] = {}

    def warn(self, rows: list[Row]) -> None:
        """Look at planned rows before they are written: one statement for all."""
        changing = [
            (row, row.record) for row in rows if row.outcome in (UPDATED, REMOVED) and row.record
        ]
        self._look_at({record for _row, record in changing} - self._is_newer.keys())
        for row, record in changing:
            if self._is_newer[record]:
                row.plan.problems.append(warning("newer_record"))

    def _look_at(self, records: set[int]) -> None:
        model = self.job._kind()._target if records else None
        self._is_newer |= dict.fromkeys(records, False)
        if model and self.first.ended:
            self.env.flush_all()
            newer = self.env.execute_query(self._newer(model, list(records)))
            self._is_newer |= {record: True for (record,) in newer}

    def _newer(self, model: str, records: list[int]) -> SQL:
        """A SELECT of those that a later import has changed, or somebody by hand; what this very
        job has written does not count."""
        kinds = self.env["registration.import.operation"]._kinds()
        same = [code for code, kind in kinds.items() if kind._target == model]
        started = self.job.sudo().started
        return SQL(
            """SELECT o.record FROM registration_import_outcome o
                 JOIN registration_import_job j ON j.id = o.id >> %(bits)s
                WHERE o.id > %(high)s AND o.record = ANY(%(records)s) AND o.journal IS NOT NULL
                  AND j.kind = ANY(%(kinds)s) AND j.id <> %(job)s
                UNION
               SELECT t.id FROM %(table)s t
                WHERE t.id = ANY(%(records)s) AND t.write_date > %(ended)s %(before)s""",
            bits=ROW_BITS,
            high=self.first._store().high,
            records=records,
            kinds=same,
            job=self.job.id,
            table=SQL.identifier(self.env[model]._table),
            ended=self.first.ended + timedelta(seconds=1),  # it is stored in whole seconds
            before=SQL("AND t.write_date < %s", started) if started else SQL(),
        )
