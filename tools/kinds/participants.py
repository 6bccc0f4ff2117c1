"""Participants of events: what a row would change in a registration (V19)."""

from __future__ import annotations

from typing import Any

from ..rows.placeholders import EMAIL, KEY, NAME, VALUE
from ..rows.plan import INVALID, Change, Plan, Row, has_error
from ..rows.planner import Match, RowPlanner
from ..rows.problems import Problem
from ..rows.run_context import RunContext
from ..rows.schema import Field, Schema
from .participant_seats import count_seats, no_seat
from .participant_values import FormatPhone, answer_changes, participant_values
from .seats import COMING

REGISTRATION = "event.registration"
OPEN, DONE = "open", "done"
#: Odoo's states of a registration, with what other products call them.
STATES = (
    (OPEN, "Registered", "Confirmed", "Open"),
    (DONE, "Attended", "Present", "Checked in"),
    ("draft", "Unconfirmed", "Draft", "Pending"),
    ("cancel", "Cancelled", "Canceled", "Cancel"),
)
SIZE = 128


def _text(name: str, label: str, *synonyms: str, **more: Any) -> Field:
    return Field(name, label, synonyms=synonyms, **more)


SCHEMA = Schema(
    (
        _text(
            *("registration_code", "Registration Code", "Reg Code", "Registration ID"),
            *("Participant Code", "Participant ID"),
            type="code",
            required=True,
            size=SIZE,
            example="1234-55-125",
            holds=KEY,
        ),
        _text(
            *("event_code", "Event Code", "Event", "Event ID"),
            type="code",
            required=True,
            size=SIZE,
            example="SUMMIT-31",
            holds=KEY,
        ),
        _text(
            *("name", "Attendee Name", "Name", "Attendee", "Participant", "Participant Name"),
            removable=False,
            example="Dora Duran",
            holds=NAME,
        ),
        _text(
            *("email", "Email", "E-mail", "Email Address", "Attendee Email"),
            removable=True,
            example="dora@example.com",
            holds=EMAIL,
        ),
        _text(
            *("phone", "Phone", "Telephone", "Phone Number"),
            type="code",
            removable=True,
            example="+32 2 555 01 22",
        ),
        _text(
            *("company_name", "Company", "Company Name", "Organization"),
            removable=True,
            holds=VALUE,
        ),
        _text("ticket", "Ticket", "Ticket Type", removable=True, example="Standard"),
        _text("slot_date", "Slot Date", type="date"),
        _text("slot_start", "Slot Start", "Slot Time"),
        _text(
            *("status", "Status", "Registration Status"),
            type="selection",
            choices=STATES,
            example="Registered",
        ),
        _text(
            *("team", "Team Code", "Team"),
            type="code",
            removable=True,
            example="RUN-A",
            holds=KEY,
        ),
        _text("answer", "Answer", removable=False, family=True),
    )
)
#: The codes that name a registration, and its event.
CODES = ("registration_code", "event_code")
#: What a registration holds of a row.
FIELDS = (
    *("name", "email", "phone", "company_name", "event_ticket_id", "event_slot_id", "state"),
    "event_team_id",
)
#: The order of writes: what gives a seat back goes before what takes one.
FREEING, TAKING = 0, 2


class ParticipantPlanner(RowPlanner):
    """A row makes a registration of an event, or says what the one with its code holds; an empty
    cell leaves the value as it is, and ``=`` takes it away.

    ``now`` is the moment of the run, which one that is attended gets for its end.

    A match: the ``id`` of the registration or None; whether the code is that of one that is
    ``hidden`` from the user; whether it is no code, but the ``barcode`` of one; its ``present``
    values, FIELDS with ``event_id``, ``active``, ``date_closed`` and ``answers``, {id of the
    question as a text: [answer, what it says]}; and the ``event``, None or, the same for all its
    rows,

    * id, code of its ``country``; ``slotted``, whether a registration is for a slot;
    * tickets, teams, slots: {text: ids}, by name, by code, by "YYYY-MM-DD HH:MM";
    * questions: {title: [[id, kind, {answer: ids}]]};
    * limit, ticket_limits {id as a text: limit}, taken {place: number}: see ``participant_seats``.

    The running totals hold what rows before take, ``{place: number}``.
    """

    identity_fields = ("registration_code",)
    rests_on = {
        # what the event has, and what is there already
        "": CODES,
        "event_code": ("registration_code", "ticket", "slot_date", "slot_start", "status"),
        "unknown_event": (),
        "name": CODES,
        "email": ("registration_code",),
        "ticket": ("event_code", "slot_date", "slot_start", "status"),
        "team": ("event_code",),
        "slot_date": ("event_code", "slot_start"),
        "slot_start": ("event_code", "slot_date"),
    }

    def __init__(self, run: RunContext, format_phone: FormatPhone, now: str = "") -> None:
        super().__init__(run)
        self.format_phone, self.now = format_phone, now

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        match = row.match
        problem = _wrong_codes(row)
        if problem is not None:
            return Plan(problems=[problem])
        event, present = match["event"], match["present"]
        problems: list[Problem] = []
        values = participant_values(row.values, event, present, self.format_phone, problems)
        if match["id"] is None:
            values = _new_values(row, event, values, problems)
        elif _is_attended_now(values, present):
            # Odoo fills it in by itself: said here, an undo knows that it was empty
            values["date_closed"] = self.now
        after = {**present, **values}
        if event["slotted"] and not after.get("event_slot_id") and not has_error(problems):
            problems.append(Problem("slot_missing", "slot_date"))
        change = Change(REGISTRATION, match["id"], values, present, _rank(match, values))
        about = change if match["id"] is None else match["id"]
        answers = answer_changes(row.values, event, present, about, problems)
        full = None if has_error(problems) else no_seat(event, present, after, totals)
        if full is not None:
            problems.append(full)
        if not has_error(problems):
            count_seats(event, present, after, totals)
        return Plan([change, *answers], problems=problems, record=match["id"])

    def left_by(self, row: Row) -> Any:
        """The registration as it is after the row; one that is only planned has id 0."""
        match = row.match
        left = {"id": match["id"], "hidden": match["hidden"], "present": match["present"]}
        if row.outcome == INVALID:
            return left
        present = dict.fromkeys(FIELDS) | match["present"]
        present["answers"] = {**(present.get("answers") or {})}
        for change in row.plan.changes:
            if change.model == REGISTRATION:
                present |= change.values
            else:
                _leave_answer(present["answers"], change)
        return {**left, "id": row.record or 0, "present": present}

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        """The row's own event, on the registration as it was left."""
        return {**row.match, **left}

    def rank(self, model: str, values: dict[str, Any]) -> int:
        state = values.get("state")
        return FREEING if state and state not in COMING else TAKING


def _wrong_codes(row: Row) -> Problem | None:
    """Why the codes of a row do not name a registration of its event."""
    match, values = row.match, row.values
    if match["event"] is None:
        return Problem("unknown_event", "event_code", values["event_code"])
    field, text, present = "registration_code", values["registration_code"], match["present"]
    if match["hidden"]:
        return Problem("registration_code_taken", field, text)
    if match["barcode"]:
        return Problem("registration_barcode", field, text)
    if match["id"] is not None and present["event_id"] != match["event"]["id"]:
        return Problem("registration_of_other_event", field, text)
    if match["id"] is not None and not present["active"]:
        return Problem("registration_archived", field, text)
    return None


def _new_values(row: Row, event: Any, values: Any, problems: list[Problem]) -> dict[str, Any]:
    """What a new registration holds: nothing that would only be taken away."""
    if not values.get("name"):
        problems.append(Problem("participant_without_name", "name"))
    given = {name: value for name, value in values.items() if value is not None}
    codes = {"registration_code": row.values["registration_code"], "event_id": event["id"]}
    return {**codes, "active": True, "state": OPEN, **given}


def _is_attended_now(values: dict[str, Any], present: dict[str, Any]) -> bool:
    """Whether a row says of a registration that it is attended, which nobody has said before."""
    attends = values.get("state") == DONE and present["state"] != DONE
    return attends and not present.get("date_closed")


def _rank(match: Match, values: dict[str, Any]) -> int:
    state = values.get("state", match["present"].get("state"))
    return TAKING if match["id"] is None or state in COMING else FREEING


def _leave_answer(answers: dict[str, Any], change: Change) -> None:
    """Put what a change of an answer leaves in the place of what was there."""
    question = str(change.values.get("question_id") or change.present["question_id"])
    said = [v for k, v in change.values.items() if k in ("value_answer_id", "value_text_box")]
    answers[question] = [change.record or 0, said[0]]
