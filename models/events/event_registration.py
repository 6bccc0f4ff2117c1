from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...importer.own_context import said
from ...tools.kinds.seats import COMING


class EventRegistration(models.Model):
    """Participants: their team, and what an import writes to them."""

    _inherit = "event.registration"

    event_team_id = fields.Many2one(
        "event.team",
        "Team",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('event_id', '=', event_id)]",
    )

    @api.constrains("event_id", "event_team_id")
    def _check_event_team(self):
        for registration in self:
            team = registration.event_team_id
            if team and team.event_id != registration.event_id:
                raise ValidationError(
                    self.env._("%(team)s is not a team of this event.", team=team.name)
                )

    @api.constrains("active", "state", "event_id", "event_slot_id", "event_ticket_id")
    def _check_seats_availability(self):
        """Odoo counts what a transaction sees: of two imports at the same time each would take the
        last seat."""
        if said(self.env, "registration_import_job_id"):
            self._take_turns()
        return super()._check_seats_availability()

    def _take_turns(self):
        """Write the events that have limits, as they are: of two transactions that do, the second
        gets a serialization failure and is played again."""
        limited = self._limited(self.event_id.sudo())
        if limited:
            query = "UPDATE event_event SET write_date = write_date WHERE id = ANY(%s)"
            self.env.cr.execute(SQL(query, limited.ids))

    @api.model
    def _written_with(self, changes):
        """``{model: ids}`` of what is written when these changes are: events whose seats are
        limited (``_take_turns``), and the instances that count who comes."""
        registrations = self.browse({change.record for change in changes if change.record}).exists()
        named = {change.values.get("event_id") for change in changes}
        events = self.env["event.event"].browse(each for each in named if isinstance(each, int))
        return {
            "event.event": set(self._limited(registrations.event_id | events.exists()).ids),
            "event.agenda.instance": set(registrations.agenda_line_ids.instance_id.ids),
        }

    @api.model
    def _limited(self, events):
        return events.filtered(
            lambda event: event.seats_limited or any(event.event_ticket_ids.mapped("seats_max"))
        )

    def _update_mail_schedulers(self):
        """An import never mails here: Odoo would commit in the middle of it. Either nothing is
        sent, or Odoo's own scheduled action does it once the import has committed."""
        if said(self.env, "registration_import_quiet"):
            self._withhold_mails()
            return None
        if said(self.env, "registration_import_job_id"):
            self.env.ref("event.event_mail_scheduler").sudo()._trigger()
            return None
        return super()._update_mail_schedulers()

    def _withhold_mails(self):
        """Nobody is told of a registration that is made quietly, not later either. Reminders before
        and after the event go to all of its participants, and so to these."""
        coming = self.sudo().filtered(lambda each: each.state in COMING)
        schedulers = self.env["event.mail"].sudo()
        if coming:
            events = ("event_id", "in", coming.event_id.ids)
            schedulers = schedulers.search([events, ("interval_type", "=", "after_sub")])
        if not schedulers:
            return
        lines = self.env["event.mail.registration"].sudo()
        known = set()
        for line in lines.search([("registration_id", "in", coming.ids)]):
            known.add((line.registration_id.id, line.scheduler_id.id))
        by_event = schedulers.grouped("event_id")
        lines.create(
            [
                {
                    "registration_id": registration.id,
                    "scheduler_id": scheduler.id,
                    "import_withheld": True,
                }
                for registration in coming
                for scheduler in by_event.get(registration.event_id, schedulers.browse())
                if (registration.id, scheduler.id) not in known
            ]
        )
