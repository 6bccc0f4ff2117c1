"""`make bench ONLY=reading`: this addon's readers beside the libraries, without Odoo."""

import os

import environment
from place import DEV, REPO, attended

NAME = "reading"
REQUIREMENTS = DEV / "requirements-reading.txt"


def is_asked():
    """Whether ONLY names it among others, or nothing at all."""
    return NAME in (os.environ.get("ONLY") or NAME).split(",")


def is_alone():
    """Whether ONLY names nothing else, so that neither Odoo nor a database is needed."""
    return os.environ.get("ONLY") == NAME


def main():
    """ROWS and COLUMNS of the files, ROUNDS how often each is read."""
    python = environment.ensure("reading", REQUIREMENTS)
    return attended([python, "-m", "benchmarks.reading"], cwd=REPO)
