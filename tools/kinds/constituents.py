"""Standard Constituent Import: a row makes a contact, or updates the one that it means (V07).

A match holds what every kind of the hub finds, what countries and states mean (``lookups``), the
day on which the person of the row was ``erased``, or only ``deleted``, as people read it, or None;
the ``guard`` of a user's contact (``guards``); and of rows behind others the contact that these
``left``.
"""

from __future__ import annotations

from typing import Any

from ..contacts.constituents import Contact, choose, is_former, merged_notes, with_contact
from ..contacts.contact_schema import reaches
from ..contacts.contact_values import (
    FormatPhone,
    address_values,
    person_name,
    phone_values,
)
from ..contacts.guards import guard_problem
from ..contacts.names import name_parts
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match
from ..rows.problems import Problem
from ..rows.run_context import CREATE, UPDATE, RunContext
from .hub import CONTACT, GROUPS, PARTNER, HubPlanner, in_order, member_change

# A contact that nobody knows yet.
NEW = {"id": 0, "member_id": None, "email_normalized": None}


class ConstituentPlanner(HubPlanner):
    """An empty cell leaves the field as it is, unless the run is told to clear it. A contact
    becomes a member of the group of the operation's center, where that has one (V12)."""

    def __init__(
        self, run: RunContext, centers: tuple[int, ...] | None, format_phone: FormatPhone
    ) -> None:
        super().__init__(run, centers)
        self.format_phone = format_phone

    # -- rows of one contact ---------------------------------------------------------------------

    def keys(self, row: Row) -> Keys:
        """All ways in which rows before or behind may mean the same contact."""
        match, values = row.match, row.values
        keys: list[tuple[str, Any]] = [("email", match["email"])] if match["email"] else []
        if values.get("member_id"):
            keys.append(("member_id", values["member_id"]))
        contact, _problem = choose(match["stages"])
        if contact and contact["id"]:
            keys.append(("id", contact["id"]))
        return tuple(keys)

    def after(self, row: Row) -> Match:
        """The contact as it is after the row; one that is only planned has id 0."""
        contact = dict(self.find(row)[0] or NEW)
        for change in (each for each in row.plan.changes if each.model == PARTNER):
            values = dict(change.values)
            groups = values.pop(GROUPS, contact.get("groups") or [])
            # those that are only planned have no id yet
            groups = [group for group in groups if not isinstance(group, Change)]
            contact |= values | {"groups": groups}
            if change.values.get("email"):
                contact["email_normalized"] = row.match["email"]
        return {"left": {**contact, "id": contact["id"] or row.record or 0}}

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        contact = left.get("left")
        if contact is None:
            return row.match
        stages = with_contact(row.match["stages"], row.values, row.match["email"], contact)
        return {**row.match, "stages": stages, "left": contact}

    # -- plan ------------------------------------------------------------------------------------

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, problem = self.find(row)
        if row.match["erased"]:
            problem = Problem("erased", params={"date": row.match["erased"]})
        elif row.match.get("deleted") and reaches(row.values):
            problem = Problem("deleted", params={"date": row.match["deleted"]})
        problem = problem or self._refused(contact) or _taken(row, contact)
        if problem is not None:
            return Plan(problems=[problem])
        problems = merged_notes(row.match["stages"], row.values, contact)
        news: list[Change] = []
        values = self._values(row, contact or {}, problems)
        present = contact["groups"] if contact else []
        groups = self.join(row, present, news, problems)
        center = self.run.center and self.run.center.group
        if center and center not in groups:
            groups.append(center)
        if contact is None:
            if groups:
                values[GROUPS] = in_order(groups)
            own = Change(PARTNER, None, self._new_values() | values, rank=CONTACT)
            return Plan([own, *news], problems=problems)
        own = Change(PARTNER, contact["id"], values, contact, CONTACT)
        problem = guard_problem(row.match.get("guard"), own, "email", row.values.get("email"))
        if problem is not None:
            return Plan(problems=[problem])
        changes = [own, member_change(contact, present, groups), *news]
        return Plan(changes, problems=problems, record=contact["id"])

    def _refused(self, contact: Contact | None) -> Problem | None:
        """Why the run may not touch such a contact."""
        records = self.run.options.get("records")
        if contact is not None and records == CREATE:
            return Problem("exists_already")
        if contact is None and records == UPDATE:
            return Problem("not_there_yet")
        return None

    def _new_values(self) -> dict[str, Any]:
        """What a new contact has besides: the company of the center."""
        company = self.run.center and self.run.center.company
        return {"company_id": company} if company else {}

    def _values(self, row: Row, present: Contact, problems: list[Problem]) -> dict[str, Any]:
        """``{field: value}`` of what the row says of the contact itself."""
        values, lookups = row.values, row.match["lookups"]
        stages = row.match["stages"]
        is_new_id = values.get("member_id") and not is_former(stages, "member_id", present)
        result = {"member_id": values["member_id"]} if is_new_id else {}
        # the same address in other letters, or with a name before it, is not another one
        if values.get("email") and row.match["email"] != present.get("email_normalized"):
            result["email"] = values["email"]
        if values.get("is_company") is not None:
            result["is_company"] = values["is_company"]
        result |= _name(values, present, problems)
        result |= address_values(values, lookups, present, problems)
        country = (lookups["country"] or [None, self.run.country])[1]
        # a number as it stands here is not another one, in whatever form it is stored
        if values.get("telephone") != present.get("phone"):
            result |= phone_values(values, country, self.format_phone, problems)
        return result


def _name(values: dict[str, Any], present: Contact, problems: list[Problem]) -> dict[str, Any]:
    """What the contact is called; a new one without a name by its e-mail address."""
    result = {} if _is_called_so(values, present) else person_name(values, present, problems)
    if not present and not result.get("name"):
        result["name"] = values.get("email")
        if not result["name"]:
            problems.append(Problem("constituent_name_missing", "lastname"))
    return result


def _is_called_so(values: dict[str, Any], present: Contact) -> bool:
    """Whether the row calls the contact what it is called, as a download does: where no parts of
    the name are stored, by the name as it is taken apart, or by the whole name as the last one."""
    name = present.get("name")
    if not name or present.get("contact_firstname") or present.get("contact_lastname"):
        return False
    says = values.get("firstname") or "", values.get("lastname") or ""
    return says in (("", name), name_parts(name, None, None))


def _taken(row: Row, contact: Contact | None) -> Problem | None:
    """The problem that somebody else has the member ID that the row gives its contact."""
    stage = row.match["stages"].get("member_id")
    if contact is None or stage is None or contact["member_id"] == row.values["member_id"]:
        return None
    if is_former(row.match["stages"], "member_id", contact):
        return None
    if stage["found"] or stage["removed"]:
        return Problem("member_id_taken", "member_id", row.values["member_id"])
    return None
