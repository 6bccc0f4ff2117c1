from odoo import fields, models

from .import_fields import widen_id


class RegistrationImportShare(models.Model):
    """Which of several workers a row of a long file is left to, while it is imported
    (``importer.shares``). What has no share comes after all others."""

    _name = "registration.import.share"
    _description = "Share of a Row"
    _log_access = False
    _order = "id"

    share = fields.Integer(required=True, help="From 1; the checkpoint of the same number is of it")

    def init(self):
        widen_id(self)
