from odoo import api, models
from odoo.exceptions import AccessError

# Where an answer to a message would be taken for a file.
SOURCE = "registration.import.source"


class MailMessage(models.Model):
    """Nobody puts a message on the source of an operation: whoever answers it would be heard."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_no_source(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_source(vals)
        return super().write(vals)

    @api.model
    def _check_no_source(self, *vals_list):
        if not self.env.su and any(vals.get("model") == SOURCE for vals in vals_list):
            raise AccessError(
                self.env._("Messages cannot be written on the source of an operation.")
            )
