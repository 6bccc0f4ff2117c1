from odoo import api, models

from ..sync.sync_roles import check_references
from .import_cross_reference_type import is_id
from .job_translation import translation_of


class RegistrationImportJob(models.Model):
    """Texts of another system that have no cross-reference are given one from the job (V17)."""

    _inherit = "registration.import.job"

    def action_add_references(self, problem=None):
        """Say what the values mean that have no cross-reference; or the one of that problem.

        :raise AccessError: the user has not both roles (V22)
        """
        self.ensure_one()
        self.check_access("read")
        check_references(self.env)
        chosen = problem if is_id(problem) else None
        return self.env["registration.import.cross.reference.wizard"]._for_job(self, chosen)


class RegistrationImportKind(models.AbstractModel):
    _inherit = "registration.import.kind"

    @api.model
    def _translation(self, job):
        return translation_of(job, self) or super()._translation(job)

    @api.model
    def _accepted_values(self, field):
        """Of records, as files name them, where there are few."""
        accepted = super()._accepted_values(field)
        if accepted or field.assigns or field.separator:
            return accepted
        types = self.env["registration.import.cross.reference.type"]
        return types._short_list(field.reference)
