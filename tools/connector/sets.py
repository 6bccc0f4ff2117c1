"""What two sides agree on of groups and interests: name by name, and an opt-out always counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence, Set

from .canonical import mark
from .names import by_key
from .remote import OPTED_IN, OPTED_OUT

Sets = Mapping[str, Sequence[str]]
# Characters of the mark of a name: there are few in a set.
SHORT = 12
# One side's word counts in this direction alone.
THEIRS, OURS = "theirs", "ours"


@dataclasses.dataclass(slots=True)
class SetsAgreed:
    """The names that each side is to have, {field: names}; the marks of the agreement, {field:
    marks}; and the interests of which an opt-out was stronger."""

    theirs: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    ours: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    marks: dict[str, str] = dataclasses.field(default_factory=dict)
    opted_out: list[str] = dataclasses.field(default_factory=list)


def agreed_sets(
    theirs: Sets,
    ours: Sets,
    directions: Mapping[str, str],
    marks: Mapping[str, str],
    salt: str,
) -> SetsAgreed:
    """What both sides are to have in the fields of `directions`. An opt-out of either side goes to
    both, whatever the direction; it ends once neither side has it any more."""
    found = SetsAgreed()
    told = {field: by_key(theirs[field]) for field in directions}
    own = {field: by_key(ours[field]) for field in directions}
    out = {**told.get(OPTED_OUT, {}), **own.get(OPTED_OUT, {})}
    spelled_out = _spellings(told, own)
    for field, direction in directions.items():
        keys = set(out) if field == OPTED_OUT else _keys(field, direction, told, own, marks, salt)
        if field == OPTED_IN:
            found.opted_out = sorted(spelled_out[key] for key in keys & set(out))
            keys -= set(out)
        found.theirs[field] = _named(keys, told[field], spelled_out)
        found.ours[field] = _named(keys, own[field], spelled_out)
        found.marks[field] = _marks(salt, field, keys)
    return found


def _keys(
    field: str,
    direction: str,
    told: Mapping[str, Mapping[str, str]],
    own: Mapping[str, Mapping[str, str]],
    marks: Mapping[str, str],
    salt: str,
) -> set[str]:
    """Of a name that one side has and the other has not, the side counts that has changed it since
    both last agreed. Of a pair that never did, all names count."""
    theirs, ours = set(told[field]), set(own[field])
    if direction == THEIRS:
        return theirs
    if direction == OURS:
        return ours
    before = set(marks.get(field, "").split())
    one_sided = {key for key in theirs ^ ours if _short(salt, field, key) not in before}
    return (theirs & ours) | one_sided


def moved(wanted: Iterable[str], had: Iterable[str], now: Iterable[str]) -> list[str]:
    """What a set is to hold now, for which it was said what was `wanted` when it held `had`.

    >>> moved(["Choir", "Board"], ["Board", "Tours"], ["board", "Tours", "Guests"])
    ['Choir', 'Guests', 'board']
    """
    asked, before, held = by_key(wanted), by_key(had), by_key(now)
    keys = (asked.keys() - before.keys()) | held.keys()
    return _named(keys - (before.keys() - asked.keys()), held, asked)


def _spellings(*sides: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """{key: a spelling}, ours where there is one."""
    found: dict[str, str] = {}
    for side in sides:
        for names in side.values():
            found.update(names)
    return found


def _named(keys: Set[str], own: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """Names as the side spells them itself, where it has them."""
    return sorted(own.get(key) or others[key] for key in keys)


def _marks(salt: str, field: str, keys: set[str]) -> str:
    return " ".join(sorted(_short(salt, field, key) for key in keys))


def _short(salt: str, field: str, key: str) -> str:
    return mark(salt, field, key)[:SHORT]
