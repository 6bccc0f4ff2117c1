"""What a row of constituents would change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Any

from ..contacts import contact_values
from ..contacts.constituents import choose, with_contact
from ..contacts.names import name_parts
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match
from ..rows.problems import Problem
from ..rows.run_context import RunContext
from .hub import CONTACT, CONTACT_MODEL, GROUPS, Contact, HubPlanner, in_order

# Records that a run may touch (option "records").
CREATE, UPDATE = "create", "update"


class ConstituentPlanner(HubPlanner):
    """A row makes a contact, or updates the one that it means (V07). ``format_phone`` gives the
    form in which a number is stored."""

    def __init__(
        self,
        run: RunContext | None = None,
        centers: Collection[int] | None = None,
        format_phone: Callable[..., Any] = lambda number, _country: number,
    ) -> None:
        super().__init__(run, centers)
        self.format_phone = format_phone

    def keys(self, row: Row) -> Keys:
        """All ways in which rows before or behind may mean the same contact."""
        match, values = row.match or {}, row.values
        keys = [("email", match["email"])] if match["email"] else []
        if values.get("member_id"):
            keys.append(("member_id", values["member_id"]))
        contact, _problem = choose(match["stages"])
        if contact and contact["id"]:
            keys.append(("id", contact["id"]))
        return tuple(keys)

    def after(self, row: Row) -> Any:
        """The contact as it is after the row; one that is only planned has id 0."""
        contact = dict(self.find(row)[0] or {"id": 0, "member_id": None, "email_normalized": None})
        for change in row.plan.changes if row.plan else ():
            if change.model == CONTACT_MODEL:
                written = dict(change.values)
                groups = written.pop(GROUPS, contact.get("groups") or [])
                # those that are only planned have no id yet
                contact |= written | {"groups": [g for g in groups if not isinstance(g, Change)]}
                if change.values.get("email"):
                    contact["email_normalized"] = (row.match or {})["email"]
        return {"left": {**contact, "id": contact["id"] or row.record or 0}}

    def resume(self, row: Row, key: Hashable, left: Any) -> Match:
        contact = left.get("left")
        if contact is None:
            return row.match or {}
        email = (row.match or {})["email"]
        stages = with_contact((row.match or {})["stages"], row.values, email, contact)
        return {**(row.match or {}), "stages": stages, "left": contact}

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, problem = self.find(row)
        if (row.match or {})["erased"]:
            problem = Problem("erased", params={"date": (row.match or {})["erased"]})
        problem = problem or self._decide(contact) or _taken(row, contact)
        if problem is not None:
            return Plan(problems=[problem])
        problems: list[Problem] = []
        news: list[Change] = []
        values = self._values(row, contact or {}, problems)
        groups = self.memberships(row, contact, news, problems)
        center = self.run.center.group if self.run.center else None
        if center and center not in groups:
            groups.append(center)
        if contact is None:
            if groups:
                values[GROUPS] = in_order(groups)
            own = Change(CONTACT_MODEL, None, self._new_values() | values, rank=CONTACT)
            return Plan([own, *news], problems=problems)
        own = Change(CONTACT_MODEL, contact["id"], values, contact, CONTACT)
        changes = [own, self.member_change(contact, groups), *news]
        return Plan(changes, problems=problems, record=contact["id"])

    def _decide(self, contact: Contact | None) -> Problem | None:
        """Why the run may not touch such a contact."""
        records = self.run.options.get("records")
        if contact is not None and records == CREATE:
            return Problem("exists_already")
        if contact is None and records == UPDATE:
            return Problem("not_there_yet")
        return None

    def _new_values(self) -> dict[str, Any]:
        """What a new contact has besides: the company of the center."""
        company = self.run.center.company if self.run.center else None
        return {"company_id": company} if company else {}

    def _values(self, row: Row, present: Contact, problems: list[Problem]) -> dict[str, Any]:
        """``{field: value}`` of what the row says of the contact itself."""
        values = row.values
        result = {"member_id": values["member_id"]} if values.get("member_id") else {}
        # the same address in other letters, or with a name before it, is not another one
        if values.get("email") and (row.match or {})["email"] != present.get("email_normalized"):
            result["email"] = values["email"]
        if values.get("is_company") is not None:
            result["is_company"] = values["is_company"]
        if not _is_called_so(values, present):
            result |= contact_values.person_name(values, present, problems)
        if not present and not result.get("name"):
            result["name"] = values.get("email")
            if not result["name"]:
                problems.append(Problem("constituent_name_missing", "lastname"))
        lookups = (row.match or {})["lookups"]
        result |= contact_values.address_values(values, lookups, present, problems)
        country = (lookups["country"] or [None, self.run.country])[1]
        # a number as it stands here is not another one, in whatever form it is kept
        if values.get("telephone") != present.get("phone"):
            result |= contact_values.phone_values(values, country, self.format_phone, problems)
        return result


def _is_called_so(values: dict[str, Any], present: Contact) -> bool:
    """Whether the row calls the contact what it is called, as a download does: where no parts of
    the name are kept, by the name as it is taken apart, or by the whole name as the last one."""
    name = present.get("name")
    if not name or present.get("contact_firstname") or present.get("contact_lastname"):
        return False
    says = values.get("firstname") or "", values.get("lastname") or ""
    return says in (("", name), name_parts(name, None, None))


def _taken(row: Row, contact: Contact | None) -> Problem | None:
    """The problem that somebody else has the member ID that the row gives its contact."""
    stage = (row.match or {})["stages"].get("member_id")
    if contact is None or stage is None or contact["member_id"] == row.values["member_id"]:
        return None
    if stage["found"] or stage["removed"]:
        return Problem("member_id_taken", "member_id", row.values["member_id"])
    return None
