from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from ...importer.stored_files import content_of
from ...tools.rows.problems import Problem
from ...tools.sources.folder import ENDINGS, can_be_read, is_file_name, is_pattern
from .import_operation_result import last_of
from .import_run import NOTHING, WORKING
from .import_schedule import NONE
from .sync_roles import sync_problem

UPLOAD, FILE, FOLDER = "upload", "file", "folder"
# What says where files come from; whoever knows an address and a sender could forge an e-mail.
PLACES = {
    *("file", "filename", "folder_id", "file_pattern", "place", "sender_emails"),
    *("alias_id", "alias_name", "alias_domain_id", "alias_domain", "alias_defaults", "alias_email"),
}


class RegistrationImportSource(models.Model):
    """Where the files of an operation come from; each operation has one."""

    _name = "registration.import.source"
    _inherit = ["registration.import.operation.part", "mail.alias.mixin.optional"]
    _description = "Source of an Import Operation"
    _rec_name = "operation_id"

    type = fields.Selection(
        [
            (UPLOAD, "A file that somebody uploads"),
            (FILE, "A file that is kept here"),
            (FOLDER, "A folder of the server"),
        ],
        "Source",
        default=UPLOAD,
        required=True,
        help="From where each import takes its file",
    )
    file = fields.Binary(copy=False, groups="registration_import.group_sync_schedule")
    filename = fields.Char("Name of the file", copy=False)
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
        help="An e-mail says when there is none",
    )
    place = fields.Char(compute="_compute_place", help="Where it looks for files, in words")
    company_id = fields.Many2one(related="operation_id.company_id")
    run_ids = fields.One2many(
        "registration.import.run",
        "source_id",
        "Fetched Files",
        groups="registration_import.group_sync_view",
    )
    result_text = fields.Char("Last look", compute="_compute_result")
    result_state = fields.Char(compute="_compute_result")
    result_date = fields.Datetime(compute="_compute_result")

    _operation_uniq = models.Constraint("unique(operation_id)", "An operation has one source.")

    @api.depends("file_pattern")
    def _compute_file_expected(self):
        for source in self:
            source.file_expected = not is_pattern(source.file_pattern or "")

    @api.depends("type", "folder_id.name", "file_pattern")
    def _compute_place(self):
        for source in self:
            parts = (source.folder_id.name, source.file_pattern)
            source.place = source.type == FOLDER and " / ".join(filter(None, parts))

    @api.depends_context("lang", "uid")
    def _compute_result(self):
        last = last_of(self.operation_id, "registration.import.run")
        runs = {operation: run for operation, run, _count in last}
        for source in self:
            run = runs.get(source.operation_id, self.env["registration.import.run"])
            source.result_text = run.message
            source.result_state = run.state
            source.result_date = run.create_date

    # -- what goes together --------------------------------------------------------------------

    @api.constrains("file_pattern")
    def _check_file_pattern(self):
        for source in self.filtered("file_pattern"):
            if not is_file_name(source.file_pattern):
                raise ValidationError(
                    self.env._(
                        "“%s” is no file name: write one without folders, such as members.csv or"
                        " members*.csv.",
                        source.file_pattern,
                    )
                )
            if not can_be_read(source.file_pattern, source._endings()):
                raise ValidationError(
                    self.env._(
                        "No file called “%(name)s” is ever taken: what this operation reads ends in"
                        " %(endings)s.",
                        name=source.file_pattern,
                        endings=", ".join(source._endings()),
                    )
                )

    def _endings(self):
        """How the names of files end that its operation reads."""
        return self.operation_id._kind_or_none()._extensions or ENDINGS

    @api.constrains("type", "folder_id", "file_pattern")
    def _check_folder(self):
        for source in self._of_uploads():
            if source.type == FOLDER and not (source.folder_id and source.file_pattern):
                raise ValidationError(self.env._("Choose a folder and write the name of a file."))

    @api.constrains("type")
    def _check_schedule(self):
        for source in self._of_uploads().filtered(lambda each: each._waits_for_people()):
            if source.operation_id.schedule_ids.filtered(lambda each: each.mode != NONE):
                raise ValidationError(
                    self.env._("To run by itself, it needs a file that is kept here or a folder.")
                )

    def _of_uploads(self):
        return self.filtered(lambda each: each.operation_id.direction != "out")

    def _waits_for_people(self):
        """Whether nothing is there to run before somebody brings it."""
        return self.type not in (FILE, FOLDER)

    # -- who reads and writes it ---------------------------------------------------------------

    def _check_values(self, vals):
        """Nobody chooses a folder by its id that they do not see."""
        result = super()._check_values(vals)
        if vals.get("folder_id"):
            self.env["registration.import.folder"].browse(vals["folder_id"]).check_access("read")
        return result

    @api.model
    def _has_field_access(self, field, operation):
        """What is in the stored file, and where and from whom files come, is for who has both roles
        (V21): others run operations, too."""
        allowed = super()._has_field_access(field, operation)
        step = "schedule" if field.name == "file" else "view"
        if allowed and not self.env.su and field.name in PLACES:
            return sync_problem(self.env, step) is None
        return allowed

    # -- taking the next file --------------------------------------------------------------------

    def _take_next(self, user):
        """Start a job on the next file, as that user: its line in the log. Or the line of a file
        that is still being written; none where no file is left.

        What was mailed comes first. Raises ``OSError`` where the source cannot be read now.
        """
        return self._take_mailed(user) or getattr(self, f"_take_from_{self.type}")(user)

    def _take_from_upload(self, user):
        return self.env["registration.import.run"]

    def _take_from_file(self, user):
        """The stored file, once in each run."""
        file = self._stored_file()
        if self.operation_id.schedule_ids.took_file or not file:
            return self.env["registration.import.run"]
        run = self._log(
            WORKING, name=self.filename or file.name, sender_ids=self._keepers(file).ids
        )
        return run._start(user, content_of(file))

    def _keepers(self, file):
        """Who put the file there, and asks for what it does, whoever runs it."""
        return file.write_uid.filtered(lambda user: user.id != SUPERUSER_ID)

    def _stored_file(self):
        domain = [("res_model", "=", self._name), ("res_field", "=", "file")]
        return self.env["ir.attachment"].sudo().search([*domain, ("res_id", "=", self.id)], limit=1)

    # -- the log of polls ------------------------------------------------------------------------

    def _log(self, state, problem=None, **values):
        """A line on what became of a poll."""
        if problem:
            values |= {"code": problem.code, "params": problem.params}
        folder = self.folder_id if self.type == FOLDER else self.env["registration.import.folder"]
        return self.env["registration.import.run"].create(
            {"source_id": self.id, "folder_id": folder.id, "state": state, **values}
        )

    def _log_nothing(self):
        """Say that there was no file: that is all it means, and nothing else follows from it."""
        if self.type == FOLDER:
            params = {"pattern": self.file_pattern, "folder": self.folder_id.name}
            run = self._log(NOTHING, Problem("run_no_file", params=params))
            if self.file_expected:
                run._mail()
        elif self.type == FILE:
            self._log(NOTHING, Problem("run_no_stored_file"))._mail()


class IrAttachment(models.Model):
    """The file that an operation stores is changed on its source alone: whoever does it is the one
    with whose rights the operation runs from then on."""

    _inherit = "ir.attachment"

    def _kept_back(self, operation):
        kept = super()._kept_back(operation)
        if operation == "read" and not sync_problem(self.env, "schedule"):
            return kept
        return kept | self.sudo().filtered(lambda each: each._is_stored_file()).sudo(False)

    def _is_stored_file(self):
        return self.res_model == "registration.import.source" and self.res_field == "file"

    def _refusal(self):
        if any(each._is_stored_file() for each in self.sudo()):
            return self.env._("The file of an operation is kept by the operation.")
        return super()._refusal()

    def write(self, vals):
        """No other file becomes the stored one behind an operation, whichever part of its address
        is written last."""
        result = super().write(vals)
        if not {"res_model", "res_field"}.isdisjoint(vals):
            self.sudo().filtered(lambda each: each._is_stored_file()).sudo(False).check_access(
                "write"
            )
        return result
