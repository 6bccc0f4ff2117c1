"""Contacts of Salesforce: what changed, and what is to change, in a few requests for many."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..rows.problems import Problem
from .odoo_json2 import reason_of
from .remote import (
    OPTED_OUT,
    SETS,
    Access,
    Description,
    Outgoing,
    Page,
    Record,
    RemoteFault,
    Value,
    Written,
)
from .salesforce_calls import CONTACT, MOST_WRITTEN, SalesforceCalls
from .salesforce_fields import KEY_FIELD, NO_EMAIL, PICKLISTS, SalesforceFields, time_of
from .sets import moved
from .walk import Walk, Window

ALWAYS = ("Id", "SystemModstamp", "IsDeleted", "MasterRecordId", KEY_FIELD)
UPSERT = f"composite/sobjects/{CONTACT}/{KEY_FIELD}"
UPDATE = "composite/sobjects"
_ID = re.compile("[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
_KEY = re.compile("[a-zA-Z0-9_.-]{1,64}")


class SalesforceContacts:
    """The ``Remote`` of an organisation of Salesforce."""

    def __init__(self, calls: SalesforceCalls, access: Access) -> None:
        self._calls = calls
        self._owner = access.owner
        self._known: SalesforceFields | None = None

    @property
    def requests(self) -> int:
        return self._calls.client.requests

    @property
    def skew(self) -> float:
        return self._calls.client.skew

    def close(self) -> None:
        self._calls.client.close()

    def _fields(self) -> SalesforceFields:
        if self._known is None:
            self._known = SalesforceFields(self._calls.describe())
        return self._known

    def describe(self) -> Description:
        fields = self._fields()
        fields.check(())
        groups, out = PICKLISTS["groups"], PICKLISTS[OPTED_OUT]
        return Description(
            "Salesforce",
            self._calls.version(),
            tuple(fields.described()),
            groups if groups in fields.raw else "",
            out if out in fields.raw else NO_EMAIL,
            merges=True,
        )

    # -- reading

    def changes(self, fields: Sequence[str], since: str | None, limit: int = 1000) -> Page:
        self._fields().check(fields)
        walk = Walk(
            lambda window, most: self._window(fields, window, most),
            lambda row: time_of(row["SystemModstamp"]),
            lambda row: str(row["Id"]),
        )
        rows, mark, more = walk.page(since, limit, self._now)
        return Page([self._record(row, fields) for row in rows], mark, more)

    def read(self, ids: Sequence[str], fields: Sequence[str]) -> list[Record]:
        self._fields().check(fields)
        columns = [*ALWAYS, *self._fields().columns(fields)]
        rows = self._calls.read([_checked(each) for each in ids], columns)
        records = [self._record(row, fields) for row in rows]
        here = {record.id[:15] for record in records}
        lost = [each for each in ids if each[:15] not in here]
        return records + self._lost(lost)

    def gone(self, ids: Sequence[str]) -> list[Record]:
        rows = self._calls.read([_checked(each) for each in ids], ["Id", "IsDeleted"])
        here = {row["Id"][:15] for row in rows if not row["IsDeleted"]}
        return self._lost([each for each in ids if each[:15] not in here])

    def _lost(self, ids: Sequence[str]) -> list[Record]:
        """Deleted contacts; as long as they are in the recycle bin there, it is known into which
        other one they were merged."""
        leads: dict[str, str] = {}
        for start in range(0, len(ids), MOST_WRITTEN):
            listed = ", ".join(f"'{_checked(each)}'" for each in ids[start : start + MOST_WRITTEN])
            rows = self._calls.query(
                f"SELECT Id, MasterRecordId FROM {CONTACT} WHERE Id IN ({listed})"
            )
            leads |= {row["Id"][:15]: row["MasterRecordId"] for row in rows}
        return [Record(each, gone=True, merged_into=leads.get(each[:15])) for each in ids]

    def _now(self) -> datetime.datetime:
        moment = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        return moment + datetime.timedelta(seconds=self.skew)

    def _window(self, fields: Sequence[str], window: Window, limit: int) -> list[dict[str, Any]]:
        where = [f"SystemModstamp >= {window.first.isoformat(timespec='seconds')}Z"]
        if window.end:
            where.append(f"SystemModstamp < {window.end.isoformat(timespec='seconds')}Z")
        if window.after:
            where.append(f"Id > '{_checked(window.after)}'")
        columns = ", ".join([*ALWAYS, *self._fields().columns(fields)])
        order = "Id" if window.by_id else "SystemModstamp, Id"
        return self._calls.query(
            f"SELECT {columns} FROM {CONTACT} WHERE {' AND '.join(where)}"
            f" ORDER BY {order} LIMIT {limit}"
        )

    def _record(self, row: Mapping[str, Any], fields: Iterable[str]) -> Record:
        key = str(row.get(KEY_FIELD) or "")
        start = f"{self._owner}."
        return Record(
            str(row["Id"]),
            time_of(row["SystemModstamp"]).isoformat() + "Z",
            {name: self._fields().value(name, row) for name in fields},
            gone=bool(row["IsDeleted"]),
            merged_into=row.get("MasterRecordId") or None,
            key=key[len(start) :] if key.startswith(start) else None,
        )

    # -- writing

    def write(self, fields: Sequence[str], outgoing: Sequence[Outgoing]) -> list[Written]:
        self._fields().check(fields)
        now = self._current(outgoing) | self._by_key(outgoing)
        answers = {each.key: Written(each.key, each.id) for each in outgoing}
        updates, upserts = [], []
        for each in outgoing:
            row = now.get(each.id[:15] if each.id else self._key(each))
            if each.id and row is None:
                answers[each.key].problem = Problem("connector_gone_there")
                continue
            try:
                left = self._left(each, row)
                values = {name: each.values[name] for name in each.values if name not in left}
                sent = self._fields().changed(self._merged(each, values, row), row)
            except ValueError as error:
                problem = Problem("connector_unknown_code", str(error.args[0]))
                answers[each.key].problem = problem
                continue
            answers[each.key].left = left
            if row is None:
                upserts.append((each.key, {KEY_FIELD: self._key(each), **sent}))
                continue
            answers[each.key].id = each.id or str(row["Id"])
            if sent:
                updates.append((each.key, {"id": row["Id"], **sent}))
        self._send(UPSERT, upserts, answers)
        self._send(UPDATE, updates, answers)
        return [answers[each.key] for each in outgoing]

    def _left(self, each: Outgoing, row: Mapping[str, Any] | None) -> list[str]:
        """Fields that were changed there since they were read, to another value than ours."""
        if row is None:
            return []
        held = {n: self._fields().value(n, row) for n in each.values if n not in SETS}
        return [n for n, now in held.items() if now != each.values[n] and not each.was(n, now)]

    def _merged(
        self, each: Outgoing, values: Mapping[str, Value], row: Mapping[str, Any] | None
    ) -> dict[str, Value]:
        """The values to write; of sets with what joined or left them meanwhile."""
        merged = dict(values)
        for name in each.had.keys() & values.keys() if row else ():
            wanted, now = values[name], self._fields().value(name, row or {})
            if isinstance(wanted, list) and isinstance(now, list):
                merged[name] = moved(wanted, each.had[name], now)
        return merged

    def _current(self, outgoing: Sequence[Outgoing]) -> dict[str, dict[str, Any]]:
        """What the contacts are now whose ids are known, by the first 15 characters of these."""
        ids = [_checked(each.id) for each in outgoing if each.id]
        rows = self._calls.read(ids, self._columns(outgoing)) if ids else []
        return {row["Id"][:15]: row for row in rows if not row["IsDeleted"]}

    def _by_key(self, outgoing: Sequence[Outgoing]) -> dict[str, dict[str, Any]]:
        """The same of those that a line before had made, by their keys: what people said there
        meanwhile counts."""
        keys = [self._key(each) for each in outgoing if not each.id]
        columns = ", ".join(self._columns(outgoing))
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(keys), MOST_WRITTEN):
            listed = ", ".join(f"'{key}'" for key in keys[start : start + MOST_WRITTEN])
            statement = f"SELECT {columns} FROM {CONTACT} WHERE {KEY_FIELD} IN ({listed})"
            rows = self._calls.query(statement)
            found |= {row[KEY_FIELD]: row for row in rows if not row["IsDeleted"]}
        return found

    def _columns(self, outgoing: Sequence[Outgoing]) -> list[str]:
        names = {name for each in outgoing for name in each.values} | {OPTED_OUT}
        return ["Id", "IsDeleted", KEY_FIELD, *self._fields().columns(names)]

    def _key(self, outgoing: Outgoing) -> str:
        """Our key as it is kept there; it stands in a query."""
        key = f"{self._owner}.{outgoing.key}"
        if not _KEY.fullmatch(key):
            raise RemoteFault("connector_bad_id")
        return key

    def _send(
        self,
        path: str,
        lines: Sequence[tuple[str, Mapping[str, Any]]],
        answers: Mapping[str, Written],
    ) -> None:
        for start in range(0, len(lines), MOST_WRITTEN):
            part = lines[start : start + MOST_WRITTEN]
            told = self._calls.write(path, [record for _key, record in part])
            for (key, _record), result in zip(part, told, strict=True):
                _note(answers[key], result)


def _note(written: Written, result: Mapping[str, Any]) -> None:
    """Take over what Salesforce says of one record."""
    if result.get("success"):
        written.id = str(result["id"])
        written.created = bool(result.get("created"))
        return
    error = (result.get("errors") or [{}])[0]
    field = (error.get("fields") or [None])[0]
    reason = reason_of(str(error.get("message") or error.get("statusCode") or ""))
    written.problem = Problem("connector_refused_line", field, None, {"reason": reason})


def _checked(text: str) -> str:
    """An id as Salesforce makes them: it stands in a query."""
    if not _ID.fullmatch(text):
        raise RemoteFault("connector_bad_id")
    return text
