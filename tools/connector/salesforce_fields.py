"""The fields of contacts of Salesforce, and what their values are here.

Groups and interests are multi-select picklists of contacts, which somebody there makes: then they
change with the contact, and a contact is read and written with them in one request. The opt-out of
all e-mails, which each organisation has, is an interest that one is opted out of.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from .names import by_key, name_key
from .remote import GROUPS, OPTED_IN, OPTED_OUT, SETS, RemoteFault, RemoteField, Value

#: the field that holds our key: text, unique, external ID
KEY_FIELD = "Sync_Key__c"
#: the picklists, by our names
PICKLISTS = {
    GROUPS: "Groups__c",
    OPTED_IN: "Interests__c",
    OPTED_OUT: "Interests_Opted_Out__c",
}
#: of all e-mails, and what people call it among interests
NO_EMAIL, EMAIL = "HasOptedOutOfEmail", "E-mail"
TYPES = {
    "string": "text",
    "textarea": "text",
    "email": "text",
    "phone": "text",
    "url": "text",
    "boolean": "boolean",
    "int": "integer",
    "double": "number",
    "currency": "number",
    "percent": "number",
    "date": "date",
    "datetime": "datetime",
    "picklist": "choice",
}
OWN = {"Id", "IsDeleted", "SystemModstamp", "CreatedDate", "LastModifiedDate", KEY_FIELD, NO_EMAIL}
SEPARATOR = ";"


class SalesforceFields:
    """Fields of contacts there, from what ``describe`` tells."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        try:
            self.raw = {str(each["name"]): each for each in described["fields"]}
        except (KeyError, TypeError) as error:
            raise RemoteFault("connector_garbage", {"status": 200}) from error

    def check(self, fields: Any) -> None:
        """Say what a run needs and is not there."""
        key = self.raw.get(KEY_FIELD, {})
        if not key.get("externalId"):
            raise RemoteFault("connector_no_key_field", {"field": KEY_FIELD})
        needed = {PICKLISTS.get(name, name): name for name in fields if name != OPTED_OUT}
        missing = sorted(name for name in needed if name not in self.raw)
        if missing:
            raise RemoteFault("connector_fields_gone", {"fields": ", ".join(missing)})

    def described(self) -> list[RemoteField]:
        """Those that can be mapped."""
        names = sorted(set(self.raw) - OWN - set(PICKLISTS.values()))
        found = [_described(self.raw[name]) for name in names if self.raw[name]["type"] in TYPES]
        labels = {GROUPS: "Groups", OPTED_IN: "Interests opted in to"}
        sets = [
            RemoteField(name, label, "list")
            for name, label in labels.items()
            if PICKLISTS[name] in self.raw
        ]
        return [*found, *sets, RemoteField(OPTED_OUT, "Interests opted out of", "list")]

    def columns(self, fields: Any) -> list[str]:
        """What is asked for to know the values of `fields`."""
        found = {PICKLISTS.get(name, name) for name in fields} & set(self.raw)
        return sorted(found | ({NO_EMAIL} if OPTED_OUT in fields else set()))

    # -- values

    def value(self, name: str, row: Mapping[str, Any]) -> Value:
        """A field of a contact as a plain value."""
        if name in SETS:
            return self._names(name, row)
        told = row.get(name)
        kind = self.raw[name]["type"]
        if kind == "datetime" and told:
            return time_of(told).strftime("%Y-%m-%d %H:%M:%S")
        if kind == "boolean":
            return bool(told)
        return None if told is None or told == "" else told

    def _names(self, name: str, row: Mapping[str, Any]) -> list[str]:
        names = list(filter(None, (row.get(PICKLISTS[name]) or "").split(SEPARATOR)))
        if name == OPTED_OUT and row.get(NO_EMAIL):
            names.append(EMAIL)
        return sorted(by_key(names).values())

    def changed(self, values: Mapping[str, Value], row: Mapping[str, Any] | None) -> dict[str, Any]:
        """What is sent so that a contact, which is `row` now (None: not there yet), has `values`:
        only what differs. Nobody who opted out is opted in. ValueError of a name that a picklist
        cannot hold, with the field."""
        sent: dict[str, Any] = {}
        for name, value in values.items():
            if name not in SETS and (row is None or self.value(name, row) != value):
                sent[name] = self._told(name, value)
        sets = {
            name: list(value) if isinstance(value, list) else []
            for name, value in values.items()
            if name in SETS
        }
        out = self._out(sets, row)
        if OPTED_IN in sets:
            keys = set(map(name_key, out))
            sets[OPTED_IN] = [name for name in sets[OPTED_IN] if name_key(name) not in keys]
        if OPTED_OUT in sets:
            sets[OPTED_OUT] = out
        for name, names in sets.items():
            if row is None or by_key(names).keys() != by_key(self._names(name, row)).keys():
                sent |= self._picked(name, names)
        return sent

    def _out(self, sets: Mapping[str, list[str]], row: Mapping[str, Any] | None) -> list[str]:
        """All that a contact is opted out of: as is written, and as is there."""
        there = self._names(OPTED_OUT, row) if row else []
        return list(by_key([*there, *sets.get(OPTED_OUT, [])]).values())

    def _picked(self, name: str, names: list[str]) -> dict[str, Any]:
        """The fields that hold a set of names."""
        if any(SEPARATOR in each for each in names):
            raise ValueError(name)
        sent: dict[str, Any] = {}
        if name == OPTED_OUT:
            if name_key(EMAIL) in map(name_key, names):
                sent[NO_EMAIL] = True
            names = [each for each in names if name_key(each) != name_key(EMAIL)]
        if PICKLISTS[name] in self.raw:
            sent[PICKLISTS[name]] = SEPARATOR.join(by_key(names).values()) or None
        elif names:
            raise ValueError(name)
        return sent

    def _told(self, name: str, value: Value) -> Any:
        if value in (None, ""):
            return False if self.raw[name]["type"] == "boolean" else None
        if self.raw[name]["type"] == "datetime":
            return f"{str(value)[:19].replace(' ', 'T')}Z"
        return value


def _described(raw: Mapping[str, Any]) -> RemoteField:
    choices = [each for each in raw.get("picklistValues") or [] if each.get("active", True)]
    is_required = not raw.get("nillable", True) and not raw.get("defaultedOnCreate")
    return RemoteField(
        str(raw["name"]),
        str(raw.get("label") or raw["name"]),
        TYPES[raw["type"]],
        required=is_required,
        read_only=not raw.get("updateable", True),
        size=raw.get("length") or None,
        choices=tuple((str(each["value"]), str(each["label"])) for each in choices),
    )


def time_of(text: Any) -> datetime.datetime:
    """A time as Salesforce tells it, in UTC and without a zone.

    >>> time_of("2026-01-31T08:00:00.000+0000").isoformat()
    '2026-01-31T08:00:00'
    """
    try:
        return datetime.datetime.strptime(str(text)[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError as error:
        raise RemoteFault("connector_garbage", {"status": 200}) from error
