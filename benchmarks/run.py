"""Entry of ``make bench``: runs in an Odoo shell on a fresh database with this addon.

Environment: ``ONLY`` some operations, ``ROWS`` some numbers of rows, ``PATHS`` some paths (comma
separated), else all of each; ``ROUNDS`` how often each is run, ``PROFILE=1`` a profile of this
addon instead of the comparison, ``PROFILE=again`` one of the same file again, ``PROFILE=ordinary``
one where nothing goes in bulk, ``PROFILE=validate`` one of a validation.
"""

import functools
import os
import tempfile

from odoo.addons.registration_import.benchmarks import (
    downloads,
    duplicates,
    latest,
    measure,
    report,
)
from odoo.addons.registration_import.benchmarks.anonymizing import Anonymizing
from odoo.addons.registration_import.benchmarks.bench import Bench
from odoo.addons.registration_import.benchmarks.constituents import Constituents
from odoo.addons.registration_import.benchmarks.contacts import Contacts
from odoo.addons.registration_import.benchmarks.group_assignment import GroupAssignment
from odoo.addons.registration_import.benchmarks.participants import Participants
from odoo.addons.registration_import.benchmarks.paths import LABELS, PATHS
from odoo.addons.registration_import.benchmarks.qualifications import Qualifications
from odoo.addons.registration_import.benchmarks.session_instances import SessionInstances

CASES = {
    case.name: case
    for case in (
        *(SessionInstances, Qualifications, Contacts, Anonymizing, Constituents),
        *(GroupAssignment, Participants),
    )
}
# Nothing else does what these do.
OWN = {each.NAME: each for each in (downloads, duplicates)}
# Measured without Odoo, see dev/reading.py.
ALONE = "reading"
ROUNDS = 3


def main(env):
    """Run what the environment asks for."""
    for name in _asked("ONLY", (*CASES, *OWN)):
        if name == ALONE:
            continue
        if name in OWN:
            latest.keep(name, OWN[name].main(env))
            continue
        case = CASES[name]()
        if os.environ.get("PROFILE"):
            profile(env, case)
        else:
            latest.keep(name, compare(env, case))


def compare(env, case):
    """All paths of one case at all sizes: printed, and given as data."""
    sizes = {}
    for rows in _sizes(case):
        with tempfile.TemporaryDirectory() as folder:
            costs = _measure_paths(Bench(env, case, rows, folder))
        sizes[str(rows)] = report.summarize(rows, costs)
        report.print_size(case.name, rows, sizes[str(rows)], LABELS)
    data = {"sizes": sizes, "flatness": report.flatness(sizes)}
    report.print_goals(data)
    return sizes | {"flatness": data["flatness"]}


def _sizes(case):
    return [rows for rows in map(int, _asked("ROWS", case.SIZES)) if rows <= case.MOST]


def _measure_paths(bench):
    """``{path: [cost of each run]}``: the paths in turn, and in turn again."""
    costs = {}
    rounds = int(os.environ.get("ROUNDS") or ROUNDS)
    for done in range(rounds):
        for path in _asked("PATHS", PATHS):
            if done < bench.runs(path, rounds):
                for label, cost in bench.measure(path).items():
                    costs.setdefault(label, []).append(cost)
                    print(f"  {bench.rows:,} rows, {label}: {cost['cpu']:.2f} CPU s", flush=True)
    return costs


def profile(env, case):
    """Where the time of this addon goes; the figures stay in the folder of temporary files."""
    for rows in _sizes(case)[:1]:
        bench = Bench(env, case, rows, tempfile.gettempdir())
        way = os.environ["PROFILE"]
        measure.in_fork(bench.dbname, functools.partial(bench.profile, way))


def _asked(variable, everything):
    """The comma-separated names of an environment variable, all of them when it is not set."""
    asked = os.environ.get(variable)
    return asked.split(",") if asked else list(everything)


if __name__ == "__main__":
    main(globals()["env"])
