"""One case at one number of rows: its paths in forks, each from the same state to the same end."""

import functools
import os

from ..importer import worker
from . import database, phases
from .case import write_csv
from .measure import BenchmarkError, Meter, in_fork
from .paths import PATHS, SLOW, SLOWEST, SOME, import_file, import_through_models, validate_file

# Rows of the file that warms up connection and caches before a path is measured.
WARM_ROWS = 40
# Slow paths run once from so many rows on, since they take minutes of CPU; the slowest are left
# out from so many rows on, since they take a quarter of an hour.
MANY_ROWS = 5_000
TOO_MANY_ROWS = 50_000
# Paths that write nothing.
DRY = ("validate", "base_import_test")


class Bench:
    """Files and database of a case, and the state that every path must end in."""

    def __init__(self, env, case, rows, folder):
        self.dbname = env.cr.dbname
        self.case = case
        self.rows = rows
        self.folder = folder
        self._wanted = None
        is_there = "import.recordset" in env
        self._some = {p for p in case.some if is_there or p != "connector_importer"}
        for count in (rows, WARM_ROWS):
            write_csv(self.file(count), case.header, case.cells(count))
            write_csv(self.native_file(count), case.native, case.native_cells(count))
        database.fill(env, case, rows)

    def file(self, rows):
        """Path of the user's file with so many rows."""
        return os.path.join(self.folder, f"{self.case.name}_{rows}.csv")

    def native_file(self, rows):
        """Path of the same file as Odoo's own import needs it."""
        return os.path.join(self.folder, f"{self.case.name}_{rows}_native.csv")

    def user_env(self, env):
        """As the ordinary user, in a context as of a web request."""
        user = env["res.users"].search([("login", "=", database.login(self.case))])
        context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": user.company_ids.ids}
        return env(user=user.id, context=context)

    def runs(self, path, rounds):
        """How often a path is to be run."""
        if path in self.case.without or path in SOME.difference(self._some):
            return 0
        if path in SLOWEST and self.rows >= TOO_MANY_ROWS:
            return 0
        if path in SLOW and self.rows >= MANY_ROWS:
            return 1
        return min(rounds, self.case.rounds or rounds)

    def measure(self, path):
        """``{name: cost}`` of one path, after checking where it ended."""
        result = in_fork(self.dbname, functools.partial(self._measure, path))
        self._check(path, result)
        return result["costs"]

    def _measure(self, path, env):
        database.restore(env.cr, self.case)
        before = database.checksum(env.cr, self.case)
        self._warm_up(path, env)
        meter = Meter(env.cr)
        costs = {}
        works = PATHS[path](self, env, self.rows, meter)
        clock = phases.watch_job(env, meter)
        for name, work in works.items():
            costs[name] = _measure_work(env, meter, clock, work)
        after = database.checksum(env.cr, self.case)
        return {"costs": costs, "before": before, "after": after}

    def _warm_up(self, path, env):
        """A few rows, taken back: what a process does for the first time is not measured."""
        for work in PATHS[path](self, env, WARM_ROWS, None).values():
            work()
        database.restore(env.cr, self.case)

    def _check(self, path, result):
        """All paths end in the same state; a dry one in the one that it found."""
        wanted = result["before"] if path in DRY else self._wanted or result["after"]
        if result["after"] != wanted:
            raise BenchmarkError(f"{path} ends with {result['after']}, not {wanted}")
        if path not in DRY:
            self._wanted = wanted

    def profile(self, way, env):
        """One run of the addon under the profiler, of the same file ``again``, through the models
        (``ordinary``), or its plan alone (``validate``): its seconds count among themselves. Being
        slow there, a job would have more turns than it has otherwise; it gets a single one."""
        worker.TURN = float("inf")
        database.restore(env.cr, self.case)
        self._warm_up("addon", env)
        works = {"ordinary": import_through_models, "validate": validate_file}
        work = works.get(way, import_file)
        work = functools.partial(work, self, env, self.rows)
        if way == "again":
            work()
            work = functools.partial(work, expected=self.case.expected_again(self.rows))
        phases.profile(
            work,
            os.path.join(self.folder, f"{self.case.name}_{self.rows}.prof"),
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
