from odoo import api, fields, models


class ContactCriterionValue(models.Model):
    """One of the possible answers of a criterion."""

    _name = "contact.criterion.value"
    _inherit = ["contact.code.mixin", "contact.count.mixin"]
    _description = "Contact Criterion Value"
    _order = "criterion_id, sequence, name, id"
    _contact_field = "contact_criterion_value_ids"

    criterion_id = fields.Many2one("contact.criterion", required=True, ondelete="cascade")

    # the index of the inverse, too
    _code_uniq = models.Constraint(
        "unique(criterion_id, code)", "The criterion has a value with this code already."
    )

    @api.depends("criterion_id.name", "name")
    @api.depends_context("contact_value_only", "lang")
    def _compute_display_name(self):
        """With its criterion, except where that is said already."""
        if self.env.context.get("contact_value_only"):
            return super()._compute_display_name()
        for value in self:
            value.display_name = f"{value.criterion_id.name}: {value.name}"
