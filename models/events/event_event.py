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


def lacking_events(env):
    """What is lacked where there is no event that rows could name: see ``kind._lacks``."""
    if env["event.event"].search_count([("event_code", "!=", False)], limit=1):
        return []
    text = env._("No event has a code yet, by which rows name it: make one, or give it a code.")
    return [(text, "event.action_event_view")]
