"""A validation: everything up to the plan, and nothing of the host is written."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol

from ..tools.rows.plan import Row, row_number
from ..tools.rows.planner import Planner, RowPlanner
from .checkpoint import Checkpoint
from .executor import Loader


class Store(Protocol):
    """Where problems and counts go (``store.RowStore``)."""

    def note(self, rows: list[Row]) -> None:
        """Problems and planned counts of a chunk."""

    def next_of_same_key(self, rows: list[Row]) -> dict[int, int]:
        """``{row id: id of the next row of the same record}``."""

    def left_for(self, rows: list[Row]) -> dict[int, Any]:
        """``{row id: what the last row of the same record before these leaves}``."""

    def leave(self, states: dict[int, Any]) -> None:
        """Store what rows leave for later ones."""


class Validator:
    """Plans every row of a run, a chunk at a time. A record that an earlier row would make counts
    as found, and running totals go from chunk to chunk in the checkpoint."""

    def __init__(
        self,
        store: Store,
        loader: Loader,
        rules: RowPlanner,
        checkpoint: Checkpoint,
        is_cancelled: Callable[[], bool] = lambda: False,
        minds_duplicates: bool = True,
    ) -> None:
        self.store, self.loader, self.rules = store, loader, rules
        self.checkpoint, self.is_cancelled = checkpoint, is_cancelled
        self.minds_duplicates = minds_duplicates

    def steps(self) -> Generator[int, None, bool]:
        """Yield the number of rows planned since; returns whether it came to their end."""
        while not self.is_cancelled():
            rows = self.loader.next_rows(self.checkpoint.position)
            if not rows:
                return True
            self.plan(rows)
            yield len(rows)
        return False

    def plan(self, rows: list[Row]) -> None:
        """Plan a chunk, and store what that says."""
        recalled, later = self._recalled(rows)
        planner = Planner(self.rules, self.checkpoint.totals or {}, recalled)
        for _run in planner.runs(rows):
            continue
        self._leave(planner, rows, later)
        self.loader.explain(rows)
        self.store.note(rows)
        self.checkpoint.update(
            position=row_number(rows[-1].id),
            totals=planner.totals,
            in_progress=True,
            crashes=0,
            conflicts=0,
        )

    def _recalled(self, rows: list[Row]) -> tuple[dict[int, Any], dict[int, int]]:
        """What earlier chunks planned for the records of these rows, ``{row id: match}``, and the
        ids of the next rows of the same records. A row that cannot be read hands it on."""
        if not self.minds_duplicates:
            return {}, {}
        recalled, later = self.store.left_for(rows), self.store.next_of_same_key(rows)
        for row in rows:
            if row.match is None and row.id in recalled and row.id in later:
                recalled[later[row.id]] = recalled[row.id]
        return recalled, later

    def _leave(self, planner: Planner, rows: list[Row], later: dict[int, int]) -> None:
        """Store what rows leave for rows of the same record in later chunks."""
        handed, states = dict(planner.recalled), {}
        for row in (row for row in rows if row.id in later):
            state = handed.get(row.id) if row.match is None else self.rules.left_by(row)
            if state is None:
                continue
            if later[row.id] > rows[-1].id:
                states[row.id] = self.rules.stored(state)
            else:
                handed[later[row.id]] = state
        self.store.leave(states)


def preview(loader: Loader, rules: RowPlanner, limit: int) -> list[Row]:
    """The first rows with what each would change: planned, and nothing stored."""
    rows = loader.next_rows(0, limit)
    for _run in Planner(rules).runs(rows):
        continue
    loader.explain(rows)
    return rows
