from odoo import api, fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    agenda_enabled = fields.Boolean(
        "Sessions", help="The event has sessions, and its registrations have an agenda."
    )
    agenda_overlap = fields.Boolean(
        "Allow overlapping sessions",
        default=True,
        help="A registration may hold seats in two session instances at the same time.",
    )
    agenda_session_ids = fields.One2many("event.agenda.session", "event_id", "Event Sessions")
    agenda_session_count = fields.Integer(
        "Number of Sessions", compute="_compute_agenda_session_count"
    )
    agenda_line_count = fields.Integer(
        "Number of Agenda Lines", compute="_compute_agenda_line_count"
    )

    @api.depends("agenda_session_ids")
    def _compute_agenda_session_count(self):
        counts = dict(
            self.env["event.agenda.session"]._read_group(
                [("event_id", "in", self.ids)], ["event_id"], ["__count"]
            )
        )
        for event in self:
            event.agenda_session_count = counts.get(event._origin, 0)

    def _compute_agenda_line_count(self):
        counts = dict(
            self.env["event.agenda.line"]._read_group(
                [("event_id", "in", self.ids)], ["event_id"], ["__count"]
            )
        )
        for event in self:
            event.agenda_line_count = counts.get(event._origin, 0)
