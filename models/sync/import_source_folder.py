from odoo import models
from odoo.exceptions import UserError

from ...importer.intake import upload_limit
from .import_run import SCANNED, WORKING

# Files of a folder that are scanned in one go; the newer ones have their turn later.
SCANNED_FILES = 200


class RegistrationImportSource(models.Model):
    """Files that come to a folder: taken one after the other, once they have been written."""

    _inherit = "registration.import.source"

    def _take_from_folder(self, user):
        """The oldest of the files that have been written to their end. One that cannot be read
        keeps no other waiting: it is told of when nothing else is left."""
        self._check_company(["folder_id"])
        if not self.folder_id.active:
            name = self.folder_id.name
            raise UserError(self.env._("the folder “%s” was put out of use.", name))
        failure = None
        with self.folder_id._open() as folder:
            entries = folder.entries(self.file_pattern, self._endings())
            found = self._scan(entries[:SCANNED_FILES])
            for entry, run in found:
                if not run._is_stable():
                    continue
                if entry.size > upload_limit(self.env):
                    return run._leave_large(entry.size, user)
                try:
                    last, content = folder.content(entry.name)
                except FileNotFoundError:
                    continue  # somebody took it away: the next scan forgets it
                except OSError as error:
                    failure = failure or error
                    continue
                if last == entry:
                    return run._start(user, content)
                run._see(last)
        if failure:
            raise failure
        return found[0][1] if found else self.env["registration.import.run"]

    def _scan(self, entries):
        """``[(entry, line in the log)]`` of those that are not under way. A file that changed is
        waited for anew; one that has gone is forgotten."""
        runs = self.env["registration.import.run"]
        open_runs = runs.search([("source_id", "=", self.id), ("state", "in", (SCANNED, WORKING))])
        taken = {(run.name, run.stamp) for run in open_runs if run.state == WORKING}
        scanned = {run.name: run for run in open_runs if run.state == SCANNED}
        found = []
        for entry in entries:
            if (entry.name, entry.stamp) in taken:
                continue
            run = scanned.pop(entry.name, runs) or self._log_scanned(entry)
            run._see(entry)
            found.append((entry, run))
        for run in scanned.values():
            run.unlink()
        return found

    def _log_scanned(self, entry):
        return self._log(SCANNED, code="run_writing", name=entry.name)
