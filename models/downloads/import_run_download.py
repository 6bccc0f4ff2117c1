from odoo import api, fields, models

from ..sync.import_run import DONE, FAILED, WORKING
from .export_run import DONE as SENT
from .export_run import RUNNING


class RegistrationImportRun(models.Model):
    """A scheduled download: it takes no file, its end is told all the same."""

    _inherit = "registration.import.run"

    download_id = fields.Many2one(
        "registration.export.run", index="btree_not_null", ondelete="set null"
    )

    @api.model
    def _ended_domain(self):
        over = ["|", ("download_id", "=", False), ("download_id.state", "!=", RUNNING)]
        return [*super()._ended_domain(), *over]

    def _settle(self):
        if not self.download_id:
            return super()._settle()
        if self.download_id.state == SENT:
            self.state = DONE
        else:
            reason = self.download_id.message or self.env._(
                "the log of the server has the details."
            )
            params = {"reason": reason}
            self.write({"state": FAILED, "code": "run_stopped", "params": params})
            self._mail()
        return None

    @api.depends("download_id.state")
    def _compute_message(self):
        result = super()._compute_message()
        for run in self.filtered(lambda each: each.state == DONE and each.download_id):
            run.message = run.sudo().download_id._result_line()
        return result

    def action_open_job(self):
        if not self.download_id:
            return super().action_open_job()
        self.check_access("read")
        return self.download_id._action_open()


class RegistrationImportSource(models.Model):
    """The source of a download: it takes no file, but starts the download."""

    _inherit = "registration.import.source"

    def _take_next(self, user):
        """A download is started once in each run."""
        if self.operation_id.direction != "out":
            return super()._take_next(user)
        schedule = self.operation_id.schedule_ids
        if schedule.took_file:
            return self.env["registration.import.run"]
        download = schedule._operation_as(user)._start_download(unattended=True)
        schedule.took_file = True
        values = {"name": self.operation_id.name, "user_id": user.id, "download_id": download.id}
        return self._log(WORKING, **values)
