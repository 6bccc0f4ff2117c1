"""Entry of ``make bench``: runs in an Odoo shell on a fresh database with this addon.

Environment: ``ONLY`` an operation, ``ROWS`` a number of rows, else all of both. ``PATHS`` some
paths (comma separated), ``ROUNDS`` how often each is run, ``PROFILE=1`` a profile of this addon
instead of the comparison.
"""

import functools
import json
import os
import tempfile
from pathlib import Path

from odoo.addons.registration_import import benchmarks
from odoo.addons.registration_import.benchmarks import measure, report, session_instances

OPERATIONS = {"session_instances": session_instances}
LATEST = Path(benchmarks.__file__).parent / "latest.json"
ROUNDS = 3


def main(env):
    """Run what the environment asks for."""
    latest = {}
    for name in _asked("ONLY", OPERATIONS):
        if os.environ.get("PROFILE"):
            profile(env, OPERATIONS[name])
        else:
            latest[name] = compare(env, name, OPERATIONS[name])
    if latest:
        LATEST.write_text(json.dumps(latest, indent=1) + "\n")


def compare(env, name, operation):
    """All paths of one operation at all sizes: printed, and given as data."""
    sizes = {}
    for rows in map(int, _asked("ROWS", operation.SIZES)):
        with tempfile.TemporaryDirectory() as folder:
            costs = _measure_paths(operation, operation.Bench(env, rows, folder))
        sizes[str(rows)] = report.summarize(rows, costs)
        report.print_size(name, rows, sizes[str(rows)], operation.LABELS)
    data = {"sizes": sizes, "flatness": report.flatness(sizes)}
    report.print_goals(data)
    return sizes | {"flatness": data["flatness"]}


def _measure_paths(operation, bench):
    """``{path: [cost of each run]}``: the paths in turn, and in turn again."""
    costs = {}
    rounds = int(os.environ.get("ROUNDS") or ROUNDS)
    for done in range(rounds):
        for path in _asked("PATHS", operation.PATHS):
            if done < bench.runs(path, rounds):
                for label, cost in bench.measure(path).items():
                    costs.setdefault(label, []).append(cost)
                    print(f"  {bench.rows:,} rows, {label}: {cost['cpu']:.2f} CPU s", flush=True)
    return costs


def profile(env, operation):
    """Where the time of this addon goes; the figures stay in the folder of temporary files."""
    for rows in map(int, _asked("ROWS", operation.SIZES[:1])):
        bench = operation.Bench(env, rows, tempfile.gettempdir())
        measure.in_fork(bench.dbname, functools.partial(bench.profile))


def _asked(variable, everything):
    """The comma-separated names of an environment variable, all of them when it is not set."""
    asked = os.environ.get(variable)
    return asked.split(",") if asked else list(everything)


if __name__ == "__main__":
    main(globals()["env"])
