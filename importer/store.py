"""All SQL on the rows of a job: staged rows, outcomes, problems, duplicate keys, batches."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from odoo.tools import SQL

from ..tools.rows import plan
from ..tools.rows.plan import Row
from .batch import Batch, count_changed
from .bulk import compile_nothing, in_bulk
from .copied_rows import CopiedRows
from .copying import OUTCOME_COLUMNS, PROBLEM_COLUMNS, outcome_line, problem_line
from .duplicate_keys import DuplicateKeys
from .forgotten_rows import ForgottenRows
from .mended_rows import MendedRows, mended_cells
from .planned_rows import PlannedRows
from .shared_rows import SharedRows, of_share

# Rows fetched at a time where all of them are read.
FETCHED = 2_000
# Ids that one statement looks at, where any share of the rows may be meant.
WINDOW = 10_000
NOT_LEFT_OUT = SQL(
    """AND NOT EXISTS (SELECT FROM registration_import_duplicate_key k
                        WHERE k.id = s.id AND k.left_for_id IS NOT NULL)"""
)
Staged = tuple[int, list]


class RowStore(CopiedRows, DuplicateKeys, ForgottenRows, MendedRows, PlannedRows, SharedRows):
    """The rows of one job. A row's id is ``job << 21 | number``: rows of a job are a range.

    ``number_column`` is the column that holds the numbers which people know, -1 where there is
    none; ``label_of`` names the column of a field for them; ``irreversible`` gives the
    verbs of the kind that nothing brings back: asked only where rows are recorded, since the rows
    of a job can be counted and forgotten also where the kind is gone that it was of; ``share`` is
    the one whose rows are staged, 0 for all; ``leaves_out`` says whether rows may be left out for
    others of the same record.
    """

    def __init__(
        self,
        env: Any,
        job: int,
        number_column: int = -1,
        label_of: Callable[[str | None], str | None] = lambda field: field,
        irreversible: Callable[[], Container[str]] = tuple,
        share: int = 0,
        leaves_out: bool = False,
    ) -> None:
        self.env, self.job, self.share, self.leaves_out = env, job, share, leaves_out
        self.number_column, self.label_of = number_column, label_of
        self.irreversible = irreversible
        self.low, self.high = plan.row_id(job, 0), plan.row_id(job, plan.LAST_NUMBER)

    def _copy(self, table: str, lines: Iterable[str]) -> None:
        text = "".join(lines)
        if text:
            self.env.cr.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))

    def compile_nothing(self) -> None:
        """See ``bulk.compile_nothing``, of statements over the rows of a chunk."""
        compile_nothing(self.env.cr)

    # -- staged rows -----------------------------------------------------------------------------

    def stage(self, lines: Any) -> None:
        """Stage what an open binary file holds, lines ready for COPY."""
        self.env.cr.copy_expert(
            "COPY registration_import_staged (id, job_id, cells) FROM STDIN", lines
        )

    def staged(self, position: int, limit: int, last: int | None = None) -> list[Staged]:
        """``[(id, cells)]`` of the next rows without an outcome, up to row number ``last``; without
        those that are left out."""
        return self.env.execute_query(
            SQL(
                """SELECT id, %s FROM registration_import_staged s
                    WHERE id > %s AND id <= %s
                      AND NOT EXISTS (SELECT FROM registration_import_outcome o WHERE o.id = s.id)
                      %s %s
                 ORDER BY id LIMIT %s""",
                mended_cells("s", self.job),
                self.low + position,
                self.high if last is None else self.low + last,
                of_share("s", self.share),
                NOT_LEFT_OUT if self.leaves_out else SQL(),
                limit,
            )
        )

    def cells_of(self, identifiers: Iterable[int]) -> list[Staged]:
        """``[(id, cells)]`` of these rows, in the order of the file."""
        return self.env.execute_query(
            SQL(
                """SELECT id, %s FROM registration_import_staged s
                    WHERE id = ANY(%s) ORDER BY id""",
                mended_cells("s", self.job),
                list(identifiers),
            )
        )

    def staged_range(self) -> tuple[int, int]:
        """First and last id that was staged; an empty range when there is none."""
        found = self.env.execute_query(
            SQL(
                """SELECT min(id), max(id) FROM registration_import_staged
                    WHERE id BETWEEN %s AND %s""",
                self.low,
                self.high,
            )
        )
        return found[0] if found[0][0] else (1, 0)

    def first_texts(self, column: int, limit: int) -> list[str | None]:
        """The texts of a column in the first rows, without blanks at the ends. Some ids at a time:
        of rows that were just staged PostgreSQL knows nothing, and would sort all."""
        texts: list[str | None] = []
        low, last = self.staged_range()
        while low <= last and len(texts) < limit:
            found = self.env.execute_query(
                SQL(
                    """SELECT btrim(cells->>%s) FROM registration_import_staged
                        WHERE id >= %s AND id < %s ORDER BY id LIMIT %s""",
                    column,
                    low,
                    low + WINDOW,
                    limit - len(texts),
                )
            )
            texts += [text for (text,) in found]
            low += WINDOW
        return texts

    def failing(self, ended: bool, limit: int | None = None, after: int = 0) -> Iterator[Staged]:
        """Yield ``(id, cells)`` of rows that were not imported, in the order of the file, ``after``
        the row of an id. After the run (``ended``) the outcome says it; after a validation, the
        errors that were found."""
        low, last = max(self.low, after), self.staged_range()[1]
        while low < last and (limit is None or limit > 0):
            high, take = min(low + WINDOW, last), min(FETCHED, limit) if limit else FETCHED
            rows = self.env.execute_query(
                SQL(
                    """SELECT s.id, %s FROM registration_import_staged s
                        WHERE s.id > %s AND s.id <= %s AND %s ORDER BY s.id LIMIT %s""",
                    mended_cells("s", self.job),
                    low,
                    high,
                    self._failed(ended, low, high),
                    take,
                )
            )
            yield from rows
            low = rows[-1][0] if len(rows) == take else high
            limit = limit and limit - len(rows)

    def _failed(self, ended: bool, low: int, high: int) -> SQL:
        if ended:
            # not joined: of rows that are too new for its statistics PostgreSQL expects a single
            # one, and goes through all outcomes of the window for each of them
            return SQL(
                """coalesce((SELECT o.outcome FROM registration_import_outcome o
                              WHERE o.id = s.id), 'not_processed') IN %s""",
                plan.FAILING,
            )
        return SQL(
            """s.id IN (SELECT row_id FROM registration_import_problem
                         WHERE job_id = %s AND level = 'error' AND row_id > %s AND row_id <= %s)""",
            self.job,
            low,
            high,
        )

    def shown_numbers(self, identifiers: Iterable[int]) -> dict[int, int | None]:
        """``{row id: number}`` of rows in an errors file; of another file, nothing."""
        identifiers = list(identifiers)
        if self.number_column < 0 or not identifiers:
            return {}
        return {
            identifier: plan.shown_number(cells, self.number_column)
            for identifier, cells in self.cells_of(identifiers)
        }

    # -- outcomes, problems and batches ----------------------------------------------------------

    def record(self, rows: list[Row]) -> None:
        """Outcomes, problems and counts of a batch, in the transaction of its effects."""
        self._copy(f"registration_import_outcome ({OUTCOME_COLUMNS})", map(outcome_line, rows))
        self.add_problems(rows)
        self.add_batch("run", Batch.of(rows, self.irreversible))
        self.env.invalidate_all()

    def note(self, rows: list[Row]) -> None:
        """Problems and planned counts of a chunk: what a validation leaves."""
        self.add_problems(rows)
        batch = Batch.of(rows, self.irreversible)
        batch.changed = [[*key, count] for key, count in count_changed(rows).items()]
        self.add_batch("validate", batch)

    def add_problems(self, rows: Iterable[Row]) -> None:
        """The problems of rows, as data."""
        labels: dict[str | None, str | None] = {}
        lines = []
        for row in rows:
            for problem in row.all_problems():
                if problem.field not in labels:
                    labels[problem.field] = self.label_of(problem.field)
                lines.append(problem_line(self.job, row, problem, labels[problem.field]))
        self._copy(f"registration_import_problem ({PROBLEM_COLUMNS})", lines)

    def add_batch(self, phase: str, batch: Batch) -> None:
        """One small row with the counts of what was committed together."""
        self._execute(
            SQL(
                """INSERT INTO registration_import_batch
                          (job_id, phase, verbs, targets, made, changed, in_bulk, ended, %s)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
                SQL(", ").join(map(SQL.identifier, plan.RECORDED)),
                self.job,
                phase,
                json.dumps(batch.verbs) if batch.verbs else None,
                json.dumps(batch.targets) if batch.targets else None,
                json.dumps(batch.made) if batch.made else None,
                json.dumps(batch.changed) if batch.changed else None,
                batch.in_bulk,
                self.env.cr.now(),  # the time that records written with it have
                SQL(", ").join(SQL("%s", batch.counts.get(name, 0)) for name in plan.RECORDED),
            )
        )

    def record_unchanged(self, select: SQL) -> int:
        """Record rows that plainly change nothing, of ``(id, record)`` selected; how many. Not
        those whose record another row of the file names: their order may matter; nor what people
        have mended. Raises ``TookTooLong``."""
        self.env.flush_all()
        recording = SQL(
            """INSERT INTO registration_import_outcome (id, outcome, record)
               SELECT same.id, %s, same.record FROM (%s) same
                WHERE NOT EXISTS (SELECT FROM registration_import_outcome o
                                   WHERE o.id = same.id)
                  AND NOT EXISTS (SELECT FROM registration_import_duplicate_key k
                                   WHERE k.id = same.id)
                  AND NOT EXISTS (SELECT FROM registration_import_correction c
                                   WHERE c.row_id = same.id AND c.job_id = %s)""",
            plan.UNCHANGED,
            select,
            self.job,
        )
        with in_bulk(self.env.cr):
            done = self._execute(recording)
        if done:
            self.add_batch("run", Batch({plan.UNCHANGED: done}, in_bulk=True))
        return done

    def count_done(self, low: int, high: int) -> int:
        """Rows with these ids that have an outcome."""
        query = "SELECT count(*) FROM registration_import_outcome WHERE id BETWEEN %s AND %s"
        count: int = self.env.execute_query(SQL(query, low, high))[0][0]
        return count

    def add_written(self, counts: dict[str, int]) -> None:
        """Count rows that were written past the ORM with their outcomes."""
        self.add_batch("run", Batch(counts, in_bulk=True))
        self.env.invalidate_all()

    def counts(self, phase: str) -> dict[str, int]:
        """``{outcome: rows}`` of a phase, all outcomes named: nobody writes the job while it runs,
        so its counters are the sum of its batches."""
        sums = SQL(", ").join(
            SQL("coalesce(sum(%s), 0)::bigint", SQL.identifier(name)) for name in plan.RECORDED
        )
        found = self.env.execute_query(
            SQL(
                "SELECT %s FROM registration_import_batch WHERE job_id = %s AND phase = %s",
                sums,
                self.job,
                phase,
            )
        )
        return dict(zip(plan.RECORDED, found[0], strict=True))

    def has_written(self, in_bulk: bool) -> bool:
        """Whether rows were written in bulk, or else one by one."""
        query = """SELECT EXISTS (SELECT FROM registration_import_batch
                                   WHERE job_id = %s AND phase = 'run'
                                     AND coalesce(in_bulk, false) = %s)"""
        return bool(self.env.execute_query(SQL(query, self.job, in_bulk))[0][0])

    def has_validated(self) -> bool:
        """Whether a validation has planned rows of the job."""
        query = """SELECT EXISTS (SELECT FROM registration_import_batch
                                   WHERE job_id = %s AND phase = 'validate')"""
        return bool(self.env.execute_query(SQL(query, self.job))[0][0])
