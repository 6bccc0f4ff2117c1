"""One file, worked at by one process and by all of them."""

import os

from many_servers import (
    ONE_WORKER,
    Large,
    prepared,
    rows_wanted,
    servers_of,
    set_ordinary,
    set_workers,
    until_ended,
)
from place import say
from torture_server import stat

WAYS = {"in bulk": False, "through Odoo's models": True}
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
TICKS = os.sysconf("SC_CLK_TCK")


def speed(odoo, name, figures):
    """The same file, first with one worker, then with as many as there are processes; by the clock,
    and by the processor time of each process, which other work on the machine does not change."""
    with servers_of(odoo, name, options=ONE_WORKER) as servers:
        client = prepared(servers)
        everybody = len(servers.processes)
        for way, is_ordinary in WAYS.items():
            set_ordinary(client, is_ordinary)
            seconds, busy = {}, {}
            for workers in (1, everybody):
                set_workers(client, workers)
                tag = f"S{is_ordinary:d}{workers}"
                seconds[workers], busy[workers] = _measured(servers, client, tag, figures)
                each = " + ".join(f"{used:.1f}" for used in busy[workers])
                figures.add(
                    f"{rows_wanted():,} rows {way}, workers: {workers}",
                    f"{seconds[workers]:.1f} s; processor time of each server {each} s",
                )
            figures.add(
                f"{way}, times as fast with {everybody}",
                f"{seconds[1] / seconds[everybody]:.2f} by the clock;"
                f" {sum(busy[1]) / max(busy[everybody]):.2f} by the busiest server",
            )


def _measured(servers, client, tag, figures):
    """How long it took from the upload to the last row, and the processor seconds of each server
    with its connections."""
    kind = Large(tag, rows_wanted())
    say(f"making the records of {tag}")
    kind.prepare(client)
    say("importing")
    rows, before = kind.rows(), _used(servers)
    job = client.import_file(kind.operation, rows, filename=f"{tag}.csv")
    until_ended(servers, job)
    [[state, created, seconds]] = servers.query(
        """SELECT concat_ws(' ', state, code), created, extract(epoch FROM (
                      SELECT max(b.ended) FROM registration_import_batch b WHERE b.job_id = j.id
                  ) - j.create_date)
             FROM registration_import_job j WHERE j.id = %s""",
        job,
    )
    if (state, created) != ("done", kind.count):
        figures.wrong(f"{tag}: {state}, {created} rows of {kind.count} created")
    used = [after - was for was, after in zip(before, _used(servers), strict=True)]
    return float(seconds or 1), used


def _used(servers):
    """Processor seconds of each server, of the children that it has had, and of its connections."""
    found = []
    for each in servers.processes:
        pid = each.process.pid
        backends = servers.query(BACKENDS, f"odoo-{pid}")
        found.append(sum(_seconds(one) for one in (pid, *(pid for (pid,) in backends))))
    return found


def _seconds(pid):
    try:
        return sum(map(int, stat(pid)[11:15])) / TICKS
    except OSError:
        return 0
