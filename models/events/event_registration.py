from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    def _update_mail_schedulers(self):
        """An import never mails here: Odoo would commit in the middle of it. Either nothing is
        sent, or Odoo's own scheduled action does it once the import has committed."""
        if self.env.context.get("registration_import_quiet"):
            self._withhold_mails()
            return None
        if self.env.context.get("registration_import_job_id"):
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
