"""Small imports of many people beside a large one: how soon each of them begins."""

import os
import threading
import time
from statistics import median_high

from load import BEFORE, STARTERS, Load
from many_servers import (
    Large,
    prepared,
    rows_wanted,
    servers_of,
    set_ordinary,
    set_workers,
    until_ended,
)
from place import say
from torture_kinds import SessionInstances

# Rows of a small file.
SMALL = 20
# A small import should begin after so many seconds at most.
GOAL = 5


def beside(odoo, name, figures):
    """FILES small files, of ten users in turn, while a large one is under way."""
    count = int(os.environ.get("FILES") or 30)
    with servers_of(odoo, name, workers=1) as servers:
        client = prepared(servers)
        Load(servers, 0, 0).make_users()
        set_ordinary(client, True)  # in bulk the large one would end too soon
        for workers in (1, len(servers.processes)):
            set_workers(client, workers)
            waited, since_click = _begun(servers, client, f"B{workers}", count, figures)
            figures.add(
                f"{count} imports of {SMALL} rows beside one of {rows_wanted():,} with {workers}"
                " workers, begun after",
                f"{median_high(waited):.1f} s (median), {max(waited):.1f} s at most;"
                f" {sum(each > GOAL for each in waited)} after more than {GOAL} s; with the upload"
                f" itself {median_high(since_click):.1f} and {max(since_click):.1f} s",
            )


def _begun(servers, client, tag, count, figures):
    """Seconds until each import began: since its upload was answered, and since that was sent."""
    large = Large(tag, rows_wanted())
    small = [SessionInstances(f"{tag}{number:02}X", SMALL) for number in range(count)]
    say("making the records")
    for kind in (large, *small):
        kind.prepare(client)
    job = client.import_file(large.operation, large.rows(), filename="large.csv")
    while servers.state(job) != "running":
        time.sleep(0.05)
    say("everybody comes")
    asked, answered = {}, {}
    clients = [servers.client(number, login=f"starter{number}") for number in range(STARTERS)]
    for each in clients:
        each.call("res.users", "search_count", [])  # logged in

    def send(number):
        for kind in small[number::STARTERS]:
            start = time.monotonic()
            made = clients[number].import_file(kind.operation, kind.rows())
            asked[made], answered[made] = start, time.monotonic()

    people = [threading.Thread(target=send, args=[number]) for number in range(STARTERS)]
    for person in people:
        person.start()
    begun = _watch(servers, answered, count)
    for person in people:
        person.join()
    if servers.state(job) not in servers.LIVE:
        figures.wrong("the large import had ended before the small ones had begun")
    for each in (job, *answered):
        until_ended(servers, each)
        if servers.state(each) != "done":
            figures.wrong(f"import {each} is {servers.state(each)}")
    return [[max(begun[made] - since[made], 0) for made in begun] for since in (answered, asked)]


def _watch(servers, answered, count):
    """{job: when it had begun} as soon as all have."""
    begun = {}
    while len(begun) < count:
        waiting = [job for job in list(answered) if job not in begun]
        for (job,) in servers.query(
            "SELECT id FROM registration_import_job WHERE id = ANY(%s) AND state <> ALL(%s)",
            waiting,
            list(BEFORE),
        ):
            begun[job] = time.monotonic()
        time.sleep(0.02)
    return begun
