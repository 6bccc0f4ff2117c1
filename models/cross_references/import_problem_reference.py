from odoo import api, fields, models

from ...tools.rows.cross_references import CODE
from ..sync.sync_roles import check_references, references_refusal
from .import_cross_reference_type import is_id


class RegistrationImportProblem(models.Model):
    _inherit = "registration.import.problem"

    can_add_reference = fields.Boolean(compute="_compute_can_add_reference")

    @api.depends("code")
    @api.depends_context("uid")
    def _compute_can_add_reference(self):
        """Whether the user may say what the value means, as long as it is kept."""
        jobs = self.env["registration.import.job"]
        for problem in self:
            problem.can_add_reference = bool(
                problem.value and jobs._can_add_references(problem.code)
            )

    def action_add_reference(self):
        """Say what the value of this problem means here."""
        self.ensure_one()
        return self.job_id.action_add_references(problem=self.id)


class RegistrationImportJob(models.Model):
    """The values of a file that have no cross-reference are given one from the job (V17)."""

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

    def _can_add_references(self, code):
        """Whether the user may mend problems of that code by saying what their values mean."""
        return code == CODE and references_refusal(self.env) is None
