"""Where the time of a job goes: CPU seconds by phase, a profile by function, and by statement.

Only ever used inside a fork: methods are wrapped and never unwrapped.
"""

import collections
import cProfile
import functools
import importlib
import pstats
import re
import time

from odoo.sql_db import Cursor

TOP = 40
STATEMENTS = 15
# Methods of the importer's classes by phase; time spent in an inner phase is the inner's alone.
PHASES = {
    ("reader", "FileReader", "read"): "read in a child",
    ("store", "RowStore", "stage"): "stage (COPY)",
    ("store", "RowStore", "find_duplicate_keys"): "find duplicate keys",
    ("loader", "RowLoader", "next_rows"): "fetch and parse",
    ("loader", "RowLoader", "match"): "triage",
    ("executor", "Executor", "try_batch"): "write",
    ("store", "RowStore", "record"): "outcomes",
    ("validator", "Validator", "plan"): "validation's own",
}


class PhaseClock:
    """Splits CPU seconds among nested phases: each moment belongs to the innermost one."""

    def __init__(self, meter):
        self._meter = meter
        self.restart()

    def restart(self):
        """Forget what was counted and begin outside of all phases."""
        self._stack = ["other"]
        self._last = self._read()
        self._seconds = collections.defaultdict(lambda: [0.0, 0.0])

    def _read(self):
        return self._meter.python(), self._meter.postgres() or 0.0

    def _charge(self):
        now = self._read()
        spent = self._seconds[self._stack[-1]]
        spent[0] += now[0] - self._last[0]
        spent[1] += now[1] - self._last[1]
        self._last = now

    def enter(self, phase):
        """From now on time belongs to ``phase``."""
        self._charge()
        self._stack.append(phase)

    def leave(self):
        """Back to the phase around."""
        self._charge()
        self._stack.pop()

    def result(self):
        """``{phase: [Python, PostgreSQL]}`` in CPU seconds."""
        self._charge()
        return {phase: list(spent) for phase, spent in self._seconds.items()}

    def wrap(self, owner, name, phase):
        """Count what the method ``name`` of ``owner`` takes as ``phase``."""
        method = getattr(owner, name, None)
        if method is None:
            return

        @functools.wraps(method)
        def timed(*args, **kwargs):
            self.enter(phase)
            try:
                return method(*args, **kwargs)
            finally:
                self.leave()

        setattr(owner, name, timed)

    def wrap_generator(self, owner, name, phase):
        """The same for a generator: what it takes between its yields."""
        method = getattr(owner, name)

        @functools.wraps(method)
        def timed(*args, **kwargs):
            steps = method(*args, **kwargs)
            while True:
                self.enter(phase)
                try:
                    step = next(steps)
                except StopIteration:
                    return
                finally:
                    self.leave()
                yield step

        setattr(owner, name, timed)


def watch_job(env, meter):
    """A ``PhaseClock`` on everything that a job does from now on in this process."""
    from odoo.addons.registration_import.tools.rows.planner import Planner

    clock = PhaseClock(meter)
    for (module, owner, name), phase in PHASES.items():
        found = importlib.import_module(f"odoo.addons.registration_import.importer.{module}")
        clock.wrap(getattr(found, owner), name, phase)
    clock.wrap(env.registry["registration.import.job"], "_finish", "end and report")
    clock.wrap_generator(Planner, "runs", "plan")
    clock.wrap(Cursor, "commit", "commit")
    return clock


def profile(work, path, meter):
    """Run ``work`` under cProfile, keep the figures at ``path`` and print the dearest."""
    statements = _watch_statements(meter)
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(work)
    profiler.dump_stats(path)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profiler).sort_stats(order).print_stats(TOP)
    _print_statements(statements)
    print(f"Profile kept in {path}")


def _watch_statements(meter):
    """``{statement: [calls, seconds]}`` of all that a cursor executes from now on: CPU seconds
    of the session, wall seconds where that clock cannot be read."""
    seconds = collections.defaultdict(lambda: [0, 0.0])
    clock = time.perf_counter if meter.postgres() is None else meter.postgres

    def watched(method):
        def timed(cursor, query, *args, **kwargs):
            started = clock()
            try:
                return method(cursor, query, *args, **kwargs)
            finally:
                spent = seconds[_shape(query)]
                spent[0] += 1
                spent[1] += clock() - started

        return timed

    Cursor.execute = watched(Cursor.execute)
    Cursor.copy_expert = watched(lambda cursor, *args: cursor._obj.copy_expert(*args))
    Cursor.commit = _watched_commit(Cursor.commit, clock, seconds["COMMIT"])
    return seconds


def _watched_commit(method, clock, spent):
    def timed(cursor):
        started = clock()
        method(cursor)
        spent[0] += 1
        spent[1] += clock() - started

    return timed


def _shape(query):
    text = " ".join(str(getattr(query, "code", query)).split())
    return re.sub(r"\(%s(, ?%s)*\)(, ?\(%s(, ?%s)*\))*", "(%s...)", text)[:150]


def _print_statements(seconds):
    print("Statements by seconds of PostgreSQL (calls, seconds, statement)")
    for shape, (calls, spent) in sorted(seconds.items(), key=lambda item: -item[1][1])[:STATEMENTS]:
        print(f"{calls:7d} {spent:8.3f}  {shape}")
