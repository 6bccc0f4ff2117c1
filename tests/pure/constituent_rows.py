"""Rows of the Data Sync app as a matcher leaves them, for tests of what is planned of them."""

from __future__ import annotations

import json
from typing import Any
from unittest import TestCase

from ...tools.contacts.constituent_schema import KEYS
from ...tools.kinds.hub import GROUPS
from ...tools.rows.plan import Plan, Row
from ...tools.rows.planner import Planner, RowPlanner, key_text
from .contact_rows import lookups, write

NOBODY = {"found": 0, "removed": 0, "contact": None}
# Groups, and what texts of a row mean.
FRIENDS, DONORS, INS, OUTS, CENTER_GROUP = 11, 12, 21, 22, 31
NEWS = ("interest_id", "NEWS", {"id": 5, "in": INS, "out": OUTS, "active": True})
NEW_NEWS = ("interest_name", "Art", {"new": "Art"})


def contact(**values: Any) -> dict[str, Any]:
    """What a contact holds."""
    ada = {"id": 7, "name": "Ada Lane", "contact_member_id": "00123", "email_normalized": None}
    return {**ada, "groups": [], "deferred": False} | values


def is_found(who: dict[str, Any] | None, count: int = 1) -> dict[str, Any]:
    """What one way to name a contact finds."""
    return {"found": count, "removed": 0, "contact": who}


def group(identifier: int) -> tuple[str, str, dict[str, Any]]:
    """A group that a row names."""
    return "group_id", f"G{identifier}", {"id": identifier, "active": True}


def new_group(name: str) -> tuple[str, str, dict[str, Any]]:
    """A group that a row names and that is not there."""
    return "group_name", name, {"new": name}


def wrong_group(code: str, text: str = "X") -> tuple[str, str, dict[str, Any]]:
    """A group that a row names and may not."""
    return "group_id", text, {"code": code}


class ConstituentPlanCase(TestCase):
    """Rows of Ada, who is known by her member ID, unless they say otherwise."""

    planner: RowPlanner

    def row(
        self,
        number: int = 2,
        who: Any = None,
        stages: Any = None,
        groups: Any = (),
        interests: Any = (),
        opted_in: Any = (),
        opted_out: Any = (),
        erased: Any = None,
        here: Any = None,
        sharers: Any = (),
        blacklisted: Any = (),
        **columns: Any,
    ) -> Row:
        """A row as it was read and matched."""
        row = Row(number, {**dict.fromkeys(KEYS), "member_id": "00123", **columns}, [])
        email = (row.values.get("email") or "").lower()
        stages = {"member_id": is_found(who or contact())} if stages is None else stages
        row.match = {"stages": stages, "email": email if "@" in email else None}
        row.match |= {"groups": list(groups), "interests": list(interests)}
        row.match |= {"opted_in": list(opted_in), "opted_out": list(opted_out)}
        row.match |= {"sharers": list(sharers), "blacklisted": blacklisted}
        row.match |= {"erased": erased, "lookups": here or lookups()}
        return row

    def rows(self, *columns: dict[str, Any]) -> list[Row]:
        """Rows that mean nobody when they are matched."""
        rows = []
        for number, each in enumerate(columns, 2):
            named = {"member_id": None, **each}
            stages = {key: NOBODY for key in ("member_id", "email") if named.get(key)}
            rows.append(self.row(number, stages=stages, **named))
        return rows

    def plan(self, *arguments: Any, **columns: Any) -> Plan:
        """The plan of one row, with nothing in it that changes nothing."""
        row = self.row(*arguments, **columns)
        row.plan = self.planner.plan(row, {})
        row.outcome = row.plan.planned_outcome()
        return row.plan

    def codes(self, plan: Plan) -> list[str]:
        """What is wrong with the row."""
        return [problem.code for problem in plan.problems]

    def groups_after(self, plan: Plan) -> Any:
        """The groups that the plan leaves the contact in, new ones by their names."""
        found = [change.values[GROUPS] for change in plan.changes if GROUPS in change.values]
        return [each if isinstance(each, int) else each.values["name"] for each in found[0]]

    def outcomes(self, *rows: Row) -> list[str | None]:
        """What becomes of rows that are planned one after the other."""
        for _run in Planner(self.planner).runs(rows):
            continue
        return [row.outcome for row in rows]

    def written(self, *rows: Row, batch: int = 100) -> list[str | None]:
        """What becomes of rows that are written in batches: new records get ids from 100 on, those
        that several rows name one."""
        planner, identifiers, made = Planner(self.planner), iter(range(100, 200)), {}
        for start in range(0, len(rows), batch):
            planner.begin()
            for run in planner.runs(rows[start : start + batch]):
                changes = [change for row in run for change in row.plan.changes]
                for change in sorted(changes, key=lambda each: each.rank):
                    if change.once:
                        change.record = made.setdefault(str(change.once), change.record)
                    write(change, identifiers)
                    if change.once:
                        made[str(change.once)] = change.record
            planner.keep()
        return [row.outcome for row in rows]

    def validated(self, *chunks: list[Row]) -> list[str | None]:
        """What becomes of rows that are planned in chunks."""
        recalled: dict[str, Any] = {}
        for rows in chunks:
            planner = Planner(self.planner, {}, recalled)
            for _run in planner.runs(rows):
                continue
            for row in rows:
                left = json.loads(json.dumps(self.planner.stored(self.planner.left_by(row))))
                keys = self.planner.left_keys(row, self.planner.keys(row))
                recalled |= {key_text(key): left for key in keys}
        return [row.outcome for rows in chunks for row in rows]
