from odoo.tools import SQL

from ...tools.contacts.names import name_key
from ...tools.contacts.whole_names import squeezed
from ...tools.kinds.events import FIELDS
from ...tools.rows.cells import ENDS, REMOVE
from ..contacts.name_sql import folded
from .participant_matcher import add_names

# What is read of an event by the statement; the rest follows for those that there are.
COLUMNS = ("active", *(name for name in FIELDS if name not in ("name", "tag_ids")))
NAMED = ("venue", "organizer")


class EventMatcher:
    """What the codes of rows mean now, as the user of the ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.events.EventPlanner`` has it."""
        if not rows:
            return []
        shared = {
            "contacts": self._contacts(rows),
            "tags": self._tags(),
            "has_prices": "price" in self.env["event.event.ticket"]._fields,
        }
        found = self.env.execute_query(self._triage(rows))
        events = self._events({event for event, *_rest in found if event})
        return [
            {
                "id": event,
                "hidden": hidden,
                "present": dict(zip(COLUMNS, values, strict=True)) if event else {},
                **{"tickets": {}, "questions": {}},
                **shared,
            }
            | self._with_names(events.get(event), values)
            for event, hidden, *values in found
        ]

    def _with_names(self, event, values):
        """What the ORM knows better: translated names, tags, tickets and questions."""
        if event is None:
            return {}
        present = dict(zip(COLUMNS, values, strict=True)) | event["present"]
        return {**event, "present": present}

    def _triage(self, rows):
        """One statement: each row joined to its event."""
        return SQL(
            """SELECT e.id, e.id IS NULL AND t.id IS NOT NULL, %s
                 FROM unnest(%s::text[]) WITH ORDINALITY AS given(event_code, nth)
            LEFT JOIN (%s) e ON e.event_code = given.event_code
            LEFT JOIN event_event t ON t.event_code = given.event_code
             ORDER BY nth""",
            SQL(", ").join(map(_present, COLUMNS)),
            [row.values["event_code"] for row in rows],
            self.kind._view("event.event", "event_code", *COLUMNS),
        )

    def _events(self, ids):
        """``{id: {"present", "tickets", "questions"}}``, each table read once for all of them."""
        events = self.env["event.event"].browse(sorted(ids))
        found = {
            event.id: {
                "present": {"name": event.name, "tag_ids": sorted(event.tag_ids.ids)},
                "tickets": {},
                "questions": {},
            }
            for event in events
        }
        for event in events:
            for ticket in event.event_ticket_ids:
                price = ticket.price if "price" in ticket._fields else None
                described = [ticket.id, ticket.seats_max, price]
                add_names(found[event.id]["tickets"], ticket, "name", described)
            for question in event.question_ids:
                add_names(found[event.id]["questions"], question, "title", _described(question))
        return found

    def _tags(self):
        tags = {}
        for tag in self.env["event.tag"].search_fetch([], ["name"]):
            add_names(tags, tag, "name")
        return tags

    def _contacts(self, rows):
        """``{text: ids}`` of venues and organizers, by name and by CONS_ID."""
        texts = {row.values.get(name) for row in rows for name in NAMED} - {None, REMOVE}
        texts |= {*map(squeezed, texts)}
        if not texts:
            return {}
        numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
        name = SQL.identifier("p", "name")
        found = self.env.execute_query(
            SQL(
                """SELECT p.id, p.name FROM (%s) p
                    WHERE %s IN (SELECT %s FROM unnest(%s::text[]) text) OR p.id = ANY(%s)""",
                self.kind._view("res.partner", "name", archived=False),
                folded(SQL("btrim(%s, %s)", name, ENDS)),
                folded(SQL("text")),
                list(texts),
                [number for number in numbers if number < 2**31],
            )
        )
        contacts = {}
        for identifier, text in found:
            contacts.setdefault(name_key(text), []).append(identifier)
        # a number is a CONS_ID, whatever somebody is called
        return contacts | {str(identifier): [identifier] for identifier, _text in found}


def _present(name):
    """What an event holds, as a plan gives it."""
    form = "to_char(%s, 'YYYY-MM-DD HH24:MI:SS')" if name in ("date_begin", "date_end") else "%s"
    return SQL(form, SQL.identifier("e", name))


def _described(question):
    """``[id, kind, mandatory, {answer: ids}, shared]``"""
    answers = {}
    for answer in question.answer_ids:
        add_names(answers, answer, "name")
    kind, mandatory = question.question_type, question.is_mandatory_answer
    return [question.id, kind, mandatory, answers, _is_shared(question)]


def _is_shared(question):
    """Whether it is asked at other events, whoever may see them, or will be at new ones."""
    everywhere = question.sudo().with_context(active_test=False)
    return len(everywhere.event_ids) > 1 or question.is_default or bool(everywhere.event_type_ids)
