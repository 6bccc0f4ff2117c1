"""Real servers on one database, to be hurt: with workers, with threads, or two of them."""

import contextlib
import os
import resource
import signal
import subprocess
import threading
import time
from pathlib import Path

import server
from place import TREE
from torture_client import Client
from torture_mail import MailServer

LOG = TREE / "torture.log"
START_SECONDS = 60
LOCK_SPACE = 0x52494D50
HOLDER = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND classid = %s AND objid = %s
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
MESSAGES = """SELECT message_id FROM mail_message m
               WHERE model = 'registration.import.job' AND res_id = %s"""
WAITS = """EXISTS (SELECT FROM mail_mail q
                    WHERE q.mail_message_id = m.id AND q.state = 'outgoing')"""
# Seconds for which PostgreSQL may be away.
AWAY_SECONDS = 60
# A table that has no room, as long as it is said so.
FULL = """CREATE TABLE IF NOT EXISTS torture_full (until timestamptz);
CREATE OR REPLACE FUNCTION torture_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM torture_full WHERE until > clock_timestamp()) THEN
        RAISE EXCEPTION 'could not extend file: no space left' USING ERRCODE = 'disk_full';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER torture_full AFTER INSERT ON registration_import_outcome
   FOR EACH STATEMENT EXECUTE FUNCTION torture_full();
CREATE OR REPLACE TRIGGER torture_full AFTER INSERT ON registration_import_staged
   FOR EACH STATEMENT EXECUTE FUNCTION torture_full()"""
# {name: (workers of each server, options)}
SHAPES = {
    "workers": ((2,), ()),
    "threads": ((0,), ()),
    "two servers": ((0, 2), ()),
    # a scheduled action has ten seconds: of those that take all of it some are killed
    "short time limits": ((2,), ("--limit-time-real-cron", 9)),
    # after whatever a worker has done another one takes its place
    "short-lived workers": ((2,), ("--limit-request", 2)),
}


class Servers:
    """The Odoo processes of one database, and what they leave in it."""

    LIVE = ("reading", "validating", "scheduled", "running", "interrupted")
    # {name: weight} of faults that only these have, or have more often
    faults = {}
    # of the environment of each process
    variables = {}

    def __init__(self, odoo, name, workers, options=(), own=()):
        """``workers`` of each server, ``options`` of all, ``own`` ones of each."""
        self.odoo, self.name = odoo, name
        self.workers, self.options, self.own = workers, options, own or [()] * len(workers)
        self.processes, self.mails = [], MailServer()
        self.connection = connected(name)

    def __enter__(self):
        for workers, own in zip(self.workers, self.own, strict=True):
            self.processes.append(_Process(self, workers, own))
        for process in self.processes:
            process.wait()
        return self

    def __exit__(self, *_exception):
        for process in self.processes:
            process.stop()
        self.connection.close()

    def client(self, place=0, **options):
        """Somebody at one of the servers."""
        return Client(self.processes[place % len(self.processes)].address, self.name, **options)

    def restart(self):
        """All servers, in the usual way."""
        for process in self.processes:
            process.restart()
        for process in self.processes:
            process.wait()

    def look_after(self):
        """Start those that have ended, as whoever looks after servers does: the process above the
        workers ends where it finds no database."""
        for process in self.processes:
            process.look_after()

    # ---- what the database says

    def query(self, statement, *params):
        """The rows; PostgreSQL may be away for a while."""
        end = time.monotonic() + AWAY_SECONDS
        while True:
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute(statement, params or None)
                    return cursor.fetchall() if cursor.description else []
            except self.errors:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)
            self.connection.close()
            self.connection = connected(self.name)

    def number(self, statement, *params):
        return self.query(statement, *params)[0][0]

    def state(self, job):
        return self.number("SELECT state FROM registration_import_job WHERE id = %s", job)

    def outcomes(self, job):
        """How many rows of a job have an outcome."""
        return self.number(
            "SELECT count(*) FROM registration_import_outcome WHERE id BETWEEN %s AND %s",
            job << 21,
            (job + 1) << 21,
        )

    def messages(self, job):
        """Those on a job, each in a tuple of its Message-Id."""
        return self.query(MESSAGES, job)

    def until_mailed(self, job, seconds):
        """Until the queue of e-mails has come to the last one of a job."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.query(f"{MESSAGES} AND {WAITS}", job):
            self.wake("mail", "ir_cron_mail_scheduler_action")
            time.sleep(0.3)

    def new_connection(self, name=None):
        return connected(name or self.name)

    def wake(self, module, cron):
        """Let a scheduled action that is not at work be due now."""
        self.query(
            """UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' WHERE id = (
                    SELECT c.id FROM ir_cron c JOIN ir_model_data d
                        ON d.res_id = c.id AND d.model = 'ir.cron'
                     WHERE d.module = %s AND d.name = %s FOR UPDATE OF c SKIP LOCKED)""",
            module,
            cron,
        )
        with contextlib.closing(connected("postgres")) as connection:
            connection.cursor().execute("SELECT pg_notify('cron_trigger', %s)", [self.name])

    @property
    def errors(self):
        """What PostgreSQL refuses, as an exception."""
        import psycopg2

        return psycopg2.Error

    # ---- what happens to the machine; each gives whether it can

    def fill_database(self, seconds):
        """PostgreSQL has no room for staged rows and outcomes."""
        self.query("TRUNCATE torture_full")
        self.query(
            "INSERT INTO torture_full VALUES (clock_timestamp() + %s * interval '1 s')", seconds
        )
        return True

    def fill_files(self, _seconds):
        """Nothing can be written to any folder."""
        return False

    def restart_database(self, _way):
        """PostgreSQL ends and is started anew."""
        return False

    def holder(self, job):
        """PostgreSQL's process for the connection that has the lock of the job, if any."""
        found = self.query(HOLDER, LOCK_SPACE, job)
        return found[0][0] if found else None


class _Process:
    """One Odoo server."""

    def __init__(self, servers, workers, own=()):
        self.servers, self.workers = servers, workers
        self.options = (*servers.options, *own)
        self.port = server.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process, self.lock = None, threading.RLock()
        self.start()

    def start(self):
        servers = self.servers
        os.environ["WORKERS"] = str(self.workers)
        command = server.serving(servers.odoo, servers.name, self.port, servers.mails.port)
        with open(LOG, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(  # pylint: disable=consider-using-with
                [*command, *map(str, self.options)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=server.configure(servers.odoo, TREE) | servers.variables,
            )

    def wait(self):
        """Until it answers."""
        server.wait_for_answer(self.process, self.port, START_SECONDS, LOG)

    def look_after(self):
        with self.lock:
            if self.process.poll() is not None:
                self.start()

    def restart(self):
        with self.lock:
            self.stop()
            self.start()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
            for child in children(self.process.pid):
                with contextlib.suppress(OSError):
                    os.kill(child, signal.SIGKILL)
            self.process.kill()
            self.process.wait()

    def kill(self):
        if not self.workers:
            with self.lock:
                self.process.kill()
                self.process.wait()
                self.start()
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.busiest(), signal.SIGKILL)

    def kill_all(self):
        """The server with all its workers, as where the machine has no power; then it is started
        anew."""
        with self.lock:
            workers = children(self.process.pid)
            self.process.kill()
            for pid in workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.start()
        self.wait()

    def starve(self, seconds):
        """Give the worker that is at work no more memory than it has, for so long."""
        pid = self.busiest()
        with contextlib.suppress(ProcessLookupError):
            limits = resource.prlimit(pid, resource.RLIMIT_AS)
            resource.prlimit(pid, resource.RLIMIT_AS, (int(stat(pid)[20]), limits[1]))
            time.sleep(seconds)
            resource.prlimit(pid, resource.RLIMIT_AS, limits)

    def busiest(self):
        """The worker that has just used most processor time."""
        before = {pid: ticks(pid) for pid in children(self.process.pid)}
        time.sleep(0.1)
        return max(
            before,
            key=lambda pid: (ticks(pid) - before[pid], before[pid]),
            default=self.process.pid,
        )


def connected(name):
    """A connection on which each statement sees what is committed by then."""
    import psycopg2  # of Odoo's environment, which the first half of a run does not have yet

    end = time.monotonic() + AWAY_SECONDS
    while True:
        try:
            connection = psycopg2.connect(dbname=name)
            break
        except psycopg2.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
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
