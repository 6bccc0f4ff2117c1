"""Standard Constituent Import: a row makes a contact, or updates the one that it means (V07).

A match holds what every kind of the hub finds, what countries and states mean (``lookups``), the
day on which the person of the row was ``erased``, or only ``deleted``, as people read it, or None;
and the ``guard`` of a user's contact (``guards``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contacts.constituent_name import constituent_name
from ..contacts.constituent_schema import KEYS, SIZES
from ..contacts.constituents import Contact, found_by, is_former, merged_notes
from ..contacts.contact_schema import reaches
from ..contacts.contact_values import (
    FormatPhone,
    address_values,
    judge_sizes,
    phone_values,
    plain,
)
from ..contacts.guards import guard_problem
from ..contacts.names import name_parts
from ..contacts.whole_names import WHOLE
from ..rows.emails import stored_email
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys
from ..rows.problems import Problem
from ..rows.run_context import CREATE, UPDATE, RunContext
from .hub import (
    CONTACT,
    GROUPS,
    NEW,
    PARTNER,
    HubPlan,
    HubPlanner,
    others_members,
    own_members,
    reached,
)
from .joining import in_order

# The columns of a name.
NAMES = ("firstname", "lastname", "fullname")
# What rows find a contact by, that rows may change.
KEY_VALUES = {"contact_member_id", "email"}


class ConstituentPlanner(HubPlanner):
    """An empty cell leaves the field as it is, unless the run is told to clear it. A contact
    becomes a member of the group of the operation's center, where that has one (V12)."""

    def __init__(
        self,
        run: RunContext,
        centers: tuple[int, ...] | None,
        format_phone: FormatPhone,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(run, centers)
        self.format_phone = format_phone
        #: {field of the file: field of the contact} of columns that somebody has chosen
        self.columns = columns or {}

    def touched(self, row: Row, keys: Keys, left: Keys) -> Keys:
        """Rows of one contact are written one after the other, and those of an address whose
        opt-outs reach others."""
        return left

    def reaches_others(self, row: Row) -> bool:
        """Also a row whose contact is not found any more by what the row does not say of it: the
        member ID that it had, or the address of one that has a member ID now."""
        return super().reaches_others(row) or self._loses_key(row)

    def _loses_key(self, row: Row) -> bool:
        contact = self.contact_of(row)
        changes = row.plan.changes if row.plan else []
        if contact is None or not changes or KEY_VALUES.isdisjoint(changes[0].values):
            return False
        lost = found_by(contact).difference(*map(found_by, self.left_by(row)[:1]))
        return not lost.issubset(self.keys(row))

    # -- plan ------------------------------------------------------------------------------------

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        contact, problem = self.find(row)
        if row.match["erased"]:
            problem = Problem("erased", params={"date": row.match["erased"]})
        elif row.match.get("deleted") and reaches(row.values):
            problem = Problem("deleted", params={"date": row.match["deleted"]})
        problem = problem or self._refused(row, contact) or _taken(row, contact)
        if problem is not None:
            return Plan(problems=[problem, *self._wrong_values(row)])
        problems = merged_notes(row.match["stages"], row.values, contact)
        problems += self.doubts(row, contact)
        values = self._values(row, contact or {}, problems)
        joining = self.join(row, contact or NEW)
        center = self.run.center and self.run.center.group
        if center:
            joining.groups.add(center)
        groups = in_order(joining.groups)
        if contact is None and groups:
            values[GROUPS] = groups
        own = self._own_change(contact, values)
        problem = guard_problem(row.match.get("guard"), own, "email", row.values.get("email"))
        if problem is not None:
            return Plan(problems=[problem])
        members = [own_members(joining, groups)] if contact else []
        return HubPlan(
            [own, *members, *others_members(joining), *joining.news],
            problems=problems + joining.problems,
            record=contact["id"] if contact else None,
            groups=groups,
            reached=reached(joining),
        )

    def _wrong_values(self, row: Row) -> list[Problem]:
        """What is wrong with the row, whoever its contact is."""
        problems: list[Problem] = []
        self._values(row, {"id": None}, problems)
        return [*self.apart_from(KEYS, problems), *self.wrong_assignments(row)]

    def _own_change(self, contact: Contact | None, values: dict[str, Any]) -> Change:
        if contact is None:
            return Change(PARTNER, None, self._new_values() | values, rank=CONTACT)
        return Change(PARTNER, contact["id"], values, contact, CONTACT)

    def _refused(self, row: Row, contact: Contact | None) -> Problem | None:
        """Why the run may not touch such a contact."""
        records = self.run.options.get("records")
        if contact is not None and records == CREATE:
            return Problem("exists_already")
        if contact is None and records == UPDATE:
            return self.has_address(row) or Problem("not_there_yet")
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
        result = {"contact_member_id": values["member_id"]} if is_new_id else {}
        # the same address in other letters, or with a name before it, is not another one
        if row.match["email"] and row.match["email"] != present.get("email_normalized"):
            result["email"] = stored_email(values["email"])
        if values.get("is_company") is not None:
            result["is_company"] = values["is_company"]
        order = self.run.options.get("whole_name") or WHOLE
        named = constituent_name(values, present, order, problems)
        judge_sizes(values, SIZES, lambda: _texts(values, present, named), problems)
        result |= named
        result |= address_values(values, lookups, present, problems)
        country = (lookups["country"] or [None, self.run.country])[1]
        # a number as it stands here is not another one, in whatever form it is stored
        if values.get("telephone") != present.get("phone"):
            result |= phone_values(values, country, self.format_phone, problems)
        return result | plain(values, self.columns)


def _texts(values: dict[str, Any], present: Contact, named: dict[str, Any]) -> dict[str, Any]:
    """What the contact has of the columns whose length is judged; a name that stays as it is, in
    whatever column, is what the row says."""
    name = present.get("name")
    stored = name_parts(name, present.get("contact_firstname"), present.get("contact_lastname"))
    texts: dict[str, Any] = dict(zip(NAMES, (*stored, name), strict=True))
    if not named:
        texts = {column: values.get(column) for column in NAMES}
    return texts | {"line1": present.get("street"), "line2": present.get("street2")}


def _taken(row: Row, contact: Contact | None) -> Problem | None:
    """The problem that somebody else has the member ID that the row gives its contact."""
    stage = row.match["stages"].get("member_id")
    if contact is None or stage is None or contact["contact_member_id"] == row.values["member_id"]:
        return None
    if is_former(row.match["stages"], "member_id", contact):
        return None
    if stage["found"] or stage["removed"]:
        return Problem("member_id_taken", "member_id", row.values["member_id"])
    return None
