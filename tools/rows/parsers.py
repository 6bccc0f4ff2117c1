"""From the cell of a row to the value of a field: one parser per field type.

A parser is a closure made once per job: `parser(field, date_formats)` gives
`convert(cell, problems) -> value`, which appends what is wrong to `problems` and then gives None.
A cell is a text, or a dict {"type", "text", ...} where text alone would lie (`cells`).
These run once per cell of a file: the common case, a clean text, comes first everywhere.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .amounts import read_amount
from .cells import (
    INVISIBLE,
    NO_CODES,
    NUMBERS,
    REMOVE,
    UNUSABLE,
    Cell,
    TypedCell,
    fold,
    number_text,
    tidy,
    without_apostrophe,
)
from .day_forms import date_reader, read_iso, readable_format
from .judging import judge_of
from .problems import WARNING, Problem, shorten, warning
from .yes_no import read_boolean

if TYPE_CHECKING:
    from .schema import Field

Value = str | bool | int | datetime.date | None
Problems = list[Problem]
Convert = Callable[[Cell, Problems], Value]
TextOf = Callable[[Cell, Problems], str | None]
#: formats of dates, such as "%d/%m/%Y"
Formats = tuple[str, ...]

#: a key that Excel has rounded; what it was cannot be known any more
MANGLED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)

_INVISIBLE = re.compile(f"[{INVISIBLE}\xa0\u202f]")

#: the time of a date that has none, as databases write it
MIDNIGHT = re.compile(r"[ T]0?0:00(:00([.,]0+)?)?( ?(Z|UTC|[+-]00:?00))?$")
DAY_LENGTH = 10

INTEGERS = range(-(2**31), 2**31)


def _report(field: Field, problems: Problems, code: str, text: str, **params: object) -> None:
    problems.append(Problem(code, field.name, shorten(text), params))


def _usable(field: Field, cell: TypedCell, problems: Problems) -> str | None:
    """The text of a typed cell, or None when it cannot be a value of any field."""
    code = UNUSABLE.get(cell["type"])
    if code:
        _report(field, problems, code, cell["text"])
        return None
    return number_text(cell) if field.type in NUMBERS else cell["text"]


def _shape(field: Field) -> TextOf:
    """convert(cell, problems) -> text: what all parsers share; None where there is none."""

    def convert(cell: Cell, problems: Problems) -> str | None:
        text = cell if isinstance(cell, str) else _usable(field, cell, problems)
        if text is None:
            return None
        text = text.strip() if text.isascii() else tidy(text)
        if text:
            return without_apostrophe(text) if text[0] == "'" else text
        if field.required:
            _report(field, problems, "missing", "")
        return None

    return convert


def _sized(field: Field, text: str, problems: Problems) -> str | None:
    if not field.size or len(text) <= field.size:
        return text
    problems.append(too_long(field, text))
    return None


def too_long(field: Field, text: str) -> Problem:
    """That a text has more characters than its field holds."""
    params = {"length": len(text), "limit": field.size}
    return Problem("too_long", field.name, shorten(text), params)


def removal_parser(field: Field, convert: Convert) -> Convert:
    """`convert`, and REMOVE for a cell that holds it: as a text, as the text of a safe export, or
    as what a spreadsheet makes of it, a formula without a result."""

    def convert_or_remove(cell: Cell, problems: Problems) -> Value:
        text = cell if isinstance(cell, str) else cell["text"]
        if REMOVE not in text or without_apostrophe(tidy(text)) != REMOVE:
            return convert(cell, problems)
        if field.removable:
            return REMOVE
        _report(field, problems, "not_removable", REMOVE)
        return None

    return convert_or_remove


def text_parser(field: Field, formats: Formats) -> Convert:
    shape, judge = _shape(field), judge_of(field)
    size = not field.judged and field.size

    def convert(cell: Cell, problems: Problems) -> Value:
        text = shape(cell, problems)
        if text and size and len(text) > size:
            return _sized(field, text, problems)
        return judge(text, problems) if text and judge else text

    return convert


def code_parser(field: Field, formats: Formats) -> Convert:
    """A text that names something: what spreadsheets do to codes is looked for."""
    shape, judge = _shape(field), judge_of(field)
    size = not field.judged and field.size

    def convert(cell: Cell, problems: Problems) -> Value:
        if not isinstance(cell, str) and not _may_be_code(field, cell, problems):
            return None
        text = shape(cell, problems)
        if text and judge:
            text = judge(text, problems)
        if not text:
            return None
        if "+" in text and MANGLED.fullmatch(text):
            _report(field, problems, "mangled_number", text)
            return None
        if isinstance(cell, str) and not cell.isascii() and _INVISIBLE.search(cell):
            problems.append(warning("invisible_characters", field.name, shorten(text)))
        return _sized(field, text, problems) if size and len(text) > size else text

    return convert


def _may_be_code(field: Field, cell: TypedCell, problems: Problems) -> bool:
    """Whether a cell shows what can be told exactly; what can be told of a number with separators
    is the number."""
    code = NO_CODES.get(cell["type"])
    if code:
        _report(field, problems, code, cell["text"])
    elif cell["type"] == "grouped":
        problems.append(warning("number_separators", field.name, shorten(cell["text"])))
    return not code


def date_parser(field: Field, formats: Formats) -> Convert:
    shape = _shape(field)
    readers = [date_reader(each) for each in formats]
    readable = " / ".join(map(readable_format, formats))

    def convert(cell: Cell, problems: Problems) -> Value:
        text = shape(cell, problems)
        if not text:
            return None
        if not isinstance(cell, str) and cell["type"] == "date":
            found = read_iso(cell["value"])
            problem = found and _problem_of_time(field, cell)
            if problem:
                problems.append(problem)
                return found if problem.level == WARNING else None
        else:
            day = MIDNIGHT.sub("", text) if len(text) > DAY_LENGTH else text
            found = next(filter(None, (read(day) for read in readers)), None)
        if not found:
            _report(field, problems, "bad_date", text, format=readable)
        return found

    return convert


def _problem_of_time(field: Field, cell: TypedCell) -> Problem | None:
    """What is odd in a day that has a time: some programs write midnight a few seconds early, and
    then it is another day."""
    time = str(cell["value"])[11:19]
    if time in ("", "00:00:00"):
        return None
    if time >= "23:59:00":
        return Problem("just_before_midnight", field.name, shorten(cell["text"]))
    return warning("time_of_day", field.name, shorten(cell["text"]))


def choice_key(text: str) -> str:
    """What two spellings of a choice have in common: case, blanks, - and _ do not count.

    >>> choice_key("No-Show"), choice_key("no_ show")
    ('noshow', 'noshow')
    """
    return re.sub(r"[\s_\-\u2010-\u2015]+", "", fold(text))


def selection_parser(field: Field, formats: Formats) -> Convert:
    shape = _shape(field)
    values = {choice_key(word): choice[0] for choice in field.choices for word in choice}
    allowed = ", ".join(choice[1] for choice in field.choices)
    # spellings met in this file: there are few, and each is looked up but once
    met: dict[str, str] = {}

    def convert(cell: Cell, problems: Problems) -> Value:
        if isinstance(cell, str) and cell in met:
            return met[cell]
        text = shape(cell, problems)
        if not text:
            return None
        value = values.get(choice_key(text))
        if value is None:
            _report(field, problems, "not_a_choice", text, allowed=allowed)
        elif isinstance(cell, str) and len(met) < 1000:
            met[cell] = value
        return value

    return convert


def boolean_parser(field: Field, formats: Formats) -> Convert:
    shape = _shape(field)

    def convert(cell: Cell, problems: Problems) -> Value:
        text = shape(cell, problems)
        if not text:
            return None
        if not isinstance(cell, str) and cell["type"] == "boolean":
            return cell["value"]
        value = read_boolean(text)
        if value is None:
            _report(field, problems, "not_a_boolean", text)
        return value

    return convert


def integer_parser(field: Field, formats: Formats) -> Convert:
    shape, match = _shape(field), re.compile(r"[+-]?[0-9]{1,18}").fullmatch
    judge = judge_of(field)

    def convert(cell: Cell, problems: Problems) -> Value:
        text = shape(cell, problems)
        if text and judge:
            text = judge(text, problems)
        if not text:
            return None
        if match(text) and int(text) in INTEGERS:
            return int(text)
        _report(field, problems, "not_an_integer", text)
        return None

    return convert


def amount_parser(field: Field, formats: Formats) -> Convert:
    """An amount of money, as the text that ``amounts.read_amount`` makes of it."""
    shape = _shape(field)

    def convert(cell: Cell, problems: Problems) -> Value:
        text = shape(cell, problems)
        if not text:
            return None
        amount = read_amount(text)
        if amount is None:
            _report(field, problems, "not_an_amount", text)
        return amount

    return convert


PARSERS: dict[str, Callable[[Field, Formats], Convert]] = {
    "text": text_parser,
    "code": code_parser,
    "date": date_parser,
    "selection": selection_parser,
    "boolean": boolean_parser,
    "integer": integer_parser,
    "amount": amount_parser,
}
