"""Session instances in set-based SQL: the least work that gives the same lines and counters.

No rights, no checks, no outcomes: what any import has to be compared with, not what one may do.
"""

GIVEN = """
    CREATE TEMP TABLE given (registration text, session text, instance text, status text)
        ON COMMIT DROP
"""
MEANT = """
    CREATE TEMP TABLE meant ON COMMIT DROP AS
    SELECT r.id AS registration_id, i.id AS instance_id, s.id AS session_id,
           lower(replace(g.status, ' ', '_')) AS status, l.status AS old
      FROM given g
      JOIN event_registration r ON r.registration_code = g.registration
      JOIN event_agenda_session s ON s.event_id = r.event_id AND s.code = g.session
      JOIN event_agenda_instance i ON i.session_id = s.id AND i.code = g.instance
 LEFT JOIN event_agenda_line l ON l.registration_id = r.id AND l.instance_id = i.id
"""
WRITE = """
    INSERT INTO event_agenda_line (registration_id, instance_id, session_id, status,
                                   create_uid, write_uid, create_date, write_date)
    SELECT registration_id, instance_id, session_id, status, %(uid)s, %(uid)s, now(), now()
      FROM meant WHERE status IS DISTINCT FROM old
        ON CONFLICT (registration_id, instance_id) DO UPDATE
       SET status = excluded.status, write_uid = %(uid)s, write_date = now()
"""
COUNT = """
    UPDATE event_agenda_instance i
       SET seats_taken = i.seats_taken + d.seats, waitlist_taken = i.waitlist_taken + d.waiting
      FROM (SELECT instance_id,
                   sum((status IN {seats})::int - coalesce((old IN {seats})::int, 0)) AS seats,
                   sum((status = 'waitlisted')::int - coalesce((old = 'waitlisted')::int, 0))
                       AS waiting
              FROM meant WHERE status IS DISTINCT FROM old GROUP BY 1) d
     WHERE d.instance_id = i.id
""".format(seats="('registered', 'attended', 'no_show')")


def run_sql(cr, uid, path):
    """Apply the file at ``path`` as the user with the id ``uid``, and commit."""
    cr.execute(GIVEN)
    with open(path, encoding="utf-8") as file:
        cr.copy_expert("COPY given FROM STDIN (FORMAT csv, HEADER true)", file)
    cr.execute("ANALYZE given")
    cr.execute(MEANT)
    cr.execute(WRITE, {"uid": uid})
    cr.execute(COUNT)
    cr.commit()
