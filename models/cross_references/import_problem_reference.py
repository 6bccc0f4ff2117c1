from odoo import api, fields, models


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
