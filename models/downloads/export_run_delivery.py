import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...importer.fault_log import told
from ...importer.stored_files import FileElsewhere
from .export_run import DELIVERED, DELIVERIES, DONE, RUNNING, UNDELIVERED, WAITING
from .export_run_cron import CONFLICTS, TRIES

_logger = logging.getLogger(__name__)


class RegistrationImportFolder(models.Model):
    _inherit = "registration.import.folder"

    takes_downloads = fields.Boolean(
        "Downloads may be put here",
        help="Whoever may manage operations can have their downloads put into this folder.",
    )


class RegistrationExportRun(models.Model):
    """Where the file goes by itself: into a folder, of this server or of a storage elsewhere. It is
    put there once the run has ended, so that what was delivered counts as sent, and one that could
    not be delivered is still there to be taken, or to be delivered again."""

    _inherit = "registration.export.run"

    folder_id = fields.Many2one(
        "registration.import.folder", readonly=True, index="btree_not_null", ondelete="set null"
    )
    delivery = fields.Selection(DELIVERIES, readonly=True)
    delivered_as = fields.Char(readonly=True, help="The name of the file in the folder")
    delivery_note = fields.Json(readonly=True, help="[code, params] of why it was not delivered")
    delivery_problem = fields.Char(compute="_compute_delivery_problem")

    @api.depends("delivery_note")
    @api.depends_context("lang")
    def _compute_delivery_problem(self):
        for run in self:
            run.delivery_problem = run.delivery_note and run._note_text(*run.delivery_note)

    @api.model
    def _start_values(self, operation):
        folder = operation.sudo().download_folder_id
        return super()._start_values(operation) | {"folder_id": folder.id}

    def _finish(self):
        result = super()._finish()
        run = self.sudo()
        if run.state == DONE and run.folder_id:
            self._update(delivery=WAITING, tries=0)
            self._wake_worker()
        return result

    def _is_undelivered(self):
        return super()._is_undelivered() or self.delivery == UNDELIVERED

    @api.depends("delivery")
    def _compute_report_subject(self):
        return super()._compute_report_subject()

    def _send_report(self):
        """Of a file that is to be delivered once that is known."""
        run = self.sudo()
        if run.state == DONE and run.folder_id and run.delivery in (False, WAITING):
            return None
        return super()._send_report()

    # -- delivering ------------------------------------------------------------------------

    @api.model
    def _work_domain(self):
        return ["|", ("delivery", "=", WAITING), *super()._work_domain()]

    def _step_or_fail(self):
        if self.sudo().state == RUNNING:
            return super()._step_or_fail()
        cron, run = self.env["ir.cron"], self.sudo()
        try:
            run._update(tries=run.tries + 1)
            if cron._commit_progress():
                run._deliver()
        except CONFLICTS:
            self.env.cr.rollback()
        return cron._commit_progress(1, remaining=self._count_waiting())

    def _deliver(self):
        """Put the file into its folder; what keeps it from that is noted."""
        try:
            problem = self._undeliverable()
            if problem is None:
                with self.folder_id._open() as folder:
                    self.delivered_as = folder.put(self.name, self._copy_to)
        except CONFLICTS:
            raise
        except FileElsewhere:
            problem = "file_elsewhere", {}
        except OSError as error:
            problem = "folder_failed", {"reason": error.strerror or type(error).__name__}
        except Exception as error:
            # whatever a storage elsewhere raises; what it says may hold its address
            _logger.error("Download %s could not be delivered: %s", self.id, told(error))
            problem = "folder_failed", {"reason": type(error).__name__}
        state = DELIVERED if problem is None else UNDELIVERED
        self._update(delivery=state, delivery_note=problem and list(problem), tries=0)
        self._send_report()

    def _undeliverable(self):
        """``(code, params)`` of why the file cannot be delivered, or None."""
        folder, company = self.folder_id, self.company_id
        if not (folder.active and folder.takes_downloads):
            return "folder_unusable", {}
        if folder.company_id and folder.company_id != company:
            return "folder_unusable", {}
        if self.tries > TRIES:
            return "interrupted", {}
        return None if self.has_file else ("file_gone", {})

    def action_deliver(self):
        """Put the file into its folder again."""
        self._check_download()
        if self.sudo().delivery != UNDELIVERED or not self.has_file:
            raise UserError(self.env._("There is nothing to deliver: reload the page."))
        self._update(delivery=WAITING, delivery_note=False, tries=0)
        self._wake_worker()
        return True


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    download_folder_id = fields.Many2one(
        "registration.import.folder",
        "Put into",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('takes_downloads', '=', True), ('company_id', 'in', [False, company_id])]",
        help="A folder of the server, or of a storage such as SFTP or S3, that an administrator has"
        " allowed for downloads; empty: the file is fetched from the list of downloads",
    )
