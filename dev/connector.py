"""`dev/run connector`: two Odoo databases on this machine are kept in step by the operation that
people use, and the process that runs it is killed again and again; afterwards both are equal where
the table of fields says so.

The operation is on one of them, a real server answers for the other one. Each has the same
CONTACTS; before each round CHANGED of them are changed on either side, a tenth of these on both,
and some are made. KILLS and SEED change how often it dies, and where; the figures are printed. With
ADAPTER=odoo_xmlrpc the other one is spoken to as an older Odoo is.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import database
import postgres
import server
from place import ADDON, DEV, TREE, Unavailable, say

DATA, DRIVER = DEV / "connector_data.py", DEV / "inside" / "connector_driver.py"
LOG = TREE / "connector.log"
SIDES = ("here", "there")
# Deaths of one round of changes.
DEATHS = 5
TIMEOUT = 1_000
# What one side leads, or both have, of all but those that wait for somebody to decide.
EQUAL = """SELECT p.email, p.name, p.city, p.phone, p.zip, p.street,
                  (SELECT array_agg(g.kind || ' ' || g.name ORDER BY g.kind, g.name)
                     FROM contact_group_res_partner_rel r JOIN contact_group g ON g.id = r.group_id
                    WHERE r.partner_id = p.id)
             FROM res_partner p WHERE p.email LIKE '%@example.org' AND p.active ORDER BY p.email"""
HELD = """SELECT p.email FROM registration_import_conflict c
            JOIN res_partner p ON p.id = c.contact_id
           WHERE c.state <> 'settled'"""
# Who has opted out is out on both sides, whatever waits.
OUT = """SELECT p.email, i.name FROM contact_interest i
           JOIN contact_group_res_partner_rel r ON r.group_id = i.opt_out_group_id
           JOIN res_partner p ON p.id = r.partner_id
          WHERE p.email LIKE '%@example.org' AND p.active ORDER BY p.email, i.name"""
WRITTEN = "SELECT max(write_date), count(*) FROM res_partner"


def main(odoo):
    names = {side: f"{ADDON}_connector_{side}" for side in SIDES}
    with postgres.running(), tempfile.TemporaryDirectory() as folder:
        for name in names.values():
            database.drop(name)
        try:
            database.copies_of_installed(odoo, list(names.values()))
            with Both(odoo, names, Path(folder)) as both:
                wrong = both.all_rounds()
        finally:
            for name in names.values():
                database.drop(name)
    for problem in wrong:
        print("PROBLEM:", problem)
    return 1 if wrong else 0


class Both:
    """Two databases, the server that answers for them, and the runs between them."""

    def __init__(self, odoo, names, folder):
        self.odoo, self.names, self.folder = odoo, names, folder
        self.seed = os.environ.get("SEED") or "1"
        self.chance = random.Random(self.seed)
        self.rounds, self.died, self.seconds = 0, 0, 10.0

    def __enter__(self):
        for side in SIDES:
            self.step(side, "make")
        self.port = server.free_port()
        with open(LOG, "w", encoding="utf-8") as log:
            self.server = subprocess.Popen(  # pylint: disable=consider-using-with
                self.serving(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=server.configure(self.odoo, TREE),
            )
        server.wait_for_answer(self.server, self.port, log=LOG)
        self.step("here", "connect")
        return self

    def __exit__(self, *_exception):
        self.server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.server.wait(20)
        self.server.kill()
        self.server.wait()

    def serving(self):
        name = self.names["there"]
        options = ["-d", name, "--db-filter", f"^{name}$", "--http-port", self.port]
        options += ["--max-cron-threads", 0, "--log-level", "warn"]
        options += ["--log-handler", "werkzeug:INFO"]  # a line for each request
        return server.command(self.odoo, *options)

    def step(self, side, step):
        told = {"SIDE": side, "STEP": step, "SEED": self.seed, "RUN": self.rounds}
        told["KEYS"] = self.folder / "keys.json"
        if step == "connect":
            told["ADDRESS"] = f"http://127.0.0.1:{self.port}"
            told["DATABASE"] = self.names["there"]
        if server.run_file(self.odoo, self.names[side], DATA, **told):
            raise Unavailable(f"The contacts of {side} could not be made.")

    # ---- rounds

    def all_rounds(self):
        wrong = []
        say("the first run: both sides have the same contacts")
        wrong += self.whole("first run")
        kills = int(os.environ.get("KILLS") or 20)
        wrong += self.round(0)
        while self.died < kills and self.rounds < kills:
            wrong += self.round(min(DEATHS, kills - self.died))
        print(f"{self.died} deaths in {self.rounds - 1} rounds", flush=True)
        return wrong

    def round(self, deaths):
        """Changes on both sides, runs that die, and one that does not."""
        self.rounds += 1
        for side in SIDES:
            self.step(side, "change")
        died = 0
        while died < deaths and self.killed():
            died += 1
        self.died += died
        wrong = self.whole(f"round {self.rounds}, after {died} deaths")
        before = self.on_both(WRITTEN)
        told = self.ended(self.start())
        if (
            told["rows"].keys() - {"total", "unchanged", "skipped"}
            or self.on_both(WRITTEN) != before
        ):
            wrong.append(f"round {self.rounds}: the run after it changed something: {told}")
        return wrong

    def whole(self, what):
        """A run to its end, what it cost, and what is wrong after it."""
        begin, asked = time.monotonic(), self.requests()
        told = self.ended(self.start())
        self.seconds = time.monotonic() - begin
        asked = self.requests() - asked
        held = {email for (email,) in query(self.names["here"], HELD)}
        rows = told["rows"].get("total", 0)
        cost = f"{1000 * asked / rows:.1f}" if rows else "-"
        print(
            f"{what}: {self.seconds:.1f} s, {told}, {len(held)} held back, {asked} requests,"
            f" {cost} per 1,000 rows",
            flush=True,
        )
        return self.wrong(what, held)

    def requests(self):
        return LOG.read_text(encoding="utf-8", errors="replace").count('"POST /')

    def wrong(self, what, held):
        here, there = self.on_both(EQUAL)
        emails = [row[0] for row in there]
        found = []
        apart = {str(row) for row in here if row[0] not in held} ^ {
            str(row) for row in there if row[0] not in held
        }
        if apart:
            found.append(f"{what}: not equal: {sorted(apart)[:4]} of {len(apart)}")
        if len(set(emails)) != len(emails) or len({row[0] for row in here}) != len(here):
            found.append(f"{what}: somebody is there twice")
        outs = [set(rows) for rows in self.on_both(OUT)]
        if outs[0] != outs[1]:
            found.append(f"{what}: an opt-out stands on one side: {sorted(outs[0] ^ outs[1])[:4]}")
        return found

    def on_both(self, statement):
        return [query(self.names[side], statement) for side in SIDES]

    # ---- one run

    def start(self):
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            server.command(self.odoo, "shell", "-d", self.names["here"], *server.QUIET),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=server.configure(self.odoo, TREE),
        )
        process.stdin.write(server.RUN_FILE.format(file=str(DRIVER)))
        process.stdin.close()
        process.stdin = None
        return process

    def ended(self, process):
        told, _error = process.communicate(timeout=TIMEOUT)
        if process.returncode:
            raise Unavailable(f"A run failed, see {LOG} and above.")
        return json.loads(told.splitlines()[-1])

    def killed(self):
        """A run that is killed anywhere; whether that was before its end."""
        process = self.start()
        time.sleep(self.chance.uniform(0.2, self.seconds))
        process.kill()
        process.communicate()
        if process.returncode not in (0, -signal.SIGKILL):
            raise Unavailable(f"A run failed, see {LOG} and above.")
        return process.returncode != 0


def query(name, statement):
    import psycopg2  # of Odoo's environment, which the first half of a run does not have yet

    connection = psycopg2.connect(dbname=name)
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
