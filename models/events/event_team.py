from odoo import api, fields, models


class EventTeam(models.Model):
    """Participants of an event who take part together, known to files by a code."""

    _name = "event.team"
    _description = "Team"
    _order = "event_id, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char("Team", required=True)
    code = fields.Char("Team Code", required=True, copy=False, help="Unique in the event.")
    event_id = fields.Many2one("event.event", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="event_id.company_id", store=True)
    active = fields.Boolean(default=True)
    registration_ids = fields.One2many("event.registration", "event_team_id", "Members")
    registration_count = fields.Integer("Number of Members", compute="_compute_registration_count")

    _event_code_uniq = models.Constraint(
        "unique(event_id, code)", "The code of a team must be unique in its event."
    )

    def _compute_registration_count(self):
        counts = dict(
            self.env["event.registration"]._read_group(
                [("event_team_id", "in", self.ids)], ["event_team_id"], ["__count"]
            )
        )
        for team in self:
            team.registration_count = counts.get(team._origin, 0)

    @api.constrains("event_id")
    def _check_event(self):
        self.sudo().registration_ids._check_event_team()

    def copy_data(self, default=None):
        """A duplicate stays in its event, so it needs a code of its own."""
        return [
            {"code": self.env._("%s (copy)", old.code), **vals}
            for old, vals in zip(self, super().copy_data(default), strict=True)
        ]
