"""Small imports of many people beside a large one: how soon each of them begins."""

import os
import threading
import time

from load import BEFORE
from many_figures import median
from many_servers import Large, prepared, rows_wanted, servers_of, set_workers, until_ended
from place import say
from torture_kinds import SessionInstances

USERS, SMALL = 10, 20
# A small import should begin after so many seconds at most.
GOAL = 5


def beside(odoo, name, figures):
    """FILES small files, of ten users in turn, while a large one is under way."""
    count = int(os.environ.get("FILES") or 30)
    with servers_of(odoo, name) as servers:
        client = prepared(servers)
        for workers in (1, len(servers.processes)):
            set_workers(client, workers)
            seconds = _begun(servers, client, f"B{workers}", count, figures)
            figures.add(
                f"{count} imports of {SMALL} rows beside one of {rows_wanted():,} with {workers}"
                " workers, begun after",
                f"{median(seconds):.1f} s (median), {max(seconds):.1f} s at most;"
                f" {sum(each > GOAL for each in seconds)} after more than {GOAL} s",
            )


def _begun(servers, client, tag, count, figures):
    """Seconds from each upload until its import began."""
    large = Large(tag, rows_wanted())
    small = [SessionInstances(f"{tag}{number:02}X", SMALL) for number in range(count)]
    say("making the records")
    for kind in (large, *small):
        kind.prepare(client)
    job = client.import_file(large.operation, large.rows(), filename="large.csv")
    while servers.state(job) != "running":
        time.sleep(0.05)
    say("everybody comes")
    asked, jobs = {}, []
    clients = [servers.client(number) for number in range(USERS)]
    for each in clients:
        each.call("res.users", "search_count", [])  # logged in

    def send(number):
        for kind in small[number::USERS]:
            start = time.monotonic()
            made = clients[number].import_file(kind.operation, kind.rows())
            asked[made] = start
            jobs.append(made)

    people = [threading.Thread(target=send, args=[number]) for number in range(USERS)]
    for person in people:
        person.start()
    begun = _watch(servers, jobs, asked, count)
    for person in people:
        person.join()
    if servers.state(job) not in servers.LIVE:
        figures.wrong("the large import had ended before the small ones had begun")
    for each in (job, *jobs):
        until_ended(servers, each)
        if servers.state(each) != "done":
            figures.wrong(f"import {each} is {servers.state(each)}")
    return begun


def _watch(servers, jobs, asked, count):
    begun = {}
    while len(begun) < count:
        waiting = [job for job in jobs if job not in begun]
        for (job,) in servers.query(
            "SELECT id FROM registration_import_job WHERE id = ANY(%s) AND state <> ALL(%s)",
            waiting,
            list(BEFORE),
        ):
            begun[job] = time.monotonic() - asked[job]
        time.sleep(0.02)
    return list(begun.values())
