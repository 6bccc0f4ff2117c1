"""Long files by several workers, of which each dies again and again: all is exact afterwards."""

import os
import random
import time

from many_servers import (
    ONE_WORKER,
    Large,
    prepared,
    rows_wanted,
    servers_of,
    set_ordinary,
    set_workers,
)
from place import say
from torture_case import Case

# Seconds from one death to the next, at most.
PAUSE = 2.0
# How the rows of one file after the other go: in bulk is faster than the servers die.
ORDINARY = (True, True, False)


class Shared(Case):
    """A file under way in several workers, and what must be true of it."""

    phase = "running"

    def __init__(self, servers, number, chance, rows):
        super().__init__(servers, 0, chance, rows, True)
        self.kind = Large(f"K{number}", rows)
        self.shares, self.dead = 0, []

    def go(self, client, kills):
        """Import it; the servers die in turn, up to ``kills`` times."""
        self.ask(self.kind.prepare)
        self.hand_in(self.kind.rows())
        while self.servers.state(self.jobs[0]) in self.servers.LIVE:
            self.shares = max(self.shares, self.open_shares())
            if len(self.dead) < kills and self.servers.outcomes(self.jobs[0]):
                time.sleep(self.chance.uniform(0, PAUSE))
                self.die(len(self.dead) % len(self.servers.processes))
            self.watch()
            time.sleep(0.2)
        self.check("after the import")

    def open_shares(self):
        return self.servers.number(
            """SELECT count(*) FROM registration_import_checkpoint
                WHERE job_id = %s AND share > 0 AND phase = 'run'""",
            self.jobs[0],
        )

    def die(self, place):
        """One of the servers gets SIGKILL, and is started anew."""
        if self.servers.state(self.jobs[0]) in self.servers.LIVE:
            self.servers.processes[place].kill()
            self.dead.append(place)
            self.servers.processes[place].wait()


def kills(odoo, name, figures):
    """Files of a part of ROWS, until KILLS servers have died at them; then each is undone."""
    wanted, dead, wrong, number = int(os.environ.get("KILLS") or 20), [], 0, 0
    chance = random.Random(int(os.environ.get("SEED") or 1))
    rows = rows_wanted() // 4
    with servers_of(odoo, name, options=ONE_WORKER) as servers:
        client = prepared(servers)
        set_workers(client, len(servers.processes))
        while len(dead) < wanted:
            set_ordinary(client, ORDINARY[number % len(ORDINARY)])
            case = Shared(servers, number, chance, rows)
            say(f"file {number}, {len(dead)} deaths so far")
            case.go(client, wanted - len(dead))
            if case.shares < 2:
                case.wrong.append("it was not parted")
            for problem in case.wrong:
                figures.wrong(f"file {number}: {problem}")
            wrong += len(case.wrong)
            dead += case.dead
            number += 1
    each = ", ".join(str(dead.count(place)) for place in sorted(set(dead)))
    figures.add(
        f"SIGKILL at {number} files of {rows:,} rows with {len(servers.processes)} workers",
        f"{len(dead)} (by server: {each}); {wrong} problems: rows = outcomes = effects",
    )
