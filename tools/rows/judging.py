"""What is said of a text once it is known to be one: whether it stands for no value, and how a key
is spelt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .keys import has_lost_digits, key_text
from .lists import join_list, split_list
from .placeholders import KEY, NAME, SUSPECT, TITLE, VALUE, placeholder_problem
from .problems import ERROR, Problem, shorten, warning

if TYPE_CHECKING:
    from .schema import Field

Problems = list[Problem]
#: judge(text, problems) -> text, or None where it may not stand there
Judge = Callable[[str, Problems], str | None]
#: what the texts hold of which something is said; of an address, whoever looks it up says it
JUDGED = (VALUE, NAME, TITLE)


def judge_of(field: Field) -> Judge | None:
    """What judges the texts of a field; None: anything may stand there. It runs once per cell of a
    file: what is certainly good comes first."""
    if field.holds == KEY:
        return _judge_of_keys(field)
    if field.holds not in JUDGED:
        return None

    def judge(text: str, problems: Problems) -> str | None:
        if text[-1].isalnum() and text.casefold() not in SUSPECT:
            return text
        return _judged(field, text, problems)

    return judge


def _judge_of_keys(field: Field) -> Judge:
    judged = _judged_keys if field.separator else _judged_key

    def judge(text: str, problems: Problems) -> str | None:
        last = text[-1]
        if last != "0" and last.isalnum() and text.isascii() and text.casefold() not in SUSPECT:
            return text
        return judged(field, text, problems)

    return judge


def _judged(field: Field, text: str, problems: Problems) -> str | None:
    problem = placeholder_problem(field, text)
    if problem is None:
        return text
    problems.append(problem)
    return None if problem.level == ERROR else text


def _judged_key(field: Field, text: str, problems: Problems) -> str | None:
    """A key as records are looked up by it, and what is to be said of how it is written."""
    key = key_text(text)
    if _judged(field, key, problems) is None:
        return None
    if has_lost_digits(text):
        problems.append(Problem("lost_digits", field.name, shorten(text)))
        return None
    if key != text:
        problems.append(warning("key_respelt", field.name, shorten(text)))
    return key


def _judged_keys(field: Field, text: str, problems: Problems) -> str | None:
    """The keys of a list. Which of them stands for none is said where they are looked up: of two
    columns that name the same records, one does not count."""
    parts = split_list(text) or []
    keys = [key_text(part) for part in parts]
    if keys == parts:
        return text
    problems.append(warning("key_respelt", field.name, shorten(text)))
    return join_list(keys)
