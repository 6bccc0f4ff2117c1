"""What is deleted of the rows of a job, and when: all SQL on that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from odoo.tools import SQL


class ForgottenRows:
    """Part of ``store.RowStore``."""

    env: Any
    job: int
    low: int
    high: int
    _execute: Callable[[SQL], int]
    forget_keys: Callable[[], None]
    forget_corrections: Callable[[], None]
    forget_shares: Callable[[], None]

    def clear(self) -> None:
        """Forget everything that was staged, planned or done: the job starts over."""
        for table in ("staged", "outcome"):
            self._delete(table)
        self.forget_keys()
        self.forget_shares()
        self.forget_corrections()
        self.forget("validate")
        self.forget("run")

    def _delete(self, table: str) -> None:
        self._execute(
            SQL(
                "DELETE FROM %s WHERE id BETWEEN %s AND %s",
                SQL.identifier(f"registration_import_{table}"),
                self.low,
                self.high,
            )
        )

    def _empty(self, table: str, values: SQL, full: SQL) -> None:
        """Only rows that are ``full``: to write one anew costs half as much as to import it."""
        self._execute(
            SQL(
                "UPDATE %s SET %s WHERE id BETWEEN %s AND %s AND %s",
                SQL.identifier(f"registration_import_{table}"),
                values,
                self.low,
                self.high,
                full,
            )
        )

    def forget_files(self) -> None:
        """Drop the errors files that were written: their rows change, or are forgotten."""
        self._execute(
            SQL("DELETE FROM registration_import_errors_file WHERE job_id = %s", self.job)
        )

    def forget(self, phase: str, kept: Iterable[str] = ()) -> None:
        """Drop problems, but those of the codes ``kept``, and batches of an earlier pass."""
        self.forget_files()
        self._execute(
            SQL(
                "DELETE FROM registration_import_problem WHERE job_id = %s AND code <> ALL(%s)",
                self.job,
                list(kept),
            )
        )
        self._execute(
            SQL(
                "DELETE FROM registration_import_batch WHERE job_id = %s AND phase = %s",
                self.job,
                phase,
            )
        )

    def purge(self) -> None:
        """Row numbers, outcomes, codes and record ids stay; whatever the file said goes."""
        empty, spent = SQL("cells = '[]'"), SQL("journal = NULL")
        self._empty("staged", empty, SQL("cells <> '[]'"))
        self._empty("outcome", spent, SQL("journal IS NOT NULL"))
        self._execute(
            SQL(
                """UPDATE registration_import_problem SET value = NULL, params = NULL
                    WHERE job_id = %s""",
                self.job,
            )
        )
        self.forget_keys()
        self.forget_corrections()
        self.forget_files()
        self.env.invalidate_all()
