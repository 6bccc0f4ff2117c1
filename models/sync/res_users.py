from odoo import fields, models


class ResUsers(models.Model):
    """The centers that a person works for."""

    _inherit = "res.users"

    # an archived center still counts, or its people would see those of all
    contact_center_ids = fields.Many2many(
        "contact.center",
        string="Centers",
        context={"active_test": False},
        help="Whose groups, operations and imports the person sees; empty: those of all centers",
    )

    def _get_invalidation_fields(self):
        """Record rules ask for the centers, and are cached."""
        return super()._get_invalidation_fields() | {"contact_center_ids"}
