import calendar

from odoo import fields
from odoo.tools import SQL

from ...tools.kinds.seats import SEATED, SEATS, WAITLIST, WAITLISTED
from ...tools.kinds.session_instances import (
    ARCHIVED,
    CODES,
    REGISTRATION_CANCELLED,
    REGISTRATION_DRAFT,
)
from ...tools.kinds.undo_entries import record_key

FOUND = (
    *("registration", "problem", "holds", "event", "session", "instance", "line", "status"),
    "promoted",
)


class SessionInstanceMatcher:
    """What the codes of rows mean now, as the user of the ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.session_instances.SessionInstancePlanner`` has
        it; ``facts`` are one dict for all rows of an instance."""
        if not rows:
            return []
        found = self.env.execute_query(self._triage(rows))
        matches = [dict(zip(FOUND, values, strict=True)) for values in found]
        self._add_strays(matches)
        self._add_facts(matches)
        self._add_elsewhere(rows, matches)
        self._add_spelling(rows, matches, "session", "event")
        self._add_spelling(rows, matches, "instance", "session")
        if self.kind._run.promotes:
            self._add_waiting(matches)
        return matches

    def facts_of(self, lines):
        """``{record key: match}`` of agenda lines that there are, as far as their seats are
        concerned, with the ``code`` of the instance."""
        found = {
            record_key(line._name, line.id): {
                "registration": line.registration_id.id,
                "instance": line.instance_id.id,
                "status": line.status,
                "holds": line.registration_id.holds_seats,
                "code": line.instance_id.code,
            }
            for line in lines.sudo()
        }
        self._add_facts(list(found.values()))
        return found

    def _triage(self, rows):
        """One statement: each row joined to what its codes mean."""
        given = SQL(
            """SELECT * FROM unnest(%s::text[], %s::text[], %s::text[])
                 WITH ORDINALITY AS listed(registration_code, session_code, instance_code, nth)""",
            *([row.values[name] for row in rows] for name in CODES),
        )
        return SQL(
            "SELECT %s FROM (%s) meant ORDER BY nth",
            SQL(", ").join(map(SQL.identifier, FOUND)),
            self.meaning(given),
        )

    def meaning(self, given):
        """A SELECT of what codes mean: ``given`` selects registration_code, session_code,
        instance_code and whatever else shall be in the result."""
        view = self.kind._view
        return SQL(
            """SELECT given.*, coalesce(r.id, b.id) AS registration,
                      CASE WHEN r.id <> b.id THEN 'ambiguous_registration'
                           WHEN NOT coalesce(e.agenda_enabled, false) AND coalesce(r.id, b.id) > 0
                           THEN 'sessions_disabled'
                           WHEN NOT coalesce(r.active, b.active) THEN %(archived)s
                           WHEN coalesce(r.state, b.state) = 'cancel' THEN %(cancelled)s
                           WHEN coalesce(r.state, b.state) = 'draft' THEN %(draft)s
                      END AS problem,
                      coalesce(r.holds_seats, b.holds_seats, false) AS holds,
                      e.id AS event, s.id AS session, i.id AS instance, l.id AS line, l.status,
                      l.promoted
                 FROM (%(given)s) given
            LEFT JOIN (%(registration)s) r ON r.registration_code = given.registration_code
            LEFT JOIN (%(registration)s) b ON b.barcode = given.registration_code
            LEFT JOIN (%(event)s) e ON e.id = coalesce(r.event_id, b.event_id)
            LEFT JOIN (%(session)s) s ON s.event_id = e.id AND s.code = given.session_code
            LEFT JOIN (%(instance)s) i ON i.session_id = s.id AND i.code = given.instance_code
            LEFT JOIN (%(line)s) l
                   ON l.registration_id = coalesce(r.id, b.id) AND l.instance_id = i.id""",
            archived=ARCHIVED,
            cancelled=REGISTRATION_CANCELLED,
            draft=REGISTRATION_DRAFT,
            given=given,
            registration=view(
                *("event.registration", "registration_code", "barcode", "event_id", "active"),
                *("state", "holds_seats"),
            ),
            event=view("event.event", "agenda_enabled"),
            session=view("event.agenda.session", "event_id", "code", archived=False),
            instance=view("event.agenda.instance", "session_id", "code", archived=False),
            line=view("event.agenda.line", "registration_id", "instance_id", "status", "promoted"),
        )

    def _add_strays(self, matches):
        """Of registrations of another event than the run is about: the name of that event."""
        wanted = self.kind._run.options.get("event")
        strays = [match for match in matches if wanted and match["event"] not in (None, wanted)]
        events = self.env["event.event"].browse({match["event"] for match in strays})
        names = {event.id: event.name for event in events}
        for match in strays:
            match["stray"] = names[match["event"]]

    def _add_facts(self, matches):
        """Facts of each instance, once for all its rows: limits, counters, times."""
        found = {match["instance"] for match in matches} - {None}
        facts = {
            instance.id: {
                SEATS: [instance._limit(SEATS), instance[SEATS]],
                WAITLIST: [instance._limit(WAITLIST), instance[WAITLIST]],
                "times": _times(instance),
                "strict": not instance.event_id.agenda_overlap,
            }
            for instance in self.env["event.agenda.instance"].browse(found)
        }
        for match in matches:
            match["facts"] = facts.get(match["instance"])
        strict = [match for match in matches if match["facts"] and match["facts"]["strict"]]
        if strict:
            self._add_seats(strict)

    def _add_seats(self, matches):
        """The seats of the registrants of these matches."""
        seats = self._seats_of({match["registration"] for match in matches if match["holds"]})
        for match in matches:
            match["seats"] = seats.get(match["registration"], [])

    def _add_waiting(self, matches):
        """Who waits for a seat in each instance that has not begun, in the order of the waitlist:
        one query."""
        instances = self.env["event.agenda.instance"].browse(
            {match["instance"] for match in matches} - {None}
        )
        now = fields.Datetime.now()
        waiting = {instance.id: [] for instance in instances if instance.date_begin > now}
        lines = self.env["event.agenda.line"].search_fetch(
            [
                ("instance_id", "in", list(waiting)),
                ("status", "=", WAITLISTED),
                ("registration_id.holds_seats", "=", True),
            ],
            ["registration_id", "instance_id"],
            order="waitlist_number NULLS FIRST, id",
        )
        strict = lines.filtered(lambda line: not line.instance_id.event_id.agenda_overlap)
        seats = self._seats_of(set(strict.registration_id.ids))
        for line in lines:
            registration = line.registration_id.id
            place = [registration, line.id, seats.get(registration, [])]
            waiting[line.instance_id.id].append(place)
        for match in matches:
            match["waiting"] = waiting.get(match["instance"])

    def _seats_of(self, registrations):
        """``{registration: its seats}``: one query."""
        lines = self.env["event.agenda.line"].search_fetch(
            [("registration_id", "in", list(registrations)), ("status", "in", SEATED)],
            ["registration_id", "instance_id"],
        )
        seat_of = {
            instance.id: [instance.id, *_times(instance), instance.code]
            for instance in lines.instance_id
        }
        seats = {}
        for line in lines:
            seats.setdefault(line.registration_id.id, []).append(seat_of[line.instance_id.id])
        return seats

    def _add_elsewhere(self, rows, matches):
        """Instances that exist, but in another session of the event: named in the message."""
        lost = [
            (row.values["instance_code"], match)
            for row, match in zip(rows, matches, strict=True)
            if match["session"] and not match["instance"]
        ]
        if not lost:
            return
        found = self.env["event.agenda.instance"].search_fetch(
            [
                ("event_id", "in", list({match["event"] for _code, match in lost})),
                ("code", "in", list({code for code, _match in lost})),
            ],
            ["event_id", "code", "session_id"],
        )
        sessions = {(i.event_id.id, i.code): i.session_id.code for i in found}
        for code, match in lost:
            match["elsewhere"] = sessions.get((match["event"], code))

    def _add_spelling(self, rows, matches, lost, within):
        """Of codes that nothing has: how they are written where the case of letters does not
        count."""
        name = f"{lost}_code"
        wanted = [
            (row.values[name], match)
            for row, match in zip(rows, matches, strict=True)
            if match[within] and not match[lost] and row.values[name]
        ]
        if not wanted:
            return
        within_ids = list({match[within] for _code, match in wanted})
        path = f"{within}_id"
        found = self.env[f"event.agenda.{lost}"].search_fetch(
            [(path, "in", within_ids)], [path, "code"]
        )
        written = {(each[path].id, (each.code or "").casefold()): each.code for each in found}
        for code, match in wanted:
            match["written"] = written.get((match[within], code.casefold()))


def _times(instance):
    """Begin and end in seconds since 1970, of naive UTC datetimes, as PostgreSQL counts them."""
    return [calendar.timegm(at.timetuple()) for at in (instance.date_begin, instance.date_end)]
