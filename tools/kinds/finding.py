"""Whom a row of the Data Sync app means, and what speaks against it.

Of a match it looks at ``stages``, the normalised ``email`` and the ``sharers`` (``hub``).
"""

from __future__ import annotations

from dataclasses import replace

from ..contacts.constituent_schema import KEYS
from ..contacts.constituents import Contact, choose, deciding, who
from ..contacts.likeness import OTHER, REFUSE, SAME, difference
from ..rows.emails import email_problem
from ..rows.plan import Row
from ..rows.planner import RowPlanner
from ..rows.problems import ERROR, WARNING, Problem

# What a row is told whose contact may be another one, until a person has decided (V14).
UNRESOLVED = "unresolved_duplicate"

Found = tuple[Contact | None, Problem | None]


class FindingPlanner(RowPlanner):
    """Finds the contact of a row, by the ways to name one."""

    rests_on = {
        # which contact it is
        "": KEYS,
        "member_id": ("cons_id",),
        "email": ("cons_id", "member_id"),
        "bad_email": (),
        "key_missing": KEYS,
        "other_person": (*KEYS, "firstname", "lastname"),
    }

    def contact_of(self, row: Row) -> Contact | None:
        """The one contact that the row means, whatever speaks against it."""
        return choose(row.match["stages"])[0]

    def find(self, row: Row) -> Found:
        """The contact of the row, and why it cannot be taken."""
        values, match = row.values, row.match
        if all(values.get(key) is None for key in KEYS):
            return None, Problem("key_missing", "email")
        contact, problem = choose(match["stages"])
        if values.get("email") and not match["email"] and not _has_email(contact, values["email"]):
            return None, Problem(email_problem(values["email"]), "email", values["email"])
        if problem is not None:
            problem = replace(problem, value=str(values[problem.field or ""]))
        if contact and contact.get("deferred"):
            return contact, Problem(UNRESOLVED)
        if contact is None and problem is None and values.get("cons_id") is not None:
            problem = Problem("unknown_constituent", "cons_id", str(values["cons_id"]))
        return contact, problem

    def find_existing(self, row: Row) -> Found:
        """The contact of a row that makes none, and why nothing can be done with it."""
        contact, problem = self.find(row)
        if problem is None and contact is None:
            key = next(key for key in KEYS if row.values.get(key) is not None)
            unknown = Problem("unknown_constituent", key, str(row.values[key]))
            problem = self.has_address(row) or unknown
        if problem is None and row.match.get("erased"):
            problem = Problem("erased", params={"date": row.match["erased"]})
        return contact, problem

    def doubts(self, row: Row, contact: Contact | None) -> list[Problem]:
        """That the contact was found by an e-mail address alone, and the row is of another name: of
        somebody else with the same mailbox. Two rows of one file that have not even the first name
        in common are two people."""
        policy = self.run.options.get("same_email") or REFUSE
        if contact is None or policy == SAME or deciding(row.match["stages"]) != "email":
            return []
        found = difference(row.values, contact)
        if found is None:
            return []
        refuses = policy == REFUSE and (found == OTHER or bool(row.match.get("again")))
        level = ERROR if refuses and self.refuses_others(row) else WARNING
        return [Problem("other_person", "email", row.values["email"], {}, level)]

    def refuses_others(self, row: Row) -> bool:
        """Whether a row of somebody else may be refused."""
        return True

    def has_address(self, row: Row) -> Problem | None:
        """Of a row that means nobody, the problem that others have its address, who have to be
        named in another way."""
        if not row.match["email"]:
            return None
        address = row.match["email"]
        # a row before may have given one of them another one
        others = [
            each
            for each in row.match["sharers"]
            if each.get("active", True) and each["email_normalized"] == address
        ]
        params = {"who": who(others)}
        value = row.values["email"]
        return Problem("address_of_others", "email", value, params) if others else None


def _has_email(contact: Contact | None, text: str) -> bool:
    """Whether the contact has that very text for an e-mail, as a download has it: then it is no
    address that the row gives it."""
    return contact is not None and contact.get("email") == text
