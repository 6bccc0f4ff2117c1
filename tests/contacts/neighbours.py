"""Fields of contacts such as OCA's addons have, for the tests of a class only. partner_firstname
puts the name together of its parts, takes apart one that is given whole, at the first blank, and
holds the name of a company as a last name; partner_contact_birthdate has another birth date,
partner_contact_gender another gender, and partner_address_street3 another line of the address.
"""

from odoo import api, fields, models
from odoo.orm.model_classes import add_to_registry

# Of a field Odoo notes whose it is.
MODULE = "base"


class Partner(models.Model):
    _module = None
    _name = "res.partner"
    _inherit = ["res.partner"]

    firstname = fields.Char()
    lastname = fields.Char()
    birthdate_date = fields.Date()
    gender = fields.Selection([("male", "Male"), ("female", "Female"), ("other", "Other")])
    street3 = fields.Char()
    name = fields.Char(
        compute="_compute_name", inverse="_inverse_name", store=True, readonly=False, required=False
    )

    # a name is computed behind the INSERT
    _check_name = models.Constraint("CHECK (TRUE)", "Contacts require a name.")

    @api.depends("firstname", "lastname")
    def _compute_name(self):
        for partner in self:
            partner.name = " ".join(filter(None, (partner.firstname, partner.lastname)))

    @api.model
    def _address_fields(self):
        return [*super()._address_fields(), "street3"]

    def _inverse_name(self):
        for partner in self:
            first, _blank, last = (partner.name or "").partition(" ")
            parts = (first, last) if last and not partner.is_company else (False, partner.name)
            partner.update({"firstname": parts[0], "lastname": parts[1]})


def register(case):
    """Add the fields, for the tests of the class ``case`` only; their columns go with its
    transaction, and behind it Odoo sets a registry up that has changed."""
    registry = case.env.registry
    Partner._check_name._module = MODULE
    before = registry["res.partner"]._base_classes__

    def remove():
        registry["res.partner"]._base_classes__ = before

    case.addClassCleanup(remove)
    add_to_registry(registry, Partner)
    registry._setup_models__(case.env.cr)
    registry.clear_all_caches()
    registry.init_models(case.env.cr, ["res.partner"], {"module": MODULE})
