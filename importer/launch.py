"""What sends a job on its way: now, in the caller's transaction, or soon, by a worker."""

from __future__ import annotations

from typing import Any

from odoo.tools import format_date

from ..tools.rows.problems import Problem
from .fault_log import quiet_queries
from .states import GOALS, READING, SCHEDULED, SMALL_FILE, SMALL_ROWS, VALIDATING, WAIT_ROWS


class Launch:
    """Steps of one job, which is in the environment of its starter where rows are looked at."""

    def __init__(self, job: Any) -> None:
        self.job, self.sudo = job, job.sudo()

    def is_small(self) -> bool:
        """Whether people can wait for the file to be read."""
        return self.sudo.size <= SMALL_FILE

    def read_file(self, goal: str = "draft") -> bool:
        """Read a small file at once; leave a large one to a worker. True when it was read."""
        assert goal in dict(GOALS)
        self.job._update(goal=goal)
        if self.is_small():
            for _done in self.job._assembly().reader().steps():
                continue
            return True
        self.job._update(state=READING)
        self.job._wake_workers()
        return False

    def read_and_validate(self, goal: str) -> None:
        """Read; then validate, if that is the goal and the file can be read as it is."""
        if self.read_file(goal) and self.sudo.state == VALIDATING:
            self.validate_now_or_soon()

    def validate(self) -> None:
        """Plan all rows anew."""
        self.job._checkpoint().update(phase=None)
        self.job._update(state=VALIDATING)
        self.validate_now_or_soon()

    def validate_few(self) -> None:
        """Plan the rows that are left of a file: at once where they are few, whatever its size."""
        if self.sudo.total <= WAIT_ROWS:
            self.validate_at_once()
        else:
            self.validate()

    def validate_at_once(self) -> None:
        """The same while a person waits, however large the file was that the rows are from."""
        self.job._checkpoint().update(phase=None)
        self.job._update(state=VALIDATING)
        self.exhaust()

    def validate_now_or_soon(self) -> None:
        """A small file may hold a million rows: these would outlive the worker's time."""
        if self.is_small() and self.sudo.total <= SMALL_ROWS:
            self.exhaust()
        else:
            self.job._wake_workers()

    def exhaust(self) -> None:
        """Do the job's steps here and now, in the caller's transaction."""
        with quiet_queries():
            for _done in self.job._steps():
                continue

    def run_unattended(
        self,
        mapping: dict[str, str] | None = None,
        options: dict[str, Any] | None = None,
        validate_only: bool = False,
        wait: bool = False,
    ) -> None:
        """Read, map and go on without asking anybody, as whoever started it."""
        launch = Launch(self.job._as_starter())
        launch.job._update(
            unattended=True,
            given_mapping=mapping,
            options=(self.sudo.options or {}) | (options or {}),
        )
        goal = "validate" if validate_only else "run"
        if not launch.read_file(goal):
            return
        if self.sudo.state == VALIDATING and goal == "validate":
            launch.validate_now_or_soon()
        elif self.sudo.state in (VALIDATING, SCHEDULED):
            if wait and self.sudo.total <= WAIT_ROWS:
                launch.exhaust()
            else:
                launch.job._wake_workers()

    def seen_before(self) -> Problem:
        """The warning that an earlier job imported the same file."""
        same = self.sudo.same_as_id
        params = {
            "date": format_date(self.job.env, same.create_date),
            "user": same.create_uid.name,
            "job": same.id,
        }
        return Problem("seen_before", params=params, level="warning")

    def seen_before_text(self) -> str:
        """The same for people."""
        problem = self.seen_before()
        return self.job.env["registration.import.message"]._text(problem.code, problem.params)
