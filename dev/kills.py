"""`dev/run kills`: workers die by SIGKILL, or lose the database, at random moments; afterwards
rows = outcomes = effects.

A real server with workers (prefork) and with threads imports a file; whichever process holds the
job is killed, or its connection terminated, again and again. ROWS, ROUNDS and SEED change the size;
the figures are printed.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import database
import postgres
import server
from kills_watcher import Watcher
from place import ADDON, DEV, TREE, Unavailable

LOG = TREE / "kills.log"
ENDS = ("done", "cancelled", "refused")
# A worker that died is missed after this time at the latest, without anybody's help; in seconds.
ODOO_WAKES = 75
TIMEOUT = 600
# The part of the deaths, but for the first one, in which the connection alone goes.
DISCONNECTED = 0.4
HOLDER = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND classid = %s AND objid = %s
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
LOCK_SPACE = 0x52494D50


def main(odoo):
    rounds = int(os.environ.get("ROUNDS") or 2)
    chance = random.Random(int(os.environ.get("SEED") or 1))
    with postgres.running():
        name = database.afresh(odoo, f"{ADDON}_kills", demo=False)
        wrong = []
        try:
            for number in range(rounds * 2):
                workers = 2 if number % 2 == 0 else 0
                with Round(odoo, name, workers, chance) as this:
                    this.run(patient=number < 2)
                    wrong += this.wrong()
                    print(this.figures(), flush=True)
        finally:
            database.drop(name)
        for problem in wrong:
            print("PROBLEM:", problem)
    return 1 if wrong else 0


class Round:
    """One file, one kind of server, and its deaths."""

    def __init__(self, odoo, name, workers, chance):
        self.odoo, self.name, self.workers, self.chance = odoo, name, workers, chance
        self.kills, self.resumed, self.dead, self.disconnected = [], [], set(), 0
        self.server = self.connection = None

    def __enter__(self):
        if server.run_file(self.odoo, self.name, DEV / "kills_data.py"):
            raise Unavailable("The data for the kills could not be made.")
        self.connection = connected(self.name)
        self.job = self.query("SELECT max(id) FROM registration_import_job")[0][0]
        return self

    def __exit__(self, *_exception):
        self.stop()
        self.connection.close()

    # ---- the server

    def start(self):
        os.environ["WORKERS"] = str(self.workers)
        port = server.free_port()
        self.watcher = Watcher(port, self.name, self.job)
        with open(LOG, "a", encoding="utf-8") as log:
            self.server = subprocess.Popen(  # pylint: disable=consider-using-with
                server.serving(self.odoo, self.name, port, 1),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=server.configure(self.odoo, TREE),
            )

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.wait(20)
            self.server.kill()
            self.server.wait()

    # ---- a round

    def run(self, patient):
        """Let it work and kill it, until the job ends. With patience nobody looks at the job after
        the first death: Odoo must notice by itself."""
        self.start()
        begin = time.monotonic()
        limit = self.chance.randint(6, 14)
        while self.state() not in ENDS:
            if time.monotonic() - begin > TIMEOUT:
                return
            if len(self.kills) < limit and self.state() != "reading" or not self.kills:
                self.kill_at_random(patient and not self.resumed)
            time.sleep(0.05)
        self.seconds = time.monotonic() - begin

    def kill_at_random(self, patient):
        holder = self.wait_for_holder(60, watched=True)
        time.sleep(self.chance.uniform(0, 0.6))
        if not holder or self.holder() != holder:
            return
        state, done, died = self.state(), self.done(), time.monotonic()
        if self.resumed and self.chance.random() < DISCONNECTED:
            self.query("SELECT pg_terminate_backend(%s)", holder)
            self.disconnected += 1
        else:
            self.kill()
        if not self.is_gone(holder):
            return  # another worker than the one that has the job: that is survived, too
        self.kills.append((state, done))
        self.dead.add(holder)
        if self.wait_for_holder(2 * ODOO_WAKES, watched=not patient):
            self.resumed.append(time.monotonic() - died)

    def kill(self):
        os.kill(self.busiest(), signal.SIGKILL)
        if not self.workers:
            self.server.wait()
            self.start()

    def busiest(self):
        """The process to kill: the server itself, or the worker that has just used most time."""
        if not self.workers:
            return self.server.pid
        before = {pid: ticks(pid) for pid in children(self.server.pid)}
        time.sleep(0.1)
        return max(before, key=lambda pid: (ticks(pid) - before[pid], before[pid]))

    def is_gone(self, holder):
        """Whether the holder's connection ends: so it was the right process."""
        end = time.monotonic() + 2
        while time.monotonic() < end:
            if not self.query("SELECT 1 FROM pg_stat_activity WHERE pid = %s", holder):
                return True
            time.sleep(0.02)
        return False

    def wait_for_holder(self, seconds, watched):
        """The connection that has the job, once one has; None when the job ends before. Somebody
        looks at the job every 2 seconds, as its screen does, or nobody."""
        end, next_poll = time.monotonic() + seconds, 0
        while time.monotonic() < end and self.state() not in ENDS:
            if watched and time.monotonic() > next_poll:
                self.watcher.poll()
                next_poll = time.monotonic() + 2
            holder = self.holder()
            if holder and holder not in self.dead:
                return holder
            time.sleep(0.02)
        return None

    def holder(self):
        """PostgreSQL's process for the connection that has the lock of the job, if any."""
        found = self.query(HOLDER, LOCK_SPACE, self.job)
        return found[0][0] if found else None

    # ---- what the database says

    def query(self, statement, *params):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, params or None)
            return cursor.fetchall()

    def number(self, statement, *params):
        return self.query(statement, *params)[0][0]

    def state(self):
        return self.number("SELECT state FROM registration_import_job WHERE id = %s", self.job)

    def done(self):
        low, high = self.job << 21, (self.job + 1) << 21
        return self.number(
            "SELECT count(*) FROM registration_import_outcome WHERE id BETWEEN %s AND %s", low, high
        )

    def wrong(self):
        """What is not as it must be: nothing, if rows = outcomes = effects."""
        low, high = self.job << 21, (self.job + 1) << 21
        total, state, counted = self.query(
            """SELECT total, state, created + updated + unchanged + removed + skipped + invalid
                      + failed + not_processed FROM registration_import_job WHERE id = %s""",
            self.job,
        )[0]
        staged = self.number(
            "SELECT count(*) FROM registration_import_staged WHERE id BETWEEN %s AND %s", low, high
        )
        facts = {
            "state": (state, "done"),
            "counted": (counted, total),
            "staged": (staged, total),
            "outcomes": (self.done(), total),
            "rows with exactly their effect": (self.effects(low, high), total),
            "lines": (self.number("SELECT count(*) FROM event_agenda_line"), total),
            "instances whose seats are miscounted": (self.miscounted(), 0),
        }
        differing = [
            f"{what} {found}, not {due}" for what, (found, due) in facts.items() if found != due
        ]
        return [f"job {self.job}: {'; '.join(differing)} {self.problems()}"] if differing else []

    def problems(self):
        """What the job says of its rows; there is nothing wrong with them."""
        return self.query(
            "SELECT number, code FROM registration_import_problem WHERE job_id = %s", self.job
        )

    def effects(self, low, high):
        """Rows whose one line exists, is named in their outcome, and has their status."""
        return self.number(
            """SELECT count(*) FROM registration_import_staged s
                 JOIN registration_import_outcome o ON o.id = s.id AND o.outcome = 'created'
                 JOIN event_agenda_line l ON l.id = o.record
                 JOIN event_registration r ON r.id = l.registration_id
                 JOIN event_agenda_instance i ON i.id = l.instance_id
                WHERE s.id BETWEEN %s AND %s AND r.registration_code = s.cells->>0
                  AND i.code = s.cells->>2
                  AND l.status = replace(lower(s.cells->>3), ' ', '_')""",
            low,
            high,
        )

    def miscounted(self):
        return self.number(
            """SELECT count(*) FROM event_agenda_instance i WHERE i.seats_taken <> (
                      SELECT count(*) FROM event_agenda_line l WHERE l.instance_id = i.id
                         AND l.status IN ('registered', 'attended', 'no_show'))"""
        )

    def figures(self):
        kind = f"{self.workers} workers" if self.workers else "threads"
        spared = sorted(self.resumed[1:]) or [0]
        return (
            f"{kind}: {len(self.kills)} deaths, {self.disconnected} of a connection alone,"
            f" after {[done for _state, done in self.kills]} rows"
            f" ({sum(state == 'reading' for state, _done in self.kills)} while reading);"
            f" first resumed after {self.resumed[0] if self.resumed else 0:.1f} s, the others when"
            f" watched after {spared[len(spared) // 2]:.1f} s (median), {spared[-1]:.1f} s at most;"
            f" ended after {getattr(self, 'seconds', TIMEOUT):.0f} s"
        )


def connected(name):
    """A connection on which each statement sees what is committed by then."""
    import psycopg2  # of Odoo's environment, which the first half of a run does not have yet

    connection = psycopg2.connect(dbname=name)
    connection.autocommit = True
    return connection


def children(parent):
    """Processes that this one has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(stat(entry.name)[1]) == parent and stat(entry.name)[0] != "Z":
                found.append(int(entry.name))
    return found


def ticks(pid):
    """Processor time of a process; none of one that has ended."""
    try:
        return sum(map(int, stat(pid)[11:13]))
    except OSError:
        return 0


def stat(pid):
    return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
