"""Contacts of another Odoo: what changed, and what is to change, in a few requests for many.

Employees there (whose contact has a user of their own) and addresses of contacts (for invoices,
deliveries) are no contacts of another CRM.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .odoo_fields import PARTNER, OdooFields, set_fields, time_of, told_time
from .odoo_json2 import OdooCalls
from .odoo_lists import LIST, Lists
from .odoo_load import keys_of
from .odoo_sets import EVERY, Memberships, rows_or_none
from .odoo_writer import OdooWriter
from .remote import (
    GROUPS,
    OPTED_IN,
    OPTED_OUT,
    SETS,
    Access,
    Description,
    Outgoing,
    Page,
    Record,
    RemoteFault,
    Written,
)
from .walk import Walk, Window

CONTACTS = [["partner_share", "=", True], "|", ["type", "=", "contact"], ["type", "=", False]]
FORMER = "contact.former.key"
#: ids whose existence is asked in one request
MANY = 5000
# The marks of pages within a walk; of the first one it is decided whether all are read.
WITHIN = "+"


class OdooContacts:
    """The ``Remote`` of an Odoo, whichever way its methods are called."""

    def __init__(self, odoo: OdooCalls, access: Access) -> None:
        self._odoo = odoo
        self._owner = access.owner
        self._fields = OdooFields(odoo)
        self._memberships: Memberships | None = None
        self._lists: Lists | None = None

    @property
    def requests(self) -> int:
        return self._odoo.client.requests

    @property
    def skew(self) -> float:
        return self._odoo.client.skew

    def close(self) -> None:
        self._odoo.client.close()

    # -- what there is

    def describe(self) -> Description:
        memberships, lists = self._groups(), self._interest_lists()
        interests = memberships.interests or (LIST if lists else "")
        sets = set_fields(memberships.model, interests)
        merges = rows_or_none(self._odoo, FORMER, ["key"], limit=1) is not None
        return Description(
            "Odoo",
            self._odoo.version(),
            tuple(self._fields.described() + sets),
            memberships.model,
            interests,
            merges,
        )

    def _groups(self) -> Memberships:
        if self._memberships is None:
            self._memberships = Memberships(self._odoo)
        return self._memberships

    def _interest_lists(self) -> Lists | None:
        """The mailing lists, where nothing better keeps interests."""
        if self._groups().interests:
            return None
        if self._lists is None:
            self._lists = Lists(self._odoo)
        return self._lists if self._lists.there else None

    def _check(self, fields: Sequence[str]) -> None:
        """Say which fields were mapped and are gone, rather than that of all contacts one is
        empty."""
        missing = self._fields.missing([name for name in fields if name not in SETS])
        if missing:
            raise RemoteFault("connector_fields_gone", {"fields": ", ".join(missing)})

    # -- reading

    def changes(self, fields: Sequence[str], since: str | None, limit: int = 1000) -> Page:
        self._check(fields)
        extra: list[dict[str, Any]] = []
        if since and not since.startswith(WITHIN):
            since, extra = self._beside(fields, since)
        walk = Walk(
            lambda window, most: self._window(fields, window, most),
            lambda row: time_of(row["write_date"]),
            lambda row: str(row["id"]),
        )
        mark = since.removeprefix(WITHIN) if since else None
        rows, mark, more = walk.page(mark, limit, self._now)
        seen = {row["id"] for row in rows}
        rows += [row for row in extra if row["id"] not in seen]
        return Page(self._records(rows, fields), WITHIN + mark if more else mark, more)

    def _beside(self, fields: Sequence[str], since: str) -> tuple[str | None, list[dict[str, Any]]]:
        """From where to read, and contacts that come in addition: a membership that is changed at
        its group changes no contact, and who has left it nobody can tell, so then all are read."""
        if not set(SETS) & set(fields):
            return since, []
        second = since.partition(" ")[0].replace("T", " ")
        if self._groups().changed >= second:
            return None, []
        lists = self._interest_lists()
        if lists is None or not {OPTED_IN, OPTED_OUT} & set(fields):
            return since, []
        emails = lists.changed_emails(second)
        if emails is None:
            return None, []
        domain = [["email_normalized", "in", emails]]
        return since, self._search(domain, fields, "id") if emails else []

    def read(self, ids: Sequence[str], fields: Sequence[str]) -> list[Record]:
        self._check(fields)
        numbers = sorted(map(_number, ids))
        rows = self._search([["id", "in", numbers]], fields, "id", every=True)
        here = {row["id"] for row in rows}
        return self._records(rows, fields) + self._lost([n for n in numbers if n not in here])

    def gone(self, ids: Sequence[str]) -> list[Record]:
        numbers = sorted(map(_number, ids))
        here: set[int] = set()
        for start in range(0, len(numbers), MANY):
            domain = [["id", "in", numbers[start : start + MANY]], ["active", "=", True]]
            here.update(self._odoo.call(PARTNER, "search", domain=domain))
        missing = [number for number in numbers if number not in here]
        archived: set[int] = set()
        if missing:
            domain = [["id", "in", missing]]
            archived.update(self._odoo.call(PARTNER, "search", domain=domain, context=EVERY))
        found = [Record(str(number), gone=True) for number in missing if number in archived]
        return found + self._lost([number for number in missing if number not in archived])

    def _lost(self, numbers: Sequence[int]) -> list[Record]:
        """Deleted contacts; those that were merged lead to the one that is left."""
        if not numbers:
            return []
        domain = [["sort", "=", "cons_id"], ["key", "in", list(map(str, numbers))]]
        rows = rows_or_none(self._odoo, FORMER, ["key", "partner_id"], domain)
        leads = {row["key"]: str(row["partner_id"][0]) for row in rows or []}
        return [
            Record(str(number), gone=True, merged_into=leads.get(str(number))) for number in numbers
        ]

    def _now(self) -> datetime.datetime:
        """Their clock, in UTC."""
        moment = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        return moment + datetime.timedelta(seconds=self.skew)

    def _window(self, fields: Sequence[str], window: Window, limit: int) -> list[dict[str, Any]]:
        domain: list[Any] = [["write_date", ">=", told_time(window.first)]]
        if window.end:
            domain.append(["write_date", "<", told_time(window.end)])
        if window.after:
            domain.append(["id", ">", _number(window.after)])
        order = "id" if window.by_id else "write_date, id"
        return self._search(domain, fields, order, limit)

    def _search(
        self,
        domain: list[Any],
        fields: Sequence[str],
        order: str,
        limit: int | None = None,
        every: bool = False,
    ) -> list[dict[str, Any]]:
        names = {"write_date", "active"} | {name for name in fields if name not in SETS}
        if set(SETS) & set(fields):
            names |= {self._groups().field, "email_normalized"} & set(self._fields.raw())
        return list(
            self._odoo.call(
                PARTNER,
                "search_read",
                domain=domain if every else domain + CONTACTS,
                fields=sorted(names),
                order=order,
                limit=limit,
                context=EVERY,
            )
        )

    def _records(self, rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> list[Record]:
        if not rows:
            return []
        keys = self._keys([row["id"] for row in rows])
        listed = self._listed(rows, fields)
        return [
            Record(
                str(row["id"]),
                time_of(row["write_date"]).isoformat() + "Z",
                {name: self._value(name, row, listed) for name in fields},
                gone=not row["active"],
                key=next(iter(keys.get(row["id"], ())), None),
                former=keys.get(row["id"], [])[1:],
            )
            for row in rows
        ]

    def _keys(self, ids: Sequence[int]) -> dict[int, list[str]]:
        return keys_of(self._owner, self._odoo.call(PARTNER, "get_metadata", ids))

    def _listed(
        self, rows: Iterable[Mapping[str, Any]], fields: Sequence[str]
    ) -> dict[str, dict[str, list[str]]]:
        """What mailing lists say of the addresses of these contacts."""
        lists = self._interest_lists() if {OPTED_IN, OPTED_OUT} & set(fields) else None
        return lists.names(row.get("email_normalized") or "" for row in rows) if lists else {}

    def _value(
        self, name: str, row: Mapping[str, Any], listed: Mapping[str, Mapping[str, list[str]]]
    ) -> Any:
        if name not in SETS:
            return self._fields.value(name, row[name])
        memberships = self._groups()
        if name != GROUPS and not memberships.interests:
            return list(listed.get(row.get("email_normalized") or "", {}).get(name, []))
        return memberships.names(row.get(memberships.field) or [])[name]

    # -- writing

    def write(self, fields: Sequence[str], outgoing: Sequence[Outgoing]) -> list[Written]:
        self._check(fields)
        writer = OdooWriter(
            self._odoo, self._fields, self._groups, self._interest_lists, self._owner
        )
        return writer.write(outgoing)


def _number(text: str) -> int:
    if not text.isdigit():
        raise RemoteFault("connector_bad_id")
    return int(text)
