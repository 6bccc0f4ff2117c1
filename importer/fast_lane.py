"""The fast lane: of a long file, plain rows are resolved, classified, written, counted and given
their outcomes by one statement for many thousands, past the ORM. Rows that need thought go the
ordinary way, each range of rows in the order of the file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ..tools.rows.plan import row_number
from ..tools.rows.problems import Problem
from .fault_log import told
from .listeners import override
from .sources import FileSource
from .unchanged import TookTooLong

_logger = logging.getLogger(__name__)

# Row numbers that one statement looks at, and rows of the shortest file that is worth it.
RANGE = 20_000
LEAST = 1_000
FAST = "fast_lane"
# Why nothing was in bulk, though it might have been.
NONE_PLAIN = "lane_none"
# Methods of a job that make what its rows go through the ordinary way.
OF_ROWS = ("_store", "_assembly")


class Refused(Exception):
    """What was written may not be: it is undone."""


class Provider(Protocol):
    """What a kind knows of its plain rows (``registration.import.kind._fast_rows``)."""

    def refusal(self, columns: dict[str, int], first: int, last: int) -> Problem | None:
        """Why no row of a job whose rows have the ids from ``first`` to ``last`` may go past the
        ORM: somebody listens, the user may not, or the file is not such that SQL can read it."""

    def write_plain(
        self, columns: dict[str, int], width: int, low: int, high: int
    ) -> dict[str, int]:
        """Write the plain ones of the rows with these ids that have no outcome, with theirs:
        ``{outcome: rows}``. Raises ``Refused``, or what the database raises."""


class Store(Protocol):
    """Where rows and outcomes are (``store.RowStore``)."""

    low: int

    def staged_range(self) -> tuple[int, int]:
        """First and last id that was staged; an empty range when there is none."""

    def count_done(self, low: int, high: int) -> int:
        """Rows with these ids that have an outcome."""

    def add_written(self, counts: dict[str, int]) -> None:
        """Count rows that were written, and forget what is cached of records."""


class Writer(Protocol):
    """What writes (``writer.Writer``)."""

    def batch(self) -> AbstractContextManager[None]:
        """Everything that is written within is undone when it raises."""

    def problem_of(self, error: Exception) -> Problem | None:
        """An exception as data; None where it is no row's fault."""


class FastLane:
    """Takes the plain rows of one range after the other; ``columns`` is {field: column from 0},
    ``width`` the number of columns of the file."""

    def __init__(
        self,
        store: Store,
        provider: Provider,
        writer: Writer,
        columns: dict[str, int],
        width: int,
    ) -> None:
        self.store, self.provider, self.writer = store, provider, writer
        self.columns, self.width = columns, width
        self._end = 0
        self._last = row_number(store.staged_range()[1])

    def take(self, position: int) -> tuple[int, int | None]:
        """Write the plain ones of the next rows behind a position: how many, and the number of the
        last row that was looked at; None behind the end of the file. The others are to be written
        up to there before the next call."""
        if position >= self._last:
            return 0, None
        if position < self._end:
            return 0, self._end
        self._end = min(position + RANGE, self._last)
        low, high = self.store.low + position + 1, self.store.low + self._end
        return self._write(low, high) if self._is_worth_it(low, high) else 0, self._end

    def _is_worth_it(self, low: int, high: int) -> bool:
        """Not where but few rows are left of a range: the others changed nothing, or were done
        before a run was stopped."""
        done = self.store.count_done(low, high)
        return not done or high - low + 1 - done >= LEAST

    def _write(self, low: int, high: int) -> int:
        """None at all where the database refuses one of them: the ordinary way says which."""
        try:
            with self.writer.batch():
                counts = self.provider.write_plain(self.columns, self.width, low, high)
        except Refused:
            return 0
        except TookTooLong:
            self._last = 0  # the others go the ordinary way, too
            return 0
        except Exception as error:
            if self.writer.problem_of(error) is None:
                raise
            _logger.info("Rows %s to %s go the ordinary way: %s", low, high, told(error))
            return 0
        if counts:
            self.store.add_written(counts)
        return sum(counts.values())


def fast_lane_of(job: Any, writer: Any) -> tuple[FastLane | None, Problem | None]:
    """The fast lane of a job, None where its rows go the ordinary way; and why, to tell people:
    None where the kind knows no other way."""
    values, provider = job.sudo(), writer.kind._fast_rows()
    if provider is None:
        return None, None
    columns, store = values.mapping or {}, job._store()
    problem = _refusal_of(job) or provider.refusal(columns, *store.staged_range())
    if problem:
        return None, problem
    width = len(values.labels or [])
    return FastLane(store, provider, writer, columns, width), Problem(FAST)


def lane_at_end(job: Any) -> dict[str, Any]:
    """What an ended job says of its lane, as values: what was tried in bulk, and went row by row in
    the end, says so."""
    store, noted = job._store(), job.sudo().lane or {}
    tried = noted.get("code") == FAST and store.has_written(in_bulk=False)
    if tried and not store.has_written(in_bulk=True):
        return {"lane": {"code": NONE_PLAIN, "params": {}}}
    return {}


def _refusal_of(job: Any) -> Problem | None:
    """Why rows of this job are not such that SQL can read them."""
    values = job.sudo()
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("lane_forbidden", lambda: values.operation_id.ordinary_lane),
        ("lane_short", lambda: values.total < LEAST),
        ("lane_source", lambda: type(job._source()) is not FileSource),
        ("lane_translated", lambda: job._assembly().translation().translates),
        ("lane_noted", lambda: values.operation_id.notes_imports),
    ]
    problem = next((Problem(code) for code, is_so in checks if is_so()), None)
    heard = problem is None and override(type(job), OF_ROWS)
    return Problem("lane_heard", params={"listener": heard}) if heard else problem
