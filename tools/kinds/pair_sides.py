"""What a contact here and one of another CRM hold, so that they can be compared: pure.

Of the fields that list names a side has keys: the record that a name means here, so that two
spellings, or a cross-reference, do not matter.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..connector.agreement import BOTH, Rule, Side
from ..connector.canonical import EMAIL, PHONE
from ..connector.names import name_key
from ..connector.remote import GROUPS, OPTED_IN, OPTED_OUT
from ..contacts.constituents import Contact
from ..contacts.pairs import CHANGED
from ..rows.cells import REMOVE
from ..rows.plan import Row
from ..rows.schema import Schema

Values = Mapping[str, Any]
# The fields that list names, as the other CRM has them.
SETS_OF = {
    "group_name": GROUPS,
    "group_id": GROUPS,
    "opted_in": OPTED_IN,
    "opted_out": OPTED_OUT,
}
# Of these, the part of the match that says what the names mean.
SLOTS = {GROUPS: "groups", OPTED_IN: "opted_in", OPTED_OUT: "opted_out"}
FORMS = {"email": EMAIL, "telephone": PHONE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A field here, ``name``, and its field there, ``theirs``; in which ``direction`` values go,
    and which counts in a ``conflict`` (``connector.agreement.Rule``)."""

    name: str
    theirs: str
    direction: str = BOTH
    conflict: str = "ask"

    def rule(self, schema: Schema, side: str | None = None) -> Rule:
        """The line of the table; ``side`` is what somebody has chosen for one pair of contacts."""
        form = schema.field(self.name).type
        form = form if form in ("boolean", "integer", "date") else "text"
        name = SETS_OF.get(self.name, self.name)
        return Rule(name, side or self.direction, self.conflict, FORMS.get(self.name, form))


@dataclass(slots=True)
class Sides:
    """Both sides as they are compared; ``here`` and ``there`` are {set: {key: name there}}."""

    ours: Side
    theirs: Side
    here: dict[str, dict[str, str]]
    there: dict[str, dict[str, str]]


class SidesReader:
    """Takes rows apart; ``read`` takes texts of ours as the cells of a file are taken."""

    def __init__(self, pairs: Sequence[Pair], read: Callable[[Mapping[str, str]], Values]) -> None:
        self.single = [pair.name for pair in pairs if pair.name not in SETS_OF]
        self.sets = [SETS_OF[pair.name] for pair in pairs if pair.name in SETS_OF]
        self.read = read

    def sides(self, row: Row, contact: Contact | None) -> Sides:
        """Both sides of a row; without a ``contact`` ours is empty."""
        match = row.match
        texts = (match["ours"] or {}) if contact else {}
        held = self.read(texts)
        own = match["here"] if contact else {}
        here = {
            name: {key: text for key, (text, _group) in own.get(SLOTS[name], {}).items()}
            for name in self.sets
        }
        there = {name: named(match[SLOTS[name]]) for name in self.sets}
        return Sides(
            Side(
                {name: held.get(name) for name in self.single} | _keys(here),
                _moment(match["changed"]) if contact else None,
            ),
            Side(
                {name: self._theirs(name, row, texts, contact) for name in self.single}
                | _keys(there),
                _moment(row.values.get(CHANGED)),
            ),
            here,
            there,
        )

    def _theirs(self, name: str, row: Row, texts: Values, contact: Contact | None) -> Any:
        """What a cell says; a country and a department by the code that we have for them."""
        value, lookups = row.values.get(name), row.match["lookups"]
        if value == REMOVE:
            return None
        if name == "country" and lookups["country"]:
            return lookups["country"][1]
        if name == "department" and contact:
            states = [state for _country, state in lookups["departments"]]
            if contact.get("state_id") in states:
                return texts.get(name)
        return value


def _keys(names: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    return {name: list(keys) for name, keys in names.items()}


def _moment(text: str | None) -> datetime.datetime | None:
    """A time as a row or the database tells it, to the second."""
    return datetime.datetime.fromisoformat(text[:19]) if text else None


def named(wanted: Any) -> dict[str, str]:
    """``{key: text}`` of ``[(field, text, meaning)]``, without those that mean nothing."""
    keys = ((key_of(text, meaning), text) for _field, text, meaning in wanted)
    return {key: text for key, text in keys if key}


def key_of(text: str, meaning: Mapping[str, Any]) -> str | None:
    """By what a name is known: the record that it means, or that it is new here; None where
    something is wrong with it.

    >>> key_of("Choir", {"id": 7}), key_of(" The Choir", {"new": "x"}), key_of("?", {"code": "x"})
    ('7', 'new:the choir', None)
    """
    if "id" in meaning:
        return str(meaning["id"])
    return f"new:{name_key(text)}" if "new" in meaning else None


def wanted_of(wanted: Any, keys: Any) -> list:
    """Of ``[(field, text, meaning)]`` what is joined, and what is wrong."""
    return [each for each in wanted if (key := key_of(each[1], each[2])) is None or key in keys]
