from odoo.tools import SQL
from odoo.tools.date_utils import float_to_time

from ...tools.contacts.names import name_key
from ...tools.kinds.participants import CODES, FIELDS
from ...tools.kinds.seats import COMING

PRESENT = ("event_id", "active", "date_closed", *FIELDS)


class ParticipantMatcher:
    """What the codes of rows mean now, as the user of the ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.participants.ParticipantPlanner`` has it; the
        ``event`` is one dict for all its rows."""
        if not rows:
            return []
        found = self.env.execute_query(self._triage(rows))
        events = EventFacts(self.env, {event for event, *_rest in found if event}).all()
        matches = []
        for event, identifier, hidden, barcode, *values in found:
            present = dict(zip(PRESENT, values, strict=True)) if identifier else {}
            matches.append(
                {
                    "event": events.get(event),
                    "id": identifier,
                    "hidden": hidden,
                    "barcode": barcode,
                    "present": present,
                }
            )
        if any(name.partition(":")[0] == "answer" for row in rows for name in row.values):
            self._add_answers([match for match in matches if match["id"]])
        return matches

    def _triage(self, rows):
        """One statement: each row joined to its event and its registration."""
        view = self.kind._view
        return SQL(
            """SELECT e.id, r.id, r.id IS NULL AND t.id IS NOT NULL,
                      t.id IS NULL AND b.id IS NOT NULL, %s
                 FROM unnest(%s::text[], %s::text[])
                      WITH ORDINALITY AS given(registration_code, event_code, nth)
            LEFT JOIN (%s) e ON e.event_code = given.event_code
            LEFT JOIN (%s) r ON r.registration_code = given.registration_code
            LEFT JOIN event_registration t ON t.registration_code = given.registration_code
            LEFT JOIN event_registration b ON b.barcode = given.registration_code
             ORDER BY nth""",
            SQL(", ").join(map(_present, PRESENT)),
            *([row.values[name] for row in rows] for name in CODES),
            view("event.event", "event_code", archived=False),
            view("event.registration", "registration_code", *PRESENT),
        )

    def _add_answers(self, matches):
        """What registrations have answered: one query."""
        answers = self.env["event.registration.answer"].search_fetch(
            [("registration_id", "in", [match["id"] for match in matches])],
            ["registration_id", "question_id", "value_answer_id", "value_text_box"],
            order="id",
        )
        found = {}
        for answer in answers:
            value = answer.value_answer_id.id or answer.value_text_box
            own = found.setdefault(answer.registration_id.id, {})
            own[str(answer.question_id.id)] = [answer.id, value]
        for match in matches:
            match["present"]["answers"] = found.get(match["id"], {})


def _present(name):
    """What a registration holds, as a plan gives it; an emptied text is as good as none."""
    form = "nullif(%s, '')" if name in ("name", "email", "phone", "company_name") else "%s"
    if name == "date_closed":
        form = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS')"
    return SQL(form, SQL.identifier("r", name))


class EventFacts:
    """What there is to know of events, each table read once for all of them."""

    def __init__(self, env, ids):
        self.env = env
        self.events = env["event.event"].browse(sorted(ids))

    def all(self):
        """``{id: facts}``, see ``tools.kinds.participants.ParticipantPlanner``."""
        facts = {event.id: _facts(event) for event in self.events}
        if facts:
            self._add_tickets(facts)
            self._add_slots(facts)
            self._add_teams(facts)
            self._add_questions(facts)
            self._add_taken(facts)
        return facts

    def _of_events(self, model, names):
        domain = [("event_id", "in", self.events.ids)]
        return self.env[model].search_fetch(domain, ["event_id", *names])

    def _add_tickets(self, facts):
        tickets = self._of_events("event.event.ticket", ["name", "seats_max"])
        for ticket in tickets:
            own = facts[ticket.event_id.id]
            add_names(own["tickets"], ticket, "name")
            if ticket.seats_max:
                own["ticket_limits"][str(ticket.id)] = ticket.seats_max

    def _add_slots(self, facts):
        for slot in self._of_events("event.slot", ["date", "start_hour"]):
            start = float_to_time(slot.start_hour).strftime("%H:%M")
            slots = facts[slot.event_id.id]["slots"]
            slots.setdefault(f"{slot.date.isoformat()} {start}", []).append(slot.id)

    def _add_teams(self, facts):
        for team in self._of_events("event.team", ["code"]):
            facts[team.event_id.id]["teams"][team.code] = [team.id]

    def _add_questions(self, facts):
        described = {}
        for event in self.events:
            for question in event.question_ids:
                if question.id not in described:
                    described[question.id] = self._described(question)
                add_names(facts[event.id]["questions"], question, "title", described[question.id])

    def _described(self, question):
        """``[id, kind, {answer: ids}]``"""
        answers = {}
        for answer in question.answer_ids:
            add_names(answers, answer, "name")
        return [question.id, question.question_type, answers]

    def _add_taken(self, facts):
        """Who comes, counted where seats are limited, whoever may see them."""
        limited = [each["id"] for each in facts.values() if each["limit"] or each["ticket_limits"]]
        if not limited:
            return
        counts = (
            self.env["event.registration"]
            .sudo()
            ._read_group(
                [("event_id", "in", limited), ("state", "in", COMING)],
                ["event_id", "event_slot_id", "event_ticket_id"],
                ["__count"],
            )
        )
        for event, slot, ticket, count in counts:
            taken = facts[event.id]["taken"]
            places = [f"slot:{slot.id}" if slot else f"event:{event.id}"]
            if ticket:
                places.append(f"ticket:{ticket.id}:{slot.id}" if slot else f"ticket:{ticket.id}")
            for place in places:
                taken[place] = taken.get(place, 0) + count


def _facts(event):
    return {
        "id": event.id,
        "country": event.country_id.code or event.env.company.country_id.code or None,
        "slotted": event.is_multi_slots,
        "limit": event.seats_limited and event.seats_max or None,
        **{name: {} for name in ("tickets", "slots", "teams", "questions")},
        "ticket_limits": {},
        "taken": {},
    }


def add_names(known, record, field, meant=None):
    """Note what a record is called, in English and in the user's language: once where the two are
    the same to whoever looks for it."""
    names = record[field], record.with_context(lang="en_US")[field]
    for key in {name_key(name) for name in names if name}:
        known.setdefault(key, []).append(meant or record.id)
