from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .event_agenda_instance import SEATS, WAITLIST

REGISTERED = "registered"
CANCELLED = "cancelled"
NO_SHOW = "no_show"
ATTENDED = "attended"
WAITLISTED = "waitlisted"

STATUSES = [
    (REGISTERED, "Registered"),
    (CANCELLED, "Cancelled"),
    (NO_SHOW, "No Show"),
    (ATTENDED, "Attended"),
    (WAITLISTED, "Waitlisted"),
]
HOLDING = (REGISTERED, ATTENDED, NO_SHOW)
# which counter of the instance a line of this status adds to; a cancelled line adds to none
COUNTERS = dict.fromkeys(HOLDING, SEATS) | {WAITLISTED: WAITLIST}


class EventAgendaLine(models.Model):
    """One session instance in the agenda of one registration, with a status.

    A registration has at most one line per instance. Cancelling, or archiving, a registration
    leaves its agenda as it is: seats are given back by the status of the lines.
    """

    _name = "event.agenda.line"
    _description = "Agenda Line"
    _order = "id desc"

    registration_id = fields.Many2one(
        "event.registration", "Registration", required=True, ondelete="cascade", index=True
    )
    instance_id = fields.Many2one(
        "event.agenda.instance", "Session Instance", required=True, ondelete="restrict", index=True
    )
    # A plain copy of the instance's session, for grouping: a stored related field would cost a
    # second UPDATE of each new line, and an instance with lines never changes its session.
    session_id = fields.Many2one(
        "event.agenda.session", "Session", required=True, ondelete="restrict", index=True
    )
    status = fields.Selection(STATUSES, "Status", required=True, default=REGISTERED)

    event_id = fields.Many2one(related="session_id.event_id", string="Event")
    company_id = fields.Many2one(related="session_id.company_id", string="Company")
    registration_code = fields.Char(related="registration_id.registration_code")
    date_begin = fields.Datetime(related="instance_id.date_begin")
    date_end = fields.Datetime(related="instance_id.date_end")
    time_range = fields.Char(related="instance_id.time_range")
    room = fields.Char(related="instance_id.room")

    _registration_instance_uniq = models.Constraint(
        "unique(registration_id, instance_id)",
        "A registration has each session instance only once in its agenda.",
    )

    @api.depends("registration_id.display_name", "instance_id.code")
    def _compute_display_name(self):
        for line in self:
            names = line.registration_id.display_name, line.instance_id.code
            line.display_name = " - ".join(filter(None, names)) or False

    @api.onchange("session_id")
    def _onchange_session(self):
        """Offer the instance where the session has only one."""
        if self.instance_id.session_id != self.session_id:
            instances = self.session_id.instance_ids
            self.instance_id = instances if len(instances) == 1 else False

    @api.onchange("instance_id")
    def _onchange_instance(self):
        if self.instance_id:
            self.session_id = self.instance_id.session_id

    # ------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------

    @api.constrains("registration_id", "instance_id")
    def _check_event(self):
        """Refuse an instance of another event, and an event without sessions: one query."""
        self.flush_model(["registration_id", "instance_id", "session_id"])
        stray = self.env.execute_query(
            SQL(
                """ SELECT l.id
                      FROM event_agenda_line l
                      JOIN event_agenda_instance i ON i.id = l.instance_id
                      JOIN event_agenda_session s ON s.id = i.session_id
                      JOIN event_registration r ON r.id = l.registration_id
                      JOIN event_event e ON e.id = r.event_id
                     WHERE l.id = ANY(%s)
                       AND (%s != %s OR %s != l.session_id OR %s IS NOT TRUE)
                     LIMIT 1""",
                list(self.ids),
                SQL("s.event_id", to_flush=self.env["event.agenda.session"]._fields["event_id"]),
                SQL("r.event_id", to_flush=self.env["event.registration"]._fields["event_id"]),
                SQL("i.session_id", to_flush=self.env["event.agenda.instance"]._fields["session_id"]),
                SQL("e.agenda_enabled", to_flush=self.env["event.event"]._fields["agenda_enabled"]),
            )
        )
        if stray:
            self.browse(stray[0])._raise_stray()

    def _raise_stray(self):
        event = self.sudo().registration_id.event_id
        if not event.agenda_enabled:
            raise ValidationError(self.env._("Sessions are not enabled for %s.", event.name))
        raise ValidationError(
            self.env._(
                "%(instance)s is not a session instance of %(event)s.",
                instance=self.sudo().instance_id.code,
                event=event.name,
            )
        )

    def _check_overlap(self):
        """Refuse two seats at the same time where the event does not allow them: one query."""
        events = self.sudo().session_id.event_id.filtered(lambda e: not e.agenda_overlap)
        if not events:
            return
        self.flush_model(["registration_id", "instance_id", "status"])
        self.env["event.agenda.instance"].flush_model(["event_id", "date_begin", "date_end"])
        clash = self.env.execute_query(
            SQL(
                """ SELECT l.id, other.id
                      FROM event_agenda_line l
                      JOIN event_agenda_instance i ON i.id = l.instance_id
                      JOIN event_agenda_line other
                        ON other.registration_id = l.registration_id AND other.id != l.id
                      JOIN event_agenda_instance j ON j.id = other.instance_id
                     WHERE l.id = ANY(%(ids)s) AND i.event_id = ANY(%(events)s)
                       AND l.status IN %(holding)s AND other.status IN %(holding)s
                       AND i.date_begin < j.date_end AND j.date_begin < i.date_end
                     LIMIT 1""",
                ids=list(self.ids),
                events=list(events.ids),
                holding=HOLDING,
            )
        )
        if clash:
            self._raise_clash(*self.sudo().browse(clash[0]))

    def _raise_clash(self, line, other):
        raise ValidationError(
            self.env._(
                "%(registration)s cannot be in %(instance)s and in %(other)s, which overlap in"
                " time. The event does not allow overlapping sessions.",
                registration=line.registration_id.display_name,
                instance=line.instance_id.code,
                other=other.instance_id.code,
            )
        )

    # ------------------------------------------------------------
    # Seats
    # ------------------------------------------------------------

    def _places(self):
        """Return {line id: (instance id, counter)} of what each line takes, None for nothing."""
        return {
            line.id: (line.instance_id.id, COUNTERS[line.status])
            if line.status in COUNTERS
            else None
            for line in self.sudo()
        }

    def _book(self, before):
        """Count what these lines take now and took not, or elsewhere, before (see _places)."""
        after = self._places()
        change = Counter(after.values())
        change.subtract(before.values())
        del change[None]
        self.env["event.agenda.instance"]._add_to_counters(change)
        self.browse(
            line_id
            for line_id, place in after.items()
            if place and place[1] == SEATS and place != before.get(line_id)
        )._check_overlap()

    def _prepare_create_values(self, vals_list):
        prepared = super()._prepare_create_values(vals_list)
        instances = self.env["event.agenda.instance"].browse(
            {vals["instance_id"] for vals in prepared if vals.get("instance_id")}
        )
        sessions = {instance.id: instance.session_id.id for instance in instances}
        for vals in prepared:
            vals["session_id"] = sessions.get(vals.get("instance_id"))
        return prepared

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._book({})
        return lines

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "session_id"}
        if vals.get("instance_id"):
            instance = self.env["event.agenda.instance"].browse(vals["instance_id"])
            vals["session_id"] = instance.session_id.id
        if vals.keys().isdisjoint(("status", "instance_id")):
            return super().write(vals)
        before = self._places()
        result = super().write(vals)
        self._book(before)
        return result

    def unlink(self):
        before = self._places()
        result = super().unlink()
        self.browse()._book(before)
        return result

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_attended(self):
        """They came."""
        self.status = ATTENDED

    def action_no_show(self):
        """They did not come; the seat stays taken."""
        self.status = NO_SHOW

    def action_cancel(self):
        """Give the seats back."""
        self.status = CANCELLED
