from odoo import api, fields, models
from odoo.tools import SQL

from ...messages.teams import HELP, MESSAGES
from ...tools.kinds.teams import CODES, SCHEMA, TEAM, TeamPlanner
from .event_event import lacking_events

FOUND = ("event", "id", "name", "active")


class ImportKindTeams(models.AbstractModel):
    """Teams of events (V19): a row makes one, or updates the one with its code."""

    _name = "registration.import.kind.teams"
    _inherit = "registration.import.kind.administration"
    _description = "Import of Teams"

    _helps = HELP
    _target = TEAM
    _report_fields = CODES
    _identity_fields = CODES

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per team. The first row names the"
                " columns, in any order."
            ),
            self.env._(
                "A code that no team of the event has makes a new one, which needs a name; any"
                " other updates the team that has it. Who is in a team is said by a file of"
                " participants."
            ),
        ]

    @api.model
    def _lacks(self):
        return lacking_events(self.env)

    @api.model
    def _samples(self):
        return [*super()._samples(), ["SUMMIT-31", "RUN-B", "Night Owls"]]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _row_planner(self):
        return TeamPlanner(self._run)

    @api.model
    def _match(self, rows):
        """One statement: each row joined to its event and its team."""
        if not rows:
            return []
        found = self.env.execute_query(
            SQL(
                """SELECT e.id, t.id, t.name, t.active
                     FROM unnest(%s::text[], %s::text[])
                          WITH ORDINALITY AS given(event_code, team_code, nth)
                LEFT JOIN (%s) e ON e.event_code = given.event_code
                LEFT JOIN (%s) t ON t.event_id = e.id AND t.code = given.team_code
                 ORDER BY nth""",
                *([row.values[name] for row in rows] for name in CODES),
                self._view("event.event", "event_code", archived=False),
                self._view(TEAM, "event_id", "code", "name", "active"),
            )
        )
        return [dict(zip(FOUND, values, strict=True)) for values in found]


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("teams", "Teams")],
        ondelete={"teams": "cascade"},
    )


class EventTeam(models.Model):
    _name = "event.team"
    _inherit = ["event.team", "registration.import.target"]
