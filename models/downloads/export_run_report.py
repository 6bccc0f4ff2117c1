from odoo import api, fields, models
from odoo.fields import Command

from ...importer import mails
from .export_run import FAILED


class RegistrationExportRun(models.Model):
    """Who is told of a download: whom the operation names, and, of one that failed in the
    background, who runs it. The failure of a scheduled one is told by the log of its schedule."""

    _inherit = "registration.export.run"

    unattended = fields.Boolean(readonly=True, help="It was not started by hand")
    report_subject = fields.Char(compute="_compute_report_subject")
    report_url = fields.Char(compute="_compute_report_url")

    @api.depends("state", "line_count", "operation_id.name")
    @api.depends_context("lang")
    def _compute_report_subject(self):
        for run in self:
            name = run.operation_id.name
            if run.state == FAILED:
                run.report_subject = self.env._("Download failed: %s", name)
            elif run._is_undelivered():
                run.report_subject = self.env._("Download not delivered: %s", name)
            else:
                run.report_subject = f"{name}: {run._lines_text()}"

    def _lines_text(self):
        if self.line_count == 1:
            return self.env._("1 line")
        return self.env._("%s lines", self.line_count)

    def _is_undelivered(self):
        """Whether the file did not come where it should."""
        return False

    def _compute_report_url(self):
        for run in self:
            run.report_url = f"{run.get_base_url()}/odoo/data-sync-downloads/{run.id}"

    def _send_report(self):
        """One e-mail, created in the transaction that ends the run; it holds no record."""
        run = self.sudo()
        if run.state == FAILED and run.unattended:
            return
        people = run.operation_id.notify_user_ids.filtered(
            lambda user: user.active and run.company_id in user.company_ids
        )
        if (run.state == FAILED and not run._is_small()) or run._is_undelivered():
            people |= run.create_uid
        partners = people.partner_id.filtered("email")
        addresses = mails.addresses_of(run.operation_id.sudo().notify_emails)
        if not partners and not addresses:
            return
        mails.queue(
            self.with_context(lang=run.create_uid.lang),
            "mail_template_download",
            recipient_ids=[Command.set(partners.ids)],
            email_to=", ".join(addresses),
        )
