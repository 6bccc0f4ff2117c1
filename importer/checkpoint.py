"""Where a run stands, and how much it takes at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# Rows in a batch: what is written in one savepoint and committed together. More where rows
# change little, so that a repeated file is not slowed by commits.
BATCH = 1_000
LARGEST_BATCH = 4_000
# A batch should not take longer, in seconds; one much shorter may grow.
BATCH_SECONDS = 2
SHORT_BATCH_SECONDS = 0.6
# After a crash the batch is taken again smaller.
AFTER_CRASH = 31
# Crashes at a row that was alone before it is passed over.
CRASHES = 3
# Tries at a row that somebody else is editing before it is passed over, and at several of them
# before they are made fewer.
CONFLICTS = 5
CONFLICTS_TOGETHER = 2
# After a conflict so many batches have their records held before they are written.
WARY_BATCHES = 50
# Batches that a turn may write before others have theirs: no more are matched then.
BATCHES_OF_TURN = 4
# Interruptions in a row, with nothing done in between, before a job is stopped.
INTERRUPTIONS = 3
# Seconds to wait after a fault of the machine: twice as long each time, up to the longest, for
# about a day of such faults in a row.
FIRST_PAUSE = 5
LONGEST_PAUSE = 300
OUTAGES = 300


@dataclass
class Checkpoint:
    """Committed with the batch before, so that rows found ``in_progress`` with nobody alive at
    them are a crash.

    ``phase`` is "read", "validate", "run" or None, ``position`` the number of the last row that
    is done, ``batch_size`` the rows to take at a time (0: not begun), ``crashes`` those in a row
    at this position, ``conflicts`` the times its rows were being edited by somebody else, ``wary``
    the batches to come whose records are held before they are written, ``totals`` the running
    totals of a validation, ``outages`` the faults of the machine in a row, ``wait_until`` when it
    is tried again after one (UTC). ``save`` stores some of these by name.
    """

    phase: str | None = None
    position: int = 0
    batch_size: int = 0
    in_progress: bool = False
    crashes: int = 0
    conflicts: int = 0
    wary: int = 0
    totals: dict[str, Any] | None = None
    outages: int = 0
    wait_until: datetime | None = None
    save: Callable[..., None] = lambda **_values: None

    def update(self, **values: Any) -> None:
        """Change and store some of the values."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(**values)

    def begin(self, phase: str) -> None:
        """Start a phase at the first row."""
        self.update(phase=phase, position=0, batch_size=0, totals=None)
        self.update(crashes=0, conflicts=0, wary=0)

    def take_up(self) -> None:
        """Say that somebody is at the rows behind the position."""
        self.update(in_progress=True, batch_size=self.size)

    @property
    def size(self) -> int:
        """Rows of the next batch, also before the first one.

        >>> Checkpoint().size, Checkpoint(batch_size=31).size
        (1000, 31)
        """
        return self.batch_size or BATCH

    @property
    def is_careful(self) -> bool:
        """Whether batches are smaller than usual, as after a crash."""
        return self.size < BATCH

    def rows_to_match(self, failed: bool, gives_way: bool = False) -> int | None:
        """How many rows are matched ahead; None: as many as there is memory for. After a crash no
        more than are written: they may be the cause, too. After a failure or a conflict few, since
        those behind the next one would be in vain; and where others wait for the worker (it
        ``gives_way``), what can be written before their turn.

        >>> point = Checkpoint()
        >>> point.rows_to_match(False), point.rows_to_match(False, True), point.rows_to_match(True)
        (None, 4000, 1000)
        """
        if failed or self.wary or self.is_careful:
            return min(self.size, BATCH)
        return BATCHES_OF_TURN * BATCH if gives_way else None

    def advance(self, position: int, seconds: float) -> None:
        """The rows up to ``position`` are done, which took so long."""
        self.update(
            position=position,
            batch_size=next_size(self.size, seconds),
            in_progress=True,
            crashes=0,
            conflicts=0,
            wary=max(self.wary - 1, 0),
            outages=0,
        )

    def after_failure(self) -> None:
        """A batch failed; one that had grown is taken as usual from now on."""
        self.update(batch_size=min(self.size, BATCH))

    def after_crash(self) -> bool:
        """A worker died at these rows: take them smaller. True where the row behind the position
        has crashed so often alone that it has to be given up.

        >>> point = Checkpoint(batch_size=1000)
        >>> [(point.after_crash(), point.batch_size) for _crash in range(5)]
        [(False, 31), (False, 1), (False, 1), (False, 1), (True, 1)]
        """
        if self.size > 1:
            self.update(batch_size=AFTER_CRASH if self.size > AFTER_CRASH else 1, crashes=0)
        elif self.crashes + 1 < CRASHES:
            self.update(crashes=self.crashes + 1)
        else:
            return True
        return False

    def after_conflict(self, of_rows: bool) -> bool:
        """Somebody else is editing what is written, a record of one of the rows behind the position
        where it is ``of_rows``: try again, and hold the records first. True where it was tried
        often enough as it is.

        >>> [Checkpoint(batch_size=1, conflicts=n).after_conflict(True) for n in range(5)]
        [False, False, False, False, True]
        >>> [Checkpoint(conflicts=n).after_conflict(True) for n in range(2)]
        [False, True]
        """
        tries = CONFLICTS_TOGETHER if of_rows and self.size > 1 else CONFLICTS
        self.update(conflicts=self.conflicts + 1, wary=WARY_BATCHES)
        return self.conflicts >= tries

    def shrink(self) -> bool:
        """Take a tenth of the rows; False where one is alone already."""
        if self.size == 1:
            return False
        self.update(batch_size=max(self.size // 10, 1), conflicts=0)
        return True

    @property
    def is_last_try(self) -> bool:
        """Whether it is interrupted no more often."""
        return self.crashes + 1 >= INTERRUPTIONS

    def after_interruption(self) -> bool:
        """No row's fault: try again, but not for ever. True where it was tried often enough."""
        if self.is_last_try:
            return True
        self.update(crashes=self.crashes + 1, conflicts=0)
        return False

    def after_outage(self, now: datetime, at_least: float = 0.0) -> bool:
        """A fault of the machine, at this time in UTC: wait longer each time, and ``at_least`` so
        many seconds. True where that was done often enough.

        >>> point, now = Checkpoint(), datetime(2026, 5, 1)
        >>> for _outage in range(3):
        ...     print(point.after_outage(now), (point.wait_until - now).seconds)
        False 5
        False 10
        False 20
        """
        if self.outages >= OUTAGES:
            return True
        seconds = min(FIRST_PAUSE * 2 ** min(self.outages, 10), LONGEST_PAUSE)
        seconds = max(seconds, at_least)
        self.update(outages=self.outages + 1, wait_until=now + timedelta(seconds=seconds))
        return False


def next_size(size: int, seconds: float) -> int:
    """Rows of the next batch, after one of ``size`` rows took so many seconds.

    >>> next_size(1000, 3), next_size(31, 1), next_size(1000, 1), next_size(1000, 0.1)
    (500, 124, 1000, 2000)
    """
    if seconds > BATCH_SECONDS:
        return max(size // 2, 1)
    if size < BATCH:
        return min(size * 4, BATCH)
    return min(size * 2, LARGEST_BATCH) if seconds < SHORT_BATCH_SECONDS else size
