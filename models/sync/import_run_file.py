import datetime
import hashlib

from odoo import fields, models
from odoo.tools import format_datetime

from ...importer.states import DONE as JOB_DONE
from ...tools.reading.table import MIB
from .import_run import DONE, FAILED, SCANNED, STABLE_SECONDS, WORKING


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
                        int(entry.modified), datetime.UTC
                    ).replace(tzinfo=None),
                    "scanned": fields.Datetime.now(),
                }
            )

    def _is_stable(self):
        return (fields.Datetime.now() - self.scanned).total_seconds() >= STABLE_SECONDS

    def _leave_large(self, size, user):
        """A file above the limit is put away unread."""
        limit = self.env["registration.import.job"]._upload_limit()
        params = {"size": size // MIB, "limit": limit // MIB}
        values = {"state": WORKING, "user_id": user.id, "code": "too_large", "params": params}
        self.write(values)
        self.operation_id.schedule_ids.took_file = True
        self._mail()
        return self

    def _start(self, user, content):
        """Start a job on these bytes, unless they were imported from this source before."""
        checksum = hashlib.sha256(content).hexdigest()
        self.write({"state": WORKING, "user_id": user.id, "checksum": checksum})
        before = self.folder_id and self._same_before()
        if before:
            params = {"job": before.id}
            self.write({"job_id": before.id, "code": "run_repeated", "params": params})
        else:
            self.code = False
            self._warn_of_age()
            self.job_id = self._start_job(user, content)
        self.operation_id.schedule_ids.took_file = True
        return self

    def _start_job(self, user, content):
        """Content, name and how often it failed before are the key of the job: whatever dies in
        between, it is made once."""
        operation = self.operation_id.schedule_ids._operation_as(user)
        intake = operation.env["registration.import.job"]._intake()
        key = self._job_key()
        job = intake.job_with_key(key)
        if not job:
            job = operation._new_job(content, self.name, idempotency_key=key)
            job._launch().run_unattended()
        return job

    def _job_key(self):
        domain = [("source_id", "=", self.source_id.id), ("checksum", "=", self.checksum)]
        attempt = self.search_count([*domain, ("state", "in", (DONE, FAILED))])
        if not self.folder_id:
            attempt = self.id
        text = "\0".join([self.name, self.checksum, str(attempt)])
        return f"source-{self.operation_id.id}-{hashlib.sha256(text.encode()).hexdigest()}"

    def _same_before(self):
        """The job that imported the same content of this operation and was not undone."""
        runs = self.search(
            [
                ("source_id", "=", self.source_id.id),
                ("checksum", "=", self.checksum),
                ("job_id.state", "=", JOB_DONE),
                ("job_id.undo_ids", "not any", [("state", "=", JOB_DONE)]),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        return runs.job_id

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
