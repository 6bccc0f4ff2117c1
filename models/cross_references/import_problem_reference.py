from odoo import api, fields, models

from ...tools.rows.cross_references import CODE
from ..sync.sync_roles import references_problem


class RegistrationImportProblem(models.Model):
    _inherit = "registration.import.problem"

    can_add_reference = fields.Boolean(compute="_compute_can_add_reference")

    @api.depends("code")
    @api.depends_context("uid")
    def _compute_can_add_reference(self):
        for problem in self:
            offers = problem._offers(problem.code, problem.value)
            problem.can_add_reference = offers["can_add_reference"]

    @api.model
    def _offers(self, code, value):
        """Whoever may can say what the value means, as long as it is stored."""
        may = bool(value) and code == CODE and references_problem(self.env) is None
        return super()._offers(code, value) | {"can_add_reference": may}

    def action_add_reference(self):
        """Say what the value of this problem means here."""
        self.ensure_one()
        return self.job_id.action_add_references(problem=self.id)
