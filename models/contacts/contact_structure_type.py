from odoo import models


class ContactStructureType(models.Model):
    """What sort of structure (company, school, association) a contact is."""

    _name = "contact.structure.type"
    _inherit = ["contact.code.mixin", "contact.count.mixin"]
    _description = "Structure Type"
    _contact_field = "contact_structure_type_id"

    _code_uniq = models.Constraint(
        "unique(code)", "A structure type with this code exists already."
    )
