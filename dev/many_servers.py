"""The processes of `make many`, and the files that they are given."""

import os
import time

import torture
from torture_kinds import SessionInstances
from torture_server import Servers

# Seconds that a file of 200,000 rows may take at most.
PATIENCE = 1800
# Instances of the session of a large file: few people are enough for many rows.
INSTANCES = 200
# Threads of one process share a core: a worker each.
ONE_WORKER = ("--max-cron-threads", 1)
PARAMETER = "registration_import.workers_of_file"


class Large(SessionInstances):
    """Each of some people at each of many instances."""

    instances = INSTANCES

    def row(self, number):
        """No waitlist: what joins one goes the ordinary way."""
        row = super().row(number)
        return [*row[:3], ("Registered", "Cancelled", "Attended")[number % 3], ""]


def servers_of(odoo, name, count=None, own=(), options=(), workers=0):
    """So many servers, PROCESSES unless said otherwise; two scheduled actions at a time each, where
    the ``options`` say nothing else. With ``workers`` for HTTP each is several processes."""
    count = count or int(os.environ.get("PROCESSES") or 2)
    return Servers(odoo, name, (workers,) * count, options, own)


def prepared(servers):
    """An administrator who may do everything, with time to wait."""
    torture.prepare(servers)
    return servers.client(timeout=PATIENCE)


def rows_wanted():
    """The length of a large file."""
    return int(os.environ.get("ROWS") or 200_000)


def set_workers(client, count):
    """How many workers one file may have."""
    client.call("ir.config_parameter", "set_param", PARAMETER, str(count))


def set_ordinary(client, is_ordinary):
    """Whether the rows of all files go through Odoo's models."""
    operations = "registration.import.operation"
    found = client.call(operations, "search", [["code", "=", "session_instances"]])
    client.call(operations, "write", found, {"ordinary_lane": is_ordinary})


def until_ended(servers, job):
    """Seconds until a job has ended."""
    start = time.monotonic()
    while servers.state(job) in servers.LIVE:
        if time.monotonic() - start > PATIENCE:
            raise TimeoutError(f"job {job} is {servers.state(job)}")
        time.sleep(0.1)
    return time.monotonic() - start
