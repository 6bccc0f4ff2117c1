import random

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from odoo.tools.sql import table_exists

from ...tools.kinds.seats import COMING, SEATED, WAITLISTED

# no vowels and nothing that looks like something else: no words, no dates, no numbers in Excel
CODE_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
CODE_HALF = 4
_random = random.SystemRandom()


class EventRegistration(models.Model):
    _inherit = "event.registration"
    _never_grouped_by = ("holds_seats",)
    _rec_names_search = ["name", "email", "registration_code"]

    # No default: Odoo would evaluate it once for all existing rows (see _init_column).
    registration_code = fields.Char(
        required=True,
        copy=False,
        help="Identifies the registration in files. Left empty, it is made up.",
    )
    agenda_enabled = fields.Boolean(related="event_id.agenda_enabled")
    # Not computed: what is counted, and not what should be, so that both can be compared.
    holds_seats = fields.Boolean(
        readonly=True,
        copy=False,
        help="Whether the agenda takes seats and places on waitlists: not while the registration"
        " is unconfirmed, cancelled or archived.",
    )
    agenda_line_ids = fields.One2many("event.agenda.line", "registration_id", "Agenda")
    agenda_line_count = fields.Integer(
        "Number of Session Instances", compute="_compute_agenda_line_count"
    )

    _registration_code_uniq = models.Constraint(
        "unique(registration_code)", "The registration code must be unique."
    )

    def _compute_agenda_line_count(self):
        counts = dict(
            self.env["event.agenda.line"]._read_group(
                [("registration_id", "in", self.ids)], ["registration_id"], ["__count"]
            )
        )
        for registration in self:
            registration.agenda_line_count = counts.get(registration._origin, 0)

    @api.constrains("event_id")
    def _check_agenda_event(self):
        self.sudo().agenda_line_ids._check_event()

    # ------------------------------------------------------------
    # Seats
    # ------------------------------------------------------------

    @api.constrains("active", "state")
    def _follow_seats(self):
        """Give back what the agenda takes where the registration no longer comes, and take it
        again where it does. A constraint is called whoever changes these two: people, code, and
        addons that compute the state of what was sold."""
        changed = self.sudo().filtered(lambda each: each.holds_seats != each._is_coming())
        if not changed:
            return
        lines = (
            self.env["event.agenda.line"].sudo().search([("registration_id", "in", changed.ids)])
        )
        before = lines._places()
        for registration in changed:
            coming = registration._is_coming()
            self._fields["holds_seats"]._update_cache(registration, coming, dirty=True)
        try:
            lines._book(before)
        except ValidationError as error:
            of_agendas = changed & lines.registration_id
            raise ValidationError(of_agendas._no_room_text(error)) from error

    def _is_coming(self):
        return self.active and self.state in COMING

    def _no_room_text(self, error):
        names = [each.display_name for each in self if each._is_coming()]
        return self.env._(
            "There is no room for the agenda of %(registrations)s:\n%(problems)s",
            registrations=", ".join(names),
            problems=error.args[0],
        )

    def _init_seats(self):
        """Of rows from before: which hold seats, and what their lines then add up to."""
        self.env.cr.execute(
            SQL("UPDATE event_registration SET holds_seats = active AND state IN %s", COMING)
        )
        if table_exists(self.env.cr, "event_agenda_line"):
            self.env.cr.execute(
                SQL(
                    """UPDATE event_agenda_instance i
                          SET seats_taken = l.seats, waitlist_taken = l.places
                         FROM (SELECT n.instance_id,
                                      count(*) FILTER (WHERE r.holds_seats AND n.status IN %s)
                                          AS seats,
                                      count(*) FILTER (WHERE r.holds_seats AND n.status = %s)
                                          AS places
                                 FROM event_agenda_line n
                                 JOIN event_registration r ON r.id = n.registration_id
                             GROUP BY 1) l
                        WHERE i.id = l.instance_id""",
                    SEATED,
                    WAITLISTED,
                )
            )

    # ------------------------------------------------------------
    # The code
    # ------------------------------------------------------------

    def _init_column(self, column_name):
        """Give existing rows a code each; one drawn twice is drawn again."""
        if column_name == "holds_seats":
            return self._init_seats()
        if column_name != "registration_code":
            return super()._init_column(column_name)
        while self._draw_codes_of_rows():
            pass
        return None

    def _draw_codes_of_rows(self):
        """Fill empty codes by SQL, empty the doubles, and return how many those are."""
        self.env.cr.execute(
            """ UPDATE event_registration r
                   SET registration_code = (
                       SELECT left(drawn, %(half)s) || '-' || right(drawn, %(half)s)
                         FROM (SELECT string_agg(substr(%(alphabet)s,
                                      1 + floor(random() * %(size)s)::int, 1), '') AS drawn
                                 -- naming the row makes PostgreSQL draw for each row anew
                                 FROM generate_series(1, 2 * %(half)s + 0 * r.id)) d)
                 WHERE registration_code IS NULL""",
            {"half": CODE_HALF, "alphabet": CODE_ALPHABET, "size": len(CODE_ALPHABET)},
        )
        self.env.cr.execute(
            """ UPDATE event_registration SET registration_code = NULL
                 WHERE id IN (SELECT id FROM (
                       SELECT id, row_number() OVER (PARTITION BY registration_code) AS nth
                         FROM event_registration) codes WHERE nth > 1)"""
        )
        return self.env.cr.rowcount

    @api.model
    def _new_registration_codes(self, count):
        """Return so many codes that no registration has; one query, unless chance repeats."""
        codes = set()
        while len(codes) < count:
            codes.update(self._draw_code() for __ in range(count - len(codes)))
            registrations = self.sudo().with_context(active_test=False)
            taken = registrations.search_fetch(
                [("registration_code", "in", list(codes))], ["registration_code"]
            )
            codes.difference_update(taken.mapped("registration_code"))
        return list(codes)

    @api.model
    def _draw_code(self):
        drawn = "".join(_random.choices(CODE_ALPHABET, k=2 * CODE_HALF))
        return f"{drawn[:CODE_HALF]}-{drawn[CODE_HALF:]}"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        missing = sum(not vals.get("registration_code") for vals in vals_list)
        codes = iter(self._new_registration_codes(missing))
        return super().create(
            [
                dict(
                    vals,
                    registration_code=vals.get("registration_code") or next(codes),
                    holds_seats=False,
                )
                for vals in vals_list
            ]
        )

    def write(self, vals):
        return super().write({name: vals[name] for name in vals if name != "holds_seats"})

    def unlink(self):
        """Delete the agenda first: the database would, but it would not give back the seats."""
        self.check_access("unlink")
        self.sudo().agenda_line_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_open_agenda(self):
        """Open the agenda lines of this registration."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.event_agenda_line_action"
        )
        context = {"default_registration_id": self.id}
        return dict(action, domain=[("registration_id", "=", self.id)], context=context)
