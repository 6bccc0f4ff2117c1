"""Two hosts on one database, each with a data folder of its own: a file that one of them got is
imported by the other, and a download made there is fetched here."""

import shutil
import time
from pathlib import Path

import database
from many_servers import prepared, servers_of, until_ended
from place import TREE, say
from torture_kinds import Constituents

# A file larger than 5 MiB is read by a worker, and so many lines are sent by one.
PADDING, ROWS = 6 * 1024 * 1024, 2_500
IDLE = ("--max-cron-threads", 0)
# What tells that two hosts have one folder; copied, it would lie.
MARK = "registration_import.id"
URL = "/registration_import/download/"


def storage(odoo, name, figures):
    """A file from before there was another host, then a file and a download of two."""
    folders = [TREE / f"many-host-{number}" for number in range(2)]
    try:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(database.filestore(TREE, name), _filestore(folder, name))
            Path(_filestore(folder, name), MARK).unlink(missing_ok=True)
        here, there = [("--data-dir", folder) for folder in folders]
        with servers_of(odoo, name, 1, [(*here, *IDLE)]) as servers:
            client = prepared(servers)
            job = _upload(client, "H0")
        with servers_of(odoo, name, 1, [there]) as servers:
            _told_elsewhere(servers, job, figures)
        with servers_of(odoo, name, 2, [here, (*there, *IDLE)]) as servers:
            servers.query("UPDATE registration_import_checkpoint SET wait_until = NULL")
            servers.wake("registration_import", "ir_cron_run_1")
            _imported(servers, job, "it is imported by the host that has it", figures)
        with servers_of(odoo, name, 2, [(*here, *IDLE), there]) as servers:
            _of_both(servers, figures)
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _of_both(servers, figures):
    """The first host has no scheduled action at work: all is done by the second."""
    client = prepared(servers)
    job = _upload(client, "H1")
    _imported(servers, job, "a file uploaded at one host is imported by the other", figures)
    [[kept]] = servers.query(
        """SELECT store_fname IS NULL FROM ir_attachment
            WHERE res_model = 'registration.import.job' AND res_id = %s""",
        job,
    )
    _note(figures, kept, "its file is in the database")
    run = client.call("registration.import.operation", "run_download", "constituent_download")
    if run["state"] != "running":
        figures.wrong(f"the download was made at once: {run}")
    say("waiting for the download")
    status = {}
    for _try in range(300):
        status = client.call("registration.import.operation", "download_status", run["run"])
        if status["state"] != "running":
            break
        time.sleep(0.2)
    lines = client.get(f"{URL}{run['run']}").count(b"\n") if status["state"] == "done" else 0
    [[taken]] = servers.query(
        "SELECT download_count FROM registration_export_run WHERE id = %s", run["run"]
    )
    good = lines == status.get("lines", 0) + 1 > ROWS and taken == 1
    _note(figures, good, f"a download of {lines} lines made by the other host is fetched here")


def _upload(client, tag):
    """The job of a file that a worker has to read."""
    kind = Constituents(tag, ROWS)
    rows = kind.rows()
    padded = [[*row, "x" * (PADDING // ROWS)] for row in rows[1:]]
    return client.import_file(kind.operation, [[*rows[0], "Padding"], *padded])


def _imported(servers, job, what, figures):
    until_ended(servers, job)
    [found] = servers.query("SELECT state, created FROM registration_import_job WHERE id = %s", job)
    _note(figures, found == ("done", ROWS), what)


def _told_elsewhere(servers, job, figures):
    """A file in the folder of a host that is away: the import waits, and says what helps."""
    client, message = servers.client(), ""
    servers.wake("registration_import", "ir_cron_run_1")
    for _try in range(300):
        [found] = client.call("registration.import.job", "read", [job], ["message", "hint"])
        message = " ".join(filter(None, (found["message"], found["hint"])))
        if message:
            break
        time.sleep(0.2)
    is_told = "another server" in message and servers.state(job) in servers.LIVE
    _note(
        figures, is_told, "a file in the folder of a host that is away: the import waits, says so"
    )


def _note(figures, good, what):
    figures.add(what, "yes" if good else "NO")
    if not good:
        figures.wrong(what)


def _filestore(folder, name):
    return Path(folder, "filestore", name)
