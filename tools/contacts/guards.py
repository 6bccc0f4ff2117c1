"""Contacts that a file may not change, or whose e-mail it may not: those of users and companies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..rows.plan import Change
from ..rows.problems import Problem
from .contact_parts import Part
from .contact_schema import ADDRESS, MAIN, given, reaches

#: {"email": why its e-mail stays, as a code, or None; "row": whether nothing of it is changed}
Guard = dict[str, Any]


def guard_problem(guard: Guard | None, change: Change, field: str, value: Any) -> Problem | None:
    """Why a change of a contact is refused, which Odoo would refuse, or which would leave somebody
    without a login; ``field`` is the column of the e-mail, ``value`` its cell.

    >>> mine = Change("res.partner", 7, {"email": "new@x.example", "city": "Chur"})
    >>> guard_problem({"email": "yourself", "row": False}, mine, "email", "new@x.example").code
    'protected_yourself'
    >>> guard_problem({"email": None, "row": True}, mine, "email", None).code
    'protected_internal'
    >>> guard_problem(None, mine, "email", None)
    """
    if not guard or not change.differs():
        return None
    if guard["email"] and "email" in change.values:
        return Problem(f"protected_{guard['email']}", field, value)
    return Problem("protected_internal") if guard["row"] else None


def refilling_problem(
    values: Mapping[str, Any], contact: Part | None, structure: Part | None
) -> Problem | None:
    """Why a row is refused that fills what a file has deleted, be it the structure of a contact
    person, who has the main address for all.

    >>> gone = {"deleted": "2026-01-31"}
    >>> refilling_problem({"telephone": "118", "contact_nr": "1"}, gone, None).field
    'contact_nr'
    >>> refilling_problem({"telephone": "118", "line1": "Quay 4"}, {}, gone).field
    'struct_name'
    >>> refilling_problem({"line1": "Quay 4", "addr_type": "S"}, {}, gone)
    """
    if contact and contact.get("deleted") and reaches(values):
        params = {"date": contact["deleted"]}
        return Problem("deleted", "contact_nr", values["contact_nr"], params)
    of_structure = ["web_site"] if given(values, "web_site") else []
    if MAIN in (given(values, "addr_type") or MAIN).upper():
        of_structure += [name for name in ADDRESS if given(values, name)]
    if structure and structure.get("deleted") and of_structure:
        params = {"date": structure["deleted"]}
        return Problem("deleted", "struct_name", values.get("struct_name"), params)
    return None


def undo_problems(changes: Iterable[Change], facts: Mapping[str, Any], field: str) -> list[Problem]:
    """Why an undo may not put back what it would: of a user's contact, or since somebody else has
    the old member ID by now. ``facts``, {record key: {"guard": guard, "taken": whether}}.

    >>> back = Change("res.partner", 7, {"contact_member_id": "00123"})
    >>> undo_problems([back], {"res.partner,7": {"taken": True}}, "email")[0].code
    'member_id_taken'
    >>> undo_problems([back], {}, "email")
    []
    """
    problems: list[Problem] = []
    for change in changes:
        known = facts.get(f"{change.model},{change.record}")
        if known is None or change.removes:
            continue
        email = change.values.get("email")
        problem = guard_problem(known.get("guard"), change, field, email)
        if problem is None and known.get("taken") and change.values.get("contact_member_id"):
            problem = Problem("member_id_taken", "member_id", change.values["contact_member_id"])
        problems += [problem] if problem else []
    return problems
