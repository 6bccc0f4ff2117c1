"""What a run of a download has to send, and what its operation has sent: all SQL on both.

A record goes out when it never did and is fresh, or when its ``stamp`` or ``mark`` are others than
when it was sent; it is said to be gone when it was sent and is no more.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from odoo.tools import SQL

from ..tools.writing.export_lines import Gone, Line

#: of a run: what it has to send, and the texts of what it has sent
TABLES = ("registration_export_line", "registration_export_part")

# Of states ``r`` those of a first download. No mark is compared, so the database works none out.
DUE_AT_FIRST = SQL("WHERE r.fresh")


class ExportLedger:
    """The lines of one run, and the records that its operation has sent.

    Ids of ``run`` and ``operation``; ``env`` has a cursor, whoever the user is.
    """

    def __init__(self, env: Any, run: int, operation: int) -> None:
        self.env = env
        self.run = run
        self.operation = operation

    # -- what to send ------------------------------------------------------------------------

    def note_due(self, model: str, state: SQL, sends_changes: bool) -> None:
        """Note which records of a model are due, in one statement and one snapshot.

        :param state: a SELECT of ``id``, ``contact``, ``stamp``, ``mark``, ``fresh``
        :param sends_changes: whether a record goes again once it was changed
        """
        due = self._due_again(model, sends_changes) if self._has_sent(model) else DUE_AT_FIRST
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_export_line (run_id, model, record_id, contact_id)
                   SELECT %s, %s, r.id, r.contact FROM (%s) r %s ORDER BY r.id""",
                self.run,
                model,
                state,
                due,
            )
        )

    def _has_sent(self, model: str) -> bool:
        query = """SELECT EXISTS (SELECT FROM registration_export_sent
                                   WHERE operation_id = %s AND model = %s)"""
        return bool(self.env.execute_query(SQL(query, self.operation, model))[0][0])

    def _due_again(self, model: str, sends_changes: bool) -> SQL:
        """Of states ``r`` those that were never sent, or have changed since."""
        changed = "OR (s.stamp, s.mark) IS DISTINCT FROM (r.stamp, r.mark)"
        return SQL(
            """LEFT JOIN registration_export_sent s ON s.record_id = r.id
                     AND s.operation_id = %s AND s.model = %s
                   WHERE s.record_id IS NULL AND r.fresh
                      OR s.record_id IS NOT NULL AND (false %s)""",
            self.operation,
            model,
            SQL(changed if sends_changes else ""),
        )

    def note_gone(self, model: str) -> None:
        """Note which records of a model were sent and are no more."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_export_line (run_id, model, record_id, gone)
                   SELECT %s, %s, s.record_id, true FROM registration_export_sent s
                LEFT JOIN %s r ON r.id = s.record_id
                    WHERE s.operation_id = %s AND s.model = %s AND r.id IS NULL
                 ORDER BY s.record_id""",
                self.run,
                model,
                SQL.identifier(self.env[model]._table),
                self.operation,
                model,
            )
        )

    def count_due(self) -> int:
        """How many lines there are."""
        query = SQL("SELECT count(*) FROM registration_export_line WHERE run_id = %s", self.run)
        return self.env.execute_query(query)[0][0]

    # -- sending -----------------------------------------------------------------------------

    def next_lines(self, position: int, limit: int) -> list[Line]:
        """``[(line id, model, record id, whether it is gone)]`` behind a line."""
        return self.env.execute_query(
            SQL(
                """SELECT id, model, record_id, gone FROM registration_export_line
                    WHERE run_id = %s AND id > %s ORDER BY id LIMIT %s""",
                self.run,
                position,
                limit,
            )
        )

    def mark_sent(
        self,
        lines: Sequence[tuple[int, datetime | None, str | None]],
        keys: Sequence[Sequence[str]] | None,
    ) -> None:
        """Note of ``[(line id, stamp, mark)]`` what the records were when their texts were read,
        and under which ``keys`` each went, where any are kept: one JSON text for all of them. The
        bounds keep the database from reading all lines of a long download for each slice of it."""
        if lines:
            numbers, stamps, marks = map(list, zip(*lines, strict=True))
            self.env.cr.execute(
                SQL(
                    """UPDATE registration_export_line l
                          SET sent = true, stamp = s.stamp, mark = s.mark, keys = s.keys
                         FROM ROWS FROM (unnest(%s::int[]), unnest(%s::timestamp[]),
                                         unnest(%s::text[]), jsonb_array_elements(%s::jsonb))
                              s(line, stamp, mark, keys)
                        WHERE l.id = s.line AND l.id BETWEEN %s AND %s""",
                    numbers,
                    stamps,
                    marks,
                    json.dumps(keys) if keys else None,
                    min(numbers),
                    max(numbers),
                )
            )

    def add_part(self, text: str) -> None:
        """Keep lines of the file. By SQL, since the ORM's ``create`` leaves the text in a cycle of
        closures: it would be in memory until Python looks for such."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO registration_export_part (run_id, content) VALUES (%s, %s)",
                self.run,
                text,
            )
        )

    def sent_before(self, model: str, ids: Sequence[int]) -> dict[int, Gone]:
        """What is known of records that were sent, by their ids."""
        found = self.env.execute_query(
            SQL(
                """SELECT record_id, keys, fate FROM registration_export_sent
                    WHERE operation_id = %s AND model = %s AND record_id = ANY(%s)""",
                self.operation,
                model,
                list(ids),
            )
        )
        return {record: Gone(keys, fate) for record, keys, fate in found}

    # -- the end -----------------------------------------------------------------------------

    def count_as_sent(self, models: Iterable[str]) -> None:
        """From now on the operation has sent what the run did."""
        for model in models:
            self._forget_gone(model)
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_export_sent AS s
                          (operation_id, model, record_id, stamp, mark, keys)
                   SELECT %s, model, record_id, stamp, mark, keys FROM registration_export_line
                    WHERE run_id = %s AND sent AND gone IS NOT TRUE
              ON CONFLICT (operation_id, model, record_id)
                DO UPDATE SET stamp = EXCLUDED.stamp, mark = EXCLUDED.mark,
                              keys = EXCLUDED.keys""",
                self.operation,
                self.run,
            )
        )

    def _forget_gone(self, model: str) -> None:
        """The subquery is an array, since the database knows nothing yet of how many rows it has: a
        join would be made for few."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM registration_export_sent
                    WHERE operation_id = %(operation)s AND model = %(model)s
                      AND record_id = ANY(ARRAY(
                          SELECT record_id FROM registration_export_line
                           WHERE run_id = %(run)s AND model = %(model)s AND gone AND sent))""",
                operation=self.operation,
                model=model,
                run=self.run,
            )
        )


def note_fate(env: Any, model: str, ids: Sequence[int], fate: str) -> None:
    """What becomes of records that leave the database, for whoever was sent them."""
    env.cr.execute(
        SQL(
            """UPDATE registration_export_sent SET fate = %s
                WHERE model = %s AND record_id = ANY(%s)""",
            fate,
            model,
            list(ids),
        )
    )


def drop_lines(env: Any, runs: Sequence[int]) -> None:
    """Forget which records were in these runs, and the texts of those that are under way."""
    for table in TABLES:
        env.cr.execute(SQL("DELETE FROM %s WHERE run_id = ANY(%s)", SQL.identifier(table), runs))
