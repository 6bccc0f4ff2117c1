from odoo import api, models
from odoo.fields import Domain

from ...importer.rights import whose_rows_are_seen, with_rows_seen
from .access import denied_as_well


class IrAttachment(models.Model):
    """Files of imports: a file of a job is for who may see its rows, whoever may see the job."""

    _inherit = "ir.attachment"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Of models that are named Odoo finds what belongs to a record that the user may see, and
        asks no file."""
        jobs = self.env["registration.import.job"]
        # asked of its plain form, since "=" takes several models as well; Odoo gets the one that
        # it was given, of which it looks whether a field of a file is named
        plain = not (self.env.su or bypass_access) and Domain(domain).optimize(self)
        if plain and _names(plain, jobs._name):
            seen = Domain("res_id", "in", jobs._search(whose_rows_are_seen(self.env)))
            domain = Domain(domain) & (Domain("res_model", "!=", jobs._name) | seen)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        """Of what Odoo allows, some are kept back all the same: where it denies others, too."""
        denied = super()._check_access(operation)
        if self.env.su:
            return denied
        allowed = self - denied[0] if denied else self
        kept = allowed._kept_back(operation)
        return denied_as_well(denied, kept, kept._refusal())

    def _kept_back(self, operation):
        """Those of ``self`` that the user may not reach, whatever record they belong to."""
        files = self.sudo().filtered(lambda each: each.res_model == "registration.import.job")
        jobs = self.env["registration.import.job"].browse(files.mapped("res_id")).exists()
        hidden = {*(jobs - with_rows_seen(jobs)).ids}
        return files.filtered(lambda each: each.res_id in hidden).sudo(False)

    def _refusal(self):
        """Why files are kept back."""
        return self.env._("The file of this import is for the person who started it.")


def _names(domain, model):
    """Whether a domain, in its plain form, looks for files of a model."""
    return any(
        each.field_expr == "res_model" and each.operator == "in" and model in each.value
        for each in domain.iter_conditions()
    )
