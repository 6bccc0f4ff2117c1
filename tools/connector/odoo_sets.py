"""Groups and interests of another Odoo: memberships that are kept in a field of contacts.

Where this addon is installed there, groups and interests are its own; elsewhere groups are tags.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .names import by_key, name_key
from .odoo_json2 import OdooCalls
from .remote import GROUPS, OPTED_IN, OPTED_OUT, RemoteFault

GROUP, INTEREST, TAG = "contact.group", "contact.interest", "res.partner.category"
#: the field of contacts that leads to each
FIELDS = {GROUP: "contact_group_ids", TAG: "category_id"}
EVERY = {"active_test": False}
# Models of which a login sees nothing, or which are not there.
MISSING = ("connector_not_there", "connector_forbidden", "connector_no_api")


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A group there: in which of our fields it is (None: in none), its name, and for one of an
    interest the id of the group that says the contrary."""

    part: str | None
    name: str
    contrary: int | None = None


class Memberships:
    """The groups there by their ids, read once. `model` is what keeps them, `interests` what keeps
    interests, "" where nothing does; `changed` is the latest time at which one was changed after it
    was made."""

    def __init__(self, odoo: OdooCalls) -> None:
        self._odoo = odoo
        self.model = self.interests = ""
        self.changed = ""
        self.entries: dict[int, Entry] = {}
        self._ids: dict[tuple[str | None, str], list[int]] = {}
        self._load()

    @property
    def field(self) -> str:
        """The field of contacts that holds the ids; "" where nothing keeps any."""
        return FIELDS.get(self.model, "")

    def _load(self) -> None:
        rows = rows_or_none(self._odoo, GROUP, ["name", "kind", "active"])
        if rows is not None:
            self.model, self.interests = GROUP, INTEREST
            self.entries = self._groups(rows)
        else:
            rows = rows_or_none(self._odoo, TAG, ["display_name", "active"])
            self.model = TAG if rows is not None else ""
            self.entries = {
                row["id"]: Entry(GROUPS if row["active"] else None, str(row["display_name"]))
                for row in rows or []
            }
        self._ids = {}
        for number, entry in self.entries.items():
            self._ids.setdefault((entry.part, name_key(entry.name)), []).append(number)
        times = [row["write_date"] for row in rows or [] if row["write_date"] != row["create_date"]]
        self.changed = max(map(str, times), default="")

    def _groups(self, rows: Sequence[Mapping[str, Any]]) -> dict[int, Entry]:
        """Those of this addon; an interest has two of them."""
        found = {
            row["id"]: Entry(GROUPS if row["active"] else None, str(row["name"]))
            for row in rows
            if row["kind"] not in ("opt_in", "opt_out")
        }
        fields = ["name", "opt_in_group_id", "opt_out_group_id", "active"]
        interests = rows_or_none(self._odoo, INTEREST, fields)
        if interests is None:
            self.interests = ""
        for row in interests or []:
            inside, outside = row["opt_in_group_id"], row["opt_out_group_id"]
            if inside and outside and row["active"]:
                name = str(row["name"])
                found[inside[0]] = Entry(OPTED_IN, name, outside[0])
                found[outside[0]] = Entry(OPTED_OUT, name, inside[0])
        return found

    # -- reading

    def names(self, ids: Iterable[int]) -> dict[str, list[str]]:
        """The names in each field for the ids that a contact has."""
        found: dict[str, list[str]] = {GROUPS: [], OPTED_IN: [], OPTED_OUT: []}
        for number in ids:
            entry = self.entries.get(number)
            if entry and entry.part:
                found[entry.part].append(entry.name)
        return {part: sorted(names) for part, names in found.items()}

    # -- writing

    def wanted(self, current: Iterable[int], values: Mapping[str, Sequence[str]]) -> set[int]:
        """The ids that a contact is to have, who has the `current` ones: in the fields named in
        `values` those of the names, in others what it has. Nobody who opted out is opted in: not
        even somebody who did so since the values were read. LookupError of a name that several
        groups have."""
        current = set(current)
        wanted = {i for i in current if self._part(i) not in values or self._part(i) == OPTED_OUT}
        for part, names in values.items():
            wanted |= {self._id(part, name) for name in by_key(names).values()}
        entries = {i: self.entries[i] for i in wanted if i in self.entries}
        out = {entry.contrary for entry in entries.values() if entry.part == OPTED_OUT}
        return wanted - out

    def ensure(self, values: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """Make the groups and interests that are named and not there."""
        missing: dict[str, dict[str, str]] = {GROUPS: {}, INTEREST: {}}
        for each in values:
            for part, names in each.items():
                for key, name in by_key(names).items():
                    if (part, key) not in self._ids:
                        missing[GROUPS if part == GROUPS else INTEREST].setdefault(key, name)
        made = False
        for what, model in ((GROUPS, self.model), (INTEREST, self.interests)):
            if names := list(missing[what].values()):
                rows = [{"name": name} for name in names]
                self._odoo.call(model, "create", vals_list=rows)
                made = True
        if made:
            self._load()

    def _part(self, number: int) -> str | None:
        entry = self.entries.get(number)
        return entry.part if entry else None

    def _id(self, part: str, name: str) -> int:
        found = self._ids.get((part, name_key(name)), [])
        if len(found) != 1:
            raise LookupError(name)
        return found[0]


def rows_or_none(
    odoo: OdooCalls,
    model: str,
    fields: Sequence[str],
    domain: Sequence[Any] = (),
    limit: int | None = None,
) -> list[dict[str, Any]] | None:
    """Records of a small table, archived ones included; None where this login has no such table."""
    names = [*fields, "write_date", "create_date"]
    options: dict[str, Any] = {"domain": list(domain), "fields": names, "limit": limit}
    try:
        return list(odoo.call(model, "search_read", (), **options, order="id", context=EVERY))
    except RemoteFault as fault:
        if fault.code in MISSING:
            return None
        raise
