from odoo import api, fields, models
from odoo.exceptions import AccessError


class ImportKindAdministration(models.AbstractModel):
    """What the kinds share that are for administrators alone (V19, V20): bulk work on what others
    only use."""

    _name = "registration.import.kind.administration"
    _inherit = "registration.import.kind"
    _description = "Import of Administrators"
    _matches_unreadable = True

    _for_administrators = True
    _jobs_path = "data-sync-jobs"

    @api.model
    def _check_right(self, right):
        """Administrators import, and manage each other's jobs; nothing of it is irreversible."""
        if right == "irreversible" or not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("This import is for administrators only. Ask one of them to run it.")
            )


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    for_administrators = fields.Boolean(
        compute="_compute_for_administrators", store=True, help="Nobody else sees it"
    )

    @api.depends("kind")
    def _compute_for_administrators(self):
        for operation in self:
            operation.for_administrators = operation._kind_or_none()._for_administrators
