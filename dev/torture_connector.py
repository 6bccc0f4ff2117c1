"""A connector under fire: contacts are kept in step with another CRM that fails in the middle as
well; afterwards both sides hold the same, each contact once."""

import datetime
import random
import sys
import threading
import time

from place import REPO
from torture_routes import FAULTS, Route

sys.path.append(str(REPO / "tests"))

from crm import faulty_server
from crm.odoo_crm import KEY, OdooCrm

# A round of changes may take so many seconds; the other CRM thinks so long about each request.
PATIENCE = 240
# Seconds from one look at what is due to the next.
PAUSE = 5
# Of the rows of other cases so many are contacts here.
FEWER = 4
THINKS = (0.05, 0.4)
CITIES = ("Bern", "Basel", "Chur", "Thun")
# A page for people is no fault that goes by: the import ends, and the next run does the rest.
PAGE, REFUSED = "remote shows a page", "refused connector_html"
# What goes wrong there, of one request or of more than are tried again at once.
REMOTE = {
    "remote unavailable": [faulty_server.UNAVAILABLE] * 6,
    "remote busy": [faulty_server.too_many(1)] * 2,
    "remote sends half": [faulty_server.HALF] * 6,
    "remote loses answers": [faulty_server.LOST] * 2,
    "remote loses all answers": [faulty_server.LOST] * 6,
    PAGE: [faulty_server.HTML],
    "remote is slow": [faulty_server.Fault(delay=3)],
}
UNDER_WAY = """SELECT EXISTS (SELECT FROM registration_import_schedule
                               WHERE operation_id = %s AND asked_id IS NOT NULL)
                   OR EXISTS (SELECT FROM registration_import_job
                               WHERE operation_id = %s AND state = ANY(%s))
                   OR EXISTS (SELECT FROM registration_import_run r
                                JOIN registration_import_source s ON s.id = r.source_id
                               WHERE s.operation_id = %s AND r.state IN ('fetching', 'working'))"""
# Nobody waits for minutes until the other CRM is asked again.
SOON = (
    """UPDATE registration_import_schedule SET poll_at = now() AT TIME ZONE 'UTC'
        WHERE operation_id = %s AND poll_at > now() AT TIME ZONE 'UTC' + interval '5 s'
    RETURNING id""",
    """UPDATE registration_import_checkpoint SET wait_until = now() AT TIME ZONE 'UTC'
        WHERE wait_until > now() AT TIME ZONE 'UTC' + interval '5 s' AND job_id IN (
              SELECT id FROM registration_import_job WHERE operation_id = %s)
    RETURNING id""",
)
LAST_RUN = """SELECT r.state, r.code FROM registration_import_run r
                JOIN registration_import_source s ON s.id = r.source_id
               WHERE s.operation_id = %s ORDER BY r.id DESC LIMIT 1"""
WRITTEN = "SELECT total - unchanged - skipped FROM registration_import_job WHERE id = %s"
HERE = """SELECT email, name, coalesce(city, '') FROM res_partner
           WHERE active AND email LIKE %s ORDER BY 1, 2, 3"""


class There(OdooCrm):
    """An Odoo that has a clock, takes its time, and does one thing after the other."""

    def __init__(self, chance):
        super().__init__()
        self.chance, self.lock = chance, threading.Lock()

    def answer(self, method, path, headers, body):
        time.sleep(self.chance.uniform(*THINKS))
        with self.now():
            return super().answer(method, path, headers, body)

    def now(self):
        """The lock, to be held while something changes: it is now that it does."""
        moment = datetime.datetime.now(datetime.timezone.utc)
        self.tables.now = moment.replace(tzinfo=None, microsecond=0)
        return self.lock


class Connector(Route):
    """New contacts on both sides and some that both have, then changes on both sides: each round
    under fire. One more run finds nothing to do."""

    name, cron = "connector", "ir_cron_run_sources"

    def __init__(self, servers, seed, chance, rows, quick):
        super().__init__(servers, seed, chance, rows // FEWER, quick)
        self.woken = 0

    def run(self):
        self.there = There(random.Random(self.chance.random()))
        with faulty_server.FaultyServer(self.there) as self.remote:
            self.begin()
            for work in (self.make, self.change):
                work()
                self.in_step(self.chance.randint(1, 3))
            self.remote.forget()
            known = len(self.jobs)
            self.in_step(0)
            self.check_route(self.jobs[known:])

    # ---- what is kept in step

    def begin(self):
        call = self.client.call
        [system] = call(
            "registration.import.system", "create", [{"name": self.kind.tag, "code": self.kind.tag}]
        )
        values = {"name": self.kind.tag, "system_id": system, "address": self.remote.url}
        values |= {"allows_private": True, "new_key": KEY}
        [connection] = call("registration.import.connection", "create", [values])
        call("registration.import.connection", "action_test", [connection])
        [standard] = call(
            "registration.import.operation", "search", [["code", "=", "connector"]], limit=1
        )
        [self.operation] = call(
            "registration.import.operation", "copy", [standard], {"name": self.kind.tag}
        )
        # other cases have left contacts that nobody there is to know
        mine = str([("email", "=like", self.email(f"{self.kind.tag}-%"))])
        [parts] = call(
            "registration.import.operation", "read", [self.operation], ["source_ids", "line_ids"]
        )
        source = [(1, parts["source_ids"][0], {"connection_id": connection})]
        values = {"download_domain": mine, "source_ids": source}
        call("registration.import.operation", "write", [self.operation], values)
        call("registration.import.operation.line", "write", parts["line_ids"], {"rule": "theirs"})

    def make(self):
        """A part of them here, a part there, and a part on both sides."""
        emails = [self.email(name) for name in self.kind.names()]
        part = len(emails) // 3
        mine = [{"name": email, "email": email} for email in emails[: 2 * part]]
        self.client.call("res.partner", "create", mine)
        with self.there.now():
            for number, email in enumerate(emails[part:]):
                self.there.add(name=email, email=email, city=CITIES[number % len(CITIES)])

    def email(self, name):
        return f"{name}@example.com".lower()

    def change(self):
        """Some on each side, of which some are the same ones: what is there counts."""
        call = self.client.call
        emails = [self.email(name) for name in self.kind.names()]
        ours = self.chance.sample(emails, len(emails) // 10)
        found = call("res.partner", "search", [["email", "in", ours]])
        call("res.partner", "write", found, {"city": "Here"})
        with self.there.now():
            theirs = [row for row in self.there.contacts() if row["email"]]
            for row in self.chance.sample(theirs, len(theirs) // 10):
                self.there.change(row["id"], city="There")

    # ---- a run

    def in_step(self, faults):
        """Runs until one ends well, of which the first ones are hit by so many faults."""
        end = time.monotonic() + PATIENCE
        self.ask(self.click)
        while True:
            if time.monotonic() > end:
                states = [self.servers.state(job) for job in self.jobs]
                self.wrong.append(f"not in step after {PATIENCE} s: {self.state()}, jobs {states}")
                return
            if not self.is_at_work():
                if self.state()[0] != "failed":
                    return
                self.ask(self.click)
            if faults:
                faults -= 1
                time.sleep(self.chance.uniform(0, 1.5))
                self.hit_any()
            self.wake()
            time.sleep(1)

    def wake(self):
        """What the other CRM has put off is due now, and has its turn. Who wakes actions all the
        time is in the way of those that wake each other."""
        fetching, writing = (self.servers.query(soon, self.operation) for soon in SOON)
        if fetching or time.monotonic() > self.woken + PAUSE:
            self.woken = time.monotonic()
            super().wake()
        if writing:
            self.servers.wake("registration_import", "ir_cron_run_1")
        self.jobs = [job for (job,) in self.found()]
        if self.jobs:
            self.watch()

    def click(self, client):
        client.call("registration.import.operation", "action_run", [self.operation])

    def hit_any(self):
        """One of the machines here, or of those there."""
        name = self.chance.choice((*FAULTS, *self.servers.faults, *REMOTE))
        self.injected.append(name)
        if name in REMOTE:
            self.remote.fail(*REMOTE[name])
        else:
            self.faults(None).inject(name)

    def is_at_work(self):
        mine, live = self.operation, list(self.servers.LIVE)
        return self.servers.number(UNDER_WAY, mine, mine, live, mine)

    def state(self):
        found = self.servers.query(LAST_RUN, self.operation)
        return found[0] if found else (None, None)

    def found(self):
        return self.servers.query(
            "SELECT id FROM registration_import_job WHERE operation_id = %s ORDER BY id",
            self.operation,
        )

    # ---- what must be true

    def facts(self, job):
        facts = super().facts(job)
        if PAGE in self.injected and facts["state"][0] == REFUSED:
            facts["state"] = (REFUSED, REFUSED)
        return facts

    def check_route(self, last):
        """Nothing is left for the last job, if there was one at all."""
        for job in last:
            if done := self.servers.number(WRITTEN, job):
                self.wrong.append(f"one more run: {done} rows were not in step")
        for job in self.jobs:
            for what, (found, due) in self.facts(job).items():
                if found != due:
                    self.wrong.append(f"job {job}: {what} {found}, not {due}")
        here = self.servers.query(HERE, self.email(f"{self.kind.tag}-%"))
        there = sorted(
            (row["email"], row["name"], row.get("city") or "")
            for row in self.there.contacts()
            if row["active"] and row["email"]
        )
        if here != there:
            apart = sorted(set(here) ^ set(there))
            self.wrong.append(f"{len(here)} here, {len(there)} there, apart: {apart[:4]}")
        if len(here) != self.kind.count:
            self.wrong.append(f"{len(here)} of {self.kind.count} contacts")
