from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """Files of imports: a file of a job is for who may see its rows, whoever may see the job."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """Of what Odoo allows, some are kept back all the same: where it denies others, too."""
        denied = super()._check_access(operation)
        if self.env.su:
            return denied
        allowed = self - denied[0] if denied else self
        kept = allowed._kept_back(operation)
        if not kept:
            return denied
        return (denied[0] | kept, denied[1]) if denied else (kept, kept._refusal)

    def _kept_back(self, operation):
        """Those of ``self`` that the user may not reach, whatever record they belong to."""
        files = self.sudo().filtered(lambda each: each.res_model == "registration.import.job")
        jobs = self.env["registration.import.job"].browse(files.mapped("res_id")).exists()
        hidden = {job.id for job in jobs if not job._sees_rows()}
        return files.filtered(lambda each: each.res_id in hidden).sudo(False)

    def _refusal(self):
        """The error for files that are kept back."""
        return AccessError(self.env._("The file of this import is for the person who started it."))
