from odoo import api, fields, models

from ...importer import mails
from ...importer.states import END_STATES
from ...importer.worker import check_worker

# Messages that are made and committed together, and days for which it is known who got one.
BATCH = 200
KEPT = 30


class EventAgendaNotice(models.Model):
    """That an import has changed the agenda of a registration, of which the registrant is told once
    the import has ended: one for each of both."""

    _name = "event.agenda.notice"
    _description = "Agenda"
    _order = "id"

    job_id = fields.Many2one("registration.import.job", required=True, ondelete="cascade")
    registration_id = fields.Many2one(
        "event.registration", required=True, ondelete="cascade", index=True
    )
    sent = fields.Boolean()

    _job_registration_uniq = models.Constraint(
        "unique(job_id, registration_id)", "An import tells each registrant once."
    )
    _waiting_idx = models.Index("(id) WHERE sent IS NOT TRUE")

    @api.depends("registration_id.event_id.name")
    def _compute_display_name(self):
        """The heading of the message, below what the model is called."""
        for notice in self:
            notice.display_name = notice.registration_id.event_id.name

    @api.model
    def _waiting(self):
        """A domain: those of imports that have ended."""
        return [("sent", "=", False), ("job_id.state", "in", END_STATES)]

    @api.model
    def _cron_send(self):
        """Queue the messages of imports that have ended, some at a time."""
        check_worker(self.env)
        cron = self.env["ir.cron"]
        if not cron._commit_progress(remaining=self.search_count(self._waiting())):
            return
        while notices := self.search(self._waiting(), limit=BATCH).try_lock_for_update():
            notices._queue()
            if not cron._commit_progress(len(notices)):
                break

    def _queue(self):
        """A message for each registrant who comes and has an address, in Odoo's queue of mails."""
        told = self.filtered(
            lambda notice: notice.registration_id.email and notice.registration_id.holds_seats
        )
        if told:
            mails.queue(told, "mail_template_agenda")
        self.sent = True

    def _agenda(self):
        """What the message shows: [(session, time, room, status)] in the order of time."""
        self.ensure_one()
        lines = self.registration_id.agenda_line_ids
        labels = dict(lines._fields["status"]._description_selection(self.env))
        return [
            (line.session_id.name, line.time_range, line.room or "", labels[line.status])
            for line in lines.sorted(lambda line: (line.date_begin, line.id))
        ]

    @api.autovacuum
    def _gc_sent(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT)
        self.search([("sent", "=", True), ("create_date", "<", limit)]).unlink()


class RegistrationImportJobEnd(models.AbstractModel):
    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        result = super()._after(job)
        notices = self.env["event.agenda.notice"].sudo()
        if notices.search_count([("job_id", "=", job.id)], limit=1):
            self.env.ref("registration_import.ir_cron_agenda_notices").sudo()._trigger()
        return result


class RegistrationImportReference(models.AbstractModel):
    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        return (*super()._bookkeeping(), "event.agenda.notice")
