"""What the cells of a participant say, as a registration and its answers hold it.

``event`` is what is known of the event of a row: see ``participants.ParticipantPlanner``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..contacts.contact_schema import columns_of, read_pairs
from ..contacts.names import name_key
from ..rows.cells import REMOVE
from ..rows.emails import email_problem, read_email
from ..rows.plan import Change
from ..rows.problems import Problem

Values = dict[str, Any]
Event = Mapping[str, Any]
Problems = list[Problem]
#: a number, and the code of a country or None; None where it is no telephone number there
FormatPhone = Callable[[str, str | None], str | None]

ANSWER = "event.registration.answer"
#: Answers are written behind the registration that they belong to.
ANSWERED = 3
CHOICE, TEXT = "simple_choice", "text_box"
#: Texts that are stored as they stand.
PLAIN = ("name", "company_name")

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.h]([0-5][0-9])(:00)?")


def participant_values(
    values: Values,
    event: Event,
    present: Values,
    format_phone: FormatPhone,
    problems: Problems,
) -> Values:
    """``{field: value}`` of what a row says of the registration itself."""
    result = {name: _given(values[name]) for name in PLAIN if values.get(name) is not None}
    result |= _email(values, present, problems)
    result |= _phone(values, event, present, format_phone)
    result |= _ticket(values, event, problems)
    result |= _slot(values, event, problems)
    result |= _team(values, event, problems)
    if values.get("status") is not None:
        result["state"] = values["status"]
    return result


def _given(value: Any) -> Any:
    return None if value == REMOVE else value


def _email(values: Values, present: Values, problems: Problems) -> Values:
    """The same address in other letters, or with a name before it, is not another one."""
    text = values.get("email")
    if text is None or text == REMOVE:
        return {} if text is None else {"email": None}
    email = read_email(text)
    if email is None:
        # what is there already is not given by the row
        if text != present.get("email"):
            problems.append(Problem(email_problem(text), "email", text))
        return {}
    now = read_email(present.get("email") or "")
    return {} if now and now.key == email.key else {"email": email.stored}


def _phone(values: Values, event: Event, present: Values, format_phone: FormatPhone) -> Values:
    """In the form in which Odoo stores it; what is no number there is stored as it stands."""
    text = values.get("phone")
    if text is None or text == present.get("phone"):
        return {}
    if text == REMOVE:
        return {"phone": None}
    return {"phone": format_phone(text, event["country"]) or text}


def _ticket(values: Values, event: Event, problems: Problems) -> Values:
    return _named(values, "ticket", "event_ticket_id", event["tickets"], problems)


def _team(values: Values, event: Event, problems: Problems) -> Values:
    return _named(values, "team", "event_team_id", event["teams"], problems, str)


def _named(
    values: Values,
    column: str,
    field: str,
    known: Mapping[str, Sequence[int]],
    problems: Problems,
    spelt: Callable[[str], str] = name_key,
) -> Values:
    """The one record of the event that a cell names."""
    text = values.get(column)
    if text is None or text == REMOVE:
        return {} if text is None else {field: None}
    found = known.get(spelt(text), ())
    if len(found) == 1:
        return {field: found[0]}
    code = f"ambiguous_{column}" if found else f"unknown_{column}"
    problems.append(Problem(code, column, text, {"count": len(found)}))
    return {}


def _slot(values: Values, event: Event, problems: Problems) -> Values:
    """The slot that begins on that day at that time, where the event takes place."""
    date, start = values.get("slot_date"), values.get("slot_start")
    if date is None and start is None:
        return {}
    if date is None or start is None:
        problems.append(Problem("slot_incomplete", "slot_start" if date else "slot_date"))
        return {}
    time = clock_time(start)
    if time is None:
        problems.append(Problem("bad_time", "slot_start", start))
        return {}
    found = event["slots"].get(f"{date.isoformat()} {time}", ())
    if len(found) != 1:
        code = "ambiguous_slot" if found else "unknown_slot"
        problems.append(Problem(code, "slot_start", start, {"count": len(found)}))
        return {}
    return {"event_slot_id": found[0]}


def clock_time(text: str) -> str | None:
    """A time of the day as HH:MM; None where the text is none.

    >>> clock_time("9:30"), clock_time("09.30"), clock_time("14:00:00"), clock_time("2 pm")
    ('09:30', '09:30', '14:00', None)
    """
    found = _TIME.fullmatch(text)
    return f"{int(found[1]):02}:{found[2]}" if found else None


# -- answers to questions ------------------------------------------------------------------------


def answer_changes(
    values: Values, event: Event, present: Values, registration: int | Change, problems: Problems
) -> list[Change]:
    """The changes of the answers of a registration, an id or the change that makes it."""
    changes: dict[int, Change] = {}
    answers = present.get("answers") or {}
    for field, title, text in _answers(values, problems):
        question = _question(event, field, title, problems)
        if question is None:
            continue
        identifier, kind, choices = question
        record, now = answers.get(str(identifier), (None, None))
        value = _value(field, kind, choices, text, problems)
        if value is None:
            continue
        name = _holder(kind)
        if identifier in changes:
            if changes[identifier].values[name] != value:
                problems.append(Problem("answered_twice", field, text))
            continue
        new = {name: value}
        if record is None:
            new |= {"registration_id": registration, "question_id": identifier}
        held = {name: now, "question_id": identifier}
        changes[identifier] = Change(ANSWER, record, new, held, ANSWERED)
    return list(changes.values())


def _holder(kind: str) -> str:
    """The field that holds the answer to a question of that kind."""
    return "value_answer_id" if kind == CHOICE else "value_text_box"


def _answers(values: Values, problems: Problems) -> list[tuple[str, str, str]]:
    """``[(field, question, answer)]`` of a row: of its one column of pairs, and of those of a
    question each."""
    columns = columns_of(values, "answer").items()
    found = [(f"answer:{title}", title, text) for title, text in columns]
    text = values.get("answer")
    if not text:
        return found
    pairs = read_pairs(text)
    if pairs is None:
        problems.append(Problem("answers_not_pairs", "answer", text))
    return [*(("answer", title, said) for title, said in pairs or () if said), *found]


def _question(event: Event, field: str, title: str, problems: Problems) -> Any:
    """``[id, kind, {answer: ids}]`` of the one question of the event that is called so."""
    found = event["questions"].get(name_key(title), ())
    if len(found) != 1:
        code = "ambiguous_question" if found else "unknown_question"
        problems.append(Problem(code, field, title, {"count": len(found)}))
        return None
    if found[0][1] not in (CHOICE, TEXT):
        problems.append(Problem("question_is_column", field, title))
        return None
    return found[0]


def _value(
    field: str, kind: str, choices: Mapping[str, Sequence[int]], text: str, problems: Problems
) -> Any:
    """What an answer is stored as: the id of one of those to choose from, or the text."""
    if kind == TEXT:
        return text
    found = choices.get(name_key(text), ())
    if len(found) == 1:
        return found[0]
    code = "ambiguous_answer" if found else "unknown_answer"
    problems.append(Problem(code, field, text, {"count": len(found)}))
    return None
