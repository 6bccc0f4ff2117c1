from odoo import api, models
from odoo.exceptions import AccessError

# Where an answer to a message would be taken for a file.
SOURCE = "registration.import.source"


class MailMessage(models.Model):
    """Nobody puts a message on the source of an operation: whoever answers it would be heard."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_no_source()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if "model" in vals:
            self._check_no_source()
        return result

    def _check_no_source(self):
        """What the message is about may stand in the values, or come from the context."""
        if not self.env.su and SOURCE in self.sudo().mapped("model"):
            raise AccessError(
                self.env._("Messages cannot be written on the source of an operation.")
            )
