"""Rows of a file that name the same record: all SQL on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from odoo.tools import SQL

from ..tools.rows.plan import LAST_NUMBER, SKIPPED, Link, Row
from .batch import Batch
from .options import BOTH_OUT, FIRST, LAST

# For which row of the same record a row is left out, by what was chosen for such rows.
LEFT_FOR = {
    FIRST: SQL("previous_id"),
    LAST: SQL("next_id"),
    BOTH_OUT: SQL("coalesce(previous_id, next_id)"),
}


class DuplicateKeys:
    """Which rows of a job name the record of another one, and what those of one chunk leave for
    those of later ones; part of ``store.RowStore``."""

    env: Any
    job: int
    low: int
    high: int
    number_column: int
    add_batch: Callable[[str, Batch], None]

    def _execute(self, query: SQL) -> int:
        """Run a statement that gives nothing; the number of rows that it touched."""
        self.env.cr.execute(query)
        return self.env.cr.rowcount

    def find_duplicate_keys(self, keyed: SQL | None, repeats: str | None = None) -> None:
        """Note which rows name the same record as others, of ``(id, key, bears, owner)`` selected:
        later rows of the same key are of the record of a row that ``bears`` it, unless both have an
        ``owner``, and not the same; and which of them are left out, as ``LEFT_FOR`` says for
        ``repeats``."""
        self.forget_keys()
        if keyed is None:
            return
        self._execute(
            SQL(
                """WITH linked AS (
                       SELECT id, later FROM (
                           SELECT id, bears, owner, lead(id) OVER same AS later,
                                  lead(owner) OVER same AS next_owner FROM (%s) keyed
                           WINDOW same AS (PARTITION BY key ORDER BY id)
                       ) led WHERE later > id AND bears
                               AND (owner IS NULL OR next_owner IS NULL OR owner = next_owner))
                   INSERT INTO registration_import_duplicate_key
                          (id, next_id, last_id, previous_id, left_for_id)
                   SELECT id, next_id, last_id, previous_id, %s FROM (
                       SELECT id, min(later) AS next_id, max(later) AS last_id,
                              max(earlier) AS previous_id FROM (
                           SELECT id, later, NULL AS earlier FROM linked
                           UNION ALL SELECT later, NULL, id FROM linked
                       ) sides GROUP BY id) links""",
                keyed,
                LEFT_FOR.get(repeats or "", SQL("NULL::bigint")),
            )
        )

    def count_repeats(self) -> int:
        """Rows that name a record which an earlier one names."""
        return self.env.execute_query(
            SQL(
                """SELECT count(previous_id) FROM registration_import_duplicate_key
                    WHERE id BETWEEN %s AND %s""",
                self.low,
                self.high,
            )
        )[0][0]

    def leave_out_repeats(self, phase: str) -> None:
        """Say of the rows that are left out for others of their records that they are; where rows
        are written, that is their outcome, before any of the others has one: a run that is stopped
        leaves none of them to be tried again."""
        left_out = SQL(
            """registration_import_duplicate_key k
               JOIN registration_import_staged s ON s.id = k.id
               JOIN registration_import_staged other ON other.id = k.left_for_id
              WHERE k.id BETWEEN %s AND %s""",
            self.low,
            self.high,
        )
        count = self._execute(
            SQL(
                """INSERT INTO registration_import_problem
                          (job_id, row_id, number, code, params, level)
                   SELECT %s, k.id, %s, 'left_out_repeat',
                          jsonb_build_object('row', %s, 'other', %s), 'warning' FROM %s
                 ORDER BY k.id""",
                self.job,
                self._number("s"),
                self._number("s"),
                self._number("other"),
                left_out,
            )
        )
        if not count:
            return
        if phase == "run":
            self._execute(
                SQL(
                    """INSERT INTO registration_import_outcome (id, outcome)
                       SELECT k.id, %s FROM %s""",
                    SKIPPED,
                    left_out,
                )
            )
        self.add_batch(phase, Batch({SKIPPED: count}))

    def _number(self, row: str) -> SQL:
        """The number by which people know a staged row; ``row`` is the alias of its table."""
        own = SQL("(%s & %s)::integer", SQL.identifier(row, "id"), LAST_NUMBER)
        if self.number_column < 0:
            return own
        return SQL(
            "coalesce(substring(%s->>%s from '^[1-9][0-9]{0,6}$')::integer, %s)",
            SQL.identifier(row, "cells"),
            self.number_column,
            own,
        )

    def forget_keys(self) -> None:
        """No row is known to name the record of another, and none leaves anything."""
        self._execute(
            SQL(
                "DELETE FROM registration_import_duplicate_key WHERE id BETWEEN %s AND %s",
                self.low,
                self.high,
            )
        )
        self.forget_left()

    def forget_left(self) -> None:
        """What rows have left is of no use behind the last chunk."""
        self._execute(
            SQL(
                "DELETE FROM registration_import_left WHERE row_id BETWEEN %s AND %s",
                self.low,
                self.high,
            )
        )

    def links(self, rows: list[Row]) -> dict[int, Link]:
        """``{row id: Link}`` of those of consecutive rows whose record others name, too."""
        if not rows:
            return {}
        found = self.env.execute_query(
            SQL(
                """SELECT id, next_id, last_id, previous_id FROM registration_import_duplicate_key
                    WHERE id BETWEEN %s AND %s""",
                rows[0].id,
                rows[-1].id,
            )
        )
        return {identifier: Link(*link) for identifier, *link in found}

    def has_left(self) -> bool:
        """Whether rows of earlier chunks leave anything."""
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM registration_import_left WHERE row_id BETWEEN %s AND %s LIMIT 1",
                    self.low,
                    self.high,
                )
            )
        )

    def left_for(self, keys: Iterable[str]) -> dict[str, Any]:
        """``{key: what the last row of earlier chunks leaves under it}``."""
        found = self.env.execute_query(
            SQL(
                """SELECT key, state FROM registration_import_left
                    WHERE row_id BETWEEN %s AND %s AND key = ANY(%s)""",
                self.low,
                self.high,
                list(keys),
            )
        )
        return dict(found)

    def take_left(self, keys: Iterable[str]) -> set[str]:
        """Forget what was left under these keys; those under which something was."""
        keys = list(keys)
        if not keys:
            return set()
        found = self.env.execute_query(
            SQL(
                """DELETE FROM registration_import_left
                    WHERE row_id BETWEEN %s AND %s AND key = ANY(%s) RETURNING key""",
                self.low,
                self.high,
                keys,
            )
        )
        return {key for (key,) in found}

    def leave(self, states: dict[str, tuple[int, Any]]) -> None:
        """Store what rows leave for rows of later chunks: ``{key: (row id, state)}``."""
        if not states:
            return
        self._execute(
            SQL(
                """INSERT INTO registration_import_left (key, row_id, state)
                   SELECT * FROM unnest(%s::text[], %s::bigint[], %s::jsonb[])""",
                list(states),
                [row for row, _state in states.values()],
                [json.dumps(state) for _row, state in states.values()],
            )
        )
