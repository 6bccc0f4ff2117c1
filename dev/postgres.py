"""PostgreSQL: the server that DATABASE_URL or PGHOST names, else a private cluster of ours.

The cluster listens on a socket only, in a folder that nobody else may enter. All runs with the same
cache folder share it: each holds a shared lock while it works, and the run that finds itself the
last one stops the server.
"""

import contextlib
import fcntl
import glob
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import environment
from place import (
    ADDON,
    DEV,
    HOME,
    Unavailable,
    digest,
    fresh_folder,
    is_root,
    locked,
    once,
    quietly,
    say,
)

WHEEL = DEV / "requirements-postgres.txt"
ROLE = "odoo"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
port = 5432
max_connections = 200
shared_buffers = 256MB
# These databases can be made again at any time: speed before safety.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""
MAINTENANCE = "DEV_MAINTENANCE_DATABASE"
EXTERNAL = ("DATABASE_URL", "PGHOST")


def is_external():
    return any(map(os.environ.get, EXTERNAL))


def server_key():
    """Tells the servers apart: each keeps the files of its databases in a folder of its own."""
    return digest(*(os.environ.get(name) for name in ("PGHOST", "PGPORT")), length=8)


@contextlib.contextmanager
def running():
    """A server to work with, told to Odoo, psycopg2 and psql alike by the PG* variables."""
    if is_external():
        export_url(os.environ.get("DATABASE_URL"))
        check_external()
        yield
        return
    with use_of_cluster() as cluster:
        cluster.start()
        cluster.export()
        yield


# ---- somebody else's server


def export_url(url):
    if not url:
        return
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    values = {
        "PGHOST": unquote(parts.hostname or "") or options.get("host"),
        "PGPORT": parts.port or options.get("port"),
        "PGUSER": unquote(parts.username or "") or options.get("user"),
        "PGPASSWORD": unquote(parts.password or "") or options.get("password"),
        "PGSSLMODE": options.get("sslmode"),
        MAINTENANCE: unquote(parts.path.lstrip("/")),
    }
    os.environ.update({name: str(value) for name, value in values.items() if value})


def check_external():
    try:
        ((user, may_create),) = query(
            "SELECT current_user, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
    except Unavailable as error:
        raise Unavailable(
            f"The PostgreSQL of DATABASE_URL or PGHOST does not answer: {error}"
        ) from None
    if user == "postgres":
        raise Unavailable(
            "Odoo refuses to work as the role postgres: name another one that may create databases."
        )
    if not may_create:
        raise Unavailable(f"The PostgreSQL role {user} may not create databases: give it CREATEDB.")


# ---- our own


class Cluster:
    """A private cluster under the cache folder, run by an account that may (never root); with
    ``settings`` of its own where it is for one run alone."""

    def __init__(self, binaries, folder=None, settings=""):
        self.binaries, self.settings = Path(binaries), SETTINGS + settings
        words = quietly([self.binaries / "postgres", "--version"], "PostgreSQL does not run")
        self.version = re.search(r"\d+", words)[0]
        self.folder = folder or HOME / f"postgres-{self.version}"
        self.data = self.folder / "data"
        self.account = unprivileged_account() if is_root() else None
        self.sockets = self.folder / "run"
        if len(str(self.sockets)) > 85:  # the path of a socket may have 107 bytes
            self.sockets = Path("/tmp", f"{ADDON}-{os.getuid()}-{digest(HOME, length=8)}")

    def start(self):
        with locked("postgres"):
            if not (self.data / "PG_VERSION").exists():
                self.make()
            if not self.is_running():
                self.own_folder(self.sockets)  # /tmp is emptied at times
                log = self.data / "server.log"
                failure = f"PostgreSQL {self.version} does not start, see {log}"
                self.control("start", "-w", "-t", "60", "-l", log, otherwise=failure)

    def make(self):
        say(f"making a PostgreSQL {self.version} cluster")
        shutil.rmtree(self.data, ignore_errors=True)
        self.folder.mkdir(exist_ok=True)
        partial = self.own_folder(self.folder / "data.partial", fresh=True)
        # C.UTF-8 and not C, in which ilike knows no case beyond ASCII.
        self.run(
            "initdb",
            "-D",
            partial,
            "-U",
            ROLE,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        with open(partial / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(self.settings.format(sockets=self.sockets))
        partial.rename(self.data)

    def own_folder(self, folder, fresh=False):
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        return folder

    def is_running(self):
        try:
            self.control("status", otherwise="not running")
        except Unavailable:
            return False
        return True

    def stop(self, way="fast"):
        if self.data.exists() and self.is_running():
            self.control("-m", way, "stop", otherwise="PostgreSQL does not stop")

    def control(self, *arguments, otherwise):
        """pg_ctl with every stream redirected: the server would keep a pipe of ours open."""
        done = subprocess.run(
            [self.binaries / "pg_ctl", "-D", self.data, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self.as_account(),
        )
        if done.returncode:
            raise Unavailable(otherwise)

    def run(self, program, *arguments):
        failure = f"{program} of PostgreSQL {self.version} fails"
        if self.account:
            failure += (
                f" as {self.account.pw_name}, who must be able to enter {HOME} (else set DEV_HOME)"
            )
        quietly([self.binaries / program, *arguments], failure, **self.as_account())

    def as_account(self):
        if not self.account:
            return {"cwd": "/"}
        who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return {"cwd": "/", "env": {**os.environ, "HOME": "/tmp"}, **who}

    def export(self):
        tell({"PGHOST": str(self.sockets), "PGPORT": "5432", "PGUSER": ROLE})


def told():
    """The variables that name the server to work with."""
    return {name: value for name, value in os.environ.items() if name.startswith("PG")}


def tell(variables):
    """Let these alone name the server to work with."""
    for name in told():
        del os.environ[name]
    os.environ.update(variables)


def unprivileged_account():
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable(
        "PostgreSQL does not run as root, and there is neither an account postgres nor nobody."
    )


def binaries():
    """The newest installed server; else the one in a wheel, which brings its own libraries."""
    on_path = shutil.which("initdb")
    places = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(re.search(r"\d+", path)[0])
    )
    for place in filter(None, [on_path and os.path.dirname(on_path), *reversed(places)]):
        if all(
            os.access(Path(place, program), os.X_OK) for program in ("initdb", "postgres", "pg_ctl")
        ):
            return place
    return binaries_of_wheel()


def binaries_of_wheel():
    folder = HOME / f"postgres-wheel-{digest(WHEEL.read_text(encoding='utf-8'))}"
    once(folder, "postgres-wheel", lambda: get_wheel(folder))
    return next(folder.glob("*/pginstall/bin"))


def get_wheel(folder):
    say("no PostgreSQL server is installed here: getting one as a Python package (16 MB)")
    partial = fresh_folder(folder.with_suffix(".partial"))
    install = [*environment.PIP, "--no-deps", "--target", partial, "-r", WHEEL]
    quietly([environment.python_with_pip(), *install], "PostgreSQL cannot be had from a package")
    # The installer keeps no modes; and root's server runs as somebody else, who must read it.
    quietly(["chmod", "-R", "a+rX", partial], "chmod")
    for file in partial.glob("*/pginstall/bin/*"):
        file.chmod(0o755)
    partial.rename(folder)


# ---- sharing it


@contextlib.contextmanager
def hold():
    """A file with a shared lock: as long as any process has it open, nobody stops the cluster."""
    with open(HOME / ".lock-postgres-users", "w", encoding="utf-8") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield users


@contextlib.contextmanager
def use_of_cluster():
    cluster = Cluster(binaries())
    with hold() as users:
        try:
            yield cluster
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


# ---- SQL


def query(statement, parameters=()):
    """Run one statement outside a transaction, as CREATE DATABASE needs, and give its rows."""
    import psycopg2  # of Odoo's environment, which the first half of a run does not have yet

    try:
        connection = psycopg2.connect(
            dbname=os.environ.get(MAINTENANCE, "postgres"), connect_timeout=5
        )
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    except psycopg2.Error as error:
        raise Unavailable(f"PostgreSQL says: {str(error).strip().splitlines()[0]}") from None


def server_version():
    return int(query("SHOW server_version_num")[0][0])
