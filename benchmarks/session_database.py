"""The database of the benchmark of session instances: one event, filled by SQL in seconds."""

from datetime import datetime, timedelta

from ..importer.own_context import YES
from .case import MODULE, STRIDE
from .session_data import (
    INSTANCES,
    REGISTRATIONS,
    SESSIONS,
    STATUSES,
    instance_code,
    lines_before,
    registration_code,
    session_code,
)

# More than lines can ever be in one instance.
SEATS = 1_000_000


def fill(env, rows):
    """Make the event and its lines; gives ``{prefix of External IDs: records}``."""
    if env["event.registration"].search_count([("event_id.name", "!=", MODULE)], limit=1):
        raise ValueError("This database holds registrations: use one that may be emptied.")
    if not env["event.event"].search([("name", "=", MODULE)]):
        event = _make_event(env)
        _make_registrations(env, event)
        env.flush_all()
    _make_lines(env, lines_before(rows))
    return {
        prefix: env[model].search([], order="id")
        for prefix, model in (
            ("registration", "event.registration"),
            ("instance", "event.agenda.instance"),
            ("line", "event.agenda.line"),
        )
    }


def _make_event(env):
    begin = datetime(2031, 5, 5, 8)
    event = env["event.event"].create(
        {
            "name": MODULE,
            "agenda_enabled": True,
            "date_begin": begin,
            "date_end": begin + timedelta(days=30),
            "event_mail_ids": [],
        }
    )
    event.event_mail_ids.unlink()
    sessions = env["event.agenda.session"].create(
        [
            {"event_id": event.id, "name": f"Session {n}", "code": session_code(n)}
            for n in range(SESSIONS)
        ]
    )
    env["event.agenda.instance"].create(
        [
            {
                "session_id": sessions[n % SESSIONS].id,
                "code": instance_code(n),
                "date_begin": begin + timedelta(hours=3 * n),
                "date_end": begin + timedelta(hours=3 * n + 1),
                "has_capacity": True,
                "capacity": SEATS,
            }
            for n in range(INSTANCES)
        ]
    )
    return event


def _make_registrations(env, event):
    """One through the ORM, so that every column has what Odoo puts there, the others copied."""
    registrations = env["event.registration"].with_context(registration_import_quiet=YES)
    first = registrations.create(
        {"event_id": event.id, "name": "Person 0", "registration_code": registration_code(0)}
    )
    env.flush_all()
    own = {
        "name": "'Person ' || n",
        "email": "'person' || n || '@example.com'",
        "barcode": "'9' || lpad(n::text, 18, '0')",
        "registration_code": "lpad(n::text, 5, '0') || '-55-' || lpad((n %% 997)::text, 3, '0')",
    }
    env.cr.execute(
        """SELECT column_name FROM information_schema.columns
            WHERE table_name = 'event_registration' AND column_name != 'id'"""
    )
    names = [name for (name,) in env.cr.fetchall()]
    values = ", ".join(own.get(name, f'r."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO event_registration ({columns}) SELECT {values}"
        f"  FROM event_registration r, generate_series(1, {REGISTRATIONS - 1}) n WHERE r.id = %s",
        [first.id],
    )
    env.invalidate_all()


def _make_lines(env, count):
    """Lines 0 to ``count`` - 1, and the counters that they add up to."""
    env.cr.execute("TRUNCATE event_agenda_line RESTART IDENTITY")
    env.cr.execute(
        """INSERT INTO event_agenda_line (registration_id, instance_id, session_id, status,
                                          create_uid, write_uid, create_date, write_date)
           SELECT r.id, i.id, i.session_id, (%(statuses)s)[1 + (k / 7) %% 5], 1, 1, now(), now()
             FROM generate_series(0, %(count)s - 1) k
             JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM event_registration
                    WHERE event_id = (SELECT id FROM event_event WHERE name->>'en_US' = %(name)s)) r
               ON r.n = k %% %(registrations)s
             JOIN (SELECT id, session_id, row_number() OVER (ORDER BY id) - 1 AS n
                     FROM event_agenda_instance) i
               ON i.n = (k %% %(registrations)s + %(stride)s * (k / %(registrations)s))
                        %% %(instances)s
         ORDER BY k""",
        {
            "statuses": list(STATUSES),
            "count": count,
            "name": MODULE,
            "registrations": REGISTRATIONS,
            "stride": STRIDE,
            "instances": INSTANCES,
        },
    )
    env.cr.execute(
        """UPDATE event_agenda_instance i SET seats_taken = l.seats, waitlist_taken = l.waiting
             FROM (SELECT instance_id,
                          count(*) FILTER (WHERE status NOT IN ('cancelled', 'waitlisted'))
                              AS seats,
                          count(*) FILTER (WHERE status = 'waitlisted') AS waiting
                     FROM event_agenda_line GROUP BY 1) l
            WHERE l.instance_id = i.id"""
    )
