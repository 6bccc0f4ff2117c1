"""Participants: half of the rows make a registration, with a ticket and a team; the others give one
another ticket, and a fifth of these another company, too.

Odoo's own import is given the External ID of every registration, since it would make each one anew
otherwise, and codes to look for events and teams by. The event has no scheduled mails: with those
that Odoo gives each new event it would send them within the import.
"""

from datetime import datetime, timedelta

from ..importer.own_context import YES
from .case import MODULE, Case

BEFORE = 20_000
EVENTS, TICKETS, TEAMS = 4, 4, 50
HEADER = (
    *("Registration Code", "Event Code", "Attendee Name", "Email", "Phone", "Company", "Ticket"),
    "Team Code",
)
# {label: field}, but for the External ID
FIELDS = {
    "Registration Code": "registration_code",
    "Event": "event_id",
    "Attendee Name": "name",
    "Email": "email",
    "Phone": "phone",
    "Company Name": "company_name",
    "Ticket Type": "event_ticket_id",
    "Team": "event_team_id",
}
LINKS = ("event_id", "event_ticket_id", "event_team_id")
HELD = ("name", "email", "phone", "company_name", *LINKS)
# Every so manieth of those that are there gets another company.
MOVED = 5


class Participants(Case):
    """See ``case.Case``."""

    name = "participants"
    MOST = BEFORE
    without = ("base_import_as_is", "sql")
    groups = ("base.group_system",)
    header = HEADER
    grown = {"event_registration": (*HELD, "write_date", "write_uid")}
    compared = {"event_registration": ("registration_code", "state", "active", *HELD)}
    model = "event.registration"
    native = {"External ID": "id", **FIELDS}
    searched = {
        "event.event": ("event_code",),
        "event.event.ticket": ("name",),
        "event.team": ("code",),
    }
    loaded = ("id", *(f"{f}/id" if f in LINKS else f for f in FIELDS.values()))

    def fill(self, env, rows):
        env = env(context={**env.context, "registration_import_quiet": YES})
        events = env["event.event"].search([("event_code", "like", "B%")], order="id")
        events = events or _make_events(env)
        registrations = env[self.model].search([("event_id", "in", events.ids)], order="id")
        return {
            "event": events,
            "ticket": events.event_ticket_ids.sorted("id"),
            "team": env["event.team"].search([("event_id", "in", events.ids)], order="id"),
            "registration": registrations or _make_registrations(env, events),
        }

    def cells(self, rows):
        return [list(_texts(*_row(place)).values()) for place in range(rows)]

    def native_cells(self, rows):
        return [[_name(number), *_texts(number, after).values()] for number, after in _rows(rows)]

    def loaded_cells(self, rows):
        return [_loaded(number, after) for number, after in _rows(rows)]

    def expected(self, rows):
        return {"created": rows - rows // 2, "updated": rows // 2}


def _row(place):
    """Number of the registration of a row, and whether the row finds it: odd ones do."""
    return (place, True) if place % 2 else (BEFORE + place, False)


def _rows(rows):
    return map(_row, range(rows))


def _name(number):
    return f"{MODULE}.registration_{number}"


def _ticket(number, after):
    return f"Ticket {number % EVENTS}-{(number // EVENTS + after) % TICKETS}"


def _texts(number, after):
    """``{label of the user's file: text}`` of a registration, before or after the import."""
    moved = after and number % MOVED == 0
    return dict(
        zip(
            HEADER,
            (
                f"B-{number:06}",
                f"B{number % EVENTS}",
                f"Person {number}",
                f"person{number}@example.com",
                f"+3225{number:06}",
                f"Company {number % 300 + 300 * moved}",
                _ticket(number, after),
                f"T{number // EVENTS % TEAMS}-{number % EVENTS}",
            ),
            strict=True,
        )
    )


def _loaded(number, after):
    """A row in the order of ``Participants.loaded``."""
    texts = _texts(number, after)
    event, nth = number % EVENTS, number // EVENTS
    return [
        _name(number),
        texts["Registration Code"],
        f"{MODULE}.event_{event}",
        *(texts[label] for label in HEADER[2:6]),
        f"{MODULE}.ticket_{event * TICKETS + (nth + after) % TICKETS}",
        f"{MODULE}.team_{event * TEAMS + nth % TEAMS}",
    ]


# -- what is there before ------------------------------------------------------------------------


def _make_events(env):
    begin = datetime(2031, 5, 5, 8)
    events = env["event.event"].create(
        [
            {
                "name": f"{MODULE} {number}",
                "event_code": f"B{number}",
                "date_begin": begin,
                "date_end": begin + timedelta(days=30),
            }
            for number in range(EVENTS)
        ]
    )
    events.event_mail_ids.unlink()
    for number, event in enumerate(events):
        env["event.event.ticket"].create(
            [{"name": f"Ticket {number}-{n}", "event_id": event.id} for n in range(TICKETS)]
        )
        codes = [f"T{n}-{number}" for n in range(TEAMS)]
        env["event.team"].create(
            [{"name": code, "code": code, "event_id": event.id} for code in codes]
        )
    return events


def _make_registrations(env, events):
    tickets = [event.event_ticket_ids.sorted("id").ids for event in events]
    teams = [env["event.team"].search([("event_id", "=", e.id)], order="id").ids for e in events]
    return env["event.registration"].create(
        [_values(number, events, tickets, teams) for number in range(BEFORE)]
    )


def _values(number, events, tickets, teams):
    texts = _texts(number, False)
    event, nth = number % EVENTS, number // EVENTS
    return {
        "event_id": events[event].id,
        "event_ticket_id": tickets[event][nth % TICKETS],
        "event_team_id": teams[event][nth % TEAMS],
        **{FIELDS.get(label, "company_name"): texts[label] for label in HEADER[2:6]},
        "registration_code": texts["Registration Code"],
    }
