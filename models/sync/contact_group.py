from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools.contacts.memberships import OPT_IN, OPT_OUT, ORDINARY
from ..contacts.contact_fields import Members

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
    member_ids = Members(
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

    @api.constrains("member_ids")
    def _check_member_ids(self):
        of_interests = self.filtered(lambda group: group.kind != ORDINARY)
        if of_interests:
            self._check_opted_once(
                SQL(
                    "i.opt_in_group_id = ANY(%(ids)s) OR i.opt_out_group_id = ANY(%(ids)s)",
                    ids=of_interests.ids,
                )
            )

    @api.model
    def _check_opted_once(self, where):
        """Nobody is opted in and opted out at once: an import that was planned before somebody
        opted out fails here, and is planned anew."""
        found = self.env.execute_query(
            SQL(
                """SELECT i.name FROM contact_interest i
                     JOIN contact_group_res_partner_rel a ON a.group_id = i.opt_in_group_id
                     JOIN contact_group_res_partner_rel b
                       ON b.group_id = i.opt_out_group_id AND b.partner_id = a.partner_id
                    WHERE %s LIMIT 1""",
                where,
            )
        )
        if found:
            raise ValidationError(
                self.env._("A contact cannot be opted in to and out of “%s” at once.", found[0][0])
            )
