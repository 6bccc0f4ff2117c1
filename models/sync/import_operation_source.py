import datetime
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from ...importer.states import DONE as JOB_DONE
from ...tools.reading.table import MIB
from ...tools.sources.folder import is_file_name, is_pattern
from .import_operation_schedule import NONE
from .import_run import DONE, FAILED, LOOKING, NOTHING, WORKING
from .sync_roles import sync_refusal

UPLOAD, KEPT, FOLDER = "upload", "file", "folder"
KEPT_FIELD = "source_file"
SOURCE_FIELDS = {
    "source",
    KEPT_FIELD,
    "source_filename",
    "folder_id",
    "file_pattern",
    "file_expected",
}
# A file whose size and time were the same for so long has been written.
STABLE_SECONDS = 5
# Files of a folder that are looked at in one go; the newer ones have their turn later.
LOOKED_FILES = 200


class RegistrationImportOperation(models.Model):
    """Where the files of an operation come from, and how the next one is taken there."""

    _inherit = "registration.import.operation"

    source = fields.Selection(
        [
            (UPLOAD, "A file that somebody uploads"),
            (KEPT, "A file that is kept here"),
            (FOLDER, "A folder of the server"),
        ],
        default=UPLOAD,
        required=True,
        help="From where each run takes its file",
    )
    source_file = fields.Binary(
        "File", copy=False, groups="registration_import.group_sync_schedule"
    )
    source_filename = fields.Char("Name of the file", copy=False)
    folder_id = fields.Many2one(
        "registration.import.folder",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="An administrator says which folders there are",
    )
    file_pattern = fields.Char(
        "File name", help="Such as members.csv, or members*.csv: then the oldest comes first"
    )
    file_expected = fields.Boolean(
        "Tell when there is none",
        compute="_compute_file_expected",
        store=True,
        readonly=False,
        help="An e-mail says when a run finds no file",
    )
    run_ids = fields.One2many(
        "registration.import.run",
        "operation_id",
        "Fetched Files",
        groups="registration_import.group_sync_view",
    )
    result_text = fields.Char("Last look", compute="_compute_result")
    result_state = fields.Char(compute="_compute_result")
    result_date = fields.Datetime(compute="_compute_result")

    @api.depends("file_pattern")
    def _compute_file_expected(self):
        for operation in self:
            operation.file_expected = not is_pattern(operation.file_pattern or "")

    @api.depends_context("lang", "uid")
    def _compute_result(self):
        for operation, run, _count in self._last_of("registration.import.run"):
            operation.result_text = run.message
            operation.result_state = run.state
            operation.result_date = run.create_date

    # -- what goes together --------------------------------------------------------------------

    @api.constrains("file_pattern")
    def _check_file_pattern(self):
        for operation in self.filtered("file_pattern"):
            if not is_file_name(operation.file_pattern):
                raise ValidationError(
                    self.env._(
                        "“%s” is no file name: write one without folders, such as members.csv or"
                        " members*.csv.",
                        operation.file_pattern,
                    )
                )

    @api.constrains("source", "folder_id", "file_pattern", "schedule", "source_file")
    def _check_source(self):
        for operation in self.filtered(lambda each: each.direction != "out"):
            if operation.source == FOLDER and not (operation.folder_id and operation.file_pattern):
                raise ValidationError(self.env._("Choose a folder and write the name of a file."))
            if operation.schedule != NONE and operation._waits_for_people():
                raise ValidationError(
                    self.env._("To run by itself, it needs a file that is kept here or a folder.")
                )

    @api.onchange("source")
    def _onchange_source(self):
        if self.direction != "out" and self._waits_for_people():
            self.schedule = NONE

    def _waits_for_people(self):
        """Whether nothing is there to run before somebody brings it."""
        return self.source not in (KEPT, FOLDER)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_folder(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_folder(vals)
        return super().write(vals)

    def _check_folder(self, vals):
        """Nobody chooses a folder by its id that they do not see."""
        if vals.get("folder_id"):
            self.env["registration.import.folder"].browse(vals["folder_id"]).check_access("read")

    # -- taking the next file --------------------------------------------------------------------

    def _take_next(self, user):
        """Start a job on the next file of the source, as that user: its line in the log. Or the
        line of a file that is still being written; none where no file is left.

        A download makes its own file, and what was mailed comes first. Raises ``OSError`` where
        the source cannot be read now.
        """
        if self.direction == "out":
            return self._take_download(user)
        return self._take_mailed(user) or getattr(self, f"_take_from_{self.source}")(user)

    def _take_from_upload(self, user):
        return self.env["registration.import.run"]

    def _take_from_file(self, user):
        """The kept file, once in each run."""
        kept = self._kept_file()
        if self.took_file or not kept:
            return self.env["registration.import.run"]
        run = self._log(WORKING, name=self.source_filename or kept.name)
        return run._start(user, kept.raw)

    def _kept_file(self):
        domain = [("res_model", "=", self._name), ("res_field", "=", KEPT_FIELD)]
        return self.env["ir.attachment"].sudo().search([*domain, ("res_id", "=", self.id)], limit=1)

    def _take_from_folder(self, user):
        """The oldest of the files that have been written to their end. One that cannot be read
        keeps no other waiting: it is told of when nothing else is left."""
        self._check_company(["folder_id"])
        if not self.folder_id.active:
            name = self.folder_id.name
            raise UserError(self.env._("the folder “%s” was put out of use.", name))
        fault = None
        with self.folder_id._open() as folder:
            found = self._look_at(folder.entries(self.file_pattern)[:LOOKED_FILES])
            for entry, run in found:
                if not run._is_stable():
                    continue
                if entry.size > self.env["registration.import.job"]._upload_limit():
                    return run._leave_large(entry.size, user)
                try:
                    last, content = folder.content(entry.name)
                except FileNotFoundError:
                    continue  # somebody took it away: the next look forgets it
                except OSError as error:
                    fault = fault or error
                    continue
                if last == entry:
                    return run._start(user, content)
                run._see(last)
        if fault:
            raise fault
        return found[0][1] if found else self.env["registration.import.run"]

    def _look_at(self, entries):
        """``[(entry, line in the log)]`` of those that are not under way. A file that changed is
        waited for anew; one that has gone is forgotten."""
        runs = self.env["registration.import.run"]
        open_runs = runs.search(
            [("operation_id", "=", self.id), ("state", "in", (LOOKING, WORKING))]
        )
        taken = {(run.name, run.stamp) for run in open_runs if run.state == WORKING}
        looks = {run.name: run for run in open_runs if run.state == LOOKING}
        found = []
        for entry in entries:
            if (entry.name, entry.stamp) in taken:
                continue
            run = looks.pop(entry.name, runs) or self._log(LOOKING, "run_writing", name=entry.name)
            run._see(entry)
            found.append((entry, run))
        for run in looks.values():
            run.unlink()
        return found

    def _log(self, state, code=False, params=None, **values):
        """A line of what became of a look at the source."""
        return self.env["registration.import.run"].create(
            {
                "operation_id": self.id,
                "folder_id": self.source == FOLDER and self.folder_id.id,
                "state": state,
                "code": code,
                "params": params,
                **values,
            }
        )

    def _log_nothing(self):
        """Say that there was no file: that is all it means, and nothing else follows from it."""
        if self.source == FOLDER:
            params = {"pattern": self.file_pattern, "folder": self.folder_id.name}
            run = self._log(NOTHING, "run_no_file", params)
            if self.file_expected:
                run._mail()
        elif self.source == KEPT:
            self._log(NOTHING, "run_no_kept_file", {})._mail()

    @api.model
    def _has_field_access(self, field, operation):
        """What is in the kept file is for who has both roles (V21)."""
        allowed = super()._has_field_access(field, operation)
        if allowed and field.name == KEPT_FIELD and not self.env.su:
            return sync_refusal(self.env, "schedule") is None
        return allowed


class IrAttachment(models.Model):
    """The file that an operation keeps is changed on the operation alone: whoever does it is the
    one with whose rights it runs from then on."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        denied = super()._check_access(operation)
        if denied or self.env.su:
            return denied
        kept = self.sudo().filtered(lambda each: each._is_kept()).sudo(False)
        if kept and (operation != "read" or sync_refusal(self.env, "schedule")):
            return kept, self._refuse_kept
        return None

    def _is_kept(self):
        return self.res_model == "registration.import.operation" and self.res_field == KEPT_FIELD

    def _refuse_kept(self):
        return AccessError(self.env._("The file of an operation is kept by the operation."))

    def write(self, vals):
        result = super().write(vals)
        if vals.get("res_field") == KEPT_FIELD:
            self.check_access("write")
        return result


class RegistrationImportRun(models.Model):
    _inherit = "registration.import.run"

    def _see(self, entry):
        """Note the file as it is now; the time counts from when it became so."""
        if self.stamp != entry.stamp:
            self.write(
                {
                    "state": LOOKING,
                    "stamp": entry.stamp,
                    "written": datetime.datetime.fromtimestamp(
                        int(entry.modified), datetime.UTC
                    ).replace(tzinfo=None),
                    "looked": fields.Datetime.now(),
                }
            )

    def _is_stable(self):
        return (fields.Datetime.now() - self.looked).total_seconds() >= STABLE_SECONDS

    def _leave_large(self, size, user):
        """A file above the limit is put away unread."""
        limit = self.env["registration.import.job"]._upload_limit()
        params = {"size": size // MIB, "limit": limit // MIB}
        values = {"state": WORKING, "user_id": user.id, "code": "too_large", "params": params}
        self.write(values)
        self.operation_id.took_file = True
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
            self.job_id = self._start_job(self.operation_id._as_runner(user), content)
        self.operation_id.took_file = True
        return self

    def _start_job(self, operation, content):
        """Content, name and how often it failed before are the key of the job: whatever dies in
        between, it is made once."""
        jobs = operation.env["registration.import.job"]
        key = self._job_key()
        job = jobs._with_key(key)
        if not job:
            job = operation._new_job(content, self.name, idempotency_key=key)
            job._launch().run_unattended()
        return job

    def _job_key(self):
        domain = [("operation_id", "=", self.operation_id.id), ("checksum", "=", self.checksum)]
        attempt = self.search_count([*domain, ("state", "in", (DONE, FAILED))])
        if not self.folder_id:
            attempt = self.id
        text = "\0".join([self.name, self.checksum, str(attempt)])
        return f"source-{self.operation_id.id}-{hashlib.sha256(text.encode()).hexdigest()}"

    def _same_before(self):
        """The job that imported the same content of this operation and was not undone."""
        runs = self.search(
            [
                ("operation_id", "=", self.operation_id.id),
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
            ("operation_id", "=", self.operation_id.id),
            ("folder_id", "=", self.folder_id.id),
            ("state", "=", DONE),
            ("written", ">", self.written),
        ]
        if self.folder_id and self.search_count(newer, limit=1):
            date = format_datetime(self.env, self.written, tz=self.operation_id.schedule_zone)
            self.write({"code": "run_older", "params": {"date": date}})
            self._mail()
