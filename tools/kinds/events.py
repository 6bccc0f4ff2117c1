"""Events: what a row would change in one, its tickets and its questions (V19)."""

from __future__ import annotations

from typing import Any

from ..contacts.names import name_key
from ..rows.plan import INVALID, Change, Plan, Row, has_error
from ..rows.planner import Match, RowPlanner
from ..rows.problems import Problem
from ..rows.run_context import RunContext
from .event_parts import ANSWER, QUESTION, TICKET, question_changes, ticket_changes
from .event_values import EventClock, event_values

EVENT = "event.event"
#: What an event holds of a row.
FIELDS = (
    *("name", "date_begin", "date_end", "date_tz", "address_id", "organizer_id", "tag_ids"),
    *("seats_limited", "seats_max"),
)
#: Where Odoo puts the company, if nothing is said.
FILLED_IN = ("address_id", "organizer_id")
#: Before its tickets and questions.
FIRST = 1
# The columns of a row without which nobody knows when an event is.
TIMES = ("begin_date", "begin_time", "end_date", "end_time", "zone")


class EventPlanner(RowPlanner):
    """A row makes an event, or says what the one with its code holds: one ticket and one question
    of it, too; more of them have rows of their own with the same code. An empty cell leaves the
    value as it is, and ``=`` takes it away.

    A match: the ``id`` of the event or None; whether the code is that of one that is ``hidden``
    from the user; its ``present`` values, FIELDS with ``active``, moments as UTC texts; its
    ``tickets`` and ``questions``, see ``event_parts``; whether tickets have prices at all
    (``has_prices``); and, the same for all rows, ``contacts`` and ``tags``, {text: ids}.
    """

    identity_fields = ("event_code",)
    rests_on = {
        "": ("event_code",),
        "name": ("event_code",),
        "end_date": TIMES,
        "begin_time": ("event_code", "begin_date"),
        "end_time": ("event_code", "end_date"),
        "begin_date": ("event_code",),
        "ticket_price": ("ticket",),
        "ticket_seats": ("ticket",),
        "question_type": ("event_code", "question"),
        "answers": ("event_code", "question", "question_type"),
        "mandatory": ("question",),
        "question": ("event_code", "answers", "mandatory"),
    }

    def __init__(self, run: RunContext, clock: EventClock) -> None:
        super().__init__(run)
        self.clock = clock

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        problem = _wrong_code(row)
        if problem is not None:
            return Plan(problems=[problem])
        problems: list[Problem] = []
        match, values, present = row.match, row.values, row.match["present"]
        new = event_values(values, match, problems)
        new |= self.clock.values(values, present, problems)
        if match["id"] is None:
            new = self._new_values(row, new, problems)
        after = {**present, **new}
        if not has_error(problems) and after["date_end"] < after["date_begin"]:
            problems.append(Problem("ends_before_begin", "end_date"))
        change = Change(EVENT, match["id"], new, present, FIRST)
        about = change if match["id"] is None else match["id"]
        parts = ticket_changes(values, match, about, problems)
        parts += question_changes(values, match, about, problems)
        return Plan([change, *parts], problems=problems, record=match["id"])

    def _new_values(self, row: Row, new: Any, problems: list[Problem]) -> dict[str, Any]:
        """What a new event holds: nothing that would only be taken away, but for what Odoo would
        fill in itself."""
        if not new.get("name"):
            problems.append(Problem("event_without_name", "name"))
        for field, column in (("date_begin", "begin_date"), ("date_end", "end_date")):
            if not new.get(field) and not has_error(problems):
                problems.append(Problem("event_without_dates", column))
        given = {
            name: value
            for name, value in new.items()
            if value not in (None, []) or name in FILLED_IN
        }
        zone = {"date_tz": self.clock.zone, "active": True}
        return {"event_code": row.values["event_code"], **zone, **given}

    def left_by(self, row: Row) -> Any:
        """The event as it is after the row, with its parts; one that is only planned has id 0."""
        match = row.match
        left = {n: match[n] for n in ("id", "hidden", "present", "tickets", "questions")}
        if row.outcome == INVALID:
            return left
        present, tickets = {**match["present"]}, {**match["tickets"]}
        questions = {**match["questions"]}
        for change in row.plan.changes:
            if change.model == EVENT:
                present |= change.values
            elif change.model == TICKET:
                _leave_ticket(tickets, change, row)
        if row.values.get("question"):
            key = name_key(row.values["question"])
            questions[key] = [_left_question(row, questions.get(key))]
        parts = {"tickets": tickets, "questions": questions}
        return {**left, "id": row.record or match["id"] or 0, "present": present, **parts}

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        """The row's own contacts and tags, on the event as it was left."""
        return {**row.match, **left}


def _wrong_code(row: Row) -> Problem | None:
    match, text = row.match, row.values["event_code"]
    if match["hidden"]:
        return Problem("event_code_taken", "event_code", text)
    if match["id"] is not None and not match["present"]["active"]:
        return Problem("event_archived", "event_code", text)
    return None


def _leave_ticket(tickets: dict[str, Any], change: Change, row: Row) -> None:
    key = name_key(row.values["ticket"])
    known = tickets.get(key) or [[0, 0, None]]
    _identifier, seats, price = known[0]
    new = [change.values.get("seats_max", seats), change.values.get("price", price)]
    tickets[key] = [[change.record or 0, *new]]


def _left_question(row: Row, known: Any) -> list[Any]:
    """A question as it is after the row, with all its answers."""
    changes = row.plan.changes
    made = next((each for each in changes if each.model == QUESTION), None)
    unknown: list[Any] = [0, None, False, {}, False]
    identifier, kind, mandatory, choices, shared = known[0] if known else unknown
    if made is not None:
        identifier = made.record or identifier
        kind = made.values.get("question_type", kind)
        mandatory = made.values.get("is_mandatory_answer", mandatory)
    new = {
        name_key(each.values["name"]): [each.record or 0]
        for each in changes
        if each.model == ANSWER
    }
    return [identifier, kind, mandatory, {**choices, **new}, shared]
