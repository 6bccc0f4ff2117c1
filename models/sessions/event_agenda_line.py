from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...importer.own_context import said
from ...tools.kinds.seats import (
    ATTENDED,
    CANCELLED,
    NO_SHOW,
    REGISTERED,
    SEATED,
    SEATS,
    STATUSES,
    WAITLISTED,
    counter_of,
)

# Numbers of lines on waitlists, of all instances: who has the lower one came first.
NUMBERS = "event_agenda_line_waitlist_number"


class EventAgendaLine(models.Model):
    """One session instance in the agenda of one registration, with a status.

    A registration has at most one line per instance. Cancelling, or archiving, a registration
    leaves its agenda as it is, but the lines take nothing until it comes back
    (``event.registration.holds_seats``).
    """

    _name = "event.agenda.line"
    _description = "Agenda Line"
    _order = "id desc"

    # its index is that of the unique constraint below
    registration_id = fields.Many2one("event.registration", required=True, ondelete="cascade")
    instance_id = fields.Many2one(
        "event.agenda.instance", "Session Instance", required=True, ondelete="restrict", index=True
    )
    # A plain copy of the instance's session, for grouping: a stored related field would cost a
    # second UPDATE of each new line, and an instance with lines never changes its session.
    session_id = fields.Many2one(
        "event.agenda.session", required=True, ondelete="restrict", index=True
    )
    status = fields.Selection(STATUSES, required=True, default=REGISTERED)

    promoted = fields.Boolean(
        "From the Waitlist",
        readonly=True,
        copy=False,
        help="An import has given it a seat that became free",
    )
    waitlist_number = fields.Integer(
        "Order on the Waitlist",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Who has the lower number came first",
    )

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

    def init(self):
        """Leave room in each page: a new status then stays beside the old one, and no index
        has to be written (a heap-only update)."""
        self.env.cr.execute(
            SQL("ALTER TABLE %s SET (fillfactor = 70)", SQL.identifier(self._table))
        )
        self.env.cr.execute(
            SQL(
                "CREATE SEQUENCE IF NOT EXISTS %s OWNED BY %s",
                SQL.identifier(NUMBERS),
                SQL.identifier(self._table, "waitlist_number"),
            )
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

    @api.model
    def _written_with(self, changes):
        """``{model: ids}`` of what is written when these changes are: the instances count."""
        lines = self.browse({change.record for change in changes if change.record}).exists()
        named = {change.values.get("instance_id") for change in changes}
        instances = {each for each in named if each and isinstance(each, int)}
        return {"event.agenda.instance": instances | set(lines.instance_id.ids)}

    # ------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------

    def _check_event(self):
        """Refuse an instance of another event, and an event without sessions.

        Called by create() and write(), and no constraint: Odoo makes an environment for each new
        record of a model that has one, and calls it twice.
        """
        lines = self.sudo()
        # and none of its other thirty columns
        lines.registration_id.fetch(["event_id", "holds_seats"])
        event_of = _cached(lines.registration_id, "event_id")
        registration_of, session_of, instance_of = (
            _cached(lines, name) for name in ("registration_id", "session_id", "instance_id")
        )
        # one line of each sort: thousands of lines are of few instances
        sorts = {
            (event_of[registration_of[line]], session_of[line], instance_of[line]): line
            for line in reversed(lines._ids)
        }
        for line in lines.browse(reversed(sorts.values())):
            session = line.session_id
            event = session.event_id
            if line.registration_id.event_id != event or line.instance_id.session_id != session:
                line._raise_stray()
            if not event.agenda_enabled:
                raise ValidationError(self.env._("Sessions are not enabled for %s.", event.name))

    def _raise_stray(self):
        raise ValidationError(
            self.env._(
                "%(instance)s is not a session instance of %(event)s.",
                instance=self.instance_id.code,
                event=self.registration_id.event_id.name,
            )
        )

    # ------------------------------------------------------------
    # Seats
    # ------------------------------------------------------------

    def _places(self):
        """Return {line id: (instance id, counter)} of what each line takes, None for nothing."""
        lines = self.sudo()
        registration_of, instance_of, status_of = (
            _cached(lines, name) for name in ("registration_id", "instance_id", "status")
        )
        holds_seats = _cached(lines.registration_id, "holds_seats")
        return {
            line: (instance_of[line], counter)
            if (counter := counter_of(status_of[line], holds_seats[registration_of[line]]))
            else None
            for line in lines._ids
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
        waiting = [vals for vals in prepared if vals.get("status") == WAITLISTED]
        for vals, number in zip(waiting, self._next_numbers(len(waiting)), strict=True):
            vals["waitlist_number"] = number
        for vals in prepared:
            vals["session_id"] = sessions.get(vals.get("instance_id"))
        return prepared

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_event()
        lines._book({})
        return lines

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "session_id"}
        if vals.get("instance_id"):
            instance = self.env["event.agenda.instance"].browse(vals["instance_id"])
            vals["session_id"] = instance.session_id.id
        takes = ("status", "instance_id", "registration_id")
        before = {} if vals.keys().isdisjoint(takes) else self._places()
        if vals.get("status") == WAITLISTED:
            self.filtered(lambda line: line.status != WAITLISTED)._queue_up()
        if vals.get("status", REGISTERED) not in SEATED:
            vals.setdefault("promoted", False)
        result = super().write(vals)
        if not vals.keys().isdisjoint(("registration_id", "instance_id")):
            self._check_event()
        if before:
            self._book(before)
        return result

    def unlink(self):
        before = self._places()
        result = super().unlink()
        self.browse()._book(before)
        return result

    # ------------------------------------------------------------
    # Waitlist
    # ------------------------------------------------------------

    def _queue_up(self):
        """Put lines behind all others of their waitlists, in their order; what an undo puts back
        goes where it was."""
        lines = self
        if said(self.env, "registration_import_undo"):
            lines = self.filtered(lambda line: not line.waitlist_number)
        field = self._fields["waitlist_number"]
        for line, number in zip(lines, self._next_numbers(len(lines)), strict=True):
            field._update_cache(line, number, dirty=True)

    @api.model
    def _next_numbers(self, count):
        """So many numbers behind all that were given; one query."""
        if not count:
            return []
        query = SQL("SELECT nextval(%s) FROM generate_series(1, %s)", NUMBERS, count)
        return [number for (number,) in self.env.execute_query(query)]

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


def _cached(records, name):
    """``{id: value}`` of a field, a many2one as its id: of thousands of records in a tenth of the
    time that reading the field of each takes. One that is gone raises ``MissingError``."""
    records.fetch([name])
    values = records._fields[name]._get_cache(records.env)
    if not values.keys() >= set(records._ids):
        records.mapped(name)
    return values
