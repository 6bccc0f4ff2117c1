"""Which column of a file holds which field of its kind. Pure, but for what a job tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..tools.rows.cells import tidy
from ..tools.rows.labels import (
    RESERVED,
    column_index,
    column_letter,
    is_headless,
    lost_zeros,
    normalise,
    words_of,
)
from ..tools.rows.mapping import Guess, guess
from ..tools.rows.problems import Problem, warning
from ..tools.rows.schema import Field, Schema
from .states import DONE

# Rows whose codes tell whether zeros were lost.
SAMPLED_ROWS = 1_000
# How a guess was made that goes by the very name of a column.
BY_WORD = ("given", "exact", "normalised", "synonym")
# Field to column, counted from 0.
Columns = Mapping[str, int]


def is_reserved(label: str) -> bool:
    """Whether a label is one that an errors file adds: never mapped, never a column too many.

    >>> is_reserved(" _row "), is_reserved("row")
    (True, False)
    """
    return label.strip() in RESERVED


def usable_columns(labels: Sequence[str]) -> dict[int, str]:
    """``{column: label}`` without the reserved columns of an errors file.

    >>> usable_columns(["_row", "ULN"])
    {1: 'ULN'}
    """
    return {column: label for column, label in enumerate(labels) if not is_reserved(label)}


def column_name(labels: Sequence[str], column: int, added: int = 0) -> str:
    """What people call a column: its letter in their file, before which ``added`` columns stand
    that are not theirs, and its label.

    >>> column_name(["_row", "ULN"], 1), column_name(["_row", "ULN"], 1, added=1)
    ('B: ULN', 'A: ULN')
    """
    return f"{column_letter(column - added)}: {labels[column]}"


@dataclass(frozen=True)
class ColumnMapper:
    """The ``labels`` of a file against the ``schema`` of its kind.

    ``samples`` are {column: text of its first values}, ``given`` is {label: field} and ``unused``
    the fields left out, both as the operation has decided them; ``learned`` gives {normalised
    label: field} of an earlier file. Where columns are ``fixed``, they come in the schema's order.
    Somebody is ``asked`` what is not sure.
    """

    labels: Sequence[str]
    schema: Schema
    samples: Mapping[int, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    unused: Container[str] = ()
    learned: Callable[[], Mapping[str, str]] = dict
    fixed: bool = False
    asked: bool = True

    @property
    def usable(self) -> dict[int, str]:
        """``{column: label}`` of those that may hold a field."""
        return usable_columns(self.labels)

    def known(self) -> dict[str, str]:
        """``{normalised label: field}`` of all labels that are known to name a field: its own
        words, those of an earlier file, and what the operation has decided."""
        words = {word: field.name for field in self.schema for word in words_of(field)}
        given = {normalise(label): name for label, name in self.given.items()}
        return {**words, **self.learned(), **given}

    # -- finding columns -------------------------------------------------------------------------

    def guesses(self) -> dict[str, Guess]:
        """``{field: Guess}`` for this file, columns counted from 0 in the file."""
        return self._guesses(each for each in self.schema if each.name not in self.unused)

    def _guesses(self, fields: Iterable[Field]) -> dict[str, Guess]:
        usable = list(self.usable)
        places = self._given_places()
        found = guess(
            list(self.usable.values()),
            [(self.samples.get(column) or "").split(", ") for column in usable],
            Schema(fields),
            self.learned(),
            {label: name for label, name in self.given.items() if name not in places},
            {name: usable.index(column) for name, column in places.items()},
            self.asked,
        )
        return {
            name: Guess(usable[each.column], each.how, each.sure) for name, each in found.items()
        }

    def columns(self) -> dict[str, int]:
        """The likeliest mapping."""
        if self.fixed:
            return self.fixed_columns()
        return {name: each.column for name, each in self.guesses().items()}

    def fixed_columns(self) -> dict[str, int]:
        """The mapping of a file that has the columns in the order of the schema."""
        names = [each.name for each in self.schema]
        return dict(zip(names, self.usable, strict=False))

    def by_labels(self, mapping: Mapping[str, str]) -> dict[str, int] | Problem:
        """The mapping that somebody gives as ``{label: field}``, or why it does not fit."""
        columns: dict[str, int] = {}
        for label, name in mapping.items():
            if self._count(label) > 1:
                return _problem("mapped_label_twice", label=label)
            column = self.labels.index(label) if label in self.labels else self._by_letter(label)
            if column is None or name not in self.schema:
                return _problem("unknown_mapping", name=label if column is None else name)
            if name in columns:
                return _problem("column_twice", fields=self.schema.field(name).label)
            columns[name] = column
        return columns

    def _by_letter(self, text: str) -> int | None:
        """The column that a text names by its letter; a label that is a letter comes first."""
        column = column_index(text)
        return column if column in self.usable else None

    def _given_places(self) -> dict[str, int]:
        """``{field: column}`` of what the operation names by the letter."""
        labels, places = set(map(tidy, self.labels)), {}
        for label, name in self.given.items():
            column = None if label in labels else self._by_letter(label)
            if column is not None:
                places[name] = column
        return places

    def _count(self, label: str) -> int:
        return list(self.labels).count(label)

    # -- what is wrong with a mapping ------------------------------------------------------------

    def fits(self, columns: Any) -> bool:
        """Whether this is a mapping of fields of the schema to columns of the file at all."""
        if not isinstance(columns, dict) or (self.fixed and columns != self.fixed_columns()):
            return False
        usable = self.usable
        return all(
            name in self.schema and type(column) is int and column in usable
            for name, column in columns.items()
        )

    def problem(self, columns: Columns) -> Problem | None:
        """A required field without a column, or a column that is to hold two fields."""
        missing = [each.label for each in self.schema.required if each.name not in columns]
        if missing:
            return _problem("unmapped", fields=", ".join(missing))
        uses = Counter(columns.values())
        twice = [self.schema.field(n).label for n, column in columns.items() if uses[column] > 1]
        return _problem("column_shared", fields=", ".join(twice)) if twice else None

    def doubt(self, columns: Columns) -> Problem | None:
        """Where nobody can be asked: a column that the operation names and the file has not, or
        one with a label that occurs twice."""
        missing = self._missing()
        if missing:
            return _problem("columns_not_there", labels=", ".join(missing))
        placed = self._given_places()
        for name, column in columns.items():
            if name not in placed and self._count(self.labels[column]) > 1:
                return _problem("mapped_label_twice", label=self.labels[column])
        return None

    def warnings(self) -> list[Problem]:
        """The same of columns that the file has not, for who maps the others."""
        missing = self._missing()
        return [warning("columns_not_there", labels=", ".join(missing))] if missing else []

    def _missing(self) -> list[str]:
        """Columns that the operation names and the file has not."""
        labels, placed = {tidy(label) for label in self.labels}, self._given_places()
        return [
            label
            for label, name in self.given.items()
            if label not in labels and name not in placed
        ]

    def is_headless(self) -> bool:
        """Whether the first row seems to be a record, which would be lost as names of columns."""
        return is_headless(list(self.usable.values()), self.schema, self.given)

    def left_over(self, columns: Columns) -> list[Problem]:
        """The warning that names the columns that nobody uses, but for those of fields which the
        operation leaves out."""
        used = {*columns.values()}
        if self.unused:
            left_out = self._guesses(each for each in self.schema if each.name in self.unused)
            used |= {each.column for each in left_out.values() if each.how in BY_WORD}
        names = [
            column_name(self.labels, column)
            for column, label in self.usable.items()
            if label.strip() and column not in used
        ]
        return [warning("unused_columns", columns=", ".join(names))] if names else []

    def lost_zeros(
        self, columns: Columns, first_texts: Callable[[int, int], Sequence[str | None]]
    ) -> list[Problem]:
        """Warnings of codes that seem to have lost leading zeros; ``first_texts`` gives the first
        texts of a column, so many at most."""
        problems = []
        for each in self.schema:
            if each.type != "code" or each.name not in columns:
                continue
            column = columns[each.name]
            texts = filter(None, first_texts(column, SAMPLED_ROWS))
            count, length = lost_zeros(texts)
            if count:
                name = column_name(self.labels, column)
                problems.append(warning("lost_zeros", column=name, count=count, length=length))
        return problems


def mapper_of(job: Any) -> ColumnMapper:
    """The mapper of a job's file, as its operation has it."""
    values, kind = job.sudo(), job._kind()
    operation = values.operation_id
    return ColumnMapper(
        values.labels or [],
        kind._schema(),
        {column.index: column.samples for column in values.column_ids},
        operation._given_labels(),
        operation._unused_fields(),
        lambda: _learned(values, kind._schema()),
        kind._has_fixed_columns,
        not values.unattended,
    )


def label_of(job: Any, field: str | None) -> str:
    """The column of the file of a job that holds ``field``, as people name it."""
    column = (job.sudo().mapping or {}).get(field)
    if column is None:
        label: str = job._kind()._field_label(field)
        return label
    return column_name(job.sudo().labels, column, job._source().added_columns)


def _learned(job: Any, schema: Schema) -> dict[str, str]:
    """What the starter of a job mapped in their last job of the operation; nothing where its file
    had a record in place of names."""
    last = job.search(
        [
            ("create_uid", "=", job.create_uid.id),
            ("operation_id", "=", job.operation_id.id),
            ("state", "=", DONE),
            ("id", "!=", job.id),
        ],
        limit=1,
    )
    labels = last.labels or []
    if is_headless(labels, schema):
        return {}
    return {
        normalise(labels[column]): name
        for name, column in (last.mapping or {}).items()
        if column < len(labels)
    }


def _problem(code: str, **params: object) -> Problem:
    return Problem(code, params=params)
