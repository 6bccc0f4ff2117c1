from odoo import fields, models


class RegistrationImportOperation(models.Model):
    """Operations of a center: people of other centers see neither them nor their jobs."""

    _inherit = "registration.import.operation"

    center_id = fields.Many2one(
        "contact.center",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Contacts become members of its group; assignments to groups of other centers are"
        " errors. Empty: for all centers",
    )


class RegistrationImportJob(models.Model):
    _inherit = "registration.import.job"

    center_id = fields.Many2one(
        related="operation_id.center_id", store=True, index="btree_not_null"
    )
