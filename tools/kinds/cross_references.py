"""What a row of cross-references would change."""

from __future__ import annotations

from typing import Any

from ..contacts.former_keys import merged_note
from ..rows.cells import tidy
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Match, RowPlanner
from ..rows.problems import Problem

MODEL = "registration.import.cross.reference"
CONTACT = "contact"


class CrossReferencePlanner(RowPlanner):
    """A row says what a value of another system means here (V16). A match holds the number of
    ``systems`` with the code, the ids of ``system`` and cross-reference (``id``), ``ours`` and
    ``preferred`` as they are, and what our value has ``meant``, None where it is unknown."""

    identity_fields = ("system", "type", "theirs")

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        """The cross-reference of the row, new or changed."""
        match, values = row.match, row.values
        problem = _problem(values, match)
        if problem:
            return Plan(problems=[problem])
        new = {"ours": match["meant"]}
        if values.get("preferred"):
            new["preferred"] = True
        if match["id"] is None:
            new |= {"system_id": match["system"], "type": values["type"]}
            new["theirs"] = tidy(values["theirs"])
        plan = Plan([Change(MODEL, match["id"], new, match)], record=match["id"])
        if values["type"] == CONTACT and match["meant"] != values["ours"]:
            plan.problems.append(merged_note("ours", values["ours"], match["meant"]))
        return plan

    def after(self, row: Row) -> Any:
        """The cross-reference as it is after the row; one that is only planned has id 0."""
        match = row.match
        preferred = bool(row.values.get("preferred")) or match["preferred"]
        return {**match, "id": row.record or 0, "ours": match["meant"], "preferred": preferred}

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        """The row's own meaning of our value, on the record as it was left."""
        return {**left, "meant": row.match["meant"]}


def _problem(values: dict[str, Any], match: Match) -> Problem | None:
    if not match["systems"]:
        return Problem("unknown_system", "system", values["system"])
    if match["systems"] > 1:
        count = {"count": match["systems"]}
        return Problem("ambiguous_system", "system", values["system"], count)
    if match["meant"] is None:
        return Problem("unknown_our_value", "ours", values["ours"])
    return None
