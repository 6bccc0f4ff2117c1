"""The columns of a file of contacts, and the fields of a contact that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..rows.cells import REMOVE
from ..rows.placeholders import EMAIL, KEY, NAME, TITLE, VALUE
from ..rows.schema import Field, Schema

INSERT = "insert"
UPDATE = "update"
UPDATEACT = "updateact"
UPDATES = (INSERT, UPDATE, UPDATEACT)
DELETE, INVALIDATE, ANONYMIZE, DROP = "delete", "invalidate", "anonymize", "drop"
# What is done to contacts as a whole.
VERBS = (DELETE, INVALIDATE, ANONYMIZE, DROP)
OPERATIONS = (*UPDATES, *VERBS)
# In place of the code of an organization: all of the institution.
ALL_ORGANIZATIONS = "*"
TITLES = ("mr", "mrs", "miss", "mr_and_mrs", "undefined")

MAIN, DELIVERY, INVOICE = "M", "S", "B"
# Further addresses, as Odoo calls their types.
ADDRESS_TYPES = {DELIVERY: "delivery", INVOICE: "invoice"}
# Columns that fill a field of the same value, of the contact itself ...
OWN = {
    "role": "contact_role",
    "title": "contact_title",
    "letter_salutation": "contact_letter_salutation",
    "addr_salutation": "contact_address_salutation",
    "function": "function",
    "birthdate": "contact_birthdate",
    "address_name1": "contact_address_name1",
    "address_name2": "contact_address_name2",
    "email1": "email",
}
# ... of the structure, where the row or the contact has one ...
OF_STRUCTURE = {
    "official_name": "contact_official_name",
    "nb_employees": "contact_employee_count",
}
# ... and of an address.
ADDRESS = {
    "line1": "street",
    "line2": "street2",
    "line3": "contact_street3",
    "zipcode": "zip",
    "town": "city",
    "town_complement": "contact_city_complement",
    "country": "country_id",
    "department": "state_id",
}
PHONES = {"telephone": "phone", "fax": "contact_fax", "cellphone": "contact_cellphone"}
# Columns that fill what DELETE empties.
REACHING = (*ADDRESS, *PHONES, "email1", "email", "web_site")
REMARK_SIZE = 2000


def _field(name: str, type: str = "text", removable: bool | None = True, **more: Any) -> Field:
    return Field(name, name.upper(), type=type, removable=removable, **more)


SCHEMA = Schema(
    (
        _field(
            "instit",
            type="code",
            required=True,
            removable=False,
            size=15,
            synonyms=("INSTITUTION",),
            example="LAKE",
            holds=KEY,
        ),
        _field(
            "organization",
            type="code",
            required=True,
            removable=False,
            size=15,
            example="OPERA",
        ),
        _field(
            "operation",
            type="selection",
            required=True,
            removable=False,
            choices=tuple((name, name.upper()) for name in OPERATIONS),
            example="INSERT",
        ),
        _field(
            "contact_nr",
            type="code",
            removable=False,
            size=20,
            example="00004711",
            holds=KEY,
        ),
        _field("role", holds=VALUE),
        _field(
            "title",
            type="selection",
            choices=tuple((title, title.upper()) for title in TITLES),
            example="MRS",
        ),
        _field("letter_salutation", judged=True, size=200, example="Dear Ms. Rossi", holds=VALUE),
        _field("addr_salutation", judged=True, size=200, holds=VALUE),
        _field("function", judged=True, size=1000, holds=VALUE),
        _field("remark", size=REMARK_SIZE, holds=VALUE),
        _field("firstname", judged=True, size=100, example="Giulia", holds=NAME),
        _field("lastname", judged=True, size=100, example="Rossi", holds=NAME),
        _field("birthdate", type="date"),
        _field("pref_lang", size=2, example="FR"),
        _field("official_name", holds=NAME),
        _field("address_name1", holds=NAME),
        _field("address_name2", holds=NAME),
        _field("struct_name", holds=TITLE),
        _field("struct_type", type="code"),
        _field("admin_number"),
        _field("nb_employees", type="integer"),
        _field("web_site", holds=VALUE),
        _field(
            "addr_type",
            removable=False,
            size=5,
        ),
        _field("line1", judged=True, size=100, example="Quai du Lac 4", holds=VALUE),
        _field("line2", judged=True, size=100, holds=VALUE),
        _field("line3", judged=True, size=100, holds=VALUE),
        _field("zipcode", type="code", judged=True, size=10, example="1201", holds=VALUE),
        _field("town", example="Genève", holds=VALUE),
        _field("town_complement", holds=VALUE),
        _field("country", example="CH", reference="country"),
        _field("department"),
        _field("telephone", type="code"),
        _field("fax", type="code"),
        _field("cellphone", type="code"),
        _field("email1", judged=True, size=250, example="giulia.rossi@example.com", holds=EMAIL),
        _field(
            "criterion",
            family=True,
            reference="criterion",
            separator=",",
            assigns=True,
        ),
        _field(
            "authorization",
            family=True,
        ),
    )
)


def given(values: Mapping[str, Any], name: str) -> Any:
    """The value of a column, None where it is empty or takes the value away."""
    value = values.get(name)
    return None if value == REMOVE else value


def reaches(values: Mapping[str, Any]) -> bool:
    """Whether a row says by what its contact is reached: of one that was deleted none may.

    >>> reaches({"email1": "ada@x.example"}), reaches({"telephone": "=", "role": "Buyer"})
    (True, False)
    """
    return any(given(values, name) for name in REACHING)


def columns_of(values: Mapping[str, Any], family: str) -> dict[str, Any]:
    """``{code: value}`` of the columns "FAMILY:CODE" that are not empty.

    >>> columns_of({"name": "Ada", "mark:A": "1", "mark:B": None}, "mark")
    {'A': '1'}
    """
    return {
        code: values[name]
        for name, code in _named_columns(tuple(values), family)
        if values[name] is not None
    }


@lru_cache(maxsize=64)
def _named_columns(names: tuple[str, ...], family: str) -> list[tuple[str, str]]:
    """``[(name, code)]`` of these columns: all rows of a file have the same ones."""
    prefix = f"{family}:"
    return [(name, name.removeprefix(prefix)) for name in names if name.startswith(prefix)]


def read_pairs(text: str) -> list[tuple[str, str]] | None:
    """``CODE=VALUE, CODE=VALUE`` as a list of pairs; None where it is none.

    >>> read_pairs("A=1, B = 2,C=")
    [('A', '1'), ('B', '2'), ('C', '')]
    >>> read_pairs("A")
    """
    pairs = _read_pairs(text)
    return None if pairs is None else list(pairs)


@lru_cache(maxsize=4096)
def _read_pairs(text: str) -> tuple[tuple[str, str], ...] | None:
    """The same: few texts stand in many rows, and each is asked for several times."""
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(code.strip() and equals for code, equals, _value in pairs):
        return None
    return tuple((code.strip(), value.strip()) for code, _equals, value in pairs)
