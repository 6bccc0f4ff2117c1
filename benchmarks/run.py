"""Entry of ``make bench``: run in an Odoo shell on a database with this addon.

Environment: ``ONLY`` a benchmark, ``ROWS`` rows of the file, ``PROFILE=1`` a profile of this
addon instead of the comparison, ``PATHS`` some paths only (comma separated), ``ROUNDS`` how
often each path is run.
"""

import functools
import os
import tempfile

from odoo.addons.registration_import.benchmarks import measure, session_instances

BENCHMARKS = {"session_instances": session_instances}
ROUNDS = 3


def main(env):
    """Run what the environment asks for."""
    for name in chosen():
        module = BENCHMARKS[name]
        for rows in sizes(module):
            with tempfile.TemporaryDirectory() as folder:
                bench = module.Bench(env, rows, folder)
                if os.environ.get("PROFILE"):
                    bench.folder = tempfile.gettempdir()
                    measure.in_fork(bench.dbname, functools.partial(module.run_profile, bench))
                else:
                    compare(module, bench)


def chosen():
    only = os.environ.get("ONLY")
    return [only] if only else list(BENCHMARKS)


def sizes(module):
    rows = os.environ.get("ROWS")
    return [int(rows)] if rows else module.SIZES


def compare(module, bench):
    names = (os.environ.get("PATHS") or ",".join(module.PATHS)).split(",")
    print(f"{bench.rows} rows")
    for _round in range(int(os.environ.get("ROUNDS") or ROUNDS)):
        for name in names:
            result = bench.measure(name)
            bench.check(name, result)
            for label, cost in result["costs"].items():
                show(label, cost)


def show(label, cost):
    print(
        f"{label:12} {cost['cpu']:8.2f} CPU s ({cost['python']:.2f} Python,"
        f" {cost['postgres'] or 0:.2f} PostgreSQL) {cost['wall']:.2f} s, {cost['peak_mb']:.1f} MB"
    )
    for phase, (python, postgres) in cost.get("phases", {}).items():
        print(f"    {phase:20} {python + postgres:7.2f} ({python:.2f} + {postgres:.2f})")


if __name__ == "__main__":
    main(globals()["env"])
