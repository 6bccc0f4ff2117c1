"""`make torture`: imports of every kind under fire, on real servers; afterwards all is exact.

COUNT cases from SEED on, each of ROWS rows: a case draws its kind, its servers, its faults and
their moments from its seed. QUICK=1 leaves out what takes long, ONLY=connector,download all but
these sorts of cases, SHAPE=little all servers whose name does not begin so. What is broken is
printed with its seed.
"""

import collections
import contextlib
import os
import random

import database
import postgres
from place import ADDON, TREE_KEY, Unavailable, say
from torture_case import Case
from torture_connector import Connector
from torture_kinds import KINDS
from torture_room import LittleServers, little_room
from torture_routes import Download, Duplicates, FetchedFiles
from torture_server import FULL, LOG, SHAPES, Servers

# What a case may be: how often files of each kind, and each other thing.
SORTS = {
    "files": (Case, len(KINDS)),
    "fetched": (FetchedFiles, 1),
    "download": (Download, 1),
    "duplicates": (Duplicates, 1),
    "connector": (Connector, 1),
}

# Workers whose disks, and whose PostgreSQL, are their own.
LITTLE = "little room"


def main(odoo):
    seed, count = int(os.environ.get("SEED") or 1), int(os.environ.get("COUNT") or 12)
    rows = int(os.environ.get("ROWS") or 2_000)
    quick = bool(os.environ.get("QUICK"))
    sorts = sorts_wanted()
    LOG.unlink(missing_ok=True)
    figures = Figures()
    prefix = f"{ADDON}_torture_{TREE_KEY}_"
    name = f"{prefix}{os.getpid()}"  # another checkout, or run, may be under fire at the same time
    with postgres.running():
        database.drop_leftovers(prefix)
        database.copies_of_installed(odoo, [name])
        try:
            for shape, seeds in by_shape(range(seed, seed + count), quick).items():
                say(f"servers: {shape}")
                with started(odoo, name, shape) as servers:
                    prepare(servers)
                    for number in seeds:
                        chance = random.Random(number)
                        [sort] = chance.choices(*zip(*sorts, strict=True))
                        case = sort(servers, number, chance, rows, quick)
                        figures.note(number, shape, case.attempt())
        finally:
            database.drop(name)
    return figures.summary()


def sorts_wanted():
    """``[(class, weight)]`` of the cases that there may be."""
    names = os.environ.get("ONLY", "").replace(",", " ").split() or list(SORTS)
    if unknown := set(names) - SORTS.keys():
        raise Unavailable(f"ONLY knows {', '.join(SORTS)}, not {', '.join(unknown)}.")
    return [SORTS[name] for name in names]


def by_shape(seeds, quick):
    """``{shape: seeds}``: servers are started once for all cases that need the same."""
    shapes = list(SHAPES) if quick else [*SHAPES, LITTLE]
    shapes = [name for name in shapes if name.startswith(os.environ.get("SHAPE", ""))]
    if not shapes:
        raise Unavailable(f"SHAPE is the beginning of one of {', '.join((*SHAPES, LITTLE))}.")
    found = {shape: [] for shape in shapes}
    for seed in seeds:
        found[shapes[seed % len(shapes)]].append(seed)
    return {shape: listed for shape, listed in found.items() if listed}


@contextlib.contextmanager
def started(odoo, name, shape):
    """The servers of a shape; where no small file system can be had, those with workers."""
    with contextlib.ExitStack() as stack:
        if shape == LITTLE:
            try:
                place = stack.enter_context(little_room(odoo, name))
                servers = LittleServers(odoo, name, place)
            except Unavailable as error:
                say(f"{error} Disks are full by a trigger alone, PostgreSQL goes on.")
                servers = Servers(odoo, name, *SHAPES["workers"])
        else:
            servers = Servers(odoo, name, *SHAPES[shape])
        yield stack.enter_context(servers)


def prepare(servers):
    """An administrator who may do everything and is told of it; a disk that can be full."""
    client = servers.client()
    groups = servers.query(
        """SELECT res_id FROM ir_model_data
            WHERE module = 'registration_import' AND model = 'res.groups'"""
    )
    users = client.call("res.users", "search", [["login", "=", "admin"]])
    values = {"email": "admin@example.com", "group_ids": [(4, group) for (group,) in groups]}
    client.call("res.users", "write", users, values)
    servers.query(FULL)


class Figures:
    """Counts of what was done, and of what came of it."""

    def __init__(self):
        self.injected, self.broken, self.cases = collections.Counter(), [], 0

    def note(self, seed, shape, case):
        self.cases += 1
        self.injected.update(case.injected)
        self.broken += [f"SEED={seed}: {problem}" for problem in case.wrong]
        faults = ", ".join(case.injected) or "nothing"
        print(
            f"seed {seed}: {case.kind.operation}, {shape}, {case.phase or 'any moment'}: {faults}:"
            f" {'BROKEN ' + '; '.join(case.wrong) if case.wrong else 'exact'}",
            flush=True,
        )

    def summary(self):
        """Print all; the exit code."""
        for name, times in self.injected.most_common():
            print(f"{times:6} {name}")
        seeds = {line.partition(":")[0] for line in self.broken}
        print(
            f"{sum(self.injected.values())} faults in {self.cases} cases:"
            f" {self.cases - len(seeds)} survived, {len(seeds)} broken"
        )
        for line in self.broken:
            print("BROKEN", line)
        return 1 if self.broken else 0
