import datetime

from odoo import fields, models
from odoo.tools import format_datetime

from ...importer.intake import Intake, upload_limit
from ...importer.repeats import Repeat
from ...tools.reading.table import MIB
from .import_run import DONE, SCANNED, STABLE_SECONDS, WORKING


class RegistrationImportRun(models.Model):
    """From a file of the source to its job: taken once, whatever dies in between."""

    _inherit = "registration.import.run"

    def _see(self, entry):
        """Note the file as it is now; the time counts from when it became so."""
        if self.stamp != entry.stamp:
            self.write(
                {
                    "state": SCANNED,
                    "stamp": entry.stamp,
                    "written": datetime.datetime.fromtimestamp(
                        int(entry.modified), datetime.timezone.utc
                    ).replace(tzinfo=None),
                    "scanned": fields.Datetime.now(),
                }
            )

    def _is_stable(self):
        return (fields.Datetime.now() - self.scanned).total_seconds() >= STABLE_SECONDS

    def _seconds_to_wait(self):
        """So long it is until there is more to do for it; None where nothing is waited for."""
        return STABLE_SECONDS if self.state == SCANNED else None

    def _leave_large(self, size, user):
        """A file above the limit is put away unread."""
        limit = upload_limit(self.env)
        params = {"size": size // MIB, "limit": limit // MIB}
        values = {"state": WORKING, "user_id": user.id, "code": "too_large", "params": params}
        self.write(values)
        self.operation_id.schedule_ids.took_file = True
        self._mail()
        return self

    def _start(self, user, content):
        """Start a job on these bytes; of a folder, unless they say what was imported last."""
        self.write({"state": WORKING, "user_id": user.id})
        schedule = self.operation_id.schedule_ids
        operation = schedule._operation_as(user)
        before = self.folder_id and Repeat(operation).of(content, self.name)
        if before:
            params = {"job": before.id}
            self.write({"job_id": before.id, "code": "run_repeated", "params": params})
            self._mail()
        else:
            self.code = False
            self._warn_of_age()
            self.job_id = self._start_job(operation, content)
        schedule.took_file = True
        return self

    def _start_job(self, operation, content):
        """Each run has one job, whatever dies meanwhile."""
        intake = Intake(operation.env)
        key, sent = f"source-{self.id}", self._sent_by()
        job, is_new = intake.job_for(operation, content, self.name, key, sent)
        if is_new:
            job._launch().run_unattended()
        return job

    def _sent_by(self):
        """Who sent a file that was mailed, as values of its job."""
        return {
            "sender_ids": self.sender_ids.ids,
            "is_from_outside": bool(self.key) and not self.sender_ids,
        }

    def _warn_of_age(self):
        """An older file after a newer one may bring old values back."""
        newer = [
            ("source_id", "=", self.source_id.id),
            ("folder_id", "=", self.folder_id.id),
            ("state", "=", DONE),
            ("written", ">", self.written),
        ]
        if self.folder_id and self.search_count(newer, limit=1):
            zone = self.operation_id.schedule_ids.zone
            date = format_datetime(self.env, self.written, tz=zone)
            self.write({"code": "run_older", "params": {"date": date}})
            self._mail()
