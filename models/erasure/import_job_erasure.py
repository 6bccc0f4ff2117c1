from odoo import models


class RegistrationImportJob(models.Model):
    """What an import was told of contacts that are erased is forgotten when it ends."""

    _inherit = "registration.import.job"

    def _end(self, state, watched=False, **values):
        result = super()._end(state, watched=watched, **values)
        self.env["contact.erasure"].sudo()._forget_job(self.sudo())
        return result
