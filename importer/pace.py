"""How long a worker may go on, and what it tells of its work when it commits."""

from __future__ import annotations

import time
from typing import Any, Protocol

# Seconds that a job of OCA queue_job works, where no other import waits for less: half of what Odoo
# lets a request use of a processor, since matching and writing may take a while longer.
SLICE = 30


class Pace(Protocol):
    """Commits, and says how long there is left to work."""

    def commit(self, done: int = 0, remaining: int | None = None) -> float:
        """Commit what was done since, so many rows, with so many to do; gives seconds."""

    def on(self, env: Any) -> Pace:
        """The same on another connection."""


class CronPace:
    """The call of a scheduled action: Odoo says how long it lasts, and wants to hear of rows."""

    def __init__(self, env: Any) -> None:
        self.cron = env["ir.cron"]

    def commit(self, done: int = 0, remaining: int | None = None) -> float:
        """As ``Pace``."""
        left: float = self.cron._commit_progress(done, remaining=remaining)
        return left

    def on(self, env: Any) -> Pace:
        """As ``Pace``."""
        return CronPace(env)


class SlicePace:
    """A slice of a job of OCA queue_job, which asks nobody how long it may take."""

    def __init__(self, env: Any, seconds: float = SLICE) -> None:
        self.env = env
        self.end = time.monotonic() + seconds

    def commit(self, done: int = 0, remaining: int | None = None) -> float:
        """As ``Pace``."""
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return max(self.end - time.monotonic(), 0)

    def on(self, env: Any) -> Pace:
        """As ``Pace``."""
        return SlicePace(env, self.end - time.monotonic())
