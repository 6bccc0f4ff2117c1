"""The commands of the Makefile. Each does whatever set-up is missing.

A run has two halves: the first, on the standard library alone, gets Odoo and its Python; the second
is this same file in that Python, which has psycopg2.
"""

import contextlib
import json
import os
import re
import shlex
import signal
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import against
import axe
import chromium
import clean
import connector
import database
import fuzz
import lifecycle
import lint
import load
import manual
import many
import oca
import odoo_source
import postgres
import pure
import reading
import server
import texts
import torture
import upgrade
import wheel
from place import ADDON, DEV, HOME, REPO, START, TREE_KEY, Unavailable, attended_all, quietly, say

SECOND_HALF = "DEV_ODOO"
# Processes that share the tests, unless JOBS says otherwise.
MOST_JOBS = 2


def test(odoo):
    """TAGS=/registration_import:TestX for some of the tests with Odoo, ARGS for other options of
    Odoo, JOBS for the number of processes, each with a database of its own, WITH=event_sale,crm or
    WITH=queue_job for addons of Odoo or the OCA beside ours."""
    oca.check(odoo)
    chromium.ensure()
    # the processes that read files write no bytecode of their own
    quietly([odoo.python, "-m", "compileall", "-q", REPO / "tools"], "Compiling tools/ fails")
    prefix, tags = f"{ADDON}_test_{TREE_KEY}_", os.environ.get("TAGS")
    # few tests are done before a second process is ready for them
    jobs = int(os.environ.get("JOBS") or (1 if tags else min(os.cpu_count() or 1, MOST_JOBS)))
    names = [f"{prefix}{os.getpid()}_{nr}" for nr in range(jobs)]
    with postgres.running(), tempfile.TemporaryDirectory() as folder:
        database.drop_leftovers(prefix)
        files = [Path(folder, name) for name in ("pure", *names)]
        try:
            with ThreadPoolExecutor(1) as beside:
                made = beside.submit(database.copies_of_installed, odoo, names)
                # TAGS are those of Odoo's tests: who names some does not want the others
                codes = [] if tags else [pure.run(files[0])]
                made.result()
                database.install_beside(odoo, names)
            say("running the tests with Odoo")
            shared = Path(folder, "shared")
            shared.mkdir()
            environment = {**server.configure(odoo, database.TREE), "TEST_SHARED": str(shared)}
            environment["TEST_AXE"] = str(axe.ensure())
            codes += attended_all(
                (test_command(odoo, name, tags), {"env": {**environment, "TEST_RESULT": str(file)}})
                for name, file in zip(names, files[1:], strict=True)
            )
            return pure.summed_up(codes, files)
        finally:
            for name in names:
                database.drop(name)


def test_command(odoo, name, tags):
    # those that need an addon beside ours have its name for a tag, and are no standard ones
    beside = [f"{name}/{ADDON}" for name in oca.of_oca()]
    options = {
        "database": name,
        "test-tags": ",".join([tags or f"/{ADDON}", *beside]),
        "http-port": server.free_port(),
        "max-cron-threads": 0,
        "screenshots": HOME / "screenshots",
        "log-level": "warn",
    }
    command = [odoo.python, str(DEV / "inside/run_tests.py"), "--stop-after-init"]
    command += [f"--{option}={value}" for option, value in options.items()]
    return command + shlex.split(os.environ.get("ARGS", ""))


def shell(odoo):
    with postgres.running():
        return server.shell(odoo, database.ready(odoo, wanted_database()))


def serve(odoo):
    with postgres.running():
        return server.foreground(odoo, database.ready(odoo, wanted_database()))


def demo(odoo):
    """The whole way, on a database made afresh; the server stays for the person to go on with."""
    server.stop_background()
    with postgres.running():
        name = database.afresh(odoo, database.DEMO)
        say("starting the server in the background")
        port = server.background(odoo, name)
        exit_code = server.run_file(odoo, name, DEV / "demo.py", **server.demo_places(port))
        server.print_address(name, port)
        print("  the server runs in the background: `make stop` stops it", flush=True)
        return exit_code


def stop(_odoo=None):
    if not server.in_background():
        print("No server runs in the background.")
        return 0
    server.stop_background()
    if not postgres.is_external():
        with postgres.use_of_cluster():
            pass  # the last one to use PostgreSQL stops it
    print("The server has been stopped.")
    return 0


def bench(odoo):
    """ONLY=operation and ROWS=number choose, AGAINST=rev measures an earlier commit beside it, and
    WITH=connector_importer the OCA's importer, too; the benchmark itself is in benchmarks/."""
    file = REPO / "benchmarks/run.py"
    if not file.exists():
        raise Unavailable("There is no benchmarks/run.py in this checkout.")
    # before this process is told of a PostgreSQL: the other one finds its own
    with against.measured_beside(), postgres.running():
        # of its own: another checkout may measure at the same time
        name = database.afresh(odoo, f"{ADDON}_bench_{TREE_KEY}_{os.getpid()}", demo=False)
        try:
            database.install_beside(odoo, [name])
            code = server.run_file(odoo, name, file)
        finally:
            database.drop(name)
    return code or (reading.main() if reading.is_asked() else 0)


def pictures(odoo):
    """Pillow and the browser's protocol are packages of Odoo's Python."""
    import pictures as taker

    return taker.main(odoo)


def wanted_database():
    name = os.environ.get("DB") or database.DEMO
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,49}", name):
        raise Unavailable(
            f"DB={name} is not a name for a database: letters, digits, _ - and . only, 50 at most."
        )
    return name


WITH_ODOO = {"test": test, "shell": shell, "serve": serve, "demo": demo, "bench": bench}
WITH_ODOO |= {"connector": connector.main, "torture": torture.main, "load": load.main}
WITH_ODOO |= {"lifecycle": lifecycle.main, "test-wheel": wheel.main, "texts": texts.main}
WITH_ODOO |= {"many": many.main, "upgrade": upgrade.main, "pictures": pictures}
ALONE = {"lint": lint.main, "test-pure": pure.main, "clean": clean.main, "stop": stop}
ALONE |= {"fuzz": fuzz.main, "docs": manual.main}


def with_odoo(name):
    """The first half gets Odoo and starts the second one, which is told where it is."""
    told = os.environ.pop(SECOND_HALF, None)
    if told:
        return WITH_ODOO[name](odoo_source.Odoo(**json.loads(told)))
    odoo = odoo_source.ensure()
    os.environ.update({SECOND_HALF: json.dumps(asdict(odoo)), "DEV_START": str(START)})
    os.execv(odoo.python, [odoo.python, __file__, name])


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in {**WITH_ODOO, **ALONE}:
        print(f"usage: dev/run {'|'.join({**WITH_ODOO, **ALONE})}", file=sys.stderr)
        return 2
    # An end that comes as a signal still drops the test database and stops PostgreSQL.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Odoo comes without bytecode here: each of its processes would compile it anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        name = arguments[0]
        if name == "bench" and reading.is_alone():
            return reading.main()
        return ALONE[name]() if name in ALONE else with_odoo(name)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
