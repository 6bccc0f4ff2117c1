import calendar

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, LazyTranslate

from ...tools.rows.plan import Change, Plan
from ...tools.rows.problems import Problem, warning
from ...tools.rows.schema import Field, Schema
from .event_agenda_instance import SEATS, WAITLIST
from .event_agenda_line import CANCELLED, COUNTERS, STATUSES, WAITLISTED
from .kind_session_instances_messages import MESSAGES

_lt = LazyTranslate(__name__)

SCHEMA = Schema(
    (
        Field(
            "registration_code",
            "Registration Code",
            type="code",
            required=True,
            synonyms=("Registration", "Reg Code", "Registration ID", "Barcode"),
            help=_lt("Identifies the registration record; its barcode is accepted as well."),
            example="1234-55-122",
        ),
        Field(
            "session_code",
            "Session Code",
            type="code",
            required=True,
            synonyms=("Session", "Session ID"),
            help=_lt("Identifies the session of the registration's event."),
            example="Demo",
        ),
        Field(
            "instance_code",
            "Instance Code",
            type="code",
            required=True,
            synonyms=("Occurrence Code", "Occurrence", "Instance", "Session Instance Code"),
            help=_lt("Identifies the instance of that session."),
            example="Demo_7592",
        ),
        Field(
            "status",
            "Registration Session Status",
            type="selection",
            required=True,
            choices=tuple(STATUSES),
            synonyms=("Status", "Session Status"),
            help="Registered, Cancelled, No Show, Attended or Waitlisted.",
            example="Registered",
        ),
    )
)

# Said of a row that is imported all the same.
REGISTRATION_CANCELLED = "registration_cancelled"

# Freeing a seat goes before taking one.
RANKS = {CANCELLED: 0, WAITLISTED: 1}
TAKING = 2

# What is missing decides the problem, in this order: (key of the match, code, field).
MISSING = (
    ("registration", "unknown_registration", "registration_code"),
    ("session", "unknown_session", "session_code"),
    ("instance", "unknown_instance", "instance_code"),
)


class ImportKindSessionInstances(models.AbstractModel):
    """Session instances of registrations: a row puts one into an agenda, with a status."""

    _name = "registration.import.kind.session_instances"
    _inherit = "registration.import.kind"
    _description = "Import of Session Instances"

    _target = "event.agenda.line"
    _report_fields = ("registration_code", "session_code", "instance_code")
    _identity_fields = ("registration_code", "session_code", "instance_code")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _check_right(self, right):
        """Event users, and others who were given "Import Registration Data"."""
        user = self.env.user
        if right == "manage":
            allowed = user.has_group("event.group_event_manager")
        else:
            allowed = user.has_group("event.group_event_user") or user.has_group(
                "registration_import.group_import_registration_data"
            )
        if not allowed:
            raise AccessError(
                self.env._(
                    "You may not import session instances. Ask an administrator to set"
                    " “Import Registration Data” on your user record."
                )
            )

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare an Excel (.xlsx or .xls) or CSV (.csv) file. The first row names the"
                " columns, and there is one row per registration per session instance."
            ),
            self.env._(
                "The registrations, sessions and instances must exist, and sessions must be"
                " enabled for the event. An instance that a registration does not have is added"
                " with the status; one that it has gets the status."
            ),
            self.env._(
                "Names with accents or other scripts survive best in a CSV file saved as UTF-8"
                " (in Excel: CSV UTF-8)."
            ),
        ]

    @api.model
    def _samples(self):
        return [
            ["1234-55-122", "Demo", "Demo_7592", "Registered"],
            ["1234-55-122", "Wshop", "Wshop_7597", "Registered"],
            ["1234-55-122", "Knote", "Knote_7608", "Registered"],
            ["4321-55-111", "Demo", "Demo_7592", "Cancelled"],
        ]

    @api.model
    def _messages(self):
        return MESSAGES

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. A match holds the ids of registration, session,
        instance and line, or None; the line's status; ``facts`` of the instance, one dict for
        all its rows; ``held`` seats of the registrant where the event forbids overlaps."""
        if not rows:
            return []
        names = ("registration", "fault", "event", "session", "instance", "line", "status")
        found = self.env.execute_query(self._triage(rows))
        matches = [dict(zip(names, values, strict=True)) for values in found]
        self._add_facts(matches)
        self._find_elsewhere(rows, matches)
        return matches

    def _triage(self, rows):
        """One statement: each row joined to what its codes mean, as the user sees it."""
        keys = [[row.values[name] for row in rows] for name in self._identity_fields]
        given = SQL(
            """SELECT * FROM unnest(%s::text[], %s::text[], %s::text[])
                 WITH ORDINALITY AS listed(registration_code, session_code, instance_code, nth)""",
            *keys,
        )
        return SQL(
            """SELECT registration, fault, event, session, instance, line, status
                 FROM (%s) meant ORDER BY nth""",
            self._meaning(given),
        )

    def _meaning(self, given):
        """What codes mean: ``given`` selects registration_code, session_code, instance_code and
        whatever else shall be kept."""
        return SQL(
            """SELECT given.*, coalesce(r.id, b.id) AS registration,
                      CASE WHEN r.id <> b.id THEN 'ambiguous_registration'
                           WHEN NOT coalesce(r.active, b.active) THEN 'archived_registration'
                           WHEN NOT coalesce(e.agenda_enabled, false) AND coalesce(r.id, b.id) > 0
                           THEN 'sessions_disabled'
                           WHEN coalesce(r.state, b.state) = 'cancel' THEN %(cancelled)s
                      END AS fault,
                      e.id AS event, s.id AS session, i.id AS instance, l.id AS line, l.status
                 FROM (%(given)s) given
            LEFT JOIN (%(registration)s) r ON r.registration_code = given.registration_code
            LEFT JOIN (%(registration)s) b ON b.barcode = given.registration_code
            LEFT JOIN (%(event)s) e ON e.id = coalesce(r.event_id, b.event_id)
            LEFT JOIN (%(session)s) s ON s.event_id = e.id AND s.code = given.session_code
            LEFT JOIN (%(instance)s) i ON i.session_id = s.id AND i.code = given.instance_code
            LEFT JOIN (%(line)s) l
                   ON l.registration_id = coalesce(r.id, b.id) AND l.instance_id = i.id""",
            cancelled=REGISTRATION_CANCELLED,
            given=given,
            registration=self._view(
                "event.registration", "registration_code", "barcode", "event_id", "active", "state"
            ),
            event=self._view("event.event", "agenda_enabled"),
            session=self._view("event.agenda.session", "event_id", "code", archived=False),
            instance=self._view("event.agenda.instance", "session_id", "code", archived=False),
            line=self._view("event.agenda.line", "registration_id", "instance_id", "status"),
        )

    @api.model
    def _can_skim(self, columns, first, last):
        """Not where a registration goes by its barcode: another row may then name the same line."""
        return len(columns) == len(SCHEMA) and not self._names_barcodes(
            columns["registration_code"], (first, last)
        )

    @api.model
    def _select_unchanged(self, columns, width, low, high):
        """See ``registration.import.kind``: rows of plain codes whose line has the very status."""
        said = SQL(
            """SELECT series.id, t.cells->>%(registration_code)s AS registration_code,
                      t.cells->>%(session_code)s AS session_code,
                      t.cells->>%(instance_code)s AS instance_code,
                      t.cells->>%(status)s AS said, jsonb_array_length(t.cells) AS width
                 FROM generate_series(%(low)s, %(high)s) AS series(id)
            LEFT JOIN (SELECT * FROM registration_import_staged
                        WHERE id BETWEEN %(low)s AND %(high)s) t ON t.id = series.id""",
            low=low,
            high=high,
            **columns,
        )
        return SQL(
            """WITH meant AS MATERIALIZED (%s)
               SELECT id, line AS record FROM meant
                WHERE line IS NOT NULL AND fault IS NULL AND width = %s
                  AND (said, status) IN (VALUES %s)
                  AND concat(registration_code, session_code, instance_code)
                      ~ '^[A-Za-z0-9_./-]+$'""",
            self._meaning(said),
            width,
            SQL(", ").join(SQL("(%s, %s)", label, value) for value, label in STATUSES),
        )

    def _names_barcodes(self, column, rows):
        """Whether a row of the file names a registration by its barcode."""
        found = self.env.execute_query(
            SQL(
                """SELECT FROM (SELECT DISTINCT btrim(cells->>%s) AS text
                                  FROM registration_import_staged WHERE id BETWEEN %s AND %s) t
                     JOIN (%s) r ON r.barcode = t.text LIMIT 1""",
                column,
                *rows,
                self._view("event.registration", "barcode"),
            )
        )
        return bool(found)

    def _add_facts(self, matches):
        """What is known of each instance, once for all its rows: limits, counters, times."""
        found = {match["instance"] for match in matches} - {None}
        facts = {
            instance.id: {
                SEATS: [instance._limit(SEATS), instance[SEATS]],
                WAITLIST: [instance._limit(WAITLIST), instance[WAITLIST]],
                "times": [_epoch(instance.date_begin), _epoch(instance.date_end)],
                "strict": not instance.event_id.agenda_overlap,
            }
            for instance in self.env["event.agenda.instance"].browse(found)
        }
        for match in matches:
            match["facts"] = facts.get(match["instance"])
        if any(fact["strict"] for fact in facts.values()):
            self._find_clashes(matches)

    def _find_clashes(self, matches):
        """Where the event forbids overlaps, the seats that the registrant holds: one query."""
        strict = [match for match in matches if match["facts"] and match["facts"]["strict"]]
        lines = self.env["event.agenda.line"].search_fetch(
            [
                ("registration_id", "in", list({match["registration"] for match in strict})),
                ("status", "in", [s for s, counter in COUNTERS.items() if counter == SEATS]),
            ],
            ["registration_id", "instance_id"],
        )
        held = {}
        for line in lines:
            instance = line.instance_id
            times = [instance.id, _epoch(instance.date_begin), _epoch(instance.date_end)]
            held.setdefault(line.registration_id.id, []).append(times)
        for match in strict:
            match["held"] = held.get(match["registration"], [])

    def _find_elsewhere(self, rows, matches):
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

    # -- plan ------------------------------------------------------------------------------

    @api.model
    def _keys(self, row):
        """The agenda line of the row; none where a code means nothing."""
        match = row.match
        return ((match["registration"], match["instance"]),) if match["instance"] else ()

    @api.model
    def _plan(self, row, totals):
        match, status = row.match, row.values["status"]
        problem = self._missing(row)
        if problem is None and match["status"] != status:
            problem = self._no_room(row, totals) or self._clash(row, totals)
        if problem is not None:
            return Plan(problems=[problem])
        plan = Plan(record=match["line"])
        if match["status"] != status:
            plan.changes.append(_change(match, status))
            _count(match, status, totals)
        if match["fault"] == REGISTRATION_CANCELLED:
            plan.problems.append(warning(REGISTRATION_CANCELLED, "registration_code"))
        return plan

    @api.model
    def _after(self, row):
        """The line as it is after the row; a line that is only planned has id 0."""
        return row.match | {"status": row.values["status"], "line": row.record or 0}

    @api.model
    def _rank(self, model, values):
        return RANKS.get(values.get("status"), TAKING)

    def _missing(self, row):
        """The first code that means nothing here, as a problem."""
        match, values = row.match, row.values
        if match["fault"] not in (None, REGISTRATION_CANCELLED):
            return Problem(match["fault"], "registration_code", values["registration_code"])
        if match["instance"] is not None:
            return None
        for key, code, field in MISSING:
            if match[key] is None:
                if match.get("elsewhere"):
                    params = {"session": match["elsewhere"]}
                    return Problem("instance_elsewhere", field, values[field], params)
                return Problem(code, field, values[field])
        return None

    def _no_room(self, row, totals):
        """Seats or waitlist places that the row would take, and there are none."""
        match, status = row.match, row.values["status"]
        counter = COUNTERS.get(status)
        if counter is None or counter == COUNTERS.get(match["status"]):
            return None
        limit, taken = match["facts"][counter]
        taken += totals.get(f"{counter}:{match['instance']}", 0)
        if limit is None or taken < limit:
            return None
        params = {"limit": limit, "taken": taken}
        code = "instance_full" if counter == SEATS else "waitlist_full"
        if counter == WAITLIST and not limit:
            code = "no_waitlist"
        return Problem(code, "instance_code", row.values["instance_code"], params)

    def _clash(self, row, totals):
        """Another seat of the registrant at the same time, where the event forbids it; a seat
        that they have already stays theirs, as on the form."""
        match, status, facts = row.match, row.values["status"], row.match["facts"]
        if not facts["strict"] or COUNTERS.get(status) != SEATS:
            return None
        if COUNTERS.get(match["status"]) == SEATS:
            return None
        start, stop = facts["times"]
        for instance, begin, end in self._held(match, totals):
            if instance != match["instance"] and begin < stop and start < end:
                other = self.env["event.agenda.instance"].browse(instance).code
                return Problem(
                    "overlap", "instance_code", row.values["instance_code"], {"other": other}
                )
        return None

    @staticmethod
    def _held(match, totals):
        return totals.get(f"held:{match['registration']}", match.get("held", ()))


def _epoch(moment):
    """Seconds since 1970 of a naive UTC datetime, as PostgreSQL counts them."""
    return calendar.timegm(moment.timetuple())


def _change(match, status):
    """The line of a match, new or changed; freeing a seat goes before taking one."""
    if match["line"] is None:
        values = {
            "registration_id": match["registration"],
            "instance_id": match["instance"],
            "status": status,
        }
        return Change("event.agenda.line", None, values, rank=TAKING)
    rank = RANKS.get(status, TAKING)
    return Change("event.agenda.line", match["line"], {"status": status}, match, rank)


def _count(match, status, totals):
    """Add what the row takes and frees to the running totals."""
    for counter, step in ((COUNTERS.get(match["status"]), -1), (COUNTERS.get(status), 1)):
        if counter is not None:
            key = f"{counter}:{match['instance']}"
            totals[key] = totals.get(key, 0) + step
    if match["facts"]["strict"]:
        key = f"held:{match['registration']}"
        seats = totals.get(key, match.get("held", ()))
        seats = [seat for seat in seats if seat[0] != match["instance"]]
        if COUNTERS.get(status) == SEATS:
            seats.append([match["instance"], *match["facts"]["times"]])
        totals[key] = seats


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("session_instances", "Registration Session Instances")],
        ondelete={"session_instances": "cascade"},
    )


class EventAgendaLine(models.Model):
    _name = "event.agenda.line"
    _inherit = ["event.agenda.line", "registration.import.target"]
