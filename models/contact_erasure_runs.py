from odoo import api, models

from .import_run import WORKING


class ContactErasure(models.AbstractModel):
    """What operations that fetch their files still know of a contact. What lies in a folder of the
    server is not ours: whoever delivers it there deletes it."""

    _inherit = "contact.erasure"

    @api.model
    def _forget_names(self, jobs):
        names = {job: job.name for job in jobs}
        result = super()._forget_names(jobs)
        for job in jobs.filtered(lambda job: job.name != names[job]):
            runs = self.env["registration.import.run"].sudo()
            runs = runs.search([("job_id", "=", job.id), ("state", "!=", WORKING)])
            runs.write({"name": job.name, "moved": False})
        return result

    @api.model
    def _forget_files(self, jobs):
        """A file that is kept to be imported again holds what its import held."""
        kept = [
            ("res_model", "=", "registration.import.operation"),
            ("res_field", "=", "source_file"),
            ("checksum", "in", [checksum for checksum in jobs.mapped("checksum") if checksum]),
        ]
        self.env["ir.attachment"].sudo().search(kept).unlink()
        return super()._forget_files(jobs)
