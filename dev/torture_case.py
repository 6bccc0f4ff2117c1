"""One case of torture: a file, what hits it on its way, and what must be true afterwards."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

from place import Unavailable
from torture_client import UNREACHABLE, Refused
from torture_faults import FULL_SECONDS, LASTING, Faults
from torture_kinds import KINDS
from torture_mail import BREAK, REFUSE, TAKE

# A job may stand still for so many seconds: Odoo wakes its workers each minute.
STUCK = 90
# Makes a file larger than 5 MiB, so that a worker reads and validates it.
PADDING = 6 * 1024 * 1024
LARGE = ("reading", "validating")
PHASES = ("", "reading", "validating", "running")
MOST_FAULTS = 4
# Somebody looks at a job so often, as its screen does; in seconds.
WATCHED = 2
# Requests are tried again as long as a server may take to start.
PATIENCE = 60


class Case:
    """The case with number ``seed``, on servers that run."""

    def __init__(self, servers, seed, chance, rows, quick):
        self.servers, self.chance, self.quick = servers, chance, quick
        self.kind = KINDS[seed % len(KINDS)](f"T{seed:X}{int(time.time()) % 65536:04X}", rows)
        self.injected, self.wrong, self.jobs = [], [], []
        self.client = servers.client()

    def attempt(self):
        """Run; what the servers refuse at the end of all patience is broken, too."""
        try:
            self.run()
        except (Refused, Unavailable, *UNREACHABLE) as error:
            self.wrong.append(f"{type(error).__name__}: {error}")
        if not LASTING.isdisjoint(self.injected):  # what ended sooner is none of the next case
            time.sleep(FULL_SECONDS)
        return self

    def run(self):
        """Import under fire, sometimes twice at once; then undo or retry, under fire as well."""
        self.ask(self.kind.prepare)
        self.phase = self.chance.choice(PHASES)
        rows = self.kind.rows()
        if self.phase in LARGE and not self.kind.takes_more:
            self.phase = "running"
        if self.phase in LARGE:
            rows = [
                [*rows[0], "Padding"],
                *([*row, "x" * (PADDING // len(rows))] for row in rows[1:]),
            ]
        self.hand_in(rows)
        if self.chance.random() < 0.3:  # others import the same rows, the last one first
            self.hand_in([rows[0], *reversed(rows[1:])])
        self.under_fire()
        if self.phase == "validating":
            for job in self.jobs:
                self.press(0, job, "action_import", again=True)
            self.under_fire()
        self.check("after the import")
        if self.chance.random() < 0.6 and not self.wrong:
            self.go_on()
        if self.chance.random() < 0.4 and not self.wrong:
            self.send_again()

    def send_again(self):
        """A mail server that refuses, or breaks off once it has the report: it is sent again, and
        whoever gets it twice can tell."""
        job, mails = self.jobs[0], self.servers.mails
        mode = self.chance.choice((TAKE, REFUSE, BREAK))
        mails.mode = mode
        self.injected.append(f"mail server: {mode}")
        for mails.mode in (mode, TAKE):
            self.press(0, job, "action_send_report")
            self.servers.until_mailed(job, STUCK)
        ids = {text for (text,) in self.servers.messages(job)}
        if len(ids) != 1 or not mails.times(*ids):
            times = [mails.times(text) for text in ids]
            self.wrong.append(f"job {job}: {len(ids)} messages were taken {times} times")

    def hand_in(self, rows):
        """The same request twice at once is one job."""
        key = f"{self.kind.tag}-{len(self.jobs)}"
        with ThreadPoolExecutor(2) as pool:
            asked = [
                pool.submit(
                    self.ask_at,
                    place,
                    lambda client: client.import_file(
                        self.kind.operation,
                        rows,
                        idempotency_key=key,
                        validate_only=self.phase == "validating",
                    ),
                )
                for place in range(2)
            ]
            ids = {each.result() for each in asked}
        if len(ids) != 1:
            self.wrong.append(f"one request made the jobs {ids}")
        self.jobs += sorted(ids)

    def ask(self, what):
        """``what(client)``, again where the server is away."""
        return self.ask_at(0, what)

    def ask_at(self, place, what):
        end = time.monotonic() + PATIENCE
        client = self.client if place == 0 else self.servers.client(place)
        client.context = self.client.context
        while True:
            try:
                return what(client)
            except UNREACHABLE:
                if time.monotonic() > end:
                    raise
                self.servers.look_after()
                time.sleep(0.5)

    # ---- faults

    def under_fire(self):
        """Faults at moments of chance until there are enough of them, or all has ended."""
        left, moved = 1 if self.quick else self.chance.randint(1, MOST_FAULTS), time.monotonic()
        seen, first, looked = None, True, 0
        while True:
            states = [self.servers.state(job) for job in self.jobs]
            if not any(state in self.servers.LIVE for state in states):
                break
            if (now := self.position()) != seen:
                seen, moved = now, time.monotonic()
            elif time.monotonic() - moved > STUCK:
                self.wrong.append(f"stuck for {STUCK} s: {states}")
                break
            if left and (not first or not self.phase or self.phase in states):
                first = False
                time.sleep(self.chance.uniform(0, 0.7))
                left -= self.hit()
                moved = time.monotonic()
            if time.monotonic() > looked + WATCHED:
                looked = time.monotonic()
                self.watch()
            time.sleep(0.05)

    def hit(self):
        faults = self.faults(self.chance.choice(self.jobs))
        name = faults.draw(slow=not self.quick)
        done = faults.inject(name)
        if done:
            self.injected.append(name)
        return done

    def faults(self, job):
        return Faults(self.servers, job, self.chance, self.kind.tag)

    def watch(self):
        """Somebody looks at a job, as its screen does, and another one at the servers."""
        self.servers.look_after()
        with contextlib.suppress(Refused, *UNREACHABLE):
            self.client.call("registration.import.job", "progress", [self.jobs[-1]])

    def position(self):
        return self.servers.query(
            """SELECT j.state, c.position, c.batch_size, c.outages
                 FROM registration_import_job j
            LEFT JOIN registration_import_checkpoint c ON c.job_id = j.id
                WHERE j.id = ANY(%s) ORDER BY j.id""",
            self.jobs,
        )

    # ---- afterwards

    def go_on(self):
        """Undo all that was done; of a cancelled import, do the rest first."""
        job = self.jobs[0]
        if self.servers.number(
            "SELECT not_processed FROM registration_import_job WHERE id = %s", job
        ):
            self.copy(job, "action_retry", "origin_id")
            self.check("after the retry")
        for job in self.jobs[:2]:
            changed = self.servers.number(
                "SELECT created + updated FROM registration_import_job WHERE id = %s", job
            )
            if changed and not self.wrong:
                self.copy(job, "action_undo", "undo_of_id")
        undone = all(self.servers.state(job) == "done" for job in self.jobs)
        left = self.present()
        # what others have edited since stays
        if undone and left and len(self.jobs) == 2 and "edit" not in self.injected:
            self.wrong.append(f"after the undo: {len(left)} effects are left")

    def copy(self, job, button, link):
        """Press a button twice at once; run what it makes, under fire."""
        made = self.made(job, button, link)
        if not made:  # the disk may still be full, which the person is told
            time.sleep(FULL_SECONDS)
            made = self.made(job, button, link)
        if len(made) != 1:
            self.wrong.append(f"{button} made the jobs {made}")
            return
        [[copy]] = made
        self.jobs.append(copy)
        self.settle(copy)
        if self.servers.state(copy) == "draft":
            self.press(0, copy, "action_validate")
            self.settle(copy)
        irreversible = self.servers.number(
            "SELECT irreversible FROM registration_import_job WHERE id = %s", copy
        )
        confirm = sum((irreversible or {}).values()) or None
        self.press(0, copy, "action_import", again=True, confirm=confirm)
        self.under_fire()
        self.check(f"after {button}")

    def made(self, job, button, link):
        """``[(id,)]`` of what two clicks at once on a button have made."""
        with ThreadPoolExecutor(2) as pool:
            for press in [pool.submit(self.press, place, job, button) for place in range(2)]:
                press.result()
        return self.servers.query(
            f"SELECT id FROM registration_import_job WHERE {link} = %s AND state <> 'cancelled'",
            job,
        )

    def press(self, place, job, button, **arguments):
        with contextlib.suppress(Refused):
            self.ask_at(
                place,
                lambda client: client.call("registration.import.job", button, [job], **arguments),
            )

    def settle(self, job):
        end = time.monotonic() + STUCK
        while self.servers.state(job) in self.servers.LIVE and time.monotonic() < end:
            self.watch()
            time.sleep(0.3)

    # ---- what must be true

    def check(self, when):
        """Rows = outcomes = effects, one e-mail a job."""
        for job in self.jobs:
            if "memory" in self.injected and not self.mails(job):
                # where it was short for its report each time, a person sends that
                self.press(0, job, "action_send_report")
            for what, (found, due) in self.facts(job).items():
                if found != due:
                    self.wrong.append(f"{when}, job {job}: {what} {found}, not {due}")
        undone = self.servers.number(
            """SELECT count(*) FROM registration_import_job
                WHERE id = ANY(%s) AND undo_of_id IS NOT NULL""",
            self.jobs,
        )
        if not undone and self.present() != self.applied():
            self.wrong.append(
                f"{when}: {len(self.present())} effects, {len(self.applied())} outcomes"
            )

    def facts(self, job):
        total, state, started, counted, not_processed = self.servers.query(
            """SELECT total, concat_ws(' ', state, code), started,
                      created + updated + unchanged + removed + skipped + invalid
                      + failed + not_processed, coalesce(not_processed, 0)
                 FROM registration_import_job WHERE id = %s""",
            job,
        )[0]
        mails = self.mails(job)
        cancelled = "cancel" in self.injected and state == "cancelled"
        return {
            "state": (state, "cancelled" if cancelled else "done"),
            "counted": (counted, total),
            "outcomes": (self.servers.outcomes(job), total - not_processed),
            "failed or poisoned": (self.given_up(job), 0),
            # who cancels a file that waits for them sees on the screen what comes of it
            "mails": (mails, 0 if cancelled and not mails and not started else 1),
        }

    def mails(self, job):
        return self.servers.number(
            """SELECT count(*) FROM mail_message m
                WHERE model = 'registration.import.job' AND res_id = %s
                  AND EXISTS (SELECT FROM mail_mail WHERE mail_message_id = m.id)""",
            job,
        )

    def given_up(self, job):
        return self.servers.number(
            """SELECT count(*) FROM registration_import_problem
                WHERE job_id = %s
                  AND code IN ('poison', 'busy', 'broken', 'odoo', 'refused_by_database')""",
            job,
        )

    def present(self):
        """What the database holds of the file."""
        return sorted(key for (key,) in self.servers.query(self.kind.present, f"{self.kind.tag}%"))

    def applied(self):
        """The same, as the outcomes of rows have it."""
        found = self.servers.query(
            f"""SELECT {self.kind.key} FROM registration_import_staged s
                  JOIN registration_import_outcome o ON o.id = s.id
                 WHERE o.outcome IN ('created', 'updated') AND s.job_id = ANY(%s)""",
            self.jobs,
        )
        return sorted(key for (key,) in found)
