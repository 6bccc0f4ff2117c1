"""A file that comes again: whether what it says was imported last, and still stands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from odoo.tools import SQL

from ..tools.rows.plan import LAST_NUMBER, SKIPPED, UNCHANGED, Change, Row
from .errors import sent_if_written
from .fault_log import quiet_queries
from .loader import chunk_size
from .states import DONE, DRAFT, LIVE_STATES, SMALL_FILE, WAIT_ROWS

# What a row changed when it was imported: [[model, id, {field: [old, new]}]].
Journal = list


class _Enough(Exception):
    """Gives up what was done only to see what it would do."""


class Repeat:
    """A file of ``operation``, which is in the environment of whoever would import it, and the last
    import of that operation.

    It is a repeat where nothing can come of importing it: its content is what was imported last,
    no row was left out then, and each row finds what it has left. To know that, the file is planned
    as if it were imported. What cannot be told is none: rows that change nothing cost little.
    """

    def __init__(self, operation: Any) -> None:
        self.operation, self.env = operation, operation.env
        self.jobs = self.env["registration.import.job"]

    def of(self, content: bytes, filename: str) -> Any:
        """The job of which this content is a repeat; none where it is to be imported."""
        last = self._last()
        checksum = self.env["ir.attachment"]._compute_checksum(content)
        same = last.checksum == checksum and self._is_whole(last)
        return last if same and self._says_nothing_new(last, content, filename) else last.browse()

    def _last(self) -> Any:
        """The last run of the operation that has written, or may have."""
        return self.jobs.sudo().search(
            [
                ("operation_id", "=", self.operation.id),
                "|",
                ("started", "!=", False),
                ("state", "in", LIVE_STATES),
            ],
            order="started desc, id desc",  # those that have not started yet come first
            limit=1,
        )

    def _is_whole(self, job: Any) -> bool:
        """Whether each row of its file was imported; and so few that they are soon planned."""
        few = job.size <= SMALL_FILE and job.total <= min(WAIT_ROWS, chunk_size(job))
        return few and job.state == DONE and not (job.failing or job[SKIPPED])

    def _says_nothing_new(self, last: Any, content: bytes, filename: str) -> bool:
        cr, found = self.env.cr, False
        with contextlib.suppress(_Enough), quiet_queries(), sent_if_written(cr), cr.savepoint():
            rows = self._planned(content, filename)
            news = [row for row in rows if row.outcome != UNCHANGED]
            found = len(rows) == last.total and are_said(news, self._journals(last, news))
            raise _Enough
        return found

    def _planned(self, content: bytes, filename: str) -> list[Row]:
        """The rows of the file as an import would find them now; none where it cannot be read."""
        job = self.operation._new_job(content, filename)._as_starter()
        job._update(unattended=True)
        job._launch().read_file()
        return job._assembly().preview(job.sudo().total) if job.sudo().state == DRAFT else []

    def _journals(self, job: Any, rows: list[Row]) -> dict[int, Journal]:
        """``{row number: what it changed}`` of these rows, as far as nobody has written on the
        records of it since."""
        if not rows:
            return {}
        numbers = [row.id & LAST_NUMBER for row in rows]
        found = self.env.execute_query(
            SQL(
                """SELECT id & %s, journal FROM registration_import_outcome
                    WHERE id = ANY(%s) AND journal IS NOT NULL""",
                LAST_NUMBER,
                [job._store().low + number for number in numbers],
            )
        )
        journals = dict(found)
        as_left = self._as_left(job, journals.values())
        return {
            number: journal
            for number, journal in journals.items()
            if all((model, each) in as_left for model, each, _values in journal)
        }

    def _as_left(self, job: Any, journals: Iterable[Journal]) -> set[tuple[str, int]]:
        """Of the records of journals, ``(model, id)``, those that are there and that nobody has
        written on since the job wrote its last rows: one statement for each model."""
        listed: dict[str, list[int]] = {}
        for journal in journals:
            for model, identifier, _values in journal:
                listed.setdefault(model, []).append(identifier)
        self.env.flush_all()
        return {
            (model, identifier)
            for model, identifiers in listed.items()
            if model in self.env
            for (identifier,) in self.env.execute_query(
                SQL(
                    """SELECT id FROM %s WHERE id = ANY(%s) AND write_date <= (
                           SELECT max(ended) FROM registration_import_batch
                            WHERE job_id = %s AND phase = 'run')""",
                    SQL.identifier(self.env[model]._table),
                    identifiers,
                    job.id,
                )
            )
        }


def are_said(rows: Iterable[Row], journals: Mapping[int, Journal]) -> bool:
    """Whether rows would only do again what they did when they were imported: one that always
    makes a new record, or adds to a text, would, and nothing has changed since."""
    return all(_is_own(row, journals.get(row.id & LAST_NUMBER)) for row in rows)


def _is_own(row: Row, journal: Journal | None) -> bool:
    if not journal or not row.plan or not row.plan.changes:
        return False
    left = {
        (model, identifier, name): new
        for model, identifier, values in journal
        for name, (_old, new) in values.items()
    }
    return all(_is_left(change, left) for change in row.plan.changes)


def _is_left(change: Change, left: Mapping[tuple, Any]) -> bool:
    """Whether a change starts from what the row has left: a new record from one that it made."""
    if change.removes:
        return False
    if change.record is None:
        return any(model == change.model and name == "id" for model, _id, name in left)
    keys = {name: (change.model, change.record, name) for name in change.values}
    return all(key in left and left[key] == change.present.get(name) for name, key in keys.items())
