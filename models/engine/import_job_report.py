from odoo import api, fields, models
from odoo.exceptions import UserError

from ...importer.approval import Approval
from ...importer.report import ImportReport
from ...importer.retention import Retention
from ...importer.rights import with_rows_seen
from ...importer.states import END_STATES, LIVE_STATES, WAITING
from ...importer.words import seen_notes

# Of what is said of a file, what names columns and no value.
MAILED_NOTES = ("unused_columns", "columns_not_there", "lost_zeros")


class RegistrationImportJob(models.Model):
    """What people are asked before a job does what nothing brings back, what they are told at its
    end, and how long its rows are stored. All derived from the rows."""

    _inherit = "registration.import.job"

    irreversible = fields.Json(readonly=True, help="Rows planned for each irreversible operation")
    irreversible_text = fields.Char(compute="_compute_irreversible")
    confirmed = fields.Integer(readonly=True, help="Irreversible rows that were confirmed")
    reason = fields.Char(
        readonly=True, size=200, help="Why it does what nothing brings back, as its starter says"
    )
    reference = fields.Char(readonly=True, size=60, help="Who asked for that: a ticket, a letter")
    approver_id = fields.Many2one("res.users", "Approved by", readonly=True)
    can_approve = fields.Boolean(compute="_compute_irreversible")
    irreversible_rows = fields.Html(compute="_compute_irreversible_rows", sanitize=False)

    mail_id = fields.Many2one("mail.mail", readonly=True, copy=False, ondelete="set null")
    report_state = fields.Selection(
        [
            ("none", "No report"),
            ("queued", "Report queued"),
            ("sent", "Report e-mailed"),
            ("failed", "Report not e-mailed"),
        ],
        compute="_compute_report",
    )
    report_subject = fields.Char(compute="_compute_report")
    report_size = fields.Char(compute="_compute_report")
    report_notes = fields.Text(compute="_compute_report_notes")
    report_counts = fields.Json(compute="_compute_report_rows")
    report_lines = fields.Json(compute="_compute_report_rows")
    failing = fields.Integer(string="Not imported", compute="_compute_failing")
    duration = fields.Char(compute="_compute_report")
    url = fields.Char(compute="_compute_report")
    stored_until = fields.Date(
        compute="_compute_report",
        help="Then the rows' cells, their old values and the file go",
    )

    # -- the objects that do the work, each made anew; another addon may give others ---------------

    def _approval(self):
        """What of its plan nothing brings back, and who lets it do that."""
        return Approval(self)

    def _report(self):
        """What is told at its end."""
        return ImportReport(self)

    # -- what nothing brings back --------------------------------------------------------------

    @api.depends("irreversible", "state")
    @api.depends_context("uid", "lang")
    def _compute_irreversible(self):
        for job in self:
            job.irreversible_text = job._approval().irreversible.text() or False
            job.can_approve = job.state == WAITING and job._approval().is_possible()

    @api.depends("state")
    @api.depends_context("uid", "lang")
    def _compute_irreversible_rows(self):
        """Who is asked to approve an import sees whom it would hit."""
        for job in self:
            waits = job.state == WAITING and (job.is_mine or job.can_approve)
            job.irreversible_rows = job._approval().irreversible.table() if waits else False

    def action_approve(self):
        """A second person with the right lets the job run."""
        self.ensure_one()
        self.check_access("read")
        self._approval().give()
        return True

    def action_reject(self):
        """A second person with the right says no: nothing of the file is applied."""
        self.ensure_one()
        self.check_access("read")
        self._approval().deny()
        return True

    # -- the report ------------------------------------------------------------------------

    @api.depends("invalid", "failed", "not_processed")
    def _compute_failing(self):
        for job in self:
            job.failing = job.invalid + job.failed + job.not_processed

    @api.depends("state", "mail_id.state", "name", "failing", "started", "ended", "undo_of_id")
    @api.depends_context("lang")
    def _compute_report(self):
        for job in self:
            report = job._report()
            job.report_state = report.state()
            job.report_subject = report.subject()
            job.report_size = report.size()
            job.duration = report.duration()
            job.url = report.url()
            job.stored_until = Retention(self.env).until(job)

    @api.depends("notes")
    @api.depends_context("lang", "uid")
    def _compute_report_notes(self):
        """What was said of the file as a whole, as far as it may leave the database."""
        messages = self.env["registration.import.message"]
        for job in self:
            notes = [note for note in seen_notes(job) if note["code"] in MAILED_NOTES]
            job.report_notes = "\n".join(messages._text(n["code"], n["params"]) for n in notes)

    @api.depends("state")
    @api.depends_context("lang", "uid")
    def _compute_report_rows(self):
        """``[[label, rows]]`` of the outcomes that occur, and ``[[row number, codes, reason]]`` of
        the first failed rows."""
        seen = with_rows_seen(self)
        for job in self:
            report = job._report()
            job.report_counts = report.counts()
            job.report_lines = report.lines() if job in seen else []

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """E-mails about a job tell of its rows: they are read by whom they were sent to, not by
        whoever sees the job."""
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    # -- how long rows are stored ----------------------------------------------------------

    @api.autovacuum
    def _vacuum_jobs(self):
        Retention(self.env).vacuum()

    def action_purge(self):
        """Delete the file and the rows' values now; outcomes and counts stay."""
        self._rights().check_owner()
        if self.sudo().state not in END_STATES:
            raise UserError(self.env._("Only an import that has ended can be deleted early."))
        if self._copies().is_being_undone():
            raise UserError(self.env._("This import is being undone: wait until that has ended."))
        Retention(self.env).purge(self.sudo())
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never_while_live(self):
        if any(job.state in LIVE_STATES for job in self):
            raise UserError(
                self.env._("An import that is under way cannot be deleted: cancel it first.")
            )

    def unlink(self):
        """Rows have no foreign key to their job: they go with it."""
        self.check_access("unlink")
        for job in self:
            job._store().clear()
        return super().unlink()
