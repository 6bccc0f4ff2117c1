from odoo import api, models

from .import_duplicate_offline import OFFLINE, UNKNOWN


class RegistrationImportJobEnd(models.AbstractModel):
    """Whom an import made, or named, is compared with those who are here, soon after it."""

    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        result = super()._after(job)
        scans = self.env["registration.import.duplicate.scan"].sudo()
        if job._kind()._target == "res.partner" and job.sudo().created:
            scans._wake()
        if self._names_unknown(job):
            scans.create({"scope": OFFLINE, "job_id": job.id})._wake()
        return result

    @api.model
    def _names_unknown(self, job):
        """Whether it named people whom nobody has found."""
        problems = self.env["registration.import.problem"].sudo()
        domain = [("job_id", "=", job.id), ("code", "=", UNKNOWN)]
        return bool(job.sudo().invalid and problems.search_count(domain, limit=1))
