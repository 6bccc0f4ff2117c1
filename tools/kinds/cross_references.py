"""What a row of cross-references would change."""

from __future__ import annotations

from typing import Any

from ..contacts.former_keys import merged_note
from ..rows.cells import tidy
from ..rows.cross_references import named_text, names_nothing
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning

MODEL = "registration.import.cross.reference"
CONTACT = "contact"


class CrossReferencePlanner(RowPlanner):
    """A row says what a value of another system means here (V16). A match holds the number of
    ``systems`` with the code, the ids of ``system`` and cross-reference (``id``), ``ours`` and
    ``preferred`` as they are, and what our value has ``meant``, None where it is unknown."""

    identity_fields = ("system", "type", "theirs")
    rests_on = {"ours": ("system", "type"), "theirs": ("type",)}

    def keys(self, row: Row) -> Keys:
        """Texts that are looked up alike are one."""
        values = row.values
        return ((values["system"], values["type"], _named(values, "theirs")),)

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        """The cross-reference of the row, new or changed."""
        match, values = row.match, row.values
        problems = _problems(values, match)
        if problems:
            return Plan(problems=problems)
        new = {"ours": match["meant"]}
        if values.get("preferred"):
            new["preferred"] = True
        if match["id"] is None:
            new |= {"system_id": match["system"], "type": values["type"]}
            new["theirs"] = _named(values, "theirs")
        change = Change(MODEL, match["id"], new, match)
        plan = Plan([change], problems=_spellings(values), record=match["id"])
        if values["type"] == CONTACT and match["meant"] != _named(values, "ours"):
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


def _named(values: dict[str, Any], field: str) -> str:
    """A text of the row as it is looked up; "" of one that could not be read."""
    text = values["type"] and values[field]
    return named_text(values["type"], tidy(text)) if text else ""


def _spellings(values: dict[str, Any]) -> list[Problem]:
    """What is to be said of texts that are looked up in another spelling."""
    return [
        warning("key_respelt", field, values[field])
        for field in ("theirs", "ours")
        if _named(values, field) != tidy(values[field] or "")
    ]


def _problems(values: dict[str, Any], match: Match) -> list[Problem]:
    problems = [
        Problem("placeholder", field, values[field])
        for field in ("theirs", "ours")
        if values["type"] and names_nothing(values["type"], _named(values, field))
    ]
    if not match["systems"]:
        problems.append(Problem("unknown_system", "system", values["system"]))
    elif match["systems"] > 1:
        count = {"count": match["systems"]}
        problems.append(Problem("ambiguous_system", "system", values["system"], count))
    said = {problem.field for problem in problems}
    # of several systems nobody knows in which company it must be known
    if match["meant"] is None and match["systems"] <= 1 and "ours" not in said:
        problems.append(Problem("unknown_our_value", "ours", values["ours"]))
    return problems
