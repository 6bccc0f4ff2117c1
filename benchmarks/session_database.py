"""The database of the benchmark of session instances: one event, filled by SQL in seconds."""

from datetime import datetime, timedelta

from .session_data import (
    INSTANCES,
    MODULE,
    REGISTRATIONS,
    SESSIONS,
    STATUSES,
    STRIDE,
    instance_code,
    lines_before,
    registration_code,
    session_code,
)

LOGIN = "bench"
# More than lines can ever be in one instance.
SEATS = 1_000_000
# Tables that are put back from a copy, and engine tables that are emptied, before each path.
RESTORED = ("event_agenda_line",)
EMPTIED = ("job", "staged", "outcome", "problem", "piece", "claim", "column", "repeat")


def fill(env, rows):
    """Make the event and its lines, commit, and keep copies to restore from."""
    _make_user(env)
    if env["event.registration"].search_count([("event_id.name", "!=", MODULE)], limit=1):
        raise ValueError("This database holds registrations: use one that may be emptied.")
    if not env["event.event"].search([("name", "=", MODULE)]):
        event = _make_event(env)
        _make_registrations(env, event)
        env.flush_all()
    _make_lines(env, lines_before(rows))
    _name_records(env)
    env.cr.commit()
    keep(env.cr)


def _make_user(env):
    """An ordinary user of the Events app who may import: no administrator anywhere."""
    users = env["res.users"]
    if not users.search([("login", "=", LOGIN)]):
        groups = env.ref("base.group_user") + env.ref("event.group_event_user")
        values = {"name": "Bench", "login": LOGIN, "email": "bench@example.com"}
        users.create(values | {"group_ids": [(6, 0, groups.ids)], "tz": "UTC"})


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
    registrations = env["event.registration"].with_context(registration_import_quiet=True)
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


def _name_records(env):
    """External IDs ``bench.registration_N``, ``instance_N`` and ``line_N``, N from 0."""
    env.cr.execute("DELETE FROM ir_model_data WHERE module = %s", [MODULE])
    for model in ("event.registration", "event.agenda.instance", "event.agenda.line"):
        env.cr.execute(
            f"""INSERT INTO ir_model_data (module, name, model, res_id, noupdate, create_uid,
                                           write_uid, create_date, write_date)
                SELECT %s, %s || (row_number() OVER (ORDER BY id) - 1), %s, id, false, 1, 1,
                       now(), now()
                  FROM {env[model]._table} ORDER BY id""",
            [MODULE, model.rpartition(".")[2] + "_", model],
        )


# -- the same state for every path ---------------------------------------------------------------


def keep(cr):
    """Copies of what the paths change."""
    for table in RESTORED:
        cr.execute(f"DROP TABLE IF EXISTS bench_{table}")
        cr.execute(f"CREATE TABLE bench_{table} AS SELECT * FROM {table} ORDER BY id")
    cr.execute("DROP TABLE IF EXISTS bench_counters")
    cr.execute(
        """CREATE TABLE bench_counters AS SELECT id, seats_taken, waitlist_taken,
                  (SELECT max(id) FROM ir_model_data) AS last_name,
                  (SELECT max(id) FROM mail_message) AS last_message
             FROM event_agenda_instance"""
    )
    cr.commit()


def restore(cr):
    """Put everything back as ``keep`` found it, freshly packed, and commit."""
    _trust(cr)
    for table in RESTORED:
        cr.execute(f"TRUNCATE {table}")
        cr.execute(f"INSERT INTO {table} SELECT * FROM bench_{table} ORDER BY id")
    cr.execute(
        """UPDATE event_agenda_instance i
              SET seats_taken = b.seats_taken, waitlist_taken = b.waitlist_taken
             FROM bench_counters b WHERE b.id = i.id"""
    )
    cr.execute("DELETE FROM ir_model_data WHERE id > (SELECT max(last_name) FROM bench_counters)")
    cr.execute("DELETE FROM mail_message WHERE id > (SELECT max(last_message) FROM bench_counters)")
    emptied = ", ".join(f"registration_import_{name}" for name in EMPTIED)
    cr.execute(f"TRUNCATE {emptied} CASCADE")
    cr.execute("DELETE FROM ir_attachment WHERE res_model = 'registration.import.job'")
    cr.execute("SET session_replication_role = DEFAULT")
    cr.commit()
    _vacuum(cr, *RESTORED, "event_agenda_instance", "ir_model_data")


def _trust(cr):
    """Do not check the foreign keys of 100,000 lines again, where PostgreSQL lets us."""
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cr.fetchone()[0]:
        cr.execute("SET session_replication_role = replica")


def _vacuum(cr, *tables):
    """VACUUM runs outside of transactions only."""
    connection = cr._cnx
    connection.autocommit = True
    for table in tables:
        cr.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def checksum(cr):
    """One text for the state that counts: every line, and the counters of every instance."""
    cr.execute(
        """SELECT count(*), md5(string_agg(
                      concat_ws(' ', registration_id, instance_id, session_id, status),
                      ',' ORDER BY registration_id, instance_id))
             FROM event_agenda_line"""
    )
    lines, md5 = cr.fetchone()
    cr.execute(
        """SELECT md5(string_agg(concat_ws(' ', id, seats_taken, waitlist_taken), ',' ORDER BY id))
             FROM event_agenda_instance"""
    )
    return f"{lines} lines {md5} counters {cr.fetchone()[0]}"
