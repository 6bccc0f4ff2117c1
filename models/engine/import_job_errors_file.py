from odoo import models
from odoo.exceptions import UserError

from ...tools.writing.slices import XLSX_ROWS
from .import_errors_file import DONE, FAILED, errors_count, has_long_errors, written_errors


class RegistrationImportJob(models.Model):
    """The rows that were not imported, as a file: at once where they are few, else written in the
    background, for each person their own."""

    _inherit = "registration.import.job"

    def action_errors_xlsx(self):
        """Download the rows that were not imported, as a spreadsheet."""
        return _action(self, "xlsx")

    def action_errors_csv(self):
        """Download the rows that were not imported, as text."""
        return _action(self, "csv")

    def errors_file(self, extension):
        """``{"total", "done", "url", "message"}`` of the file that is written in the background,
        begun where it is not: ``url`` when it is there, ``message`` when it will not be."""
        self._rights().check_sees_rows()
        _check_room(self, extension)
        files = self.env["registration.import.errors.file"]
        file = files._found(self, extension) or files._begin(self, extension)
        failed = file.state == FAILED
        answer = {
            "total": file.total,
            "done": file.done,
            "url": _url(self, extension) if file.state == DONE else "",
            "message": failed and self.env._("The file could not be written. Try it once more."),
        }
        if failed:
            file.unlink()
        return answer


def _action(job, extension):
    job._rights().check_sees_rows()
    _check_room(job, extension)
    if has_long_errors(job) and not written_errors(job, extension):
        return {
            "type": "ir.actions.client",
            "tag": "registration_import.errors_file",
            "params": {"job": job.id, "extension": extension},
        }
    return {
        "type": "ir.actions.act_url",
        "url": _url(job, extension),
        "target": "download",
    }


def _check_room(job, extension):
    if extension == "xlsx" and errors_count(job) > XLSX_ROWS:
        raise UserError(
            job.env._("An .xlsx has no room for so many rows: take the errors file .csv.")
        )


def _url(job, extension):
    return f"/registration_import/errors/{job.id}.{extension}"
