"""What a piece of work costs: CPU seconds of Python, its children and its database session.

Every path is measured in a fork of the same idle worker, with a database connection of its own:
what one path leaves in memory or in a cache is not there for the next.
"""

import functools
import gc
import json
import logging
import os
import resource
import sys
import time
import traceback
from dataclasses import asdict, dataclass

TICK = os.sysconf("SC_CLK_TCK")


class BenchmarkError(Exception):
    """A path failed or ended with other data than it should: its figures mean nothing."""


@dataclass
class Cost:
    """CPU and wall seconds, and the highest resident memory above the idle worker in MB.

    ``postgres`` is None where the server's process cannot be seen from here. ``late_mb`` is the
    peak of what came after ``Meter.restart_peak()``: a job without its upload.
    """

    python: float
    postgres: float | None
    wall: float
    peak_mb: float = 0.0
    late_mb: float = 0.0

    @property
    def cpu(self):
        """CPU seconds of Python, its children and its database session together."""
        return self.python + (self.postgres or 0.0)

    def as_dict(self):
        """JSON-able, with the sum."""
        return asdict(self) | {"cpu": self.cpu}


class Meter:
    """Reads the clocks of this process and of the session of one cursor.

    The session's clock is exact where the kernel keeps ``schedstat``, else it has steps of 10 ms.
    Parallel workers of PostgreSQL are other processes whose time nobody could read, so the
    session goes without them.
    """

    def __init__(self, cr):
        cr.execute("SET max_parallel_workers_per_gather = 0")
        cr.execute("SELECT pg_backend_pid()")
        self._postgres = _session_clock(cr.fetchone()[0])
        cr.commit()
        self._early_peak = 0.0

    def python(self):
        """CPU seconds of this process and of its children that have ended."""
        return sum(
            sum(resource.getrusage(who)[:2])
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )

    def postgres(self):
        """CPU seconds of the database session, None where it is on another machine."""
        return self._postgres() if self._postgres else None

    def now(self):
        """The clocks as a ``Cost``."""
        return Cost(self.python(), self.postgres(), time.monotonic())

    def run(self, work):
        """The ``Cost`` of calling ``work``; peak memory is counted from the idle worker's."""
        gc.collect()
        self._early_peak = 0.0
        idle = memory_mb("VmRSS")
        _reset_peak()
        before = self.now()
        work()
        cost = difference(self.now(), before)
        cost.late_mb = memory_mb("VmHWM") - idle
        cost.peak_mb = max(cost.late_mb, self._early_peak - idle)
        return cost

    def restart_peak(self):
        """From now on memory counts as ``late_mb`` too."""
        self._early_peak = memory_mb("VmHWM")
        _reset_peak()


def difference(after, before):
    """What lies between two readings of a ``Meter``."""
    postgres = None if after.postgres is None else after.postgres - before.postgres
    return Cost(after.python - before.python, postgres, after.wall - before.wall)


def memory_mb(name):
    """``VmRSS`` (now) or ``VmHWM`` (peak) of this process in MB; 0 where there is no /proc."""
    try:
        with open("/proc/self/status") as status:
            lines = dict(line.split(":", 1) for line in status)
        return int(lines[name].split()[0]) / 1024
    except (OSError, KeyError):
        return 0.0


def _reset_peak():
    """Let ``VmHWM`` start from the present memory; without /proc there is no peak to reset."""
    if os.path.exists("/proc/self/clear_refs"):
        with open("/proc/self/clear_refs", "w") as clear:
            clear.write("5")


def _session_clock(pid):
    """A function that gives the CPU seconds of a PostgreSQL session; None if it is not here."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as cmdline:
            if b"postgres" not in cmdline.read():
                return None
        _exact_seconds(pid)
    except FileNotFoundError:
        return functools.partial(_tick_seconds, pid) if os.path.exists(f"/proc/{pid}") else None
    return functools.partial(_exact_seconds, pid)


def _exact_seconds(pid):
    with open(f"/proc/{pid}/schedstat") as stat:
        return int(stat.read().split()[0]) / 1e9


def _tick_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def in_fork(dbname, work):
    """The JSON-able result of ``work(env)`` in a fork of this process.

    ``env`` is the superuser's, on a connection of its own. Commit before: what this process has
    locked, the fork waits for.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(dbname, work, writing)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    answer = json.loads(text) if text else {"error": "the fork died"}
    if "error" in answer:
        raise BenchmarkError(answer["error"])
    return answer["result"]


def _answer(dbname, work, writing):
    """The child's life: work, answer, and leave without touching what the parent has open."""
    # who only reads the figures has no Odoo
    import odoo.sql_db
    from odoo.api import SUPERUSER_ID, Environment

    answer = {"error": "interrupted"}
    try:
        # the parent's connections stay the parent's: kept referenced, never used nor closed
        kept = odoo.sql_db._Pool, odoo.sql_db._Pool_readonly
        odoo.sql_db._Pool = odoo.sql_db._Pool_readonly = None
        logging.getLogger("odoo").setLevel(logging.WARNING)
        with odoo.sql_db.db_connect(dbname).cursor() as cr:
            answer = {"result": work(Environment(cr, SUPERUSER_ID, {}))}
        del kept
    except BaseException:
        answer = {"error": traceback.format_exc()}
    finally:
        with open(writing, "w", encoding="utf-8") as pipe:
            json.dump(answer, pipe)
        sys.stdout.flush()
        os._exit(0)
