from odoo import api, fields, models


class ContactAdminNumber(models.Model):
    """A number by which an administration knows a contact, such as its trade register number."""

    _name = "contact.admin.number"
    _description = "Administrative Number"
    _order = "code, id"

    # the unique index below serves the inverse as well
    partner_id = fields.Many2one("res.partner", "Contact", required=True, ondelete="cascade")
    code = fields.Char(required=True, help="What number it is, for example SIRET")
    value = fields.Char("Number", required=True)

    _code_uniq = models.Constraint(
        "unique(partner_id, code)", "The contact has such a number already."
    )

    @api.depends("code", "value")
    def _compute_display_name(self):
        for number in self:
            number.display_name = f"{number.code}: {number.value}"
