"""`make many`: several real Odoo processes on one database, and what they do together.

speed: one file of ROWS rows, worked at by one process and by all; kills: exact after KILLS times
SIGKILL, spread over all; beside: FILES small imports of ten users beside a large one; storage: two
hosts with a data folder each. ONLY names some of them. Figures are printed, and stored as the
section "Many machines" of benchmarks/results.md.
"""

import os

import database
import postgres
from many_beside import beside
from many_figures import Figures
from many_kills import kills
from many_speed import speed
from many_storage import storage
from place import ADDON, TREE_KEY, Unavailable, say
from torture_server import LOG

RUNS = {"speed": speed, "kills": kills, "beside": beside, "storage": storage}


def main(odoo):
    """PROCESSES servers, two unless said otherwise, each with scheduled actions of its own."""
    names = os.environ.get("ONLY", "").replace(",", " ").split() or list(RUNS)
    if unknown := set(names) - RUNS.keys():
        raise Unavailable(f"ONLY knows {', '.join(RUNS)}, not {', '.join(unknown)}.")
    LOG.unlink(missing_ok=True)
    figures = Figures()
    with postgres.running():
        for name in names:
            say(f"many: {name}")
            made = f"{ADDON}_many_{TREE_KEY}_{os.getpid()}"
            database.copies_of_installed(odoo, [made])
            try:
                RUNS[name](odoo, made, figures)
            finally:
                database.drop(made)
    figures.store()
    return 1 if figures.problems else 0
