from odoo import api, fields, models
from odoo.exceptions import UserError


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

    def _check_values(self, vals):
        """One file does not hold values of two systems."""
        result = super()._check_values(vals)
        if "system_id" in vals:
            for operation in self.filtered(lambda each: each.system_id.id != vals["system_id"]):
                operation._check_idle()
        return result

    def _check_idle(self):
        if self._is_busy():
            raise UserError(
                self.env._(
                    "“%s” is running: its system can be changed when that has ended.", self.name
                )
            )

    @api.constrains("system_id", "company_id")
    def _check_system_id(self):
        self._check_company(["system_id"])
