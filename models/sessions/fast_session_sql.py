"""Parts of the statement of ``fast_session_instances``, which names the tables: ``found`` are the
rows of a range with what they mean, ``meant`` those that it writes."""

from odoo.tools import SQL

from ...tools.kinds.seats import SEATED, WAITLISTED
from ...tools.kinds.session_instances import LINE


def crowded():
    """Instances that may be full before the range is done: what it frees does not count, and what
    nobody can tell but the planner might go there."""
    return SQL(
        """SELECT i.id
             FROM (SELECT instance,
                          count(*) FILTER (WHERE new IS NULL OR (new IN %(seated)s
                              AND (NOT is_plain OR old IS NULL OR old NOT IN %(seated)s))) AS seats,
                          count(*) FILTER (WHERE new IS NULL OR (new = %(waitlisted)s
                              AND (NOT is_plain OR old IS DISTINCT FROM %(waitlisted)s))) AS places
                     FROM found WHERE instance IS NOT NULL GROUP BY instance) sums
             JOIN event_agenda_instance i ON i.id = sums.instance
            CROSS JOIN wild
            WHERE (i.has_capacity AND seats + wild.rows > 0
                   AND coalesce(i.seats_taken, 0) + seats + wild.rows > coalesce(i.capacity, 0))
               OR (i.waitlist = 'limited' AND places + wild.rows > 0
                   AND coalesce(i.waitlist_taken, 0) + places + wild.rows
                       > coalesce(i.waitlist_limit, 0))""",
        seated=SEATED,
        waitlisted=WAITLISTED,
    )


def clashing(most):
    """Registrations of events that forbid overlaps of which something could overlap. There are no
    more than rows, ``most``: that is said to PostgreSQL, which would guess millions, and look
    through them for each row."""
    return SQL(
        """SELECT a.registration FROM found a
             JOIN found b ON b.registration = a.registration AND b.instance <> a.instance
              AND a.date_begin < b.date_end AND b.date_begin < a.date_end
            WHERE a.is_strict
            UNION
           SELECT a.registration FROM found a
             JOIN event_agenda_line o ON o.registration_id = a.registration
              AND o.instance_id <> a.instance AND o.status IN %s
             JOIN event_agenda_instance j ON j.id = o.instance_id
              AND a.date_begin < j.date_end AND j.date_begin < a.date_end
            WHERE a.is_strict
            LIMIT %s""",
        SEATED,
        most,
    )


def judged():
    """Rows with whether they may be written at once (``is_good``), but for the order of those that
    join a waitlist."""
    return SQL(
        """SELECT *, is_plain AND instance NOT IN (SELECT id FROM crowded)
                  AND NOT (new = %s AND new IS DISTINCT FROM old AND has_no_waitlist)
                  AND NOT (is_strict AND ((SELECT rows FROM wild) > 0
                           OR registration IN (SELECT registration FROM clashing))) AS is_good
             FROM found""",
        WAITLISTED,
    )


def waiting():
    """Instances whose waitlist other rows of the range may join: who comes first in the file comes
    first there, so that all who join go the ordinary way."""
    return SQL(
        """SELECT DISTINCT instance FROM judged
            WHERE NOT is_good AND instance IS NOT NULL AND (new IS NULL OR new = %s)""",
        WAITLISTED,
    )


def in_order():
    """The rows to write, in the order of the file."""
    return SQL(
        """SELECT * FROM judged
            WHERE is_good AND NOT (new = %s AND new IS DISTINCT FROM old
                                   AND ((SELECT rows FROM wild) > 0
                                        OR instance IN (SELECT instance FROM waiting)))
         ORDER BY id""",
        WAITLISTED,
    )


def told():
    """Outcomes and journal, as ``importer.copying.outcome_line`` has them."""
    return SQL(
        """INSERT INTO registration_import_outcome (id, outcome, record, journal)
           SELECT id,
                  CASE WHEN line IS NULL THEN 'created' WHEN new <> old THEN 'updated'
                       ELSE 'unchanged' END,
                  record,
                  CASE WHEN line IS NULL THEN (
                            %(line)s || record || ', {"id": [null, ' || record
                            || '], "registration_id": [null, ' || registration
                            || '], "instance_id": [null, ' || instance
                            || '], "status": [null, "' || new || '"]}]]')::jsonb
                       WHEN new <> old THEN (
                            %(line)s || record || ', {"status": ["' || old || '", "' || new
                            || '"]}]]')::jsonb END
             FROM meant RETURNING outcome""",
        line=f'[["{LINE}", ',
    )
