"""The unchanged path: of a file that is expected to change little, the rows that plainly change
nothing are recorded by one statement for many thousands, and never reach the planner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

# Row numbers that one statement looks at.
RANGE = 50_000


class TookTooLong(Exception):
    """A statement was given up, and nothing of it is left: its rows go the ordinary way."""


class Store(Protocol):
    """Where rows and outcomes are (``store.RowStore``)."""

    low: int
    high: int

    def staged_range(self) -> tuple[int, int]:
        """First and last id that was staged; an empty range when there is none."""

    def record_unchanged(self, select: Any) -> int:
        """Record the rows selected; how many. Raises ``TookTooLong``."""


class UnchangedPath:
    """Only rows whose record no other row of the file names, so that their order cannot matter.

    ``columns`` is {field: column from 0}, ``width`` the number of columns of the file.
    """

    def __init__(
        self,
        store: Store,
        kind: Any,
        columns: dict[str, int],
        width: int,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.store, self.kind, self.columns, self.width = store, kind, columns, width
        self.is_cancelled = is_cancelled

    def steps(self) -> Iterator[int]:
        """Record what plainly changes nothing, as long as that is quick; yields the rows of each
        range of ids."""
        if not self.kind._can_pass_unchanged(self.columns, self.store.low, self.store.high):
            return
        low, high = self.store.staged_range()
        while low <= high and not self.is_cancelled():
            last = min(low + RANGE - 1, high)
            select = self.kind._select_unchanged(self.columns, self.width, low, last)
            try:
                done = self.store.record_unchanged(select)
            except TookTooLong:
                return
            yield done
            low += RANGE
