"""The changes of one row that makes or updates a contact."""

from __future__ import annotations

from typing import Any

from ..contacts import contact_assignments, contact_values
from ..contacts.contact_assignments import INDIVIDUAL, STRUCTURE
from ..contacts.contact_parts import filled, is_same_structure, present_of
from ..contacts.contact_schema import (
    ADDRESS,
    ADDRESS_TYPES,
    MAIN,
    OF_STRUCTURE,
    OWN,
    PHONES,
    SCHEMA,
)
from ..contacts.contact_values import ADMIN_NUMBERS, FormatPhone
from ..contacts.names import name_parts
from ..contacts.whole_names import squeezed
from ..rows.cells import REMOVE
from ..rows.plan import Change, Plan, Row
from ..rows.problems import Problem

PARTNER = "res.partner"
ADMIN_NUMBER = "contact.admin.number"
# The order of writes: a structure before its contact person, a contact before its addresses.
FIRST, CONTACT, LAST = 0, 1, 2
# Columns that say something of the structure of a contact person. Its main address Odoo itself
# would hand on to the structure.
OF_THE_STRUCTURE = (*OF_STRUCTURE, "struct_type", "web_site", "admin_number", *ADDRESS)
# The longest texts of columns, where what the contact has already may be longer.
JUDGED = {field.name: field.size for field in SCHEMA if field.judged and field.size}


class ContactChanges:
    """Made for one row: ``new`` are values that the operation sets in addition, ``today`` the ISO
    date, ``format_phone`` as in ``contact_values``."""

    def __init__(
        self, row: Row, new: dict[str, Any], today: str, format_phone: FormatPhone
    ) -> None:
        self.values, self.match, self.lookups = row.values, row.match, row.match["lookups"]
        self.today, self.format_phone = today, format_phone
        self.problems: list[Problem] = []
        present = present_of(row.match["contact"])
        self.own = Change(PARTNER, present.get("id"), new, present, CONTACT)
        self.is_company = new.get("is_company", present.get("is_company"))
        self.company = new.get("company_id") or present.get("company_id")
        self.structure: Change | None = None

    @property
    def holder(self) -> Change:
        """The change of whoever has the main address, the numbers and the like."""
        return self.structure or self.own

    def plan(self) -> Plan:
        """The plan of the row: its contact, the structure, numbers and addresses."""
        self._set_name()
        self._judge_sizes()
        self._check_foreign()
        self._set_values()
        changes = [self.own, *([self.structure] if self.structure else [])]
        changes += self._number_changes()
        changes += self._address_changes()
        self._set_phones()
        return Plan(changes, problems=self.problems, record=self.own.record)

    # -- name and structure --------------------------------------------------------------------

    def _set_name(self) -> None:
        """A structure's own name; a person's, who is put into the structure that the row names."""
        if self.is_company:
            self.own.values |= contact_values.structure_name(self.values, self.problems)
            return
        self.own.values |= contact_values.changed_name(self.values, self.own.present, self.problems)
        self.structure = self._structure_change()

    def _structure_change(self) -> Change | None:
        """The change of the structure of a person, or None."""
        name, present = self.values.get("struct_name"), present_of(self.match["structure"])
        if name == REMOVE:
            self.own.values["parent_id"] = None
            return None
        if not present and not name:
            return None
        if name and self.match["named"] > 1 and not self._is_in(present):
            params = {"count": self.match["named"]}
            self.problems.append(Problem("ambiguous_structure", "struct_name", name, params))
        # with a blank too many it would not be found by the name without
        called = {"name": squeezed(name), "is_company": True, "company_id": self.company}
        change = Change(PARTNER, present.get("id"), {} if present else called, present, FIRST)
        is_there = bool(present) and not self._leaves_planned(present)
        self.own.values["parent_id"] = present["id"] if is_there else change
        return change

    def _is_in(self, structure: dict[str, Any]) -> bool:
        """Whether the contact is in that structure already."""
        is_home = structure.get("id") == self.own.present.get("parent_id")
        return is_home and not self._leaves_planned(structure)

    def _leaves_planned(self, structure: dict[str, Any]) -> bool:
        """Whether the contact is moved between two structures that are both only planned."""
        own = self.match.get("own")
        is_planned = own is not None and not own["id"] and not structure["id"]
        return is_planned and not is_same_structure(own, structure)

    def _check_foreign(self) -> None:
        """What a row may not say of a contact in a structure of another owner, unless it takes the
        contact out of there."""
        if not self.match["foreign"] or "parent_id" in self.own.values:
            return
        fields = ADDRESS if self.is_company else OF_THE_STRUCTURE
        found = [field for field in fields if self.values.get(field) is not None]
        self.problems += [Problem("foreign_structure", field) for field in found[:1]]

    def _judge_sizes(self) -> None:
        """What is longer than its column holds, and is not there already."""
        contact_values.judge_sizes(self.values, JUDGED, self._texts, self.problems)

    def _texts(self) -> dict[str, Any]:
        """What the contact and the holder of its address have of the columns that are judged."""
        own, holder = self.own.present, self.holder.present
        stored = own.get("contact_firstname"), own.get("contact_lastname")
        names = zip(("firstname", "lastname"), name_parts(own.get("name"), *stored), strict=True)
        texts = {name: own.get(field) for name, field in OWN.items()} | dict(names)
        return texts | {name: holder.get(field) for name, field in ADDRESS.items()}

    # -- values --------------------------------------------------------------------------------

    def _set_values(self) -> None:
        """What the row says of the contact itself, and of the structure."""
        values, lookups, problems = self.values, self.lookups, self.problems
        present, new = self.own.present, self.own.values
        sort = STRUCTURE if self.is_company else INDIVIDUAL
        new |= contact_values.own_values(values, lookups, present, self.today, problems)
        new |= contact_assignments.criterion_values(values, lookups, present, sort, problems)
        new |= contact_assignments.authorization_values(values, lookups, present, problems)
        self.holder.values |= contact_values.structure_values(
            values, lookups, self.holder.present, problems
        )

    def _set_phones(self) -> None:
        """Numbers without a country are of the row's, else of the holder's, else of the owner's."""
        named = (self.lookups["country"] or [None, None])[1]
        country = named or self.holder.present.get("home") or self.match["home"]
        present = self.own.present
        # a number as it stands here is not another one, in whatever form it is stored
        given = {
            name: self.values[name]
            for name, field in PHONES.items()
            if self.values.get(name) is not None and self.values[name] != present.get(field)
        }
        self.own.values |= contact_values.phone_values(
            given, country, self.format_phone, self.problems
        )

    # -- records of their own --------------------------------------------------------------------

    def _number_changes(self) -> list[Change]:
        """The changes of administrative numbers."""
        stored = self.holder.present.get(ADMIN_NUMBERS) or {}
        numbers = contact_values.admin_numbers(self.values, stored, self.problems)
        changes = [
            self._number_change(code, number, *stored.get(code, (None, None)))
            for code, number in numbers.items()
        ]
        return [change for change in changes if change]

    def _number_change(
        self, code: str, number: str | None, identifier: int | None, old: str | None
    ) -> Change | None:
        """The change of one administrative number, or None where there is nothing to take away."""
        present = {"code": code, "value": old}
        if number is None:
            removal = Change(ADMIN_NUMBER, identifier, {}, present, LAST, removes=True)
            return None if identifier is None else removal
        if identifier is not None:
            return Change(ADMIN_NUMBER, identifier, {"value": number}, present, LAST)
        new = {"partner_id": _reference(self.holder), "code": code, "value": number}
        return Change(ADMIN_NUMBER, None, new, {}, LAST)

    def _address_changes(self) -> list[Change]:
        """Put the address where it belongs; the changes of further addresses."""
        types = contact_values.address_types(self.values, self.problems)
        address = contact_values.address_values(
            self.values, self.lookups, self.holder.present, self.problems
        )
        if not address:
            return []
        if not types or MAIN in types:
            self.holder.values |= address
        stored = self.own.present.get("addresses") or {}
        return [
            self._address_change(name, address, stored.get(name))
            for letter, name in ADDRESS_TYPES.items()
            if name in stored or (letter in types and any(address.values()))
            if not types or letter in types
        ]

    def _address_change(
        self, name: str, address: dict[str, Any], present: dict[str, Any] | None
    ) -> Change:
        if present:
            return Change(PARTNER, present["id"], dict(address), filled(present), LAST)
        new = {"type": name, "parent_id": _reference(self.own), "company_id": self.company}
        return Change(PARTNER, None, new | address, {}, LAST)


def _reference(change: Change) -> Change | int:
    """What names the record of a change in the values of another: its id, where there is one."""
    return change if change.record is None else change.record
