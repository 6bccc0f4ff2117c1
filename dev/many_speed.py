"""One file, worked at by one process and by all of them."""

from many_servers import Large, prepared, rows_wanted, servers_of, set_workers, until_ended
from place import say

# Threads of one process share a core: a worker each.
ONE_WORKER = ("--max-cron-threads", 1)

WAYS = {"in bulk": False, "through Odoo's models": True}


def speed(odoo, name, figures):
    """The same file, first with one worker, then with as many as there are processes."""
    with servers_of(odoo, name, options=ONE_WORKER) as servers:
        client = prepared(servers)
        for way, is_ordinary in WAYS.items():
            operation = client.call(
                "registration.import.operation", "search", [["code", "=", "session_instances"]]
            )
            values = {"ordinary_lane": is_ordinary}
            client.call("registration.import.operation", "write", operation, values)
            seconds = {}
            for workers in (1, len(servers.processes)):
                set_workers(client, workers)
                seconds[workers] = _seconds(servers, client, f"S{is_ordinary:d}{workers}", figures)
                figures.add(
                    f"{rows_wanted():,} rows {way}, workers: {workers}", f"{seconds[workers]:.1f} s"
                )
            one, all_of_them = seconds[1], seconds[len(servers.processes)]
            figures.add(f"{way}, times as fast with all", f"{one / all_of_them:.2f}")


def _seconds(servers, client, tag, figures):
    """How long it took from the upload to the report."""
    kind = Large(tag, rows_wanted())
    say(f"making the records of {tag}")
    kind.prepare(client)
    say("importing")
    job = client.import_file(kind.operation, kind.rows(), filename=f"{tag}.csv")
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
    return float(seconds or 0)
