"""Tickets and questions of an event, as the cells of a row name them.

``match["tickets"]`` are {name: [[id, seats, price]]}, ``match["questions"]`` {title: [[id, kind,
mandatory, {answer: ids}, shared]]}, the last whether other events ask it, too, or new ones
will; ``event`` is the id of the event, or the change that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..contacts.names import name_key
from ..rows.cells import REMOVE
from ..rows.lists import split_list
from ..rows.plan import Change
from ..rows.problems import Problem
from .event_schema import CHOICE

Values = dict[str, Any]
Match = Mapping[str, Any]
Problems = list[Problem]

TICKET, QUESTION, ANSWER = "event.event.ticket", "event.question", "event.question.answer"
#: Behind the event; answers behind their question.
PARTS, CHOICES = 3, 4
_PRICE = re.compile(r"[0-9]{1,9}([.,][0-9]{1,2})?")


def ticket_changes(
    values: Values, match: Match, event: int | Change, problems: Problems
) -> list[Change]:
    """The change of the ticket that a row names, if it does."""
    name = values.get("ticket")
    given = [each for each in ("ticket_price", "ticket_seats") if values.get(each) is not None]
    if not name:
        if given:
            problems.append(Problem("ticket_missing", given[0]))
        return []
    found = match["tickets"].get(name_key(name), ())
    if len(found) > 1:
        problems.append(Problem("ambiguous_ticket", "ticket", name, {"count": len(found)}))
        return []
    new = _ticket(values, match, problems)
    if not found:
        new = {"name": name, "event_id": event, **new}
        return [Change(TICKET, None, new, rank=PARTS)]
    identifier, seats, price = found[0]
    return [Change(TICKET, identifier, new, {"seats_max": seats, "price": price}, PARTS)]


def _ticket(values: Values, match: Match, problems: Problems) -> Values:
    new: Values = {}
    seats, price = values.get("ticket_seats"), values.get("ticket_price")
    if seats is not None:
        new["seats_max"] = 0 if seats == REMOVE else seats
        if new["seats_max"] < 0:
            problems.append(Problem("negative_number", "ticket_seats", str(seats)))
    if price is None:
        return new
    if not match["has_prices"]:
        problems.append(Problem("no_prices", "ticket_price", price))
    elif not _PRICE.fullmatch(price):
        problems.append(Problem("bad_price", "ticket_price", price))
    else:
        new["price"] = float(price.replace(",", "."))
    return new


def question_changes(
    values: Values, match: Match, event: int | Change, problems: Problems
) -> list[Change]:
    """The changes of the question that a row names, if it does, and of its answers: those that are
    not there yet are added, and none is taken away."""
    title = values.get("question")
    given = [
        each for each in ("question_type", "answers", "mandatory") if values.get(each) is not None
    ]
    if not title:
        if given:
            problems.append(Problem("question_missing", given[0]))
        return []
    answers = split_list(values.get("answers"))
    if answers is None:
        problems.append(Problem("not_separated", "answers", values["answers"]))
        return []
    found = match["questions"].get(name_key(title), ())
    if len(found) > 1:
        problems.append(Problem("ambiguous_question", "question", title, {"count": len(found)}))
        return []
    if not found:
        return _new_question(title, answers, values, event, problems)
    return _known_question(found[0], answers, values, problems)


def _new_question(
    title: str, answers: list[str], values: Values, event: int | Change, problems: Problems
) -> list[Change]:
    kind = values.get("question_type") or CHOICE
    if kind == CHOICE and not answers:
        problems.append(Problem("answers_missing", "answers"))
    new = {"title": title, "question_type": kind, "event_ids": [event]}
    new["is_mandatory_answer"] = bool(values.get("mandatory"))
    new["is_reusable"] = False
    question = Change(QUESTION, None, new, rank=PARTS)
    return [question, *_new_answers(question, kind, answers, problems)]


def _known_question(
    found: Any, answers: list[str], values: Values, problems: Problems
) -> list[Change]:
    identifier, kind, mandatory, choices, shared = found
    if values.get("question_type") not in (None, kind):
        problems.append(Problem("question_of_other_type", "question_type"))
        return []
    missing = [answer for answer in answers if name_key(answer) not in choices]
    changes = _new_answers(identifier, kind, missing, problems)
    if values.get("mandatory") is not None:
        new = {"is_mandatory_answer": values["mandatory"]}
        present = {"is_mandatory_answer": mandatory}
        changes.insert(0, Change(QUESTION, identifier, new, present, PARTS))
    if shared and any(change.differs() for change in changes):
        problems.append(Problem("question_shared", "question", values["question"]))
    return changes


def _new_answers(
    question: int | Change, kind: str, answers: list[str], problems: Problems
) -> list[Change]:
    if answers and kind != CHOICE:
        problems.append(Problem("answers_of_text", "answers"))
        return []
    names: dict[str, str] = {}
    for answer in answers:
        names.setdefault(name_key(answer), answer)
    return [
        Change(ANSWER, None, {"name": name, "question_id": question}, rank=CHOICES)
        for name in names.values()
    ]
