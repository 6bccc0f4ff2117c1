from odoo import fields, models


class QualificationProgramme(models.Model):
    """What learners attend, and in whose course they reach a qualification."""

    _name = "qualification.programme"
    _description = "Programme"
    _order = "name, id"

    name = fields.Char("Programme", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
