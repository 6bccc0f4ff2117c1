"""A validation: everything up to the plan, and nothing of the host is written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, Protocol

from ..tools.rows.plan import Link, Row, row_number
from ..tools.rows.planner import Planner, RowPlanner, key_text
from .checkpoint import Checkpoint
from .executor import Loader


class Store(Protocol):
    """Where problems and counts go (``store.RowStore``)."""

    def note(self, rows: list[Row]) -> None:
        """Problems and planned counts of a chunk."""

    def links(self, rows: list[Row]) -> dict[int, Link]:
        """``{row id: Link}`` of those whose record other rows name, too."""

    def has_left(self) -> bool:
        """Whether rows of earlier chunks leave anything."""

    def left_for(self, keys: Iterable[str]) -> dict[str, Any]:
        """``{key: what the last row of earlier chunks leaves under it}``."""

    def take_left(self, keys: Iterable[str]) -> set[str]:
        """Forget what was left under these keys; those under which something was."""

    def leave(self, states: dict[str, tuple[int, Any]]) -> None:
        """Store what rows leave for later chunks: ``{key: (row id, state)}``."""


class Validator:
    """Plans every row of a run, a chunk at a time; ``check`` sees planned rows, and may warn. A
    record that an earlier row would make counts as found, and running totals go from chunk to chunk
    in the checkpoint."""

    def __init__(
        self,
        store: Store,
        loader: Loader,
        rules: RowPlanner,
        checkpoint: Checkpoint,
        is_cancelled: Callable[[], bool] = lambda: False,
        minds_duplicates: bool = True,
        check: Callable[[list[Row]], None] = lambda _rows: None,
    ) -> None:
        self.store, self.loader, self.rules = store, loader, rules
        self.checkpoint, self.is_cancelled = checkpoint, is_cancelled
        self.minds_duplicates, self.check = minds_duplicates, check

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
        planner = Planner(self.rules, self.checkpoint.totals or {}, self._recalled(rows))
        for run in planner.runs(rows):
            self.check(run)
        self._leave(planner, rows)
        self.loader.explain(rows)
        self.store.note(rows)
        self.checkpoint.update(
            position=row_number(rows[-1].id),
            totals=planner.totals,
            in_progress=True,
            crashes=0,
            conflicts=0,
        )

    def _recalled(self, rows: list[Row]) -> dict[str, Any]:
        """What earlier chunks leave for the records of these rows, ``{key: state}``."""
        if not self.minds_duplicates or not self.store.has_left():
            return {}
        matched = (row for row in rows if row.match is not None)
        return self.store.left_for(
            {key_text(key) for row in matched for key in self.rules.keys(row)}
        )

    def _leave(self, planner: Planner, rows: list[Row]) -> None:
        """Store what rows leave for rows of the same records in later chunks: of those that such a
        row names, too, and those that reach records which their cells do not name. A row that goes
        on from an earlier chunk puts what it leaves in the place of what was left there."""
        if not self.minds_duplicates:
            return
        named_behind = _named_behind(rows, self.store.links(rows))
        needed: set[Hashable] = set()
        known: set[Hashable] = set()
        for row in (row for row in rows if row.match is not None and not row.is_unreadable):
            if row.id in named_behind or self.rules.reaches_others(row):
                needed.update(self._left_keys(row))
            elif row.id in planner.going_on:
                known.update(self._left_keys(row))
        old = self.store.take_left({key_text(key) for key in needed | known})
        rows_of_keys = ((key, planner.last_of(key)) for key in needed | known)
        self.store.leave(
            {
                key_text(key): self._left(row)
                for key, row in rows_of_keys
                if row and (key in needed or key_text(key) in old)
            }
        )

    def _left(self, row: Row) -> tuple[int, Any]:
        return row.id, self.rules.stored(self.rules.left_by(row))

    def _left_keys(self, row: Row) -> Iterable[Hashable]:
        return self.rules.left_keys(row, self.rules.keys(row))


def _named_behind(rows: list[Row], links: dict[int, Link]) -> set[int]:
    """Ids of the rows whose record a row behind all of these names, be it over others of these:
    one that cannot be read hands on what those before it leave."""
    end, found = rows[-1].id, set()
    for row in reversed(rows):
        link = links.get(row.id)
        later = (link.next, link.last) if link else ()
        if any(each and (each > end or each in found) for each in later):
            found.add(row.id)
    return found


def preview(
    loader: Loader,
    rules: RowPlanner,
    limit: int,
    check: Callable[[list[Row]], None] = lambda _rows: None,
) -> list[Row]:
    """The first rows with what each would change: planned, and nothing stored."""
    rows = loader.next_rows(0, limit)
    for run in Planner(rules).runs(rows):
        check(run)
    loader.explain(rows)
    return rows
