"""What `dev/run kills` imports: runs in an Odoo shell, makes an event and hands a file in.

Every row of the file says what the database must hold at the end, so that it can be compared.
"""

import base64
import csv
import io
import os
import sys

ROWS = int(os.environ.get("ROWS") or 60_000)
INSTANCES = 10
LABELS = (
    "Registration Code",
    "Session Code",
    "Instance Code",
    "Registration Session Status",
    "Note",
)
STATUSES = ("Registered", "Cancelled", "Attended", "No Show", "Waitlisted")
# Makes the file larger than 5 MiB, so that a worker reads it.
NOTE = "x" * (6 * 1024 * 1024 // ROWS)


def main(env):
    event = env["event.event"].search([("name", "=", "Kills")]) or make_event(env)
    env["event.agenda.line"].search([("event_id", "=", event.id)]).unlink()
    user = env.ref("base.user_admin")
    job = (
        env["registration.import.operation"]
        .with_user(user)
        .run_file(
            operation="session_instances",
            content=base64.b64encode(file(event)).decode(),
            filename="kills.csv",
        )
    )
    env.cr.commit()
    print("job", job["job"], job["state"], file=sys.stderr)


def make_event(env):
    event = env["event.event"].create(
        {
            "name": "Kills",
            "agenda_enabled": True,
            "date_begin": "2031-05-06 07:00:00",
            "date_end": "2031-05-08 17:00:00",
            "event_mail_ids": [],
        }
    )
    session = env["event.agenda.session"].create({"name": "K", "code": "K", "event_id": event.id})
    env["event.agenda.instance"].create(
        [
            {
                "session_id": session.id,
                "code": f"K{number}",
                "date_begin": "2031-05-06 08:00:00",
                "date_end": "2031-05-06 09:00:00",
            }
            for number in range(INSTANCES)
        ]
    )
    env["event.registration"].create(
        [
            {"name": f"Person {n}", "registration_code": f"K-{n:05}", "event_id": event.id}
            for n in range(ROWS // INSTANCES)
        ]
    )
    return event


def file(event):
    stream = io.StringIO()
    rows = csv.writer(stream)
    rows.writerow(LABELS)
    for number in range(ROWS):
        person, instance = divmod(number, INSTANCES)
        status = STATUSES[number % 7 % len(STATUSES)]
        rows.writerow((f"K-{person:05}", "K", f"K{instance}", status, NOTE))
    return stream.getvalue().encode()


main(env)  # noqa: F821
