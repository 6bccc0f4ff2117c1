"""Which row is in which share: all SQL on that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo.tools import SQL

from .mended_rows import mended_cells
from .staged_sql import staged_between


class SharedRows:
    """Part of ``store.RowStore``."""

    env: Any
    job: int
    low: int
    high: int
    _execute: Callable[[SQL], int]
    staged_range: Callable[[], tuple[int, int]]

    def share_out(self, keys: list[tuple[SQL, Callable[[SQL], SQL]]], count: int) -> int:
        """Give the rows without an outcome that have a key to so many shares, about as many to
        each; how many shares there are.

        A key is named by pairs: the SQL of a cell's text, and what makes of it the text that all
        its spellings have in common. Keys stay in the order in which the file names them, so that
        of a sorted file each share is a part of its own. What has no key has no share.
        """
        self.forget_shares()
        names = [SQL.identifier(f"t{number}") for number in range(len(keys))]
        made = [make(name) for (_text, make), name in zip(keys, names, strict=True)]
        texts = [
            SQL("%s AS %s", text, name) for (text, _make), name in zip(keys, names, strict=True)
        ]
        return self._number_of_shares(
            SQL(
                """WITH texts AS MATERIALIZED (
                       SELECT id, %(texts)s FROM (
                           SELECT series.id, t.cells FROM %(rows)s
                            WHERE NOT EXISTS (SELECT FROM registration_import_outcome o
                                               WHERE o.id = series.id)) mended),
                       said AS MATERIALIZED (
                           SELECT %(names)s, count(*) AS rows, min(id) AS first
                             FROM texts GROUP BY %(names)s),
                       keyed AS MATERIALIZED (
                           SELECT said.*, hashtextextended(
                                      concat_ws(E'\\x1f', %(made)s), 0) AS key,
                                  %(is_named)s AS is_named
                             FROM said),
                       keys AS (
                           SELECT key, sum(rows) AS rows, min(first) AS first
                             FROM keyed WHERE is_named GROUP BY key),
                       placed AS (
                           SELECT key, 1 + floor((sum(rows) OVER (ORDER BY first) - rows)
                                                 * %(count)s / sum(rows) OVER ()) AS share
                             FROM keys)
                   INSERT INTO registration_import_share (id, share)
                   SELECT texts.id, placed.share
                     FROM texts JOIN keyed USING (%(names)s) JOIN placed USING (key)
                    WHERE keyed.is_named""",
                texts=SQL(", ").join(texts),
                rows=staged_between(*self.staged_range(), mended_cells("s", self.job)),
                names=SQL(", ").join(names),
                made=SQL(", ").join(made),
                is_named=SQL(" AND ").join(SQL("%s <> ''", each) for each in made),
                count=count,
            )
        )

    def named(self, text: SQL, make: Callable[[SQL], SQL]) -> set[str]:
        """All that the rows name by a cell: ``make`` of its ``text``."""
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT %s FROM (
                       SELECT DISTINCT %s AS said FROM (
                           SELECT %s AS cells FROM registration_import_staged s
                            WHERE s.id BETWEEN %s AND %s) mended) texts""",
                make(SQL("said")),
                text,
                mended_cells("s", self.job),
                self.low,
                self.high,
            )
        )
        return {name for (name,) in found}

    def _number_of_shares(self, parting: SQL) -> int:
        """Part rows; the shares that have some are numbered anew, without a gap."""
        self._execute(parting)
        own = SQL("id BETWEEN %s AND %s", self.low, self.high)
        found = self.env.execute_query(
            SQL("SELECT DISTINCT share FROM registration_import_share WHERE %s ORDER BY 1", own)
        )
        for number, (share,) in enumerate(found, 1):
            if share != number:
                self._execute(
                    SQL(
                        "UPDATE registration_import_share SET share = %s WHERE share = %s AND %s",
                        number,
                        share,
                        own,
                    )
                )
        return len(found)

    def forget_shares(self) -> None:
        """No row has a share."""
        self._execute(
            SQL(
                "DELETE FROM registration_import_share WHERE id BETWEEN %s AND %s",
                self.low,
                self.high,
            )
        )


def of_share(row: str, share: int) -> SQL:
    """A condition, beginning with AND, that the staged row with this alias is in the share; of the
    job itself, 0, nothing. Of a join PostgreSQL would believe that it leaves one row of many
    thousands, and would look through all records for each of these: of this it believes half."""
    if not share:
        return SQL()
    return SQL(
        """AND CASE (SELECT h.share FROM registration_import_share h WHERE h.id = %s)
                    WHEN %s THEN true ELSE false END""",
        SQL.identifier(row, "id"),
        share,
    )
