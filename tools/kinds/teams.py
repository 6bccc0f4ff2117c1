"""Teams of events: what a row would change in one (V19)."""

from __future__ import annotations

from typing import Any

from ..rows.placeholders import KEY, NAME
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem
from ..rows.schema import Field, Schema

TEAM = "event.team"
SIZE = 128
SCHEMA = Schema(
    (
        Field(
            "event_code",
            "Event Code",
            type="code",
            required=True,
            size=SIZE,
            synonyms=("Event", "Event ID"),
            example="SUMMIT-31",
            holds=KEY,
        ),
        Field(
            "team_code",
            "Team Code",
            type="code",
            required=True,
            size=SIZE,
            synonyms=("Code", "Team ID"),
            example="RUN-A",
            holds=KEY,
        ),
        Field(
            "name",
            "Team Name",
            removable=False,
            synonyms=("Name", "Team"),
            example="Early Birds",
            holds=NAME,
        ),
    )
)
#: The codes that name a team.
CODES = ("event_code", "team_code")


class TeamPlanner(RowPlanner):
    """A row makes a team of an event, or names the one with its code anew; an empty cell leaves the
    name as it is.

    A match: the ids of ``event`` and team (``id``), or None; the ``name`` of the team, and whether
    it is ``active``.
    """

    identity_fields = CODES
    rests_on = {"name": CODES, "team_code": ("event_code",)}

    def keys(self, row: Row) -> Keys:
        """The team of the row; none where the event means nothing."""
        match = row.match
        return ((match["event"], row.values["team_code"]),) if match["event"] else ()

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        match, values = row.match, row.values
        if match["event"] is None:
            return Plan(problems=[Problem("unknown_event", "event_code", values["event_code"])])
        if match["id"] is not None and not match["active"]:
            return Plan(problems=[Problem("team_archived", "team_code", values["team_code"])])
        new = {"name": values["name"]} if values.get("name") else {}
        if match["id"] is None and not new:
            return Plan(problems=[Problem("team_without_name", "name")])
        if match["id"] is None:
            new |= {"event_id": match["event"], "code": values["team_code"]}
        change = Change(TEAM, match["id"], new, {"name": match["name"]})
        return Plan([change], record=match["id"])

    def after(self, row: Row) -> Match:
        """The team as it is after the row; one that is only planned has id 0."""
        name = row.values.get("name") or row.match["name"]
        return {**row.match, "id": row.record or 0, "name": name, "active": True}
