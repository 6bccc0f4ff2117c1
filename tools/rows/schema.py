"""Fields, their ordered schema, and the way between the text of a cell and a value."""

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .cells import REMOVE, Cell, Cells, fold, plain_text, tidy
from .parsers import PARSERS, Convert, Formats, Problems, Value, removal_parser
from .problems import Problem

#: {field name: value}
Values = dict[str, Value]
#: a compiled reader of rows, see `Schema.parser`
Parse = Callable[[Cells], tuple[Values, Problems]]
#: (value, label), (value, label, other words ...)
Choices = tuple[tuple[str, ...], ...]
#: one format such as "%d/%m/%Y", or several
DateFormat = str | Sequence[str] | None


#: texts of a column that are remembered, and how long these may be
MET, MET_LENGTH = 1000, 60
_UNMET: Any = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A target of a column.

    `type` is text, code, date, selection, boolean, integer or amount; `size` the longest text;
    `choices` of a selection are (value, label) or (value, label, other words ...); `hints` are
    (value, words ...) that are suggested to a person, and never read without one;
    `synonyms` are other labels under which the column is known. `removable` says whether a cell
    with `=` takes the value away (`cells.REMOVE`) or is an error; None: it is a text like any
    other. Of a `family` there may also be columns "LABEL:CODE", each a field "name:CODE".
    A text of a field that is `judged` may be longer than its `size`: its kind says whether that is
    an error, which what is there already is not.
    `beside` is another field and labels that mean this one only where a column for that one is
    there, too, and something else where it is not. `reference` is the type of the cross-references
    of its texts, of which a cell may hold several between the `separator`; where it `assigns`, each
    is TEXT=VALUE. `holds` says what a text or a code is, and so what is said of one that looks like
    no value (`placeholders`): a VALUE, a NAME, a KEY, by which records are looked up, a TITLE or an
    EMAIL; None: nothing is said.
    """

    name: str
    label: str
    type: str = "text"
    required: bool = False
    size: int | None = None
    choices: Choices = ()
    hints: Choices = ()
    synonyms: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    removable: bool | None = None
    judged: bool = False
    family: bool = False
    reference: str | None = None
    separator: str | None = None
    assigns: bool = False
    beside: tuple[str, tuple[str, ...]] | None = None
    holds: str | None = None

    def opposites(self) -> dict[Value, Value]:
        """{value: opposite} of a field that says yes or no, or one of two; {} of any other."""
        if self.type == "boolean":
            return {True: False, False: True}
        if len(self.choices) != 2:
            return {}
        first, second = (choice[0] for choice in self.choices)
        return {first: second, second: first}


class Schema:
    """The ordered fields of a kind."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.fields = tuple(fields)
        self._by_name = {field.name: field for field in self.fields}

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        return self._by_name[name]

    def with_columns(self, labels: Iterable[str]) -> "Schema":
        """This schema, with a field more for each of the labels that belongs to a family."""
        families = {fold(f"{field.label}:"): field for field in self.fields if field.family}
        more = {}
        for label in map(tidy, labels if families else ()):
            name, colon, code = label.partition(":")
            field, code = families.get(fold(f"{tidy(name)}{colon}")), tidy(code)
            if field and code:
                more[code, field.name] = replace(
                    field,
                    name=f"{field.name}:{code}",
                    label=label,
                    synonyms=(),
                    family=False,
                    reference=None,
                )
        return Schema((*self.fields, *more.values())) if more else self

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields a file must have."""
        return tuple(field for field in self.fields if field.required)

    def parser(
        self,
        columns: Mapping[str, int],
        *,
        width: int | None = None,
        ragged: bool = False,
        date_format: DateFormat = None,
        labels: Sequence[str] | None = None,
        flipped: Collection[str] = (),
        cleared: Collection[str] = (),
    ) -> Parse:
        """Compile `parse(cells) -> ({field: value}, [Problem])` for one job.

        `columns` maps a field's name to its column (from 0); fields that are not in it are not
        in the values either. A blank cell is None: the kind says what that means. `width` is the
        number of columns of the header, `labels` its texts. `ragged` is true for a .csv, where
        a row shorter than the header has lost something; in a spreadsheet it has not.
        `date_format` is one format such as "%d/%m/%Y" or several; without it dates are ISO. Of the
        fields `flipped` the opposite is meant; a blank cell of the fields `cleared` is REMOVE.
        """
        plan = []
        for field in self.fields:
            if field.name in columns:
                convert = _parser(field, _formats(date_format))
                if field.name in flipped:
                    convert = _flipping(field, convert)
                if field.name in cleared:
                    convert = _clearing(convert)
                plan.append((field.name, columns[field.name], convert, _of_blank(convert)))
        if width is None:
            width = len(labels) if labels else 0
        fit = _Fit(width, max(columns.values(), default=-1) + 1, ragged, labels)
        header = _Header(labels or ())
        return functools.partial(_parse, plan, width, fit, header)


def _parser(field: Field, formats: Formats) -> Convert:
    convert = PARSERS[field.type](field, formats)
    return convert if field.removable is None else removal_parser(field, convert)


def _flipping(field: Field, convert: Convert) -> Convert:
    opposite = field.opposites()

    def convert_to_opposite(cell: Cell, problems: Problems) -> Value:
        value = convert(cell, problems)
        return opposite.get(value, value)

    return convert_to_opposite


def _clearing(convert: Convert) -> Convert:
    def convert_or_clear(cell: Cell, problems: Problems) -> Value:
        value = convert(cell, problems)
        return REMOVE if value is None else value

    return convert_or_clear


def _of_blank(convert: Convert) -> dict[str, Value]:
    """What a blank cell means, unless something is to be said of it: half of the cells of wide
    files are blank."""
    problems: Problems = []
    value = convert("", problems)
    return {} if problems else {"": value}


def _parse(
    plan: list[tuple[str, int, Convert, dict[str, Value]]],
    width: int,
    fit: "_Fit",
    header: "_Header",
    cells: Cells,
) -> tuple[Values, Problems]:
    """Each column remembers what its first texts mean of which nothing is to be said: most columns
    have few, in many rows."""
    problems: Problems = []
    if len(cells) > header.place and cells[header.place] == header.text and header.is_again(cells):
        return {name: None for name, *_rest in plan}, [Problem("header_again")]
    if len(cells) != width:
        cells = fit(cells, problems)
    values: Values = {}
    for name, index, convert, met in plan:
        cell = cells[index]
        if isinstance(cell, str):
            value = met.get(cell, _UNMET)
            if value is _UNMET:
                told = len(problems)
                value = convert(cell, problems)
                if len(met) < MET and len(cell) <= MET_LENGTH and len(problems) == told:
                    met[cell] = value
            values[name] = value
        else:
            values[name] = convert(cell, problems)
    return values, problems


class _Header:
    """Tells the names of columns where they come again, in a file of several put together: as a
    record they would be somebody called "Last name"."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = list(map(tidy, labels))
        named = [place for place, label in enumerate(self.labels) if label]
        #: the last of them, so that other rows need no second look; of a single one none
        self.place = named[-1] if len(named) > 1 else 0
        self.text = labels[self.place] if len(named) > 1 else None

    def is_again(self, cells: Cells) -> bool:
        """Whether a row is that of the names."""
        texts = [tidy(plain_text(cell)) for cell in cells]
        return texts[: self.place + 1] == self.labels[: self.place + 1] and not any(
            texts[self.place + 1 :]
        )


class _Fit:
    """Brings a row to the width of the header, and says so where something is lost or left over.

    Cells are never shifted: what is missing at the end is blank.
    """

    def __init__(self, width: int, needed: int, ragged: bool, labels: Sequence[str] | None) -> None:
        self.width = width
        self.needed = max(width, needed)
        self.labelled = _last_label(labels) if labels else width
        self.ragged = ragged

    def __call__(self, cells: Cells, problems: Problems) -> Cells:
        found = len(cells)
        extra = cells[self.width :] if self.width else ()
        if any(tidy(plain_text(cell)) for cell in extra):
            problems.append(self._problem("row_too_long", found))
        elif self.ragged and found < self.labelled:
            problems.append(self._problem("row_too_short", found))
        return cells if found >= self.needed else [*cells, *[""] * (self.needed - found)]

    def _problem(self, code: str, found: int) -> Problem:
        return Problem(code, params={"found": found, "expected": self.width})


def _last_label(labels: Sequence[str]) -> int:
    """The number of columns up to the last one that has a name."""
    return max((number for number, label in enumerate(labels, 1) if label), default=0)


def _formats(date_format: DateFormat) -> Formats:
    if not date_format:
        return ("%Y-%m-%d",)
    return (date_format,) if isinstance(date_format, str) else tuple(date_format)


def format(field: Field, value: Value, date_format: DateFormat = None) -> str:
    """The text of a value, the inverse of parse: "" for None, the label of a choice."""
    if value is None:
        return ""
    if field.type == "date" and isinstance(value, datetime.date):
        return format_date(value, _formats(date_format)[0])
    if field.type == "selection":
        return next((choice[1] for choice in field.choices if choice[0] == value), str(value))
    if field.type == "boolean":
        return "TRUE" if value else "FALSE"
    return str(value)


def format_date(value: datetime.date, date_format: str) -> str:
    """The text of a date. strftime writes the year 202 without its zero on some systems, so it is
    not used."""
    parts = {"%Y": f"{value.year:04}", "%m": f"{value.month:02}", "%d": f"{value.day:02}"}
    for token, text in parts.items():
        date_format = date_format.replace(token, text)
    return date_format
