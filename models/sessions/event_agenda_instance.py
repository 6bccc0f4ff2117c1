from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ...tools.kinds.seats import SEATS, WAITLIST, shortage


class EventAgendaInstance(models.Model):
    """One occurrence of a session: a time, a room, and how many may come.

    A limit may be absent, which an integer column cannot say. So each limit has two fields:

    * seats: with `has_capacity` off anybody may come; with it on there are `capacity` seats,
      where 0 means none at all;
    * waitlist: `waitlist` is "none", "limited" (to `waitlist_limit` places) or "unlimited".

    `_limit()` gives both as a number or None. `seats_taken` and `waitlist_taken` are counted by
    the agenda lines; nobody writes them.
    """

    _name = "event.agenda.instance"
    _description = "Session Instance"
    _order = "date_begin, code, id"
    _rec_name = "code"
    _rec_names_search = ["code", "session_id.name", "session_id.code"]

    session_id = fields.Many2one(
        "event.agenda.session", required=True, ondelete="cascade", index=True
    )
    event_id = fields.Many2one(
        related="session_id.event_id", store=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True)
    code = fields.Char(
        "Instance Code", required=True, copy=False, help="Unique among those of the session."
    )
    active = fields.Boolean(default=True)
    date_begin = fields.Datetime("Start", required=True)
    date_end = fields.Datetime("End", required=True)
    date_tz = fields.Selection(related="event_id.date_tz", string="Time Zone of the Event")
    time_range = fields.Char(
        "Time", compute="_compute_time_range", help="In the time zone of the event."
    )
    room = fields.Char()

    has_capacity = fields.Boolean("Limit Seats")
    capacity = fields.Integer("Seats", aggregator=None)
    waitlist = fields.Selection(
        [("none", "No waitlist"), ("limited", "Limited"), ("unlimited", "Unlimited")],
        required=True,
        default="unlimited",
    )
    waitlist_limit = fields.Integer("Waitlist Places", aggregator=None)
    seats_taken = fields.Integer("Taken", default=0, readonly=True, copy=False)
    waitlist_taken = fields.Integer("Waitlisted", default=0, readonly=True, copy=False)
    seats_left = fields.Integer("Left", compute="_compute_seats_left")
    is_full = fields.Boolean("Full", compute="_compute_seats_left", search="_search_is_full")

    line_ids = fields.One2many("event.agenda.line", "instance_id", "Agenda Lines")

    _session_code_uniq = models.Constraint(
        "unique(session_id, code)", "The code of an instance must be unique in its session."
    )
    _limits_positive = models.Constraint(
        "CHECK(capacity >= 0 AND waitlist_limit >= 0)", "A limit cannot be below zero."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end > date_begin)", "A session instance must end after it starts."
    )

    def init(self):
        """Leave room in each page: the counters change with each batch of an import, and stay
        beside what they were (a heap-only update)."""
        self.env.cr.execute(
            SQL("ALTER TABLE %s SET (fillfactor = 40)", SQL.identifier(self._table))
        )

    @api.depends("code", "time_range", "seats_left", "has_capacity")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Add time and seats left in the drop-down where people choose among instances."""
        for instance in self:
            name = instance.code
            if name and self.env.context.get("formatted_display_name"):
                details = filter(None, [instance.time_range, instance._seats_left_text()])
                name = f"{name}\t--{', '.join(details)}--"
            instance.display_name = name

    def _seats_left_text(self):
        if not self.has_capacity:
            return ""
        return self.env._("full") if self.is_full else self.env._("%s left", self.seats_left)

    @api.depends("date_begin", "date_end", "date_tz")
    @api.depends_context("lang")
    def _compute_time_range(self):
        for instance in self:
            begin, end, tz = instance.date_begin, instance.date_end, instance.date_tz
            instance.time_range = begin and end and self._format_range(begin, end, tz)

    def _format_range(self, begin, end, tz):
        """Return both ends in a time zone, the day only once where it is the same."""
        day, time = "EEE d MMM", "HH:mm"
        first, last = (format_datetime(self.env, at, tz, day) for at in (begin, end))
        start, stop = (format_datetime(self.env, at, tz, time) for at in (begin, end))
        return f"{first}, {start} - {'' if last == first else f'{last}, '}{stop}"

    @api.depends("has_capacity", "capacity", "seats_taken")
    def _compute_seats_left(self):
        for instance in self:
            left = instance.capacity - instance.seats_taken
            instance.seats_left = max(left, 0) if instance.has_capacity else 0
            instance.is_full = instance.has_capacity and left <= 0

    def _search_is_full(self, operator, value):
        """The SQL of the rule ``tools.kinds.seats.shortage``, of one seat."""
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s IS TRUE AND %s >= %s)",
                *(
                    model._field_to_sql(alias, name, query)
                    for name in ("has_capacity", SEATS, "capacity")
                ),
            )
        )

    @api.onchange("session_id")
    def _onchange_session(self):
        """Start where the event starts, so that the calendar opens on the right day."""
        if self.session_id and not self.date_begin:
            self.date_begin = self.event_id.date_begin
            self.date_end = self.date_begin and fields.Datetime.add(self.date_begin, hours=1)

    @api.constrains("session_id")
    def _check_session(self):
        self.line_ids._check_event()

    # ------------------------------------------------------------
    # Seats
    # ------------------------------------------------------------

    def _limit(self, counter):
        """Return how high the counter may go, None for without end."""
        if counter == SEATS:
            return self.capacity if self.has_capacity else None
        return {"none": 0, "limited": self.waitlist_limit}.get(self.waitlist)

    @api.model
    def _add_to_counters(self, changes):
        """Add {(instance id, counter): number}; refuse what goes up and over its limit.

        What does not go up is never checked: a line of an overfull instance can be edited.

        The counters are left dirty in the cache, as a stored computed field is, so one flush
        makes one UPDATE of what many lines changed, whoever the user is. As that UPDATE touches
        the row of the instance, of two transactions that take the last seat the second gets a
        serialization failure and is played again.
        """
        changes = {key: number for key, number in changes.items() if number}
        instances = self.browse({instance_id for instance_id, __ in changes})
        by_id = {instance.id: instance for instance in instances}
        short = [
            by_id[instance_id]._shortage_of(counter, number)
            for (instance_id, counter), number in changes.items()
            if number > 0
        ]
        if any(short):
            raise ValidationError("\n".join(sorted(filter(None, short))))
        for (instance_id, counter), number in changes.items():
            instance, field = by_id[instance_id], self._fields[counter]
            field._update_cache(instance, instance[counter] + number, dirty=True)
        instances.modified([SEATS, WAITLIST])

    def _shortage_of(self, counter, number):
        """Why so many more do not fit, in words; nothing where they do."""
        limit, taken = self._limit(counter), self[counter]
        code = shortage(counter, limit, taken, number)
        return code and self._shortage_text(code, limit, taken)

    def _shortage_text(self, code, limit, taken):
        if code == "instance_full":
            return self.env._(
                "%(instance)s is full: %(taken)s of %(limit)s seats are taken.",
                instance=self.code,
                taken=taken,
                limit=limit,
            )
        if code == "waitlist_full":
            return self.env._(
                "The waitlist of %(instance)s is full: %(taken)s of %(limit)s places are taken.",
                instance=self.code,
                taken=taken,
                limit=limit,
            )
        return self.env._("%s has no waitlist.", self.code)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_counters(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_counters(vals))

    def _without_counters(self, vals):
        return {name: value for name, value in vals.items() if name not in (SEATS, WAITLIST)}

    def copy_data(self, default=None):
        """A duplicate stays in its session, so it needs a code of its own."""
        return [
            {"code": self.env._("%s (copy)", old.code), **vals}
            for old, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_open_lines(self):
        """Open the agenda lines of these instances."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.event_agenda_line_action"
        )
        return dict(action, domain=[("instance_id", "in", self.ids)], context={})
