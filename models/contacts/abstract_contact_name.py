from odoo import api, fields, models

from ...tools.contacts.names import name_key


class ContactNameMixin(models.AbstractModel):
    """Something that files name by its name, in which case and blanks do not count, or by the id
    that another system gave it."""

    _name = "contact.name.mixin"
    _inherit = "registration.import.grouping.mixin"
    _description = "Known by Name or External Id"
    _order = "name, id"
    _rec_names_search = ["name", "external_id"]
    _never_grouped_by = ("name_key",)

    name = fields.Char(required=True)
    name_key = fields.Char(compute="_compute_name_key", store=True, precompute=True)
    external_id = fields.Char(
        "External ID", size=64, copy=False, help="How files and other systems name it"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    active = fields.Boolean(default=True)

    @api.depends("name")
    def _compute_name_key(self):
        for record in self:
            record.name_key = name_key(record.name)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            dict(vals, name=self.env._("%s (copy)", record.name))
            for record, vals in zip(self, vals_list, strict=True)
        ]
