from odoo import api, fields, models

ORDINARY = "ordinary"
OPT_IN = "opt_in"
OPT_OUT = "opt_out"
KINDS = [
    (ORDINARY, "Group"),
    (OPT_IN, "Opted in to an interest"),
    (OPT_OUT, "Opted out of an interest"),
]


class ContactGroup(models.Model):
    """Contacts that belong together. The groups of an interest are made with it, and tell who
    opted in to it and who opted out."""

    _name = "contact.group"
    _inherit = ["contact.name.mixin", "contact.count.mixin"]
    _description = "Contact Group"
    _check_company_auto = True
    _contact_field = "contact_group_ids"

    kind = fields.Selection(KINDS, required=True, default=ORDINARY, readonly=True)
    center_id = fields.Many2one(
        "contact.center",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only people of this center, and those without one, see the group; empty: everybody",
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, readonly=False, precompute=True
    )
    member_ids = fields.Many2many(
        "res.partner",
        "contact_group_res_partner_rel",
        "group_id",
        "partner_id",
        "Members",
        copy=False,
        context={"active_test": False},
    )

    # also how files find a group by its name
    _name_uniq = models.UniqueIndex(
        "(name_key, kind, coalesce(company_id, 0), coalesce(center_id, 0))",
        "A group with this name exists already.",
    )
    _external_id_uniq = models.UniqueIndex(
        "(external_id, coalesce(company_id, 0)) WHERE external_id <> ''",
        "A group with this external ID exists already.",
    )

    @api.depends("center_id.company_id")
    def _compute_company_id(self):
        """A group of a center is the center's company's."""
        for group in self:
            group.company_id = group.center_id.company_id or group.company_id

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = {
            OPT_IN: self.env._("%(interest)s (opted in)"),
            OPT_OUT: self.env._("%(interest)s (opted out)"),
        }
        for group in self:
            name = group.name or ""
            group.display_name = (
                labels[group.kind] % {"interest": name} if group.kind in labels else name
            )
