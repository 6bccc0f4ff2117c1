from odoo import fields, models


class ContactErasureKey(models.Model):
    """A hash by which an erased contact is known again, should a file bring it back. Without the
    secret of the database nobody can tell what was hashed."""

    _name = "contact.erasure.key"
    _description = "Key of an Erased Contact"
    _log_access = False

    register_id = fields.Many2one(
        "contact.erasure.register", required=True, index=True, ondelete="cascade"
    )
    digest = fields.Char(required=True, index=True)
