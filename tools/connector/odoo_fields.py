"""The fields of contacts of another Odoo, and what their values are here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from .odoo_json2 import OdooCalls
from .remote import GROUPS, OPTED_IN, OPTED_OUT, RemoteFault, RemoteField, Value

PARTNER = "res.partner"
#: what is asked of a field
ATTRIBUTES = ["string", "type", "required", "readonly", "store", "size", "selection"]
TYPES = {
    "char": "text",
    "text": "text",
    "html": "text",
    "boolean": "boolean",
    "integer": "integer",
    "float": "number",
    "monetary": "number",
    "date": "date",
    "datetime": "datetime",
    "selection": "choice",
}
# What Odoo keeps for itself.
OWN = ("message_", "activity_", "my_activity_", "website_message_", "signup_", "image_")
OWN_NAMES = {"id", "display_name", "create_date", "write_date", "active", "complete_name"}
OWN_NAMES |= {"commercial_company_name", "email_normalized", "partner_share", "color"}
#: fields that lead to a record which has a code: {field: (model, fields that are read of it)}
CODED = {
    "country_id": ("res.country", ["code", "name"]),
    "state_id": ("res.country.state", ["code", "name", "country_id"]),
}


class OdooFields:
    """Fields of ``res.partner`` there. What they are is asked once, codes as soon as they are
    used."""

    def __init__(self, odoo: OdooCalls) -> None:
        self._odoo = odoo
        self._raw: dict[str, dict[str, Any]] = {}
        self._codes: dict[str, dict[str, tuple[int, str]]] = {}

    def raw(self) -> dict[str, dict[str, Any]]:
        """{name: attributes} of all fields that this login sees."""
        if not self._raw:
            told = self._odoo.call(PARTNER, "fields_get", attributes=ATTRIBUTES)
            if not isinstance(told, dict) or "name" not in told:
                raise RemoteFault("connector_garbage", {"status": 200})
            self._raw = told
        return self._raw

    def described(self) -> list[RemoteField]:
        """Those that can be mapped, by their names."""
        raw = self.raw()
        found = [_described(name, raw[name]) for name in sorted(raw) if _is_usable(name, raw[name])]
        coded = [self._described_code(name) for name in CODED if name in raw]
        return found + coded

    def missing(self, names: Sequence[str]) -> list[str]:
        """Those of these fields that contacts there do not have."""
        return [name for name in names if name not in self.raw()]

    def _described_code(self, name: str) -> RemoteField:
        label = str(self.raw()[name].get("string", name))
        choices = tuple((code, text) for code, (_id, text) in sorted(self.codes(name).items()))
        return RemoteField(name, label, "choice", choices=choices)

    def codes(self, name: str) -> dict[str, tuple[int, str]]:
        """{code: (id, what people read)}: CH of a country, CH-ZH of a state."""
        if name not in self._codes:
            model, fields = CODED[name]
            rows = self._odoo.call(model, "search_read", domain=[], fields=fields)
            countries = (
                {number: code for code, (number, _text) in self.codes("country_id").items()}
                if name == "state_id"
                else {}
            )
            self._codes[name] = {
                _code(row, countries): (row["id"], str(row["name"])) for row in rows if row["code"]
            }
        return self._codes[name]

    # -- values

    def value(self, name: str, told: Any) -> Value:
        """What Odoo told of a field, as a plain value."""
        if name in CODED:
            number = told[0] if told else None
            return next((c for c, (i, _text) in self.codes(name).items() if i == number), None)
        kind = self.raw()[name]["type"]
        if kind == "boolean":
            return bool(told)
        return None if told is False or told is None or told == "" else told

    def cell(self, name: str, value: Value) -> str:
        """What ``load`` takes for a value; ValueError with the code that is not known there."""
        if value is None or value == "":
            return ""
        if name in CODED:
            found = self.codes(name).get(str(value).upper())
            if found is None:
                raise ValueError(str(value))
            return str(found[0])
        if self.raw()[name]["type"] == "boolean":
            return "1" if value else "0"
        return str(value)

    @staticmethod
    def column(name: str) -> str:
        """How ``load`` calls a field."""
        return f"{name}/.id" if name in CODED else name


def _code(row: Mapping[str, Any], countries: Mapping[int, str]) -> str:
    if "country_id" not in row:
        return str(row["code"]).upper()
    country = countries.get(row["country_id"][0] if row["country_id"] else 0, "")
    return f"{country}-{row['code']}".upper()


def _is_usable(name: str, attributes: Mapping[str, Any]) -> bool:
    is_own = name.startswith(OWN) or name in OWN_NAMES
    is_kept = attributes.get("store", True) or not attributes.get("readonly")
    return not is_own and is_kept and attributes.get("type") in TYPES


def _described(name: str, attributes: Mapping[str, Any]) -> RemoteField:
    choices = attributes.get("selection") or []
    return RemoteField(
        name,
        str(attributes.get("string") or name),
        TYPES[attributes["type"]],
        required=bool(attributes.get("required")),
        read_only=bool(attributes.get("readonly")),
        size=attributes.get("size") or None,
        choices=tuple((str(value), str(label)) for value, label in choices),
    )


def set_fields(groups: str, interests: str) -> list[RemoteField]:
    """The fields that hold several names, where the other Odoo keeps such a thing."""
    found = []
    if groups:
        found.append(RemoteField(GROUPS, "Groups", "list"))
    if interests:
        found.append(RemoteField(OPTED_IN, "Interests opted in to", "list"))
        found.append(RemoteField(OPTED_OUT, "Interests opted out of", "list"))
    return found


def time_of(text: str) -> datetime.datetime:
    """A time as Odoo tells it, in UTC and without a zone.

    >>> time_of("2026-01-31 08:00:00").isoformat()
    '2026-01-31T08:00:00'
    """
    try:
        return datetime.datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S")
    except (TypeError, ValueError) as error:
        raise RemoteFault("connector_garbage", {"status": 200}) from error


def told_time(moment: datetime.datetime) -> str:
    """The same the other way round."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")
