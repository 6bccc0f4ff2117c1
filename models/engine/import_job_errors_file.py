from odoo import models
from odoo.exceptions import UserError

from ...importer.states import END_STATES
from ...tools.writing.slices import XLSX_ROWS
from .import_errors_file import DONE, FAILED

# More rows than this are not written while somebody waits for the page.
AT_ONCE = 20_000


class RegistrationImportJob(models.Model):
    """The rows that were not imported, as a file: at once where they are few, else written in the
    background, for each person their own."""

    _inherit = "registration.import.job"

    def action_errors_xlsx(self):
        """Download the rows that were not imported, as a spreadsheet."""
        return self._action_errors("xlsx")

    def action_errors_csv(self):
        """Download the rows that were not imported, as text."""
        return self._action_errors("csv")

    def _action_errors(self, extension):
        self._rights().check_sees_rows()
        self._check_room(extension)
        if self._errors_wait() and not self._errors_written(extension):
            return {
                "type": "ir.actions.client",
                "tag": "registration_import.errors_file",
                "params": {"job": self.id, "extension": extension},
            }
        return {
            "type": "ir.actions.act_url",
            "url": self._errors_url(extension),
            "target": "download",
        }

    def errors_file(self, extension):
        """``{"total", "done", "url", "message"}`` of the file that is written in the background,
        begun where it is not: ``url`` when it is there, ``message`` when it will not be."""
        self._rights().check_sees_rows()
        self._check_room(extension)
        files = self.env["registration.import.errors.file"]
        file = files._found(self, extension) or files._begin(self, extension)
        failed = file.state == FAILED
        answer = {
            "total": file.total,
            "done": file.done,
            "url": self._errors_url(extension) if file.state == DONE else "",
            "message": failed and self.env._("The file could not be written. Try it once more."),
        }
        if failed:
            file.unlink()
        return answer

    def _check_room(self, extension):
        if extension == "xlsx" and self._errors_count() > XLSX_ROWS:
            raise UserError(
                self.env._("An .xlsx has no room for so many rows: take the errors file .csv.")
            )

    def _errors_url(self, extension):
        return f"/registration_import/errors/{self.id}.{extension}"

    def _errors_count(self):
        """How many rows an errors file has."""
        return self.failing if self.state in END_STATES else self.invalid

    def _errors_wait(self):
        """Whether they are too many to be written at once."""
        return self._errors_count() > AT_ONCE

    def _errors_written(self, extension):
        """The file that was written for the current user, if there is one."""
        file = self.env["registration.import.errors.file"]._found(self, extension)
        return file.filtered(lambda each: each.state == DONE)
