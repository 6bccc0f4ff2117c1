"""One run of the connector, in an Odoo shell on the database that has the operation, as
`dev/run connector` asks: begun, or gone on with where the one before was killed.

What its scheduled actions do on a server they do here, one after the other, in this process alone,
so that it can be killed anywhere.
"""

import json
import time

from odoo.addons.registration_import.models.sync.import_operation_run import unfinished_job

SECONDS = 900
SOURCES, WORKER = "ir_cron_run_sources", "ir_cron_run_1"


def main(env):
    operation = env["registration.import.operation"].search(
        [("kind", "=", "connector"), ("based_on_id", "!=", False)]
    )
    if not is_under_way(operation):
        operation.with_user(env.ref("base.user_admin")).action_run()
        env.cr.commit()
    end = time.monotonic() + SECONDS
    while is_under_way(operation):
        if time.monotonic() > end:
            raise SystemExit("The run does not end.")
        for action in (SOURCES, WORKER):
            poll_soon(operation)
            # Odoo lets an action rest that was cut off three times: here it is on purpose
            env.cr.execute("UPDATE ir_cron_progress SET timed_out_counter = 0")
            env.cr.commit()
            env.ref(f"registration_import.{action}").method_direct_trigger()
            env.cr.commit()
            env.invalidate_all()
    print(json.dumps(told(operation)), flush=True)


def is_under_way(operation):
    return bool(operation.schedule_ids.asked_id or unfinished_job(operation))


def poll_soon(operation):
    """Nobody waits for the next minute."""
    if operation.schedule_ids.asked_id:
        operation.schedule_ids.poll_at = operation.env.cr.now()
    operation.env.cr.commit()


def told(operation):
    """How the last run ended, and how the rows of its job did, by outcome."""
    env = operation.env
    run = env["registration.import.run"].search(
        [("operation_id", "=", operation.id)], order="id desc", limit=1
    )
    job = run.job_id
    names = ("total", "created", "updated", "unchanged", "skipped", "invalid", "failed")
    return {
        "state": run.state,
        "code": run.code,
        "job": job.state if job else None,
        "rows": {name: job[name] for name in names if job and job[name]},
    }


main(env)  # noqa: F821  # pylint: disable=undefined-variable
