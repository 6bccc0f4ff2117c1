from odoo import api, fields, models


class RegistrationImportOperation(models.Model):
    """Operations on files of another system, whose values are translated (V17)."""

    _inherit = "registration.import.operation"

    system_id = fields.Many2one(
        "registration.import.system",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whose values the files hold: cross-references say what they mean here. Empty: the"
        " files hold our own values",
    )

    @api.constrains("system_id", "company_id")
    def _check_system_id(self):
        self._check_company(["system_id"])
