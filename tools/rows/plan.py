"""What travels between reader, kind and writer: rows, plans and changes. Pure data."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .cells import Cells
from .cross_references import Translations
from .problems import ERROR, Problem

#: {field: value} of a row, or of a record as JSON can carry it
Values = dict[str, Any]
#: [model, id, {field: [old, new]}]
JournalEntry = list[Any]

# A row's id holds both its job and its number, so that one integer key orders the rows of
# a job, tells them apart for ever, and needs no second index: id = job << 21 | row number.
ROW_BITS = 21
LAST_NUMBER = (1 << ROW_BITS) - 1

_NUMBER = re.compile("[1-9][0-9]{0,6}")

CREATED = "created"
UPDATED = "updated"
UNCHANGED = "unchanged"
REMOVED = "removed"
SKIPPED = "skipped"
INVALID = "invalid"
FAILED = "failed"
NOT_PROCESSED = "not_processed"
# What a row is recorded with; one without a record was not processed.
RECORDED = (CREATED, UPDATED, UNCHANGED, REMOVED, SKIPPED, INVALID, FAILED)
OUTCOMES = (*RECORDED, NOT_PROCESSED)
# Rows that were not imported: the report names them, a retry takes them.
FAILING = (INVALID, FAILED, NOT_PROCESSED)


def row_id(job: int, number: int) -> int:
    """The id of row ``number`` of job ``job``: ``row_id(1, 1) == 2097153``."""
    return job << ROW_BITS | number


def row_number(identifier: int) -> int:
    """The number of a row as the user sees it in the spreadsheet (header = 1)."""
    return identifier & LAST_NUMBER


def id_range(job: int) -> tuple[int, int]:
    """The first and the last id that rows of a job can have.

    >>> id_range(1)
    (2097152, 4194303)
    """
    return row_id(job, 0), row_id(job, LAST_NUMBER)


def has_error(problems: Sequence[Problem]) -> bool:
    """Whether one of the problems is an error; most rows have none at all."""
    return bool(problems) and any(problem.level == ERROR for problem in problems)


def shown_number(cells: Cells, column: int) -> int | None:
    """The row number that an errors file carries in its own column; None when it is none.

    >>> shown_number(["Ann", "17"], 1), shown_number(["Ann", "x"], 1), shown_number(["Ann"], -1)
    (17, None, None)
    """
    text = cells[column] if 0 <= column < len(cells) else None
    return int(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


class Link(NamedTuple):
    """How a row is tied to others that name the same record: ids of the next one and of the
    farthest of those that come next by one of its keys, None where no later row names it; the id of
    the row before it, None where it names no record again."""

    next: int | None
    last: int | None
    previous: int | None


class Row:
    """One line of a file, parsed: ``values`` {field: value or None}, ``problems`` of parsing.

    ``match`` is what the kind found for it (a dict of plain values), ``plan`` what it would do,
    ``outcome`` what became of it, ``shown`` its number for people where that is not its own,
    ``translations`` what cross-references made of its texts (``cross_references.Translator``).
    """

    __slots__ = ("id", "match", "outcome", "plan", "problems", "shown", "translations", "values")

    def __init__(self, identifier: int, values: Values, problems: list[Problem]) -> None:
        self.id = identifier
        self.values = values
        self.problems = problems
        # None until the row is matched, a dict then; None until it is planned, a Plan then
        self.match: Any = None
        self.plan: Any = None
        self.outcome: str | None = None
        self.translations: Translations | None = None
        self.shown: int | None = None

    @property
    def number(self) -> int:
        """The row as the user sees it."""
        return self.shown or self.id & LAST_NUMBER

    @property
    def is_unreadable(self) -> bool:
        """Whether parsing alone condemns the row."""
        return has_error(self.problems)

    @property
    def unread(self) -> set[str | None]:
        """The fields whose cells could not be read; None among them where the row as a whole could
        not, so that nobody knows which cell is which."""
        return {problem.field for problem in self.problems if problem.level == ERROR}

    @property
    def record(self) -> int | None:
        """Id of the record that the row is about, if known, and not deleted by it."""
        if self.plan is None:
            return None
        changes = self.plan.changes
        if self.plan.record or not changes or changes[0].removes:
            return self.plan.record
        return changes[0].record

    def does(self, verbs: Container[str]) -> bool:
        """Whether the row does, or did, one of these verbs."""
        return self.outcome == REMOVED and self.plan.verb in verbs

    def all_problems(self) -> list[Problem]:
        """Those of parsing and those of the plan."""
        return [*self.problems, *self.plan.problems] if self.plan else self.problems


@dataclass(slots=True)
class Change:
    """New values of one record; ``record`` None means: create it, ``removes``: delete it. A value
    may be another change of the same plan, written before: the id of its record is meant.

    ``present`` holds the values that the record has now, for the fields of ``values``. ``rank``
    orders the writes of one run: lower first (what frees a seat goes before what takes one).
    Values are what JSON can carry: a date is its ISO text, a many2one the id, a one2many or
    many2many the sorted list of the ids that it shall hold, where changes may stand for ids, too.

    A new record with ``once``, {field: value}, is made by the first change that names it so, and
    taken by others, of this row or another. ``sought``, {field: id}, names a record that an earlier
    change may only be about to make: it is found when this one is written. A many2many with an
    ``inverse``, the name of the field on its other side, is written there: once for each of the
    others that gains or loses records.
    """

    model: str
    record: int | None
    values: Values
    present: Values = field(default_factory=dict)
    rank: int = 1
    created: bool = False
    removes: bool = False
    once: Values | None = None
    inverse: str | None = None
    sought: Values | None = None

    def differs(self) -> bool:
        """Whether writing would change anything; leaves only the fields that would."""
        if self.record is None or self.removes:
            return True
        present = self.present
        values = {
            name: value
            for name, value in self.values.items()
            if name not in present or present[name] != value
        }
        self.values = values
        return bool(values)

    def resolve(self) -> None:
        """Put the ids of the records that other changes have made in the place of these."""
        self.values = {name: _resolved(value) for name, value in self.values.items()}
        if self.inverse:
            self.present = {name: _resolved(value) for name, value in self.present.items()}

    def journal(self) -> JournalEntry:
        """``[model, id, {field: [old, new]}]``; the old values of a new record are None, that of
        its ``id`` too, which tells it from one that only had nothing in these fields."""
        old = {} if self.created else self.present
        values = {"id": self.record} | self.values if self.created else self.values
        pairs = {name: [old.get(name), value] for name, value in values.items()}
        return [self.model, self.record, pairs]


def _resolved(value: Any) -> Any:
    if value.__class__ is list and any(isinstance(each, Change) for each in value):
        return sorted({_resolved(each) for each in value})
    return value.record if isinstance(value, Change) else value


@dataclass(slots=True)
class Plan:
    """What a row would do: ``changes``, or a ``verb`` of its kind; or why it may not.

    The first of the changes is that of the record which the row is about; ``record`` is the id of
    that record, where there is one; ``idle`` the outcome where nothing is to be written; ``scope``
    says whose record it is, where a verb counts against a limit.
    """

    changes: list[Change] = field(default_factory=list)
    verb: str | None = None
    problems: list[Problem] = field(default_factory=list)
    record: int | None = None
    scope: int | None = None
    idle: str = UNCHANGED

    def planned_outcome(self) -> str:
        """The outcome if writing goes well; an error leaves nothing to write."""
        if has_error(self.problems):
            self.changes = []
            return INVALID
        if self.verb:
            return REMOVED
        self.changes = [change for change in self.changes if change.differs()]
        if not self.changes:
            return self.idle
        if self.record is None and any(change.removes for change in self.changes):
            return REMOVED
        is_new = self.record is None and self.changes[0].record is None
        return CREATED if is_new else UPDATED
