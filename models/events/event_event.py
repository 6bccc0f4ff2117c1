from odoo import fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    event_code = fields.Char(
        copy=False, help="Identifies the event in files. Unique, where there is one."
    )
    event_team_ids = fields.One2many("event.team", "event_id", "Teams")

    _event_code_uniq = models.UniqueIndex(
        "(event_code) WHERE event_code IS NOT NULL", "Another event has this code."
    )
