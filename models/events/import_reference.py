from odoo import api, models


class RegistrationImportReference(models.AbstractModel):
    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        """Which mails a participant got, and which were withheld, is no use of the registration."""
        return (*super()._bookkeeping(), "event.mail.registration")
