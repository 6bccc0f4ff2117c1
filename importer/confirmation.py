"""What nothing brings back: only what was confirmed, and to the very records that were seen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from ..tools.rows.plan import Row, row_number


class MoreThanConfirmed(Exception):
    """A run would do more of what nothing brings back than was confirmed."""


class Allowance:
    """Which rows with irreversible ``verbs`` may be written, to which records: ``targets`` is
    ``{row number: record id}``. No id is that of a record which an earlier row of the file makes.
    """

    def __init__(
        self, verbs: Container[str] = (), targets: Mapping[int, int | None] | None = None
    ) -> None:
        self.verbs = verbs
        self.targets = targets or {}

    def check(self, rows: Iterable[Row]) -> None:
        """Raise ``MoreThanConfirmed`` unless all of these rows were confirmed as they are.

        >>> Allowance().check([])
        """
        if not self.verbs:
            return
        if not all(self._is_confirmed(row) for row in rows if row.does(self.verbs)):
            raise MoreThanConfirmed

    def _is_confirmed(self, row: Row) -> bool:
        number = row_number(row.id)
        return number in self.targets and self.targets[number] in (0, None, row.record)
