"""`make load`: many people at once on one server with workers, and how long each of them waits.

20 users upload files and let them be validated, 10 queue small imports, one imports ROWS rows;
somebody opens pages of the web client all the while, until the large import has ended, or for
SECONDS. Figures are printed, and stored as the section "Load" of benchmarks/results.md.
"""

import os
import threading
import time

import database
import postgres
from load_figures import Figures
from place import ADDON, say
from torture_client import UNREACHABLE, Refused
from torture_kinds import SessionInstances
from torture_server import SHAPES, Servers

VALIDATORS, STARTERS = 20, 10
# Rows of a file that is validated, and of a small import.
VALIDATED, SMALL = 2_000, 200
# Seconds that one of them thinks before the next file, and that the server is watched before.
THINKS, IDLE = 5, 20
# Instances of the session of the large import: few people are enough for many rows.
MANY = 200
# What a job is in until it begins, or is validated.
BEFORE = ("scheduled", "reading", "validating")
PAGES = (
    ("registration.import.job", ["name", "state", "total", "created", "create_date"]),
    ("event.event", ["name", "date_begin", "seats_taken"]),
    ("res.partner", ["name", "email", "city"]),
)


def main(odoo):
    rows = int(os.environ.get("ROWS") or 1_000_000)
    seconds = int(os.environ.get("SECONDS") or 3600)
    with postgres.running():
        name = database.afresh(odoo, f"{ADDON}_load", demo=False)
        try:
            with Servers(odoo, name, *SHAPES["workers"]) as servers:
                figures = Load(servers, rows, seconds).run()
        finally:
            database.drop(name)
    figures.show()
    figures.store()
    return 1 if figures.problems else 0


class Large(SessionInstances):
    """The import of ROWS rows: each of some people at each of many instances."""

    instances = MANY


class Load:
    """All who use the server, each in a thread with a session of their own."""

    def __init__(self, servers, rows, seconds):
        self.servers, self.rows, self.seconds = servers, rows, seconds
        self.figures, self.over = Figures(rows), threading.Event()
        self.client = servers.client(timeout=600)

    def run(self):
        """Watch the idle server, then the busy one until the large import has ended."""
        say("making users and records")
        self.make_users()
        large = Large("L0001", self.rows)
        large.prepare(self.client)
        visitor = self.thread(self.visit)
        visitor.start()
        time.sleep(IDLE)
        say("everybody comes")
        self.figures.begin()
        job = self.client.import_file(large.operation, large.rows(), filename="large.csv")
        others = [self.thread(self.validate, n) for n in range(VALIDATORS)]
        others += [self.thread(self.start, n) for n in range(STARTERS)]
        for other in others:
            other.start()
        begin = time.monotonic()
        while self.servers.state(job) in self.servers.LIVE:
            if time.monotonic() - begin > self.seconds:
                break
            time.sleep(0.5)
        self.figures.large = self.servers.outcomes(job) / (time.monotonic() - begin)
        self.over.set()
        for other in (visitor, *others):
            other.join()
        return self.figures

    def thread(self, what, *args):
        """One that does not outlive an end by Ctrl-C."""
        return threading.Thread(target=what, args=args, daemon=True)

    def make_users(self):
        """With the rights to import of all kinds, as their login says the password."""
        groups = self.servers.query(
            """SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND (
                    module = 'registration_import' OR module = 'event'
                    AND name = 'group_event_manager' OR module = 'base' AND name = 'group_user')"""
        )
        groups = [(4, group) for (group,) in groups]
        names = [f"validator{n}" for n in range(VALIDATORS)]
        names += [f"starter{n}" for n in range(STARTERS)]
        self.client.call(
            "res.users",
            "create",
            [
                {"name": name, "login": name, "password": name, "group_ids": groups}
                for name in names
            ],
        )
        admin = self.client.call("res.users", "search", [["login", "=", "admin"]])
        self.client.call("res.users", "write", admin, {"group_ids": groups})

    # ---- what each of them does

    def visit(self):
        """Open a page of the web client, its frame and then a list, again and again."""
        client, count = self.servers.client(), 0
        while not self.over.is_set():
            model, fields = PAGES[count % len(PAGES)]
            specification = {name: {} for name in fields}
            try:
                client.call("res.users", "search_count", [])
                with self.figures.timed("page"):
                    client.get("/odoo")
                    client.call(model, "web_search_read", [], specification, limit=80)
            except (Refused, *UNREACHABLE) as error:
                self.figures.problems.append(f"a page: {type(error).__name__}: {error}")
            count += 1
            time.sleep(0.5)

    def validate(self, number):
        """Upload a file and look at what it would do, again and again."""
        self.again_and_again(f"validator{number}", VALIDATED, "validation", validate_only=True)

    def start(self, number):
        """Queue a small import, and wait until it begins."""
        self.again_and_again(f"starter{number}", SMALL, "start")

    def again_and_again(self, login, rows, what, **arguments):
        client, serial = self.servers.client(login=login), 0
        while not self.over.is_set():
            kind = SessionInstances(f"{login}-{serial}", rows)
            try:
                kind.prepare(client)
                with self.figures.timed(what):
                    job = client.import_file(kind.operation, kind.rows(), **arguments)
                    while self.servers.state(job) in BEFORE and not self.over.is_set():
                        time.sleep(0.1)
            except (Refused, *UNREACHABLE) as error:
                self.figures.problems.append(f"{login}: {type(error).__name__}: {error}")
            serial += 1
            self.over.wait(THINKS)
