"""What the journal of an import says that a row did to its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Value(NamedTuple):
    """A value of a field, all of it such that JSON can carry it.

    ``plain`` is what a journal holds and Odoo writes; ``form`` is equal for equal values, however
    they are written; ``text`` is what people read of it, None where that is no plain text;
    ``fits`` tells whether the field could hold it: not what it held before it had another type.
    """

    plain: Any
    form: Any
    text: str | None = None
    fits: bool = True


#: {field: value}
Values = dict[str, Value]
#: {(record key, place): number of references}: a place is the column of a table that refers
Released = Counter[tuple[str, str]]


class Link(NamedTuple):
    """A field that refers to records of ``model``, which are used at the place ``far`` by it; the
    rows of a many2many use also the record itself, at ``own``."""

    field: str
    model: str
    far: str
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row did to one record: ``pairs``, {field: (old, new)}; whether it made the record,
    and whether who undoes it may delete such records."""

    model: str
    record: int
    pairs: dict[str, tuple[Value, Value]]
    is_new: bool = False
    may_delete: bool = True
    links: tuple[Link, ...] = ()

    @property
    def key(self) -> str:
        """What names the record."""
        return record_key(self.model, self.record)

    def released(self, names: Sequence[str] | None = None) -> Released:
        """The references that go, or come back (negative), with the fields put back."""
        found: Released = Counter()
        for link in self.links:
            if names is not None and link.field not in names:
                continue
            old, new = (ids_of(value.plain) for value in self.pairs[link.field])
            for sign, ids in ((1, new - old), (-1, old - new)):
                for each in ids:
                    found[record_key(link.model, each), link.far] += sign
            if link.own:
                found[self.key, link.own] += len(new) - len(old)
        return found

    def owners(self) -> set[str]:
        """The keys of the records that a new one is part of."""
        return {
            record_key(link.model, each)
            for link in self.links
            if not link.own
            for each in ids_of(self.pairs[link.field][1].plain)
        }


def record_key(model: str, identifier: int) -> str:
    """What names a record.

    >>> record_key("res.partner", 3)
    'res.partner,3'
    """
    return f"{model},{identifier}"


def ids_of(plain: Any) -> set[int]:
    """The ids that a field with records holds."""
    if isinstance(plain, list):
        return set(plain)
    return {plain} if plain else set()
