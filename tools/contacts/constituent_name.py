"""What a row of constituents says of a name: in two columns, in one, or in both.

As in ``contact_values``: ``values`` are those of the row, ``present`` the fields of the contact as
they are (empty for a new one), and what is wrong is appended to ``problems``.
"""

from __future__ import annotations

from typing import Any

from ..rows.emails import stored_email
from ..rows.problems import Problem, warning
from .contact_values import Problems, Values, person_name
from .names import full_name, name_parts
from .whole_names import WHOLE, is_same_name, parts_of, split_name, squeezed

PARTS = ("firstname", "lastname")


def constituent_name(
    values: Values, present: Values, order: str, problems: Problems
) -> dict[str, Any]:
    """What the contact is called; a new one without a name by its e-mail address. ``order`` says
    what is made of a whole name (``whole_names``)."""
    if any(values.get(name) for name in PARTS):
        result = _of_parts(values, present, problems)
    elif values.get("fullname"):
        result = _of_whole(values, present, order)
    else:
        result = {}
    if not present and not result.get("name"):
        result["name"] = stored_email(values.get("email") or "") or None
        if not result["name"]:
            problems.append(Problem("constituent_name_missing", "lastname"))
    return result


def _of_parts(values: Values, present: Values, problems: Problems) -> dict[str, Any]:
    """First and last name count also where there is a whole name beside them, which tells the one
    that is missing."""
    if values.get("fullname"):
        values = _completed(values, present, problems)
    first, last = (values.get(name) or "" for name in PARTS)
    name = present.get("name")
    stored = name_parts(name, present.get("contact_firstname"), present.get("contact_lastname"))
    if name and ((first, last) == stored or (not first and is_same_name(last, name))):
        # as a download has it, or the whole name in the column of the last one
        return {}
    if not first and stored[0] and last.startswith(f"{stored[0]} "):
        # the whole name, changed
        values = {**values, "lastname": last.removeprefix(f"{stored[0]} ").strip()}
    return person_name(values, present, problems)


def _completed(values: Values, present: Values, problems: Problems) -> Values:
    """The values with both parts of a person's name, where the whole one beside them says both."""
    first, last, whole = (values.get(name) or "" for name in (*PARTS, "fullname"))
    if not (first and last):
        if _is_company(values, present):
            return values
        found = parts_of(first, last, whole)
        if all(found):
            return {**values, **dict(zip(PARTS, found, strict=True))}
    if not is_same_name(whole, full_name(first, last)):
        problems.append(warning("names_differ", "fullname", whole))
    return values


def _of_whole(values: Values, present: Values, order: str) -> dict[str, Any]:
    """A whole name that is not the present one."""
    whole, name = squeezed(values["fullname"]), present.get("name")
    if name and is_same_name(whole, name):
        return {}
    if order == WHOLE or _is_company(values, present):
        return {"name": whole, "contact_firstname": None, "contact_lastname": None}
    first, last = split_name(whole, order)
    return {
        "name": full_name(first, last),
        "contact_firstname": first or None,
        "contact_lastname": last or None,
    }


def _is_company(values: Values, present: Values) -> bool:
    """What the row says, or else the contact."""
    is_company = values.get("is_company")
    return bool(present.get("is_company") if is_company is None else is_company)
