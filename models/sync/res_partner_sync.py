from odoo import Command, api, fields, models
from odoo.tools import SQL

from ...tools.contacts.former_keys import MEMBER_ID
from ...tools.contacts.memberships import OPT_IN, OPT_OUT, ORDINARY


class ResPartner(models.Model):
    """Constituents are contacts (D9): known to other systems by a member ID, and here by the id
    that Odoo gave them (CONS_ID); members of groups, in some of which they said what they want."""

    _inherit = "res.partner"

    contact_member_id = fields.Char(
        "Member ID",
        size=64,
        copy=False,
        groups="base.group_user",
        help="By which another system knows the contact; unique within the company.",
    )
    contact_group_ids = fields.Many2many(
        "contact.group",
        "contact_group_res_partner_rel",
        "partner_id",
        "group_id",
        "Groups and Interests",
        copy=False,
        groups="base.group_user",
    )
    contact_ordinary_group_ids = fields.Many2many(
        "contact.group",
        string="Member Of",
        compute="_compute_contact_memberships",
        inverse="_inverse_contact_ordinary_group_ids",
        groups="base.group_user",
    )
    contact_opt_in_ids = fields.Many2many(
        "contact.interest",
        string="Opted In",
        compute="_compute_contact_memberships",
        inverse="_inverse_contact_opt_in_ids",
        groups="base.group_user",
    )
    contact_opt_out_ids = fields.Many2many(
        "contact.interest",
        string="Opted Out",
        compute="_compute_contact_memberships",
        inverse="_inverse_contact_opt_out_ids",
        groups="base.group_user",
    )

    _contact_member_id_uniq = models.UniqueIndex(
        "(contact_member_id, coalesce(company_id, 0)) WHERE contact_member_id <> ''",
        "Another contact of the company has this member ID already.",
    )

    @api.model
    def _key_fields(self):
        return super()._key_fields() | {MEMBER_ID: ("contact_member_id", "company_id")}

    def _before_merge(self, master):
        """Who opted out of an interest in any of the contacts stays out."""
        result = super()._before_merge(master)
        everyone = (master + self).with_context(active_test=False)
        groups = everyone.contact_group_ids
        out = groups.filtered(lambda group: group.kind == OPT_OUT)
        interests = self.env["contact.interest"].with_context(active_test=False)
        interests = interests.search([("opt_out_group_id", "in", out.ids)])
        everyone.contact_group_ids = [
            Command.unlink(group.id) for group in interests.opt_in_group_id & groups
        ]
        return result

    @api.constrains("contact_group_ids")
    def _check_contact_group_ids(self):
        self.env["contact.group"]._check_opted_once(SQL("a.partner_id = ANY(%s)", self.ids))

    @api.depends("contact_group_ids.kind")
    def _compute_contact_memberships(self):
        found = self.env["contact.interest"].search(
            [
                "|",
                ("opt_in_group_id", "in", self.contact_group_ids.ids),
                ("opt_out_group_id", "in", self.contact_group_ids.ids),
            ]
        )
        for partner in self:
            groups = partner.contact_group_ids
            partner.contact_ordinary_group_ids = groups.filtered(lambda g: g.kind == ORDINARY)
            partner.contact_opt_in_ids = found.filtered(lambda i, g=groups: i.opt_in_group_id in g)
            partner.contact_opt_out_ids = found.filtered(
                lambda i, g=groups: i.opt_out_group_id in g
            )

    def _inverse_contact_ordinary_group_ids(self):
        for partner in self:
            old = partner.contact_group_ids.filtered(lambda g: g.kind == ORDINARY)
            partner._change_groups(partner.contact_ordinary_group_ids, old)

    def _inverse_contact_opt_in_ids(self):
        for partner in self:
            wanted = partner.contact_opt_in_ids
            old = partner.contact_group_ids.filtered(lambda g: g.kind == OPT_IN)
            partner._change_groups(wanted.opt_in_group_id, old | wanted.opt_out_group_id)

    def _inverse_contact_opt_out_ids(self):
        for partner in self:
            wanted = partner.contact_opt_out_ids
            old = partner.contact_group_ids.filtered(lambda g: g.kind == OPT_OUT)
            partner._change_groups(wanted.opt_out_group_id, old | wanted.opt_in_group_id)

    def _change_groups(self, wanted, others):
        """Be in the groups ``wanted``, and in none of the ``others``."""
        self.contact_group_ids = [
            *(Command.unlink(group.id) for group in others - wanted),
            *(Command.link(group.id) for group in wanted),
        ]


class ContactFormerKey(models.Model):
    _inherit = "contact.former.key"

    sort = fields.Selection(
        selection_add=[(MEMBER_ID, "MEMBER_ID")], ondelete={MEMBER_ID: "cascade"}
    )
