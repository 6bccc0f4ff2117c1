from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.rows.run_context import Center


class RegistrationImportOperation(models.Model):
    """Operations of a center: people of other centers see neither them nor their jobs."""

    _inherit = "registration.import.operation"
    _grouped_by = ("center_id", "direction", "based_on_id")

    center_id = fields.Many2one(
        "contact.center",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Contacts become members of its group; assignments to groups of other centers are"
        " errors. Empty: for all centers",
    )

    def _check_right(self, right="import"):
        """Neither at a door nor when the run begins, whose rights may be others by then."""
        centers = self.env.user.contact_center_ids
        if centers and self.sudo().center_id - centers:
            raise AccessError(self.env._("This operation belongs to another center."))
        return super()._check_right(right)


class RegistrationImportJob(models.Model):
    _inherit = "registration.import.job"
    _grouped_by = ("center_id",)

    center_id = fields.Many2one(
        related="operation_id.center_id", store=True, index="btree_not_null"
    )


class RegistrationImportKind(models.AbstractModel):
    _inherit = "registration.import.kind"

    @api.model
    def _run_facts(self, operation):
        facts, center = super()._run_facts(operation), operation.center_id
        if not center:
            return facts
        known = Center(center.id, center.group_id.id or None, center.company_id.id or None)
        return facts | {"center": known}
