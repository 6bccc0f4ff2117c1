from odoo import api, fields, models
from odoo.exceptions import AccessError

from .sync_roles import sync_problem


class ContactCenter(models.Model):
    """A part of the house that keeps groups of its own, such as a chapter or a branch office.

    People with centers see the groups, operations and jobs of these and what belongs to no
    center; people without see those of all.
    """

    _name = "contact.center"
    _description = "Center"
    _order = "name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, size=64, help="How operations and files name it")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    group_id = fields.Many2one(
        "contact.group",
        "Member Group",
        domain="[('center_id', '=', id), ('kind', '=', 'ordinary')]",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="Contacts that an operation of the center imports become members of it; empty when"
        " the center is made: a group of the same name.",
    )
    active = fields.Boolean(default=True)
    group_ids = fields.One2many("contact.group", "center_id", "Groups")
    member_count = fields.Integer(
        related="group_id.contact_count", string="Members", related_sudo=False
    )

    _code_uniq = models.UniqueIndex(
        "(code, coalesce(company_id, 0))", "A center with this code exists already."
    )

    def _check_access(self, operation):
        """Whoever keeps centers has two roles at once (V21)."""
        asked = not self.env.su and operation != "read"
        problem = sync_problem(self.env, "manage") if asked else None
        if problem:
            return self, lambda: AccessError(problem)
        return super()._check_access(operation)

    @api.model_create_multi
    def create(self, vals_list):
        centers = super().create(vals_list)
        for center in centers.filtered(lambda each: not each.group_id):
            center.group_id = center.group_id.create({"name": center.name, "center_id": center.id})
        return centers

    def action_open_members(self):
        """Open the contacts of the member group."""
        return self.group_id.action_open_contacts()
