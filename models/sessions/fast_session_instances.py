from odoo.tools import SQL

from ...importer.fast_lane import Refused
from ...importer.fast_rows import FastRows
from ...importer.listeners import is_open_to
from ...importer.text_sql import is_plain_key
from ...tools.kinds.seats import COMING, SEATED, SEATS, STATUSES, WAITLIST, WAITLISTED
from ...tools.kinds.session_instances import LINE, SCHEMA
from ...tools.rows.problems import Problem
from .event_agenda_line import NUMBERS
from .fast_session_sql import clashing, crowded, in_order, judged, told, waiting
from .kind_session_instances_unchanged import UnchangedSessionInstances
from .session_instance_matcher import SessionInstanceMatcher

MADE = ("registration_id", "instance_id", "session_id", "status")
CHANGED = ("status", "promoted", "waitlist_number")
COUNTED = (SEATS, WAITLIST)
FIELDS = tuple(field.name for field in SCHEMA)


class FastSessionInstances(FastRows):
    """The fast lane of session instances (``importer.fast_lane.Provider``).

    Rows of plain codes whose order among those of their range cannot matter: no other row of the
    file names their line, their instance has room for all that the range would put there, whatever
    it takes out, nobody joins its waitlist by another way, and where the event forbids overlaps,
    nothing that the range says of the registration could overlap with anything.
    """

    # ------------------------------------------------------------
    # Whether
    # ------------------------------------------------------------

    def refusal(self, columns, first, last):
        """See ``importer.fast_lane.Provider``."""
        if self.kind._run.promotes:
            return Problem("lane_waitlist")
        if self.kind._run.tells:
            return Problem("lane_told")
        lines, seats = (LINE, MADE, CHANGED), ("event.agenda.instance", (), COUNTED)
        if heard := self.heard(lines, seats):
            return heard
        if not is_open_to(self.env, LINE, {*MADE, *CHANGED}):
            return Problem("lane_rights")
        # by its barcode a row may name the line that another names by a code
        unchanged = UnchangedSessionInstances(self.kind, SessionInstanceMatcher(self.kind))
        if not unchanged.is_safe(columns, first, last):
            return Problem("lane_barcodes")
        return None

    # ------------------------------------------------------------
    # The statement
    # ------------------------------------------------------------

    def write_plain(self, columns, width, low, high):
        """See ``importer.fast_lane.Provider``."""
        counts = self.counts_of(self._statement(columns, width, low, high))
        if counts.get("created") and self.forbids(LINE, low, high):
            raise Refused
        return counts

    def _statement(self, columns, width, low, high):
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s),
                    named AS MATERIALIZED (
                        SELECT session_code, instance_code, %(named_plainly)s AS is_plain
                          FROM (SELECT DISTINCT session_code, instance_code FROM given) g),
                    placed AS MATERIALIZED (%(placed)s),
                    found AS MATERIALIZED (
                        SELECT placed.*, l.id AS line, l.status AS old
                          FROM placed LEFT JOIN (%(line)s) l
                            ON l.registration_id = registration AND l.instance_id = instance),
                    wild AS MATERIALIZED (SELECT count(*) AS rows FROM found WHERE is_wild),
                    crowded AS MATERIALIZED (%(crowded)s),
                    clashing AS MATERIALIZED (%(clashing)s),
                    judged AS MATERIALIZED (%(judged)s),
                    waiting AS MATERIALIZED (%(waiting)s),
                    meant AS MATERIALIZED (
                        SELECT id, registration, instance, session, line, old, new,
                               coalesce(line, nextval(%(sequence)s)) AS record,
                               CASE WHEN new = %(waitlisted)s AND new IS DISTINCT FROM old
                                    THEN nextval(%(numbers)s) END AS number
                          FROM (%(in_order)s) ordered),
                    made AS (%(made)s),
                    changed AS (%(changed)s),
                    counted AS (%(counted)s),
                    told AS (%(told)s)
               SELECT outcome, count(*) FROM told GROUP BY outcome""",
            given=self.cells(columns, FIELDS, low, high),
            named_plainly=_are_plain("session_code", "instance_code"),
            placed=self._placed(width, low, high),
            line=self.kind._view(LINE, "registration_id", "instance_id", "status"),
            crowded=crowded(),
            clashing=clashing(high - low + 1),
            judged=judged(),
            waiting=waiting(),
            in_order=in_order(),
            sequence=self.sequence(LINE),
            numbers=NUMBERS,
            waitlisted=WAITLISTED,
            made=self._made(),
            changed=self._changed(),
            counted=self._counted(),
            told=told(),
        )

    def _placed(self, width, low, high):
        """A SELECT of what the codes of rows without an outcome mean, as
        ``SessionInstanceMatcher.meaning`` has it, but for barcodes, which no row names.
        ``is_plain``: only other rows could matter to it; ``is_wild``: what it means is for the
        planner to tell."""
        view = self.kind._view
        wanted = self.kind._run.options.get("event")
        return SQL(
            """SELECT g.id, r.id AS registration, i.id AS instance, i.session_id AS session,
                      v.value AS new, i.date_begin, i.date_end,
                      NOT coalesce(i.agenda_overlap, false) AS is_strict,
                      i.waitlist = 'none' AS has_no_waitlist,
                      NOT coalesce(g.is_plain, true) AS is_wild,
                      coalesce(g.width = %(width)s AND g.is_plain AND v.value IS NOT NULL
                          AND i.agenda_enabled AND r.active AND r.holds_seats
                          AND r.state IN %(coming)s
                          AND k.id IS NULL AND %(of_run)s, false) AS is_plain
                 FROM (SELECT g.*, %(coded_plainly)s AND named.is_plain AS is_plain
                         FROM given g
                    LEFT JOIN named ON named.session_code = g.session_code
                          AND named.instance_code = g.instance_code OFFSET 0) g
            LEFT JOIN (%(registration)s) r ON r.registration_code = g.registration_code
            LEFT JOIN (SELECT i.*, s.code AS session_code, s.event_id, e.agenda_enabled,
                              e.agenda_overlap
                         FROM (%(instance)s) i
                         JOIN (%(session)s) s ON s.id = i.session_id
                         JOIN (%(event)s) e ON e.id = s.event_id) i
                   ON i.event_id = r.event_id AND i.session_code = g.session_code
                  AND i.code = g.instance_code
            LEFT JOIN (VALUES %(labels)s) v (label, value) ON v.label = g.status
            LEFT JOIN registration_import_duplicate_key k ON k.id = g.id
                WHERE NOT EXISTS (SELECT FROM registration_import_outcome o
                                   WHERE o.id = g.id AND o.id BETWEEN %(low)s AND %(high)s)""",
            low=low,
            high=high,
            coded_plainly=_are_plain("registration_code"),
            width=width,
            coming=COMING,
            of_run=SQL("r.event_id = %s", wanted) if wanted else SQL("true"),
            registration=view(
                *("event.registration", "registration_code", "event_id", "active", "state"),
                "holds_seats",
            ),
            event=view("event.event", "agenda_enabled", "agenda_overlap"),
            session=view("event.agenda.session", "event_id", "code", archived=False),
            instance=view(
                *("event.agenda.instance", "session_id", "code", "date_begin", "date_end"),
                "waitlist",
                archived=False,
            ),
            labels=SQL(", ").join(SQL("(%s, %s)", label, value) for value, label in STATUSES),
        )

    def _made(self):
        return SQL(
            """INSERT INTO event_agenda_line (id, registration_id, instance_id, session_id, status,
                      waitlist_number, create_uid, write_uid, create_date, write_date)
               SELECT record, registration, instance, session, new, number, %(user)s, %(user)s,
                      %(now)s, %(now)s
                 FROM meant WHERE line IS NULL""",
            user=self.env.uid,
            now=self.env.cr.now(),
        )

    def _changed(self):
        """As ``EventAgendaLine.write``."""
        return SQL(
            """UPDATE event_agenda_line l
                  SET status = new,
                      promoted = CASE WHEN new IN %(seated)s THEN promoted ELSE false END,
                      waitlist_number = coalesce(number, waitlist_number),
                      write_uid = %(user)s, write_date = %(now)s
                 FROM meant WHERE l.id = meant.line AND new <> old""",
            seated=SEATED,
            user=self.env.uid,
            now=self.env.cr.now(),
        )

    def _counted(self):
        """As ``EventAgendaInstance._add_to_counters``."""
        return SQL(
            """UPDATE event_agenda_instance i
                  SET seats_taken = CASE WHEN seats = 0 THEN seats_taken
                                         ELSE coalesce(seats_taken, 0) + seats END,
                      waitlist_taken = CASE WHEN places = 0 THEN waitlist_taken
                                            ELSE coalesce(waitlist_taken, 0) + places END,
                      write_uid = %(user)s, write_date = %(now)s
                 FROM (SELECT instance,
                              count(*) FILTER (WHERE new IN %(seated)s)
                              - count(*) FILTER (WHERE old IN %(seated)s) AS seats,
                              count(*) FILTER (WHERE new = %(waitlisted)s)
                              - count(*) FILTER (WHERE old = %(waitlisted)s) AS places
                         FROM meant GROUP BY instance) sums
                WHERE i.id = sums.instance AND (seats <> 0 OR places <> 0)""",
            seated=SEATED,
            waitlisted=WAITLISTED,
            user=self.env.uid,
            now=self.env.cr.now(),
        )


def _are_plain(*codes):
    """Whether these codes of a row are looked up as they stand; dear, so each is asked once."""
    return SQL(" AND ").join(is_plain_key(SQL.identifier("g", code)) for code in codes)
