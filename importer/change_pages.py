"""The rows of a plan that would change something, a page at a time, from any place of the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from ..tools.rows.plan import CREATED, REMOVED, UPDATED, Row, row_number
from ..tools.rows.planner import Planner
from .batch import changed_fields

# Rows on a page, and how long they are looked for, in seconds, in a file that changes little.
PAGE = 50
LONGEST_LOOK = 2.0
# Rows that are looked at first, and how much more each time after that.
FIRST, FASTER = 500, 4
WRITING = (CREATED, UPDATED, REMOVED)
#: what people may look for: an outcome, or warnings
FILTERS: dict[str, Callable[[Row], bool]] = {
    "all": lambda row: row.outcome in WRITING,
    CREATED: lambda row: row.outcome == CREATED,
    UPDATED: lambda row: row.outcome == UPDATED,
    REMOVED: lambda row: row.outcome == REMOVED,
    "warned": lambda row: row.outcome in WRITING and bool(row.all_problems()),
}


class ChangePage(NamedTuple):
    """``rows`` that would change something; behind which row number to ``look`` on, None at the end
    of the file; the number of the last row that was looked at."""

    rows: list[Row]
    look: int | None
    last: int


def change_page(
    job: Any,
    wanted: str = "all",
    position: int = 0,
    field: tuple[str, str] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ChangePage:
    """The next rows behind row number ``position`` that one of the ``FILTERS`` wants, and that
    change a ``field``, (model, name), where one is given; with what each would change: planned, and
    nothing stored."""
    kind, is_sort = job._kind(), FILTERS[wanted]
    assembly, check = job._assembly(), job._source().check
    loader, planner = assembly.loader(kind), Planner(assembly.rules(kind))
    found: list[Row] = []
    started, size = clock(), FIRST
    while rows := loader.next_rows(position, min(size, loader.size)):
        for run in planner.runs(rows):
            check(run)
        loader.explain(rows)
        for row in rows:
            position = row_number(row.id)
            if is_sort(row) and (field is None or field in changed_fields(row)):
                found.append(row)
            if len(found) == PAGE:
                return ChangePage(found, position, position)
        if clock() - started > LONGEST_LOOK:
            return ChangePage(found, position, position)
        size *= FASTER
    return ChangePage(found, None, position)
