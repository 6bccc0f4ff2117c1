from odoo import fields, models


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
    agenda_session_count = fields.Integer("Number of Sessions", compute="_compute_agenda_counts")
    agenda_instance_count = fields.Integer("Number of Instances", compute="_compute_agenda_counts")
    agenda_line_count = fields.Integer("Number of Agenda Lines", compute="_compute_agenda_counts")

    def _compute_agenda_counts(self):
        sessions = self._count_by_event("event.agenda.session")
        instances = self._count_by_event("event.agenda.instance")
        lines = self._count_by_event("event.agenda.line")
        for event in self:
            event.agenda_session_count = sessions.get(event._origin, 0)
            event.agenda_instance_count = instances.get(event._origin, 0)
            event.agenda_line_count = lines.get(event._origin, 0)

    def _count_by_event(self, model):
        domain = [("event_id", "in", self.ids)]
        return dict(self.env[model]._read_group(domain, ["event_id"], ["__count"]))

    def action_open_agenda_instances(self):
        """Open the instances of this event, the calendar on its first day."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.event_agenda_instance_action"
        )
        context = {
            "agenda_of_event": self.id,
            "initial_date": max(self.date_begin, min(fields.Datetime.now(), self.date_end)),
        }
        return dict(action, domain=[("event_id", "=", self.id)], context=context)
