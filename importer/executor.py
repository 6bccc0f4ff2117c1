"""The run of a job: rows written in batches, each with its outcomes, committed by the driver."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import Protocol

from ..tools.rows.plan import FAILED, Plan, Row, row_number
from ..tools.rows.planner import Planner, RowPlanner
from ..tools.rows.problems import Problem
from .checkpoint import Checkpoint

# Parts that a batch which failed is split into.
PARTS = 10
#: {model: ids}
Records = dict[str, set[int]]


class Store(Protocol):
    """Where outcomes go (``store.RowStore``)."""

    def record(self, rows: list[Row]) -> None:
        """Outcomes, problems and counts of rows, in the transaction of their effects."""


class Loader(Protocol):
    """Where rows come from (``loader.RowLoader``)."""

    def next_rows(
        self, position: int, limit: int | None = None, last: int | None = None
    ) -> list[Row]:
        """The next rows behind a position, up to row number ``last``, matched; ``limit`` at
        most."""

    def match(self, rows: list[Row]) -> None:
        """Say anew what rows mean."""

    def explain(self, rows: list[Row]) -> None:
        """Put problems into the words of whoever made the file."""


class Writer(Protocol):
    """What writes (``writer.Writer``)."""

    def batch(self) -> AbstractContextManager[None]:
        """Everything that is written within is undone when it raises."""

    def records_of(self, rows: list[Row]) -> Records:
        """What planned rows would write, as far as it is there already."""

    def hold(self, records: Records) -> None:
        """Keep others from editing these; first thing in a transaction."""

    def write_run(self, rows: list[Row]) -> None:
        """Write rows without a common record."""

    def problem_of(self, error: Exception) -> Problem | None:
        """An exception as data; None where it is no row's fault."""


class FastLane(Protocol):
    """What writes plain rows past the ORM (``fast_lane.FastLane``)."""

    def take(self, position: int) -> tuple[int, int | None]:
        """Write the plain ones of the next rows; how many, and the number of the last row of these
        next ones, None behind the end of the file."""


class Executor:
    """Writes the rows of a run, split up where a batch fails. Knows no database: it is given the
    objects that do. ``check`` sees each run of rows before it is written, and may raise. Where
    there is a ``fast`` lane, it takes plain rows first, a range at a time. Where it ``gives_way``,
    since others wait, few rows are matched ahead."""

    def __init__(
        self,
        store: Store,
        loader: Loader,
        rules: RowPlanner,
        writer: Writer,
        checkpoint: Checkpoint,
        check: Callable[[list[Row]], None] = lambda _rows: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
        fast: FastLane | None = None,
        gives_way: bool = False,
    ) -> None:
        self.store, self.loader, self.writer = store, loader, writer
        self.rules, self.checkpoint = rules, checkpoint
        self.check, self.is_cancelled, self.clock = check, is_cancelled, clock
        self.fast, self.gives_way = fast, gives_way

    def steps(self) -> Generator[int, None, bool]:
        """Yield the number of rows done since; the driver commits at each yield, or never.
        Returns whether it came to the end of the rows."""
        failed = False
        while not self.is_cancelled():
            last = yield from self.take_plain_rows()
            limit = self.checkpoint.rows_to_match(failed, self.gives_way)
            rows = self.loader.next_rows(self.checkpoint.position, limit, last)
            if rows:
                failed = yield from self.run_chunk(rows)
            elif last is None:
                return True
            else:
                self.checkpoint.update(position=last)
            del rows  # before the next chunk is read: two at once would double the memory
        return False

    def take_plain_rows(self) -> Generator[int, None, int | None]:
        """Let the fast lane go first; gives the number of the row up to which the others are to be
        written before it goes on, None without an end. Not after a crash, which it may be the cause
        of, nor where others are editing the records."""
        if self.fast is None or self.checkpoint.is_careful or self.checkpoint.wary:
            return None
        done, last = self.fast.take(self.checkpoint.position)
        if done:
            yield done
        return last

    def run_chunk(self, rows: list[Row]) -> Generator[int, None, bool]:
        """Write the rows of a chunk in batches, up to the first one that fails; that one is split,
        and what lies behind it is matched anew in the next chunk. Returns whether one failed."""
        planner = Planner(self.rules)
        while rows and not self.is_cancelled():
            size = self.checkpoint.size
            batch, rows = rows[:size], rows[size:]
            started = self.clock()
            if self.checkpoint.wary:
                yield from self.hold(batch)
            if self.try_batch(planner, batch):
                self.checkpoint.after_failure()
                yield from self.isolate(batch)
                return True
            yield self.finish(batch, started)
        return False

    def isolate(self, rows: list[Row]) -> Generator[int, None, None]:
        """Find the rows that make a batch fail: parts of a tenth, matched and committed each on
        their own, down to single rows."""
        stack = split(rows)
        while stack and not self.is_cancelled():
            yield 0
            batch = stack.pop(0)
            started = self.clock()
            self.loader.match(batch)
            if self.checkpoint.wary:
                yield from self.hold(batch)
            problem = self.try_batch(Planner(self.rules), batch)
            if problem and len(batch) > 1:
                stack = split(batch) + stack
                continue
            if problem:
                fail(batch[0], problem)
            yield self.finish(batch, started)

    def hold(self, batch: list[Row]) -> Generator[int, None, None]:
        """Keep others from the records of a batch until it is written: what it means is looked up
        anew once they are held."""
        planner = Planner(self.rules)
        planner.begin()
        for _run in planner.runs(batch):
            continue
        records = self.writer.records_of(batch)
        yield 0
        self.writer.hold(records)
        self.loader.match(batch)

    def try_batch(self, planner: Planner, batch: list[Row]) -> Problem | None:
        """Plan and write one batch, or nothing of it; the problem that stopped it, or None. What
        is no row's fault rises."""
        planner.begin()
        try:
            with self.writer.batch():
                for run in planner.runs(batch):
                    self.check(run)
                    self.writer.write_run(run)
        except Exception as error:
            problem = self.writer.problem_of(error)
            if problem is None:
                raise
            planner.drop()
            return problem
        planner.keep()
        return None

    def finish(self, batch: list[Row], started: float) -> int:
        """Record a written batch, and say where the run stands; gives its number of rows."""
        self.loader.explain(batch)
        self.store.record(batch)
        self.checkpoint.advance(row_number(batch[-1].id), self.clock() - started)
        return len(batch)

    def pass_over(self, code: str) -> None:
        """The row behind the position fails, and the run goes on behind it."""
        for row in self.loader.next_rows(self.checkpoint.position, 1):
            fail(row, Problem(code))
            self.finish([row], self.clock())


def fail(row: Row, problem: Problem) -> None:
    """That its write raised is the outcome of a row."""
    row.plan = Plan(problems=[problem])
    row.outcome = FAILED


def split(rows: list[Row]) -> list[list[Row]]:
    """Ten parts of about equal length, in order; a single row is its own part.

    >>> [len(part) for part in split(list(range(25)))]
    [3, 3, 3, 3, 3, 3, 3, 3, 1]
    """
    step = max(-(-len(rows) // PARTS), 1)
    return [rows[start : start + step] for start in range(0, len(rows), step)]
