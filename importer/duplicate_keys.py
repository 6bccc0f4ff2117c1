"""Rows of a file that name the same record: all SQL on them."""

from __future__ import annotations

import json
from typing import Any

from odoo.tools import SQL

from ..tools.rows.plan import Row


class DuplicateKeys:
    """Which rows of a job name the record of a later one; part of ``store.RowStore``."""

    env: Any
    low: int
    high: int

    def _execute(self, query: SQL) -> int:
        """Run a statement that gives nothing; the number of rows that it touched."""
        self.env.cr.execute(query)
        return self.env.cr.rowcount

    def find_duplicate_keys(self, keyed: SQL | None) -> None:
        """Note which rows name the same record as a later one, of ``(id, key)`` selected."""
        self._execute(
            SQL(
                "DELETE FROM registration_import_duplicate_key WHERE id BETWEEN %s AND %s",
                self.low,
                self.high,
            )
        )
        if keyed is None:
            return
        self._execute(
            SQL(
                """INSERT INTO registration_import_duplicate_key (id, next_id)
                   SELECT id, min(later) FROM (
                       SELECT id, lead(id) OVER (PARTITION BY key ORDER BY id) AS later
                         FROM (%s) keyed
                   ) led WHERE later > id GROUP BY id""",
                keyed,
            )
        )

    def next_of_same_key(self, rows: list[Row]) -> dict[int, int]:
        """``{row id: id of the next row of the same record}``, of consecutive rows."""
        if not rows:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT id, next_id FROM registration_import_duplicate_key
                        WHERE id BETWEEN %s AND %s""",
                    rows[0].id,
                    rows[-1].id,
                )
            )
        )

    def left_for(self, rows: list[Row]) -> dict[int, Any]:
        """``{row id: what the last row of the same record leaves}``, of rows before these."""
        found = self.env.execute_query(
            SQL(
                """SELECT next_id, state FROM registration_import_duplicate_key
                    WHERE next_id BETWEEN %s AND %s AND id < %s AND state IS NOT NULL""",
                rows[0].id,
                rows[-1].id,
                rows[0].id,
            )
        )
        return dict(found)

    def leave(self, states: dict[int, Any]) -> None:
        """Store what rows leave for later ones of the same record: ``{row id: state}``."""
        if states:
            self._execute(
                SQL(
                    """UPDATE registration_import_duplicate_key k SET state = given.state::jsonb
                         FROM unnest(%s::bigint[], %s::text[]) AS given(id, state)
                        WHERE k.id = given.id""",
                    list(states),
                    [json.dumps(state) for state in states.values()],
                )
            )
