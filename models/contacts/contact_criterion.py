from odoo import fields, models

from ...tools.contacts.contact_assignments import BOTH, INDIVIDUAL, STRUCTURE


class ContactCriterion(models.Model):
    """A question that is answered for contacts, such as how they came to us; its values are the
    possible answers. Imports set values, they never make one (S04)."""

    _name = "contact.criterion"
    _inherit = ["contact.code.mixin"]
    _description = "Contact Criterion"

    applies_to = fields.Selection(
        [
            (INDIVIDUAL, "Individuals"),
            (STRUCTURE, "Structures"),
            (BOTH, "Individuals and structures"),
        ],
        required=True,
        default=BOTH,
        help="A contact person of a structure counts as an individual.",
    )
    is_multiple = fields.Boolean(
        "Several Values", help="Whether a contact may have several of the values at once"
    )
    value_ids = fields.One2many("contact.criterion.value", "criterion_id", "Values")

    _code_uniq = models.Constraint("unique(code)", "A criterion with this code exists already.")

    def _fits(self, partner):
        """Whether the criterion is asked of such a contact."""
        return self.applies_to in (BOTH, STRUCTURE if partner.is_company else INDIVIDUAL)
