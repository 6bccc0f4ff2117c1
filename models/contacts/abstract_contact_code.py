from odoo import fields, models


class ContactCodeMixin(models.AbstractModel):
    """Something that files of contacts name by its code."""

    _name = "contact.code.mixin"
    _description = "Known by a Code"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, size=64, help="How files of contacts name it")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # in a file, CODE=VALUE pairs stand in one cell, separated by commas
    _code_check = models.Constraint(
        "CHECK(code !~ '[,=]' AND code = btrim(code))",
        "A code has neither a comma nor an equals sign in it, and no blanks around it.",
    )
