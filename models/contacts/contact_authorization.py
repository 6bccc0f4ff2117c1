from odoo import models


class ContactAuthorization(models.Model):
    """Something that a contact may allow us, such as to write by e-mail. What a contact has not
    been asked is not allowed: there is no difference between no and no answer."""

    _name = "contact.authorization"
    _inherit = ["contact.code.mixin", "contact.count.mixin"]
    _description = "Contact Authorization"
    _contact_field = "contact_authorization_ids"

    _code_uniq = models.Constraint("unique(code)", "This authorization's code exists already.")
