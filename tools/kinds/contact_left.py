"""Contact operations: what a row of a file leaves of contacts and structures for rows behind it."""

from __future__ import annotations

from ..contacts.contact_parts import (
    Part,
    addresses_after,
    is_same_structure,
    left_after,
    numbers_after,
)
from ..contacts.contact_schema import ALL_ORGANIZATIONS, UPDATES, given
from ..contacts.names import name_key
from ..rows.plan import INVALID, Change, Row
from ..rows.planner import Match
from .contact_changes import ADMIN_NUMBER, CONTACT, FIRST


def is_of_structure(change: Change) -> bool:
    """Whether it changes the structure, be it a number of it."""
    return change.rank == FIRST or change.model == ADMIN_NUMBER


def names_another(row: Row) -> bool:
    """Whether a planned row makes a structure, or gives one another name, so that one more has the
    name of the row than before."""
    name = given(row.values, "struct_name")
    if not name or row.outcome == INVALID:
        return False
    return any(
        _is_structure(change) and name_key(change.present.get("name") or "") != name_key(name)
        for change in row.plan.changes
        if change.values.get("name")
    )


def _is_structure(change: Change) -> bool:
    return bool(change.values.get("is_company") or change.present.get("is_company"))


def own_of_name(row: Row, structure: Part) -> Part:
    """Of several structures of a file that have the name of the row the one that its contact is in;
    else the one that was found."""
    own = row.match.get("own")
    if own and name_key(own["name"]) == name_key(structure["name"]):
        return structure if is_same_structure(own, structure) else own
    return structure


def is_called_otherwise(row: Row, structure: Part) -> bool:
    """Whether a row means its structure by a name that it has no more: a row before has given it
    another one. Of several with that name nobody can say which is left."""
    name = given(row.values, "struct_name")
    return bool(name) and row.match["named"] < 2 and name_key(structure["name"]) != name_key(name)


def without_structure(row: Row) -> Match:
    """The match of a row behind that one: nobody has the name that it gives."""
    return {**row.match, "structure": None, "named": 0}


def with_bearer(row: Row, left: Match) -> Match:
    """The match of a row whose number an earlier row has given to the ``bearer``, or has met with
    them, who may be somebody else's contact: then this row does not find them (D12), and hands
    them on to the next."""
    match = dict(row.match)
    bearer = left["contact"] or left.get("bearer")
    if bearer is None:
        return match
    match["bearer"], match["taken"] = bearer, True
    whole = row.values["organization"] == ALL_ORGANIZATIONS
    if match["institution"] and (whole or bearer["company_id"] == match["owner"]):
        match["contact"], match["foreign"] = bearer, left["foreign"]
        # a row that could not be done, or did something else, may have named any structure
        if "own" in left:
            match["own"] = left["own"]
            if row.values.get("struct_name") is None:
                match["structure"] = left["own"]
    return match


def after_verb(row: Row, left: Match) -> Match:
    """Of a match what a verb of an earlier row of the same number leaves."""
    match: Match = {}
    if left.get("dropped"):
        match |= {"contact": None, "taken": False, "bearer": None, "problem": None}
        match["dropped"] = True
    if left.get("unreachable"):
        match |= {"login": False, "unreachable": True}
    if left.get("anonymized"):
        match["anonymized"] = left["anonymized"]
        if row.values["operation"] in UPDATES:
            match["problem"] = left["problem"]
    return match


def after_changes(row: Row) -> Match:
    """Contact and structure of a planned row as its changes leave them."""
    contact, structure = row.match["contact"], row.match["structure"]
    own = _own_structure(row)
    home = (row.match["lookups"]["country"] or [None, None])[1]
    is_foreign = row.match["foreign"]
    for change in sorted(row.plan.changes, key=lambda each: each.rank):
        if change.model == ADMIN_NUMBER and structure:
            structure = numbers_after(structure, change)
        elif change.model == ADMIN_NUMBER:
            contact = numbers_after(contact, change)
        elif change.rank == FIRST:
            structure = left_after(structure, change, home)
        elif change.rank == CONTACT:
            contact = left_after(contact, change, home)
            if "parent_id" in change.values:
                is_foreign = False
                structure = structure if change.values["parent_id"] is not None else None
                own = {"own": structure}
        else:
            contact = addresses_after(contact, change, home)
    if own.get("own") is row.match["structure"]:
        own = {"own": structure}
    named = row.match["named"] + names_another(row)
    left = {"contact": contact, "structure": structure, "foreign": is_foreign, "named": named}
    return left | own


def _own_structure(row: Row) -> Match:
    """The structure of the contact of a row, which may have named another one: nothing, where rows
    behind know it better."""
    match, structure = row.match, row.match["structure"]
    if row.values.get("struct_name") is None or is_same_structure(structure, match.get("own")):
        return {"own": structure}
    if "own" in match:
        return {"own": match["own"]}
    home = (match["contact"] or {}).get("parent_id")
    return {"own": structure} if home and structure and structure["id"] == home else {}
