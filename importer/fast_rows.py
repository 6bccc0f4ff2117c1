"""What the fast lanes of the kinds share: who listens, the cells of a range of rows as SQL, and how
its one statement is run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from odoo.tools import SQL

from ..tools.rows.plan import Row
from ..tools.rows.problems import Problem
from .bulk import in_bulk
from .listeners import listener, override
from .mended_rows import mended_cells
from .shared_rows import of_share
from .staged_sql import staged_between


class FastRows:
    """Base of an ``importer.fast_lane.Provider``; ``kind`` is in the environment that writes."""

    #: whether it writes the rows of one of several shares alone, where it is asked to
    knows_shares = True

    #: methods of the kind that say what its rows mean, and what writes them
    of_rows: tuple[str, ...] = ("_schema", "_match", "_row_planner", "_writer")

    def __init__(self, kind: Any) -> None:
        self.kind, self.env = kind, kind.env

    def heard(self, *listened: tuple[Any, ...]) -> Problem | None:
        """That somebody else hears of what would be written, each ``listened`` the model and the
        fields that ``listeners.listener`` takes; or says what rows mean."""
        found = override(type(self.kind), self.of_rows)
        for each in listened:
            found = found or listener(self.env, *each)
        return Problem("lane_heard", params={"listener": found}) if found else None

    def cells(self, columns: dict[str, int], names: Collection[str], low: int, high: int) -> SQL:
        """A SELECT of ``id``, the texts of the fields ``names`` as they were mended, NULL where a
        field has no column, and the ``width`` of a row, of one share where there are several; of a
        number without a row all is NULL."""
        texts = (
            SQL("t.cells->>%s AS %s", columns[name], SQL.identifier(name))
            if name in columns
            else SQL("NULL::text AS %s", SQL.identifier(name))
            for name in names
        )
        run = self.kind._run
        return SQL(
            "SELECT series.id, %s, jsonb_array_length(t.cells) AS width FROM %s",
            SQL(", ").join(texts),
            staged_between(low, high, mended_cells("s", run.job), of_share("s", run.share)),
        )

    def parsed(
        self, columns: dict[str, int], width: int, names: Collection[str], texts: Iterable[Any]
    ) -> dict[Any, Row]:
        """``{texts: row}`` of tuples of texts of the fields ``names``, each read as the rows of the
        job are, in a row of nothing else; those about which there is something to say are left
        out."""
        job = self.env["registration.import.job"].browse(self.kind._run.job)
        parse, rows = job._assembly().parser(self.kind), {}
        for each in texts:
            cells = [""] * width
            for name, text in zip(names, each, strict=True):
                cells[columns[name]] = text or ""
            values, problems = parse(cells)
            apart = [problem for problem in problems if problem.field in names]
            # of a cell that is more than a text, the text is another one here
            if not apart and not any(text is None or text[:1] == "{" for text in each):
                rows[each] = Row(0, values, problems)
        return rows

    def sequence(self, model: str) -> str:
        """What the ids of new records are drawn from."""
        query = SQL("SELECT pg_get_serial_sequence(%s, 'id')", self.env[model]._table)
        name: str = self.env.execute_query(query)[0][0]
        return name

    def forbids(self, model: str, low: int, high: int) -> bool:
        """Whether a record rule forbids the user one of the records that the rows with these ids
        have made. Not by NOT IN, which PostgreSQL would look through for each of them once there
        are more records than it sorts in memory."""
        domain = self.env["ir.rule"]._compute_domain(model, "create")
        if domain.is_true():
            return False
        allowed = self.env[model].sudo().with_context(active_test=False)._search(domain)
        found = self.env.execute_query(
            SQL(
                """SELECT FROM registration_import_outcome o
                    WHERE o.id BETWEEN %s AND %s AND o.outcome = 'created'
                      AND NOT EXISTS (SELECT FROM (%s) allowed WHERE allowed.id = o.record)
                    LIMIT 1""",
                low,
                high,
                allowed.select(),
            )
        )
        return bool(found)

    def counts_of(self, statement: SQL) -> dict[str, int]:
        """``{outcome: rows}`` that the statement gives of what it has written; ``TookTooLong``."""
        self.env.flush_all()
        with in_bulk(self.env.cr):
            return dict(self.env.execute_query(statement))
