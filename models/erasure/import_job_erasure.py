from odoo import api, models


class RegistrationImportJobEnd(models.AbstractModel):
    """What an import was told of contacts that are erased is forgotten when it ends."""

    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        result = super()._after(job)
        self.env["contact.erasure"].sudo()._forget_job(job.sudo())
        return result
