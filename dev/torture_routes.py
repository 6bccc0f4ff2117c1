"""What else works in the background, under fire: fetched files, downloads, the search for
duplicates."""

import calendar
import collections
import datetime
import tempfile
import time
import urllib.parse
from pathlib import Path

from torture_case import Case
from torture_client import file_of
from torture_kinds import Constituents, _make_members

FILES = 3
# Odoo's own pause between two looks at what is due, and what a file is waited for to be written.
PATIENCE = 240
# Nobody was there for three days.
MISSED = """UPDATE registration_import_schedule SET poll_at = x.past, next_run = x.past
              FROM (SELECT now() AT TIME ZONE 'UTC' - interval '3 days' AS past) x
             WHERE operation_id = %s"""
# Where the clocks are that a schedule goes by.
ZONE = "UPDATE res_partner SET tz = %s WHERE id = (SELECT min(partner_id) FROM res_company)"
FAULTS = ("kill", "kill", "terminate_all", "restart")


class Route(Case):
    """One of these, with the faults that hit whatever is at work."""

    name = cron = ""

    def __init__(self, servers, seed, chance, rows, quick):
        super().__init__(servers, seed, chance, rows, quick)
        self.kind = Constituents(self.kind.tag, rows)
        self.phase = self.name

    def run(self):
        self.begin()
        left, end = self.chance.randint(1, 3), time.monotonic() + PATIENCE
        while not self.is_over():
            if time.monotonic() > end:
                self.wrong.append(f"{self.name} not over after {PATIENCE} s: {self.state()}")
                return
            if left and self.is_at_work():
                left -= 1
                time.sleep(self.chance.uniform(0, 0.5))
                name = self.chance.choice((*FAULTS, *self.servers.faults))
                self.faults(None).inject(name)
                self.injected.append(name)
            self.wake()
            time.sleep(0.3)
        self.check_route()

    def wake(self):
        """As Odoo does once a minute: what is due has its turn."""
        self.servers.wake("registration_import", self.cron)


class FetchedFiles(Route):
    """A schedule that was missed for three days, or whose time a clock change leaves out, finds
    files: each is imported once, and put away, and what was missed is not made up for. Where they
    cannot be put away for a while, all servers die between the commit and the move."""

    name, cron = "fetched files", "ir_cron_run_sources"

    def run(self):
        self.due, self.blocked = None, self.chance.random() < 0.5
        try:
            super().run()
        finally:
            self.servers.query(ZONE, None)

    def begin(self):
        self.folder = Path(tempfile.mkdtemp(prefix="torture-"))
        self.folder.chmod(0o777)
        call = self.client.call
        [folder] = call(
            "registration.import.folder",
            "create",
            [{"name": self.kind.tag, "path": str(self.folder)}],
        )
        [standard] = call(
            "registration.import.operation", "search", [["code", "=", "constituents"]], limit=1
        )
        made = call("registration.import.operation", "copy", [standard], {"name": self.kind.tag})
        self.operation = made[0] if isinstance(made, list) else made
        parts = call(
            "registration.import.operation",
            "read",
            [self.operation],
            ["schedule_ids", "source_ids"],
        )[0]
        source = {"type": "folder", "folder_id": folder, "file_pattern": "*.csv"}
        values = {
            "source_ids": [(1, parts["source_ids"][0], source)],
            "schedule_ids": [(1, parts["schedule_ids"][0], {"mode": "recurring"})],
        }
        call("registration.import.operation", "write", [self.operation], values)
        self.put_files()
        if self.blocked:
            self.done.touch()
        if self.chance.random() < 0.5:
            self.servers.query(MISSED, self.operation)
        else:
            self.change_clocks(parts["schedule_ids"])

    def change_clocks(self, schedules):
        """In a minute or two they jump ahead for an hour; the files are due in that hour."""
        self.injected.append("clock change")
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=2)
        self.due = soon.replace(second=0, microsecond=0, tzinfo=None)
        self.servers.query(ZONE, f"STD0DST,J{day_of(self.due)}/{self.due:%H:%M},J1/0")
        daily = {"frequency": "daily", "time": self.due.hour + self.due.minute / 60}
        self.client.call("registration.import.schedule", "write", schedules, daily)

    @property
    def done(self):
        """Where files are put away: not while it is itself a file."""
        return self.folder / "done"

    def wake(self):
        ended = [job for job, state, *_counts in self.found() if state not in self.servers.LIVE]
        if self.blocked and ended:
            for process in self.servers.processes:
                process.kill_all()
            self.injected.append("kill between commit and move")
            self.blocked = False
            self.done.unlink()
        super().wake()

    def put_files(self):
        header, *rows = self.kind.rows()
        size = -(-len(rows) // FILES)
        for number in range(FILES):
            part = rows[number * size : number * size + size]
            (self.folder / f"{number}.csv").write_bytes(file_of([header, *part]))

    def is_at_work(self):
        return bool(self.found())

    def found(self):
        return self.servers.query(
            "SELECT id, state, total, created FROM registration_import_job WHERE operation_id = %s",
            self.operation,
        )

    def state(self):
        return self.found(), self.left()

    def left(self):
        return sorted(path.name for path in self.folder.glob("*.csv"))

    def is_over(self):
        jobs = self.found()
        return (
            not self.left()
            and len(jobs) >= FILES
            and all(state not in self.servers.LIVE for _id, state, *_counts in jobs)
            and not self.servers.number(
                """SELECT count(*) FROM registration_import_schedule
                    WHERE operation_id = %s AND next_run < now() AT TIME ZONE 'UTC'""",
                self.operation,
            )
        )

    def check_route(self):
        self.jobs = [job for job, *_rest in self.found()]
        if len(self.jobs) != FILES:
            self.wrong.append(f"{len(self.jobs)} imports of {FILES} files")
        if len(put := list(self.done.glob("*.csv"))) != FILES:
            self.wrong.append(f"{len(put)} of {FILES} files were put away")
        [[following]] = self.servers.query(
            "SELECT next_run FROM registration_import_schedule WHERE operation_id = %s",
            self.operation,
        )
        if self.due and following != self.due + datetime.timedelta(hours=23):
            self.wrong.append(f"it was due on {self.due}, and is on {following} again")
        self.check("fetched")


def day_of(moment):
    """The number of its day in a year without 29 February."""
    return moment.timetuple().tm_yday - (calendar.isleap(moment.year) and moment.month > 2)


class Download(Route):
    """All contacts go into one file, each once."""

    name, cron = "download", "ir_cron_download"
    operation = "constituent_download"

    def begin(self):
        _make_members(self.client, self.kind.names())
        [operation] = self.client.call(
            "registration.import.operation", "search", [["code", "=", self.operation]]
        )
        self.client.call("registration.import.operation", "action_start_over", [operation])
        answer = self.client.call("registration.import.operation", "run_download", self.operation)
        self.download = answer["run"]

    def state(self):
        return self.servers.query(
            "SELECT state, total, line_count, code FROM registration_export_run WHERE id = %s",
            self.download,
        )[0]

    def is_at_work(self):
        return self.state()[0] == "running"

    def is_over(self):
        return not self.is_at_work()

    def check_route(self):
        state, total, lines, code = self.state()
        answer = self.ask(
            lambda client: client.call(
                "registration.import.operation", "download_status", self.download
            )
        )
        path = urllib.parse.urlsplit(answer["url"]).path
        taken = self.ask(lambda client: client.get(path)).decode("utf-8-sig").splitlines()[1:]
        times = collections.Counter(line for line in taken if self.kind.tag in line)
        mine = [name for name in self.kind.names() if any(name in line for line in times)]
        facts = {
            "state": (state, "done"),
            "lines": (lines, len(taken)),
            "contacts in it": (len(mine), self.kind.count),
            "times of each": (set(times.values()), {1}),
        }
        for what, (found, due) in facts.items():
            if found != due:
                self.wrong.append(f"download: {what} {found}, not {due} ({code}, {total})")


class Duplicates(Route):
    """Pairs of contacts with one address are each found once."""

    name, cron = "duplicates", "ir_cron_duplicates"

    def begin(self):
        count = self.kind.count // 4
        pairs = [
            {"name": f"{self.kind.tag} {n}", "email": f"{self.kind.tag}-{n}@example.com"}
            for n in range(count)
        ]
        self.pairs = count
        self.client.call("res.partner", "create", pairs + pairs)
        self.client.call("registration.import.duplicate", "action_scan", [])

    def state(self):
        return self.servers.query(
            "SELECT scope, scanned, found FROM registration_import_duplicate_scan"
        )

    def is_at_work(self):
        return any(scope == "all" for scope, *_counts in self.state())

    def is_over(self):
        return not self.is_at_work()

    def check_route(self):
        [[found]] = self.servers.query(
            """SELECT count(*) FROM registration_import_duplicate d
                 JOIN res_partner a ON a.id = d.contact_id JOIN res_partner b ON b.id = d.match_id
                WHERE a.email = b.email AND a.email LIKE %s""",
            f"{self.kind.tag}-%",
        )
        if found != self.pairs:
            self.wrong.append(f"{found} of {self.pairs} pairs were found")
