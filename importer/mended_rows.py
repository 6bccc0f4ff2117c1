"""Cells that people have mended: all SQL on that. Staged rows stay as the file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from odoo.tools import SQL


def mended_cells(row: str, job: int | None = None) -> SQL:
    """The cells of a staged row as they were mended; ``row`` is the alias of its table. The rows
    that somebody has mended are few, and are looked up once for all, of one job where it is named.
    """
    among = SQL() if job is None else SQL("WHERE m.job_id = %s", job)
    return SQL(
        """CASE WHEN %(row)s.id IN (SELECT m.row_id FROM registration_import_correction m %(among)s)
                THEN (SELECT jsonb_agg(coalesce(to_jsonb(c.new::text), %(row)s.cells->place, '""')
                                       ORDER BY place)
                        FROM generate_series(0, greatest(
                                 jsonb_array_length(%(row)s.cells) - 1,
                                 (SELECT max(m.index) FROM registration_import_correction m
                                   WHERE m.row_id = %(row)s.id))) AS place
                   LEFT JOIN registration_import_correction c
                          ON c.row_id = %(row)s.id AND c.index = place)
                ELSE %(row)s.cells END""",
        row=SQL.identifier(row),
        among=among,
    )


def all_cells(row: str) -> SQL:
    """A LATERAL query of the ``cells`` of a staged row as they were mended; and, of a row that was,
    once more as the file has them."""
    return SQL(
        """LATERAL (SELECT %(mended)s AS cells UNION ALL SELECT %(row)s.cells
                     WHERE %(row)s.id IN (SELECT row_id FROM registration_import_correction))""",
        mended=mended_cells(row),
        row=SQL.identifier(row),
    )


class MendedRows:
    """Part of ``store.RowStore``."""

    env: Any
    job: int
    low: int
    high: int
    _execute: Callable[[SQL], int]
    forget_files: Callable[[], None]

    def mend(self, row: int, index: int, label: str, old: str, new: str, user: int) -> None:
        """Read ``new`` in the place of a cell; what the file says again needs no correction."""
        self.forget_files()
        found = SQL("row_id = %s AND index = %s", row, index)
        if old == new:
            self._execute(SQL("DELETE FROM registration_import_correction WHERE %s", found))
        else:
            self._execute(
                SQL(
                    """INSERT INTO registration_import_correction
                              (job_id, row_id, index, label, old, new, user_id, date)
                       VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
                  ON CONFLICT (row_id, index)
                    DO UPDATE SET new = excluded.new, user_id = excluded.user_id,
                                  date = excluded.date""",
                    *(self.job, row, index, label, old, new, user),
                    self.env.cr.now(),
                )
            )
        self.env.invalidate_all()

    def file_cells(self, row: int) -> list | None:
        """The cells of a row as the file has them; None where there is no such row."""
        found = self.env.execute_query(
            SQL(
                """SELECT cells FROM registration_import_staged
                    WHERE id = %s AND id BETWEEN %s AND %s""",
                row,
                self.low,
                self.high,
            )
        )
        return found[0][0] if found else None

    def to_mend(self, offset: int, limit: int) -> tuple[int, list[int]]:
        """How many rows have an error or were mended, and the ids of some of them."""
        found = self.env.execute_query(
            SQL(
                """SELECT row_id, count(*) OVER () FROM (%s) r
                 ORDER BY row_id OFFSET %s LIMIT %s""",
                self._wrong_or_mended(),
                offset,
                limit,
            )
        )
        if not found:
            rest = SQL("SELECT count(*) FROM (%s) r", self._wrong_or_mended())
            return self.env.execute_query(rest)[0][0], []
        return found[0][1], [row for row, _count in found]

    def wrong_before(self, row: int) -> int:
        """How many rows before this one have an error or were mended."""
        query = SQL("SELECT count(*) FROM (%s) r WHERE row_id < %s", self._wrong_or_mended(), row)
        return self.env.execute_query(query)[0][0]

    def _wrong_or_mended(self) -> SQL:
        return SQL(
            """SELECT row_id FROM registration_import_problem
                WHERE job_id = %s AND level = 'error'
                UNION SELECT row_id FROM registration_import_correction WHERE job_id = %s""",
            self.job,
            self.job,
        )

    def forget_problems(self, rows: Iterable[int]) -> None:
        """Drop the problems of some rows."""
        self._execute(
            SQL(
                "DELETE FROM registration_import_problem WHERE job_id = %s AND row_id = ANY(%s)",
                self.job,
                list(rows),
            )
        )

    def forget_corrections(self) -> None:
        """Drop what was mended: the rows go, or what they say."""
        self._execute(SQL("DELETE FROM registration_import_correction WHERE job_id = %s", self.job))

    def distinct_texts(self, columns: list[int]) -> list[tuple]:
        """What occurs in some columns, as tuples of texts without blanks at the ends."""
        texts = SQL(", ").join(
            SQL("btrim(coalesce(cells->%s->>'text', cells->>%s, ''))", column, column)
            for column in columns
        )
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT %s FROM (SELECT %s AS cells FROM registration_import_staged s
                                             WHERE s.id BETWEEN %s AND %s) mended""",
                texts,
                mended_cells("s", self.job),
                self.low,
                self.high,
            )
        )
