"""Session instances: a file of registration, session and instance codes with a status.

Paths on the same rows, each from the same state; ``PATHS`` names them. A path is a function
``(bench, env, meter)`` that gives ``{measure: Cost}``.
"""

import base64
import functools
import os

from . import phases, session_data
from .measure import BenchmarkError, Meter, in_fork
from .session_sql import run_sql

# Rows of the file that warms up connection and caches before a path is measured.
WARM_ROWS = 40
SIZES = (10_000, 100_000)


class Bench:
    """One size: its file, its database, its state at the start and at the end."""

    def __init__(self, env, rows, folder):
        self.dbname = env.cr.dbname
        self.rows = rows
        self.folder = folder
        self.path = os.path.join(folder, f"sessions_{rows}.csv")
        self.warm_path = os.path.join(folder, "sessions_warm.csv")
        session_data.write_file(self.path, rows)
        session_data.write_file(self.warm_path, WARM_ROWS)
        session_data.fill(env, rows)
        self.wanted = None

    def measure(self, name):
        """``{measure: cost as dict}`` of one path, after checking where it ended."""
        return in_fork(self.dbname, functools.partial(self._measure, name))

    def _measure(self, name, env):
        session_data.restore(env.cr)
        before = session_data.checksum(env.cr)
        PATHS[name](self, env, self.warm_path, None)
        session_data.restore(env.cr)
        meter = Meter(env.cr)
        costs = PATHS[name](self, env, self.path, meter)
        after = session_data.checksum(env.cr)
        return {"costs": costs, "before": before, "after": after}

    def check(self, name, result):
        """All paths end in the same state; a validation in the one that it found."""
        wanted = result["before"] if name == "validate" else self.wanted or result["after"]
        if name != "validate":
            self.wanted = wanted
        if result["after"] != wanted:
            raise BenchmarkError(f"{name} ends with {result['after']}, not {wanted}")


def user_env(env):
    """As the ordinary event user, in a context as of a web request."""
    user = env["res.users"].search([("login", "=", session_data.LOGIN)])
    return env(user=user.id, context={"lang": "en_US", "tz": "UTC", "allowed_company_ids": [1]})


# -- this addon --------------------------------------------------------------------------------


def upload(env, path, validate_only=False):
    """From a file's bytes to a job that is read, mapped and scheduled: the caller's part."""
    with open(path, "rb") as file:
        content = base64.b64encode(file.read())
    operations = user_env(env)["registration.import.operation"]
    result = operations.run_file(
        "session_instances", content, "agenda.csv", validate_only=validate_only
    )
    env.cr.commit()
    return result["job"]


def work_off(env):
    """What the scheduled action does, with its commits, until no job waits."""
    env["registration.import.job"]._cron_run()
    env.cr.commit()
    env.invalidate_all()


def import_file(env, path):
    """The whole way of a file, to the report in the mail queue; its counts."""
    job = env["registration.import.job"].browse(upload(env, path))
    work_off(env)
    if job.state != "done" or job.report_state != "queued" or job.failing:
        raise BenchmarkError(f"job {job.state}, {job.report_state}: {job.message} {job._counts()}")
    return job._counts()


def path_addon(bench, env, path, meter):
    """From file to report, and the same file again, which changes nothing."""
    if meter is None:
        import_file(env, path)
        return None
    clock = phases.watch_job(env, meter)
    return {
        name: _timed_job(env, meter, clock, lambda: import_file(env, path))
        for name in ("addon", "addon_again")
    }


def path_validate(bench, env, path, meter):
    """Read, map and plan every row; nothing is written."""

    def work():
        job = env["registration.import.job"].browse(upload(env, path, validate_only=True))
        work_off(env)
        if job.state != "validated" or job.failing:
            raise BenchmarkError(f"job {job.state}: {job.message} {job._counts()}")

    if meter is None:
        return work()
    return {"validate": _timed_job(env, meter, phases.watch_job(env, meter), work)}


def _timed_job(env, meter, clock, work):
    """A job's cost, and how much of it each phase took."""

    def from_now():
        clock.restart()
        work()

    return _timed(env, meter, from_now) | {"phases": clock.result()}


def path_sql(bench, env, path, meter):
    """The least that must happen: COPY, joins, one INSERT ... ON CONFLICT, counters."""

    def work():
        run_sql(env.cr, path)

    return work() if meter is None else {"sql": _timed(env, meter, work)}


def _timed(env, meter, work):
    """A path's cost; nothing of it is left in the cache."""
    cost = meter.run(work)
    env.invalidate_all()
    return cost.as_dict()


PATHS = {
    "addon": path_addon,
    "validate": path_validate,
    "sql": path_sql,
}


def run_profile(bench, env):
    """One run of the addon under the profiler: dear, so its seconds count among themselves."""
    session_data.restore(env.cr)
    path_addon(bench, env, bench.warm_path, None)
    session_data.restore(env.cr)
    meter = Meter(env.cr)
    phases.profile(
        functools.partial(import_file, env, bench.path),
        os.path.join(bench.folder, f"session_instances_{bench.rows}.prof"),
        meter,
    )
