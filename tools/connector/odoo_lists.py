"""Interests of another Odoo without this addon: its mailing lists. There a subscription belongs to
an e-mail address, not to a contact: so who has none can have no interests there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .names import by_key, name_key
from .odoo_json2 import OdooCalls
from .odoo_sets import rows_or_none
from .remote import OPTED_IN, OPTED_OUT

LIST, CONTACT, SUBSCRIPTION = "mailing.list", "mailing.contact", "mailing.subscription"
#: so many changed subscriptions are looked at one by one
MOST = 1000


class Lists:
    """The mailing lists there, read once; `there` says whether this login sees any."""

    def __init__(self, odoo: OdooCalls) -> None:
        self._odoo = odoo
        self._names: dict[int, str] = {}
        self.there = False
        self._load()

    def _load(self) -> None:
        rows = rows_or_none(self._odoo, LIST, ["name", "active"])
        self.there = rows is not None
        self._names = {row["id"]: str(row["name"]) for row in rows or [] if row["active"]}

    # -- reading

    def names(self, emails: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """{normalised address: names in each field}."""
        wanted = sorted({email for email in emails if email})
        found: dict[str, dict[str, list[str]]] = {}
        contacts = self._contacts(wanted) if wanted else {}
        for row in self._subscriptions(list(contacts)):
            name, email = self._names.get(row["list_id"][0]), contacts[row["contact_id"][0]]
            if name:
                sets = found.setdefault(email, {OPTED_IN: [], OPTED_OUT: []})
                sets[OPTED_OUT if row["opt_out"] else OPTED_IN].append(name)
        return {email: _settled(sets) for email, sets in found.items()}

    def changed_emails(self, since: str) -> list[str] | None:
        """The addresses whose subscriptions have changed since a time; None of too many."""
        rows = self._odoo.call(
            SUBSCRIPTION,
            "search_read",
            domain=[["write_date", ">=", since]],
            fields=["contact_id"],
            limit=MOST + 1,
        )
        if len(rows) > MOST:
            return None
        ids = sorted({row["contact_id"][0] for row in rows})
        fields = ["email_normalized"]
        told = self._odoo.call(CONTACT, "search_read", domain=[["id", "in", ids]], fields=fields)
        return sorted({row["email_normalized"] for row in told if row["email_normalized"]})

    def _contacts(self, emails: Sequence[str]) -> dict[int, str]:
        domain = [["email_normalized", "in", emails]]
        fields = ["email_normalized"]
        rows = self._odoo.call(CONTACT, "search_read", domain=domain, fields=fields, order="id")
        return {row["id"]: row["email_normalized"] for row in rows}

    def _subscriptions(self, contacts: Sequence[int]) -> list[dict[str, Any]]:
        if not contacts:
            return []
        domain = [["contact_id", "in", contacts]]
        fields = ["contact_id", "list_id", "opt_out"]
        return list(
            self._odoo.call(SUBSCRIPTION, "search_read", domain=domain, fields=fields, order="id")
        )

    # -- writing

    def write(
        self,
        wanted: Mapping[str, Mapping[str, Sequence[str]]],
        had: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> None:
        """{normalised address: names in the fields that are to change}, and what these `had` when
        they were read. Nobody who opted out is opted in, and a subscription that is named nowhere
        ends, unless it has begun since."""
        self._ensure(wanted.values())
        contacts = self._contacts(sorted(wanted))
        contacts |= self._made(sorted(set(wanted) - set(contacts.values())))
        present = {
            (row["contact_id"][0], row["list_id"][0]): (row["id"], bool(row["opt_out"]))
            for row in self._subscriptions(list(contacts))
        }
        new, out, gone = [], [], []
        for contact, email in contacts.items():
            due, before = self._due(wanted[email]), self._listed(had.get(email, {}))
            new += [
                {"contact_id": contact, "list_id": each, "opt_out": is_out}
                for each, is_out in due.items()
                if (contact, each) not in present and (is_out or each not in (before or ()))
            ]
            for (whose, each), (number, is_out) in present.items():
                if whose != contact or is_out:
                    continue
                if due.get(each):
                    out.append(number)
                elif (
                    each not in due
                    and OPTED_IN in wanted[email]
                    and (before is None or each in before)
                ):
                    gone.append(number)
        self._send(new, out, gone)

    def _due(self, sets: Mapping[str, Sequence[str]]) -> dict[int, bool]:
        """{list: whether the address is opted out of it}."""
        ids = {name_key(name): number for number, name in self._names.items()}
        due = {ids[key]: False for key in by_key(sets.get(OPTED_IN, ()))}
        return due | {ids[key]: True for key in by_key(sets.get(OPTED_OUT, ()))}

    def _listed(self, had: Mapping[str, Sequence[str]]) -> set[int] | None:
        """The lists that an address was on; None where that is not told."""
        if OPTED_IN not in had:
            return None
        names = by_key(had[OPTED_IN])
        return {number for number, name in self._names.items() if name_key(name) in names}

    def _send(self, new: list[dict[str, Any]], out: list[int], gone: list[int]) -> None:
        if new:
            self._odoo.call(SUBSCRIPTION, "create", vals_list=new)
        if out:
            self._odoo.call(SUBSCRIPTION, "write", out, vals={"opt_out": True})
        if gone:
            self._odoo.call(SUBSCRIPTION, "unlink", gone)

    def _made(self, emails: Sequence[str]) -> dict[int, str]:
        if not emails:
            return {}
        rows = [{"email": email} for email in emails]
        ids = self._odoo.call(CONTACT, "create", vals_list=rows)
        return dict(zip(ids, emails, strict=True))

    def _ensure(self, wanted: Iterable[Mapping[str, Sequence[str]]]) -> None:
        named = by_key(name for sets in wanted for names in sets.values() for name in names)
        known = set(map(name_key, self._names.values()))
        if missing := [{"name": name} for key, name in named.items() if key not in known]:
            self._odoo.call(LIST, "create", vals_list=missing)
            self._load()


def _settled(sets: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Of an address that is there twice, who opted out once is out."""
    out = sorted(set(sets[OPTED_OUT]))
    return {OPTED_IN: sorted(set(sets[OPTED_IN]) - set(out)), OPTED_OUT: out}
