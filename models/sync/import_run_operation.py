import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...importer.fault_log import told
from .import_schedule_poll import reason_of

_logger = logging.getLogger(__name__)


class RegistrationImportRun(models.Model):
    """The end of a run: its file is put away when its job has ended."""

    _inherit = "registration.import.run"

    def _step_alone(self):
        """Put the file of an ended job away; what cannot be done now is told once, and tried
        again."""
        try:
            if self.try_lock_for_update(allow_referencing=True) and self in self._ended():
                self._settle()
                self.operation_id.schedule_ids._continue()
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
        except OSError as error:
            self.env.cr.rollback()
            self._leave_there(reason_of(error))
        except Exception as error:
            # a storage elsewhere raises what it likes, and others wait for their turn
            self.env.cr.rollback()
            _logger.error("The file of run %s could not be put away: %s", self.id, told(error))
            self._leave_there(self.env._("the log of the server has the details."))

    def _leave_there(self, reason):
        if self.code != "run_not_moved":
            params = {"folder": self.folder_id.name, "reason": reason}
            self.write({"code": "run_not_moved", "params": params})
            self._mail()


class RegistrationImportJobEnd(models.AbstractModel):
    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        """The next file may wait for this end, and this one to be put away."""
        result = super()._after(job)
        runs = self.env["registration.import.run"].sudo()
        if runs.search_count([("job_id", "=", job.id)], limit=1):
            self.env["registration.import.schedule"]._cron()._trigger()
        return result
