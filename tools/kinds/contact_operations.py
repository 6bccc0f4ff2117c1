"""Contact operations: what the rows of a file of contacts would do, one operation each.

A match holds the ``institution`` and the ``owner``, ids or None; ``contact`` and ``structure``,
what these hold now (``contact_parts``), or None; whether the number is ``taken``, and whether it
was that of one ``merged`` into the contact; how many structures have the ``named`` name; whether
the contact is in a ``foreign`` structure, of another owner; the ``home`` of the owner, the code of
a country; what the texts of the row mean (``lookups``); the ``problem`` for which the row may not
be done, ``{"code", "params"}`` or None; ``anonymized``, the day, of ANONYMIZE; whether somebody
logs in as the contact (``login``), of DELETE; the ``guard`` of a user's contact (``guards``); whom
a new contact is ``alike``. Behind other rows of its number also their ``bearer``, whoever has it
now, and ``own``, the structure that this one is in, where they know it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from ..contacts.contact_assignments import named_values
from ..contacts.contact_parts import (
    anonymized,
    if_structure,
    is_empty,
    is_one,
    present_of,
    unreachable,
)
from ..contacts.contact_reasons import ACCOUNT_DELETED
from ..contacts.contact_schema import (
    ANONYMIZE,
    DELETE,
    DROP,
    INSERT,
    UPDATES,
    given,
)
from ..contacts.contact_values import FormatPhone
from ..contacts.former_numbers import merged_away, number_notes, number_now
from ..contacts.guards import guard_problem, refilling_problem, undo_problems
from ..contacts.names import name_key
from ..rows.cells import REMOVE
from ..rows.plan import Change, Plan, Row, has_error
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning
from ..rows.run_context import RunContext
from .contact_changes import PARTNER, ContactChanges
from .contact_left import (
    after_changes,
    after_verb,
    is_called_otherwise,
    is_of_structure,
    names_another,
    own_of_name,
    with_bearer,
    without_structure,
)

# What says which contact it is, and what is done to it; and what it is called.
WHO = ("instit", "organization", "operation", "contact_nr")
NAMED = ("firstname", "lastname", "struct_name")
# Keys of rows: a number, a structure by its id, one that is still to be made by its name, and how
# many have the name.
NUMBER, IDENTIFIER, NAME, COUNT = "nr", "id", "name", "count"
# Columns that name values which DELETE takes away.
NAMING = ("criterion", "authorization")


class ContactPlanner(RowPlanner):
    """Plans DELETE, INVALIDATE, ANONYMIZE and DROP (S11 to S14), too: as verbs, which nothing
    brings back, apart from INVALIDATE, which is a change like any other."""

    rests_on = {
        "": WHO,
        "organization": ("instit",),
        "contact_nr": ("instit", "organization", "operation"),
        "remark": WHO,
        **dict.fromkeys(("name_missing", "name_needed", "criterion_not_for"), (*WHO, *NAMED)),
        **dict.fromkeys(("person_on_structure", "foreign_structure", "ambiguous_structure"), WHO),
        **dict.fromkeys(("odd_phone", "department_without_country"), (*WHO, "country")),
        "unknown_department": ("country",),
    }

    def __init__(self, run: RunContext, format_phone: FormatPhone) -> None:
        super().__init__(run)
        self.format_phone = format_phone

    # -- rows of one contact, and of one structure -----------------------------------------------

    def keys(self, row: Row) -> Keys:
        """The number of the row, its structure, by id, or by the name of one to come, and how many
        are called so."""
        match, values = row.match, row.values
        keys: list[Hashable] = []
        if values.get("contact_nr"):
            keys.append((NUMBER, match["institution"], number_now(row)))
        structure = if_structure(match["contact"]) or match["structure"]
        name = given(values, "struct_name")
        if structure:
            keys.append((IDENTIFIER, structure["id"]))
        if name:
            company = (match["contact"] or {}).get("company_id") or match["owner"]
            called = company, name_key(name)
            keys += [(COUNT, *called)] if structure else [(NAME, *called), (COUNT, *called)]
        return tuple(keys)

    def left_keys(self, row: Row, keys: Iterable[Any]) -> Keys:
        """A structure that is still to be made, or that gets another name, is found by its name,
        whatever the row calls it; how many have a name says a row that gives it to one."""
        named = [key for key in keys if key[0] == COUNT] if names_another(row) else []
        structure = if_structure(row.match["contact"]) or row.match["structure"]
        # one that is called otherwise by now is as the row left it that has named it so
        keys = [key for key in _but_count(keys) if structure or key[0] != IDENTIFIER] + named
        if not structure or structure["id"]:
            return {*keys, *((NAME, *called) for _count, *called in named)}
        return {*keys, (NAME, structure["company_id"], name_key(structure["name"]))}

    def touched(self, row: Row, keys: Iterable[Any], left: Keys) -> Keys:
        """A row that changes nothing touches nothing, and a contact person's row its structure
        only where it changes that: else each colleague's row would be written on its own."""
        keys = _but_count(keys)
        if row.plan.verb:
            return keys
        if not row.plan.changes:
            return ()
        is_contact = if_structure(row.match["contact"]) or not row.match["structure"]
        if is_contact or any(is_of_structure(change) for change in row.plan.changes):
            return keys
        return [key for key in keys if key[0] == NUMBER]

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        """Of what an earlier row leaves: the contact of the same number, with its structure unless
        this row names one; or the structure alone, be it the contact of that row or of this."""
        if key[0] == NUMBER:
            return with_bearer(row, left) | after_verb(row, left)
        if key[0] == COUNT:
            return {**row.match, "named": left["named"]}
        structure = if_structure(left["contact"]) or left["structure"]
        if not structure or (key[0] == IDENTIFIER and structure["id"] != key[1]):
            return row.match
        contact = row.match["contact"]
        is_own = contact and is_one(contact, structure)
        if not is_own and is_called_otherwise(row, structure):
            return without_structure(row)
        if key[0] == NAME and not is_own:
            structure = own_of_name(row, structure)
        return {**row.match, "contact" if is_own else "structure": structure}

    def further_keys(self, row: Row, keys: Iterable[Any]) -> Keys:
        """The name of a structure that is another's by now, under which a row before may have made
        one."""
        is_found = row.match["structure"] or if_structure(row.match["contact"])
        if is_found or not any(key[0] == IDENTIFIER for key in keys):
            return ()
        return [(NAME, *called) for kind, *called in keys if kind == COUNT]

    def reaches_others(self, row: Row) -> bool:
        """A name that several structures have by now says nothing any more to any row; one that is
        called otherwise by now is not found by its old name."""
        if not names_another(row):
            return False
        return bool(row.match["named"] or if_structure(row.match["contact"]))

    def after(self, row: Row) -> Match:
        """Contact and structure as they are after the row; one that is only planned has id 0."""
        left = after_changes(row)
        if row.plan.verb == DROP:
            return left | {"contact": None, "dropped": True}
        if row.plan.verb == DELETE:
            contact = unreachable(left["contact"]) | {"deleted": self.run.today}
            return left | {"contact": contact, "unreachable": True}
        if row.plan.verb == ANONYMIZE:
            today = self.run.today
            left |= {"contact": anonymized(left["contact"]), "anonymized": today}
            return left | {"problem": erased_problem(today), "unreachable": True}
        return left

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        return undo_problems(changes, facts, "email1")

    # -- plan ------------------------------------------------------------------------------------

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        """One method for each operation; what stands in the way is said before."""
        problem = merged_away(row) or _blocking_problem(row) or _naming_problem(row)
        operation = row.values["operation"]
        if problem or operation is None:
            return self._refused(row, [problem] if problem else [])
        plan: Plan = getattr(self, f"plan_{operation}")(row)
        plan.problems.extend(number_notes(row))
        return plan

    def _refused(self, row: Row, problems: list[Problem]) -> Plan:
        """That nothing is done, with what is wrong with the row whoever its contact is."""
        operation, rest = row.values["operation"], []
        if operation is None or operation in UPDATES:
            rest = self._plan_changes(row, {}).problems
        elif operation == DELETE:
            named_values(row.values, row.match["lookups"], rest)
        return Plan(problems=[*problems, *self.apart_from(WHO, rest)])

    def plan_insert(self, row: Row) -> Plan:
        """S08: a new contact; with no number it gets the next one."""
        values, match = row.values, row.match
        problems = []
        if match["taken"] or match["contact"]:
            problems.append(Problem("number_taken", "contact_nr", values["contact_nr"]))
        is_person = bool(given(values, "firstname") or given(values, "lastname"))
        if not is_person and not given(values, "struct_name"):
            problems.append(Problem("name_missing", "lastname"))
        if problems:
            return self._refused(row, problems)
        new = {"company_id": match["owner"]}
        if not is_person:
            new["is_company"] = True
        if values.get("contact_nr"):
            new["contact_nr"] = values["contact_nr"]
        plan = self._plan_changes(row, new)
        if match["alike"] and not has_error(plan.problems):
            field = "lastname" if is_person else "struct_name"
            plan.problems.append(warning("seems_there", field, **match["alike"]))
        return plan

    def plan_update(self, row: Row) -> Plan:
        """S09: an inactive contact stays inactive."""
        return self._plan_changes(row, {})

    def plan_updateact(self, row: Row) -> Plan:
        """S10: valid again, and out of the archive."""
        return self._plan_changes(row, {"active": True, "contact_invalid_reason": None})

    def _plan_changes(self, row: Row, new: dict[str, Any]) -> Plan:
        plan = ContactChanges(row, new, self.run.today, self.format_phone).plan()
        guard, email = row.match["guard"], row.values.get("email1")
        problem = guard_problem(guard, plan.changes[0], "email1", email)
        return Plan(problems=[problem]) if problem else plan

    def plan_invalidate(self, row: Row) -> Plan:
        """S12: marked, and everything else intact."""
        present = present_of(row.match["contact"])
        values = {"contact_invalid_reason": ACCOUNT_DELETED}
        return Plan([Change(PARTNER, present["id"], values, present)], record=present["id"])

    def plan_anonymize(self, row: Row) -> Plan:
        """S13; a second time nothing is left to do."""
        if row.match["anonymized"]:
            already = warning("anonymized", "contact_nr", date=row.match["anonymized"])
            return Plan(problems=[already], record=row.match["contact"]["id"])
        return _plan_verb(row, ANONYMIZE)

    def plan_drop(self, row: Row) -> Plan:
        """S14: only a mis-import."""
        return _plan_verb(row, DROP)

    def plan_delete(self, row: Row) -> Plan:
        """S11; a second time nothing is left to do."""
        present = present_of(row.match["contact"])
        problems = [
            warning("nothing_named", field) for field in NAMING if row.values.get(field) == REMOVE
        ]
        named = named_values(row.values, row.match["lookups"], problems)
        if has_error(problems):
            return Plan(problems=problems)
        has_named = any(set(present[field]) & set(ids) for field, ids in named.items())
        if is_empty(present) and not has_named and not row.match["login"]:
            return Plan(problems=problems, record=present["id"])
        return _plan_verb(row, DELETE, problems)


def _but_count(keys: Iterable[Any]) -> list[Any]:
    return [key for key in keys if key[0] != COUNT]


def erased_problem(day: str) -> dict[str, Any]:
    """The problem of a match that the person of the row was anonymized on that ISO day."""
    return {"code": "erased", "params": {"date": day}}


def _plan_verb(row: Row, verb: str, problems: Sequence[Problem] = ()) -> Plan:
    contact, scope = row.match["contact"]["id"], row.match["institution"]
    return Plan(verb=verb, problems=list(problems), record=contact, scope=scope)


# -- why a row is not planned --------------------------------------------------------------------


def _blocking_problem(row: Row) -> Problem | None:
    """What was found to stand in the way of the row."""
    problem = row.match["problem"]
    if problem and (row.match["contact"] or row.values["operation"] in UPDATES):
        number = row.values.get("contact_nr")
        return Problem(problem["code"], "contact_nr", number, problem["params"])
    if row.values["operation"] in UPDATES:
        return refilling_problem(row.values, row.match["contact"], row.match["structure"])
    return None


def _naming_problem(row: Row) -> Problem | None:
    """Why the row names no contact."""
    if row.match["owner"] is None:
        return Problem("unknown_owner", "organization", row.values["organization"])
    if row.values["operation"] == INSERT:
        return None
    number = row.values.get("contact_nr")
    if not number:
        return Problem("missing", "contact_nr", "")
    if row.match["contact"] is None:
        return Problem("unknown_contact", "contact_nr", number)
    return None
