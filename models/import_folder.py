import os

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import config

from ..tools.folder import Folder


class RegistrationImportFolder(models.Model):
    """A folder from which operations may take files: an administrator's decision, always."""

    _name = "registration.import.folder"
    _description = "Import Folder"
    _order = "name, id"

    name = fields.Char(required=True, help="What people see: the path is for administrators only")
    path = fields.Char(
        required=True, groups="base.group_system", help="Such as /srv/import/members"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    active = fields.Boolean(default=True)
    operation_ids = fields.One2many("registration.import.operation", "folder_id", "Operations")

    @api.constrains("path")
    def _check_path(self):
        """An absolute path without detours; never where the server keeps its own files."""
        own = os.path.realpath(config["data_dir"])
        for folder in self:
            path = folder.path
            if not os.path.isabs(path) or os.path.normpath(path) != path or path == "/":
                raise ValidationError(
                    self.env._("Write the whole path of a folder, such as /srv/import/members.")
                )
            real = os.path.realpath(path)
            if os.path.commonpath([own, real]) in (own, real):
                raise ValidationError(
                    self.env._("The server keeps its own files there: choose another folder.")
                )

    def _open(self):
        """The folder as ``tools.folder.Folder``, to be used in a ``with``."""
        return Folder(self.sudo().path)

    def action_check(self):
        """Tell whether the server can use the folder, and what is in it."""
        self.ensure_one()
        self.check_access("write")
        try:
            with self._open() as folder:
                count = len(folder.entries("*"))
                writable = os.access(self.path, os.W_OK | os.X_OK)
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
