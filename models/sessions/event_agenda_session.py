from odoo import api, fields, models


class EventAgendaSession(models.Model):
    """Something that takes place at an event, once or several times (see its instances)."""

    _name = "event.agenda.session"
    _description = "Event Session"
    _order = "event_id, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char("Session", required=True, translate=True)
    code = fields.Char("Session Code", required=True, copy=False, help="Unique in the event.")
    event_id = fields.Many2one("event.event", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="event_id.company_id", store=True)
    track = fields.Char("Track or Type", help="Sessions are grouped by it, for example Workshop.")
    description = fields.Html(translate=True)
    active = fields.Boolean(default=True)
    instance_ids = fields.One2many("event.agenda.instance", "session_id", "Instances", copy=False)
    instance_count = fields.Integer("Number of Instances", compute="_compute_instance_count")
    seats_taken = fields.Integer("Taken", compute="_compute_taken")
    waitlist_taken = fields.Integer("Waitlisted", compute="_compute_taken")

    _event_code_uniq = models.Constraint(
        "unique(event_id, code)", "The code of a session must be unique in its event."
    )

    @api.depends("instance_ids")
    def _compute_instance_count(self):
        for session in self:
            session.instance_count = len(session.instance_ids)

    @api.depends("instance_ids.seats_taken", "instance_ids.waitlist_taken")
    def _compute_taken(self):
        for session in self:
            session.seats_taken = sum(session.instance_ids.mapped("seats_taken"))
            session.waitlist_taken = sum(session.instance_ids.mapped("waitlist_taken"))

    @api.constrains("event_id")
    def _check_event(self):
        self.instance_ids.line_ids._check_event()

    def copy_data(self, default=None):
        """A duplicate stays in its event, so it needs a code of its own."""
        return [
            {"code": self.env._("%s (copy)", old.code), **vals}
            for old, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_open_instances(self):
        """Open the instances of this session."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.event_agenda_instance_action"
        )
        context = {"default_session_id": self.id}
        return dict(action, domain=[("session_id", "=", self.id)], context=context)

    def action_open_lines(self):
        """Open the agenda lines of this session."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.event_agenda_line_action"
        )
        return dict(action, domain=[("session_id", "in", self.ids)], context={})
