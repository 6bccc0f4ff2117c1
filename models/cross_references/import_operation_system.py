from odoo import api, fields, models
from odoo.exceptions import UserError


class RegistrationImportOperation(models.Model):
    """Operations on files of another system, whose values are translated (V17)."""

    _inherit = "registration.import.operation"
    _grouped_by = ("system_id",)

    system_id = fields.Many2one(
        "registration.import.system",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whose values the files hold: cross-references say what they mean here. Empty: the"
        " files hold our own values",
    )

    def _check_values(self, vals):
        """One file does not hold values of two systems."""
        result = super()._check_values(vals)
        for operation in self if "system_id" in vals else ():
            if operation.system_id.id != vals["system_id"] and operation._is_busy():
                text = self.env._(
                    "“%s” is running: its system can be changed when that has ended.",
                    operation.name,
                )
                raise UserError(text)
        return result

    @api.constrains("system_id", "company_id")
    def _check_system_id(self):
        self._check_company(["system_id"])
