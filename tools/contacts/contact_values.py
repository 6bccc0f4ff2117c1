"""From the cells of a row to the fields of a contact: pure functions.

Each takes the ``values`` of the row, what they mean here (``lookups``, see ``Lookups`` in
``models/contacts/contact_lookups.py``) and the fields of the contact as they are (``present``,
empty for a new one), appends what is wrong to ``problems``, and gives ``{field: value}`` of what
the row sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..rows.cells import REMOVE
from ..rows.emails import email_problem, read_email
from ..rows.lists import MOST
from ..rows.placeholders import is_doubtful
from ..rows.problems import Problem, shorten, warning
from .contact_schema import (
    ADDRESS,
    DELIVERY,
    INVOICE,
    MAIN,
    OF_STRUCTURE,
    OWN,
    PHONES,
    REMARK_SIZE,
    given,
    read_pairs,
)
from .names import full_name, name_parts

ADMIN_NUMBERS = "contact_admin_number_ids"
# Digits of a telephone number.
PHONE_LENGTH = 15

_NOT_DIALLED = re.compile(r"[\s().\-/]+")
_TYPES = re.compile(r"[MSB](?:[\s,;/+]*[MSB])*")

Values = Mapping[str, Any]
Problems = list[Problem]
# A telephone number in international form; None where it is none in the country of that code.
FormatPhone = Callable[[str, str | None], str | None]


def plain(values: Values, fields: Mapping[str, str]) -> dict[str, Any]:
    """Columns that fill a field as they are; dates as ISO texts, as the database gives them."""
    return {
        field: None if value == REMOVE else value if value.__class__ is str else _iso(value)
        for name, field in fields.items()
        if (value := values.get(name)) is not None
    }


def judge_sizes(
    values: Values, sizes: Mapping[str, int], texts: Callable[[], Values], problems: Problems
) -> None:
    """Texts that are longer than their columns hold, ``{column: length}``, unless the contact has
    that very text: ``texts`` gives what it has by the columns, and is asked for long ones only."""
    for name, limit in sizes.items():
        text = values.get(name)
        if text and len(text) > limit and text != (texts().get(name) or "").strip():
            params = {"length": len(text), "limit": limit}
            problems.append(Problem("too_long", name, shorten(text), params))


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def own_values(
    values: Values, lookups: Values, present: Values, today: str, problems: Problems
) -> dict[str, Any]:
    """What the row says of the contact itself, apart from its name."""
    result = plain(values, OWN)
    if result.get("email") and result["email"] != present.get("email"):
        result["email"] = _email(result["email"], problems)
    if (result.get("contact_birthdate") or "") > today:
        problems.append(Problem("birthdate_in_future", "birthdate", result["contact_birthdate"]))
    if values.get("pref_lang") is not None:
        result["lang"] = _language(values, lookups, present, problems)
    if values.get("remark") is not None:
        result["contact_remark"] = _remark(values["remark"], present, problems)
    return result


def _email(text: str, problems: Problems) -> str | None:
    """The address of a cell as it is stored; what the contact has already was not judged."""
    email = read_email(text)
    if email is None:
        problems.append(Problem(email_problem(text), "email1", text))
    return email and email.stored


def _language(values: Values, lookups: Values, present: Values, problems: Problems) -> str | None:
    if values["pref_lang"] == REMOVE:
        return None
    if not lookups["langs"]:
        problems.append(Problem("unknown_language", "pref_lang", values["pref_lang"]))
        return None
    lang = present.get("lang")
    return lang if lang in lookups["langs"] else lookups["langs"][0]


def _remark(text: str, present: Values, problems: Problems) -> str | None:
    """A text to add that is the last line already was added before."""
    if text == REMOVE:
        return None
    if not text.startswith("||"):
        return text
    text, old = text[2:].strip(), present.get("contact_remark") or ""
    if not text or f"\n{old}".endswith(f"\n{text}"):
        return old or None
    new = f"{old}\n{text}" if old else text
    if len(new) > REMARK_SIZE:
        params = {"length": len(new), "limit": REMARK_SIZE}
        problems.append(Problem("too_long", "remark", None, params))
    return new


# -- names -----------------------------------------------------------------------------------


def person_name(values: Values, present: Values, problems: Problems) -> dict[str, Any]:
    """First and last name, and the name that they make."""
    if values.get("firstname") is None and values.get("lastname") is None:
        return {}
    stored = present.get("contact_firstname"), present.get("contact_lastname")
    parts = name_parts(present.get("name"), *stored)
    first, last = (
        part if values.get(name) is None else given(values, name)
        for name, part in zip(("firstname", "lastname"), parts, strict=True)
    )
    name = full_name(first, last)
    if not name:
        problems.append(Problem("name_needed", "lastname"))
    return {"name": name, "contact_firstname": first or None, "contact_lastname": last or None}


def changed_name(values: Values, present: Values, problems: Problems) -> dict[str, Any]:
    """As `person_name`; nothing, where the row has both parts of the name as the contact has it,
    whether they are stored or not: a download gives them so."""
    stored = present.get("contact_firstname"), present.get("contact_lastname")
    parts = name_parts(present.get("name"), *stored)
    if any(parts) and parts == (values.get("firstname") or "", values.get("lastname") or ""):
        return {}
    return person_name(values, present, problems)


def structure_name(values: Values, problems: Problems) -> dict[str, Any]:
    """The name of a contact that is a structure; it has no person's."""
    for field in ("firstname", "lastname"):
        if given(values, field):
            problems.append(Problem("person_on_structure", field, values[field]))
    name = values.get("struct_name")
    if name == REMOVE:
        problems.append(Problem("name_needed", "struct_name"))
    return {} if name is None else {"name": name}


# -- structures ------------------------------------------------------------------------------


def structure_values(
    values: Values, lookups: Values, present: Values, problems: Problems
) -> dict[str, Any]:
    """What the row says of the structure, or of a contact without one."""
    result = plain(values, OF_STRUCTURE)
    if values.get("nb_employees") == REMOVE:
        result["contact_employee_count"] = 0
    if (result.get("contact_employee_count") or 0) < 0:
        problems.append(Problem("negative", "nb_employees", str(values["nb_employees"])))
    if values.get("web_site") is not None:
        result["website"] = _website(given(values, "web_site"))
    if values.get("struct_type") is not None:
        result["contact_structure_type_id"] = lookups.get("type")
        if lookups.get("type") is None and values["struct_type"] != REMOVE:
            problems.append(Problem("unknown_structure_type", "struct_type", values["struct_type"]))
    return result


def _website(text: str | None) -> str | None:
    """As Odoo stores it: with the scheme."""
    return text if text is None or "://" in text else f"http://{text}"


def admin_numbers(
    values: Values, present: Mapping[str, Any], problems: Problems
) -> dict[str, str | None]:
    """``{code: number, or None to take it away}`` of what the row says; ``present`` is what the
    holder has, ``{code: [id, number]}``."""
    text = values.get("admin_number")
    if text is None:
        return {}
    if text == REMOVE:
        return dict.fromkeys(present)
    pairs = pairs_of(text, "admin_number", problems)
    doubtful = [value for _code, value in pairs if value and is_doubtful(value)]
    problems += [warning("placeholder_kept", "admin_number", value) for value in doubtful]
    return {code: value or None for code, value in pairs}


def long_list(field: str) -> Problem:
    """What is wrong with a cell that lists too many."""
    return Problem("long_list", field, None, {"limit": MOST})


def pairs_of(text: str, field: str, problems: Problems) -> list[tuple[str, str]]:
    """``CODE=VALUE, CODE=VALUE`` as a list of pairs; none where it cannot be read, or lists too
    many."""
    if text.count(",") >= MOST:
        problems.append(long_list(field))
        return []
    pairs = read_pairs(text)
    if pairs is None:
        problems.append(Problem("bad_pair", field, text))
    return pairs or []


# -- addresses -------------------------------------------------------------------------------


def address_types(values: Values, problems: Problems) -> set[str]:
    """The types that the row names, as a set of letters; empty: it names none."""
    text = (values.get("addr_type") or "").upper()
    if text and not _TYPES.fullmatch(text):
        problems.append(Problem("bad_address_type", "addr_type", values["addr_type"]))
    return {letter for letter in text if letter in (MAIN, DELIVERY, INVOICE)}


def address_values(
    values: Values, lookups: Values, present: Values, problems: Problems
) -> dict[str, Any]:
    """What the row says of an address; ``present`` tells the country of a department."""
    result = plain(values, ADDRESS)
    if given(values, "country"):
        result["country_id"] = (lookups["country"] or [None])[0]
        if lookups["country"] is None:
            problems.append(Problem("unknown_country", "country", values["country"]))
    if given(values, "department"):
        country = result.get("country_id", present.get("country_id"))
        result["state_id"] = _state(lookups["departments"], country, present)
        # of a country that is not known nobody knows the departments
        is_unclear = given(values, "country") and not country
        if result["state_id"] is None and not is_unclear:
            code = "unknown_department" if country else "department_without_country"
            problems.append(Problem(code, "department", values["department"]))
    return result


def _state(departments: list[list[int]], country: int | None, present: Values) -> int | None:
    """The state that a text means in a country; also the one that the contact has, whatever the
    country that it has beside it."""
    meant = next((state for place, state in departments if country and place == country), None)
    is_kept = country == present.get("country_id") and present.get("state_id") is not None
    if (
        meant is None
        and is_kept
        and present["state_id"] in (state for _place, state in departments)
    ):
        meant = present["state_id"]
    return meant


# -- telephone numbers -----------------------------------------------------------------------


def phone_values(
    values: Values, country: str | None, format_phone: FormatPhone, problems: Problems
) -> dict[str, str | None]:
    """Telephone numbers in the form of their country, a code of two letters; what is none is
    stored as it stands."""
    result: dict[str, str | None] = {}
    for name, field in PHONES.items():
        text = values.get(name)
        if text is None:
            continue
        result[field] = (
            None if text == REMOVE else _phone(text, name, country, format_phone, problems)
        )
    return result


def _phone(
    text: str, name: str, country: str | None, format_phone: FormatPhone, problems: Problems
) -> str:
    if len(text) > PHONE_LENGTH:
        digits = _NOT_DIALLED.sub("", text).removeprefix("+").removeprefix("00")
        if len(digits) > PHONE_LENGTH:
            params = {"length": len(digits), "limit": PHONE_LENGTH}
            problems.append(Problem("too_long", name, text, params))
    number = f"+{text[2:]}" if text.startswith("00") else text
    formatted = format_phone(number, country)
    if formatted is None:
        problems.append(warning("odd_phone", name, text))
    return formatted or text
