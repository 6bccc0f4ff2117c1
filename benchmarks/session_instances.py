"""Session instances: a file of registration, session and instance codes with a status.

Paths on the same rows, each from the same state. A path is a function ``(bench, env, rows)``
that gives ``{name: work}``: what is measured, in this order, each a function without arguments.
"""

import base64
import functools
import os

from ..models import import_job_cron
from . import phases, session_data, session_database, session_native
from .measure import BenchmarkError, Meter, in_fork
from .session_sql import run_sql

SIZES = (10_000, 100_000)
# Rows of the file that warms up connection and caches before a path is measured.
WARM_ROWS = 40
# Paths that run once from so many rows on, since they take minutes of CPU; and the one that is
# left out from so many rows on, since it takes a quarter of an hour.
SLOW = ("load", "base_import", "base_import_as_is")
MANY_ROWS = 5_000
SLOWEST = "base_import_as_is"
TOO_MANY_ROWS = 50_000
LABELS = {
    "base_import_as_is": "Odoo's own import, names and e-mails searched",
    "base_import": "Odoo's own import, codes searched",
    "load": "load() with External IDs everywhere",
    "addon": "this addon, file to report",
    "addon_again": "this addon, the same file again",
    "validate": "this addon, validate only",
    "sql": "set-based SQL",
}


class Bench:
    """One number of rows: its files, its database, and the state that every path must end in."""

    def __init__(self, env, rows, folder):
        self.dbname = env.cr.dbname
        self.rows = rows
        self.folder = folder
        self._wanted = None
        for count in (rows, WARM_ROWS):
            session_data.write_file(self.file(count), count)
            session_native.write_file(self.native_file(count), count)
        session_database.fill(env, rows)

    def file(self, rows):
        """Path of the user's file with so many rows."""
        return os.path.join(self.folder, f"sessions_{rows}.csv")

    def native_file(self, rows):
        """Path of the same file with External IDs."""
        return os.path.join(self.folder, f"native_{rows}.csv")

    def runs(self, path, rounds):
        """How often a path is to be run."""
        if path == SLOWEST and self.rows >= TOO_MANY_ROWS:
            return 0
        return 1 if path in SLOW and self.rows >= MANY_ROWS else rounds

    def measure(self, path):
        """``{name: cost}`` of one path, after checking where it ended."""
        result = in_fork(self.dbname, functools.partial(self._measure, path))
        self._check(path, result)
        return result["costs"]

    def _measure(self, path, env):
        session_database.restore(env.cr)
        before = session_database.checksum(env.cr)
        self.warm_up(path, env)
        meter = Meter(env.cr)
        costs = {}
        works = PATHS[path](self, env, self.rows, meter)
        clock = phases.watch_job(env, meter)
        for name, work in works.items():
            costs[name] = _measure_work(env, meter, clock, work)
        return {"costs": costs, "before": before, "after": session_database.checksum(env.cr)}

    def warm_up(self, path, env):
        """A few rows, taken back: what a process does for the first time is not measured."""
        for work in PATHS[path](self, env, WARM_ROWS, None).values():
            work()
        session_database.restore(env.cr)

    def _check(self, path, result):
        """All paths end in the same state; a validation in the one that it found."""
        wanted = result["before"] if path == "validate" else self._wanted or result["after"]
        if result["after"] != wanted:
            raise BenchmarkError(f"{path} ends with {result['after']}, not {wanted}")
        if path != "validate":
            self._wanted = wanted

    def profile(self, env):
        """One run of the addon under the profiler: its seconds count among themselves. Being
        slow there, a job would have more turns than it has otherwise; it gets a single one."""
        import_job_cron.TURN = float("inf")
        session_database.restore(env.cr)
        self.warm_up("addon", env)
        phases.profile(
            functools.partial(import_file, env, self.file(self.rows)),
            os.path.join(self.folder, f"session_instances_{self.rows}.prof"),
            Meter(env.cr),
        )


def _measure_work(env, meter, clock, work):
    """The cost of one work, and what of it went into which phase of a job."""

    def from_now():
        clock.restart()
        work()

    cost = meter.run(from_now).as_dict()
    found = clock.result()
    env.cr.rollback()
    env.invalidate_all()
    return cost | {"phases": found}


def user_env(env):
    """As the ordinary event user, in a context as of a web request."""
    user = env["res.users"].search([("login", "=", session_database.LOGIN)])
    context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": user.company_id.ids}
    return env(user=user.id, context=context)


# -- Odoo's own import, and plain SQL ------------------------------------------------------------


def path_base_import(bench, env, rows, meter):
    """As the browser drives it, codes found by name_search, which looks at codes alone: what
    Odoo costs at its best, so that no ratio owes anything to the addon's own search fields."""
    session_native.search_codes_only(env)
    work = path_base_import_as_is(bench, env, rows, meter)["base_import_as_is"]
    return {"base_import": work}


def path_base_import_as_is(bench, env, rows, meter):
    """The same with the search fields that registrations and instances have."""
    user = user_env(env)
    path = bench.native_file(rows)
    return {"base_import_as_is": lambda: session_native.import_as_browser(user, path)}


def path_load(bench, env, rows, meter):
    """One call of ``load()`` on rows that are in memory already."""
    user = user_env(env)
    table = session_data.file_rows(rows)
    return {"load": lambda: session_native.load_with_ids(user, table)}


def path_sql(bench, env, rows, meter):
    """The least that must happen: COPY, joins, one INSERT ... ON CONFLICT, counters."""
    return {"sql": lambda: run_sql(env.cr, bench.file(rows))}


# -- this addon --------------------------------------------------------------------------------


def path_addon(bench, env, rows, meter):
    """From file to report, and the same file again, which changes nothing."""
    work = functools.partial(import_file, env, bench.file(rows), meter)
    return {"addon": work, "addon_again": work}


def path_validate(bench, env, rows, meter):
    """Read, map and plan every row; nothing is written."""
    return {"validate": functools.partial(validate_file, env, bench.file(rows), meter)}


def import_file(env, path, meter=None):
    """The whole way of a file, to the report in the mail queue."""
    job = _upload(env, path, meter)
    _work_off(env)
    if job.state != "done" or job.report_state != "queued" or job.failing:
        raise BenchmarkError(f"job {job.state}, {job.report_state}: {job.message} {job._counts()}")


def validate_file(env, path, meter=None):
    """The same up to the plan."""
    job = _upload(env, path, meter, validate_only=True)
    _work_off(env)
    if job.state != "validated" or job.failing:
        raise BenchmarkError(f"job {job.state}: {job.message} {job._counts()}")


def _upload(env, path, meter, **arguments):
    """From a file's bytes to a job that is read and mapped, or waits for a worker to read it."""
    with open(path, "rb") as file:
        content = base64.b64encode(file.read())
    operations = user_env(env)["registration.import.operation"]
    result = operations.run_file("session_instances", content, "agenda.csv", **arguments)
    env.cr.commit()
    if meter:
        meter.restart_peak()
    return env["registration.import.job"].browse(result["job"])


def _work_off(env):
    """What the scheduled action does, with its commits, until no job waits."""
    env["registration.import.job"]._cron_run()
    env.cr.commit()
    env.invalidate_all()


PATHS = {
    "sql": path_sql,
    "addon": path_addon,
    "validate": path_validate,
    "load": path_load,
    "base_import": path_base_import,
    "base_import_as_is": path_base_import_as_is,
}
