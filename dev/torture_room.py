"""Little room: a PostgreSQL and an Odoo data folder of their own, each on a small file system that
is really full at times, and a PostgreSQL that is really started anew."""

import contextlib
import os
import shutil
import time

import database
import postgres
import server
from place import ADDON, TREE, TREE_KEY, Unavailable, fresh_folder, quietly
from torture_server import AWAY_SECONDS, SHAPES, Servers

DATABASE_MEGABYTES, FILES_MEGABYTES = 512, 256
# What has been committed stays when the server breaks down, and its log leaves some room.
SETTINGS = """
synchronous_commit = on
min_wal_size = 32MB
max_wal_size = 64MB
"""
MEGABYTE = 1 << 20


class Room:
    """A file system in memory, mounted at a folder."""

    def __init__(self, folder, megabytes):
        self.folder, self.megabytes = folder, megabytes
        self.ballast = folder / "ballast"

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        size = f"size={self.megabytes}m,mode=755"
        command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", self.folder]
        quietly(command, "No small file system can be mounted here.")
        return self

    def __exit__(self, *_exception):
        # whoever was just ended may still have a file open
        quietly(["umount", "--lazy", self.folder], "The small file system stays.")
        self.folder.rmdir()

    def fill(self):
        """Take all that is left."""
        with open(self.ballast, "ab") as file:
            for size in (MEGABYTE, 4096):
                with contextlib.suppress(OSError):
                    while True:
                        os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, size)

    def empty(self):
        """Give it back."""
        self.ballast.unlink(missing_ok=True)


class Place:
    """The two file systems, and the PostgreSQL on one of them."""

    def __init__(self, cluster, tables, files):
        self.cluster, self.tables, self.files = cluster, tables, files

    def revive(self):
        """PostgreSQL answers again, started by whoever looks after it if need be."""
        end = time.monotonic() + AWAY_SECONDS
        while True:
            try:
                self.cluster.start()
                postgres.query("SELECT 1")
                return
            except Unavailable:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)


class LittleServers(Servers):
    """Servers whose disks can be full, and whose PostgreSQL can be started anew."""

    faults = {"database_full": 6, "files_full": 4, "restart_database": 4}

    def __init__(self, odoo, name, place):
        super().__init__(odoo, name, *SHAPES["workers"])
        self.place, self.variables = place, {"TMPDIR": str(place.files.folder)}

    def fill_database(self, seconds):
        """It has no room at all, not even for its log, of which it may break down."""
        self.fill(self.place.tables, seconds)
        return True

    def fill_files(self, seconds):
        """There is no room for attachments, sessions and temporary files."""
        self.fill(self.place.files, seconds)
        return True

    def fill(self, room, seconds):
        """Let nothing go into it for so long."""
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                room.fill()  # what was given back meanwhile is taken, too
                time.sleep(0.1)
        finally:
            room.empty()
            self.place.revive()

    def restart_database(self, way):
        """In the ways of ``pg_ctl stop``."""
        self.place.cluster.stop(way)
        self.place.revive()
        return True


@contextlib.contextmanager
def little_room(odoo, name):
    """The place, with a new database of that name in it; meanwhile all is told of its PostgreSQL.
    Raises ``Unavailable`` where this machine has no such thing."""
    before = postgres.told()
    with contextlib.ExitStack() as stack:
        folder = fresh_folder(TREE / f"little-{os.getpid()}")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        dump = dumped(odoo, folder)
        tables = stack.enter_context(Room(folder / "tables", DATABASE_MEGABYTES))
        cluster = postgres.Cluster(postgres.binaries(), tables.folder, SETTINGS)
        stack.callback(postgres.tell, before)
        stack.callback(cluster.stop, "immediate")
        cluster.start()
        cluster.export()
        postgres.query(f'CREATE DATABASE "{name}"')
        restore = [postgres_program("pg_restore"), "--no-owner", "-d", name, dump]
        quietly(restore, "The database cannot be copied.")
        files = stack.enter_context(Room(server.data_folder(TREE), FILES_MEGABYTES))
        shutil.copytree(folder / "filestore", database.filestore(TREE, name))
        yield Place(cluster, tables, files)


def dumped(odoo, folder):
    """A file in the folder with a new database, whose own files are put beside it."""
    program = postgres_program("pg_dump")
    name, dump = f"{ADDON}_torture_{TREE_KEY}_dump_{os.getpid()}", folder / "dump"
    database.copies_of_installed(odoo, [name])
    try:
        quietly([program, "-Fc", "-f", dump, name], "The database cannot be copied.")
        shutil.copytree(database.filestore(TREE, name), folder / "filestore")
    finally:
        database.drop(name)
    return dump


def postgres_program(name):
    """A program of PostgreSQL's, of the server's own where it has that."""
    path = os.pathsep.join((str(postgres.binaries()), os.environ["PATH"]))
    return shutil.which(name, path=path) or name
