import os

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import config

from ...tools.sources.folder import Folder
from ...tools.sources.storage import Storage

# Where a server keeps what is no file of people, such as its passwords.
SYSTEM = ("/dev", "/etc", "/proc", "/sys")


class RegistrationImportFolder(models.Model):
    """A folder from which operations may take files: an administrator's decision, always."""

    _name = "registration.import.folder"
    _inherit = "registration.import.name.mixin"
    _description = "Import Folder"
    _order = "name, id"

    name = fields.Char(required=True, help="What people see: the path is for administrators only")
    path = fields.Char(
        required=True, groups="base.group_system", help="Such as /srv/import/members"
    )
    storage = fields.Selection(
        "_storages", groups="base.group_system", help="Empty: a folder of this server"
    )
    has_storages = fields.Boolean(compute="_compute_has_storages")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    active = fields.Boolean(default=True)
    source_ids = fields.One2many("registration.import.source", "folder_id")
    operation_ids = fields.Many2many(
        "registration.import.operation", string="Operations", compute="_compute_operation_ids"
    )

    @api.model
    def _storages(self):
        """Storages elsewhere, such as SFTP or S3, where the addon fs_storage knows some."""
        if "fs.storage" not in self.env:
            return []
        return [(each.code, each.name) for each in self.env["fs.storage"].sudo().search([])]

    def _compute_has_storages(self):
        self.has_storages = bool(self._storages())

    @api.depends("source_ids")
    def _compute_operation_ids(self):
        for folder in self:
            folder.operation_ids = folder.source_ids.operation_id

    @api.constrains("path", "storage")
    def _check_path(self):
        """A path without detours; never where the server keeps its own files."""
        for folder in self:
            path = folder.path
            if os.path.normpath(path) != path or path in ("/", ".") or path.startswith(".."):
                raise ValidationError(
                    self.env._("Write a path without detours, and no slash last.")
                )
            if folder.storage:
                continue
            if not os.path.isabs(path):
                raise ValidationError(
                    self.env._("Write the whole path of a folder, such as /srv/import/members.")
                )
            if _is_of_server(os.path.realpath(path)):
                raise ValidationError(
                    self.env._("The server keeps its own files there: choose another folder.")
                )

    def _open(self):
        """The folder as ``tools.sources.folder.Folder``, to be used in a ``with``."""
        folder = self.sudo()
        if not folder.storage:
            return Folder(folder.path)
        return Storage(self.env["fs.storage"].sudo().get_fs_by_code(folder.storage), folder.path)

    def action_check(self):
        """Tell whether the server can use the folder, and what is in it."""
        self.ensure_one()
        self.check_access("write")
        try:
            with self._open() as folder:
                count = len(folder.entries("*"))
                writable = self.storage or os.access(self.path, os.W_OK | os.X_OK)
        except OSError as error:
            return self._notification("danger", error.strerror or str(error))
        if not writable:
            text = self.env._(
                "The server may read this folder but not write there, so it cannot"
                " move the files that it has imported."
            )
            return self._notification("danger", text)
        return self._notification("success", self.env._("Files in the folder now: %s", count))

    def _notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "title": self.name, "message": message},
        }


def _is_of_server(path):
    """Whether files of the server are there: of Odoo, above and below too, or of the system."""
    data = os.path.realpath(config["data_dir"])
    settings = os.path.dirname(os.path.realpath(config["config"])) if config["config"] else None
    return (
        os.path.commonpath([data, path]) in (data, path)
        or path == settings
        or any(os.path.commonpath([each, path]) == each for each in SYSTEM)
    )
