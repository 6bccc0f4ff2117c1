"""`make clean`: what this checkout made, nothing of another; `ALL=1` empties the cache folder."""

import fcntl
import os
import shutil
import subprocess
import sys

import postgres
import server
from place import DEV, HOME, TREE, Unavailable, locked, say

# What these scripts put into the cache folder: it may hold other things, should somebody point
# DEV_HOME at a folder of theirs.
OURS = (
    "trees",
    "templates",
    "screenshots",
    "odoo-*",
    "postgres-*",
    "beside-odoo-*",
    "lint-*",
    "pure-*",
    "reading-*",
    "pip-*",
    "chromium",
    "bin",
    "apt-*",
    "download-*",
    "lint-cache",
    ".lock-*",
)


def main():
    if os.environ.get("ALL"):
        everything()
    else:
        this_checkout()
    return 0


def this_checkout():
    server.stop_background()
    drop_databases()
    shutil.rmtree(TREE, ignore_errors=True)
    say("removed the databases and files of this checkout")


def drop_databases():
    """SQL needs the Python of Odoo; where there is none yet, there is no database either."""
    python = python_with_psycopg2()
    without = {name: value for name, value in os.environ.items() if name not in postgres.EXTERNAL}
    if python and postgres.is_external():
        drop_databases_by(python, os.environ)
    if python and any(HOME.glob("postgres-*/data/PG_VERSION")):
        drop_databases_by(python, without)


def drop_databases_by(python, environment):
    """Another process, whose environment says which of the servers is meant."""
    code = "import clean; clean.drop_databases_here()"
    if not succeeds([python, "-c", code], env={**environment, "PYTHONPATH": str(DEV)}):
        say("some databases of this checkout could not be dropped")


def python_with_psycopg2():
    candidates = (*HOME.glob("odoo-python-*/bin/python"), sys.executable)
    check = ["-c", "import importlib.util as u, sys; sys.exit(not u.find_spec('psycopg2'))"]
    return next((python for python in candidates if succeeds([python, *check])), None)


def succeeds(command, **options):
    return subprocess.run(command, check=False, **options).returncode == 0


def drop_databases_here():
    import database

    try:
        with postgres.running():
            for name in database.databases_of_this_checkout():
                database.drop(name)
    except Unavailable as error:
        raise SystemExit(str(error)) from None


def everything():
    for note in HOME.glob("trees/*/background.json"):
        server.stop_background(note)
    stop_cluster()
    for pattern in OURS:
        for path in HOME.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    if not any(HOME.iterdir()):
        HOME.rmdir()
    say(f"removed everything that was made in {HOME}")


def stop_cluster():
    if not any(HOME.glob("postgres-*/data/PG_VERSION")):
        return
    with postgres.hold() as users, locked("postgres"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(
                "Another run is at work with this cache folder: let it end first."
            ) from None
        postgres.Cluster(postgres.binaries()).stop()
