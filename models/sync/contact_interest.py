from odoo import api, fields, models

from ...importer.own_context import said
from ...tools.contacts.memberships import OPT_IN, OPT_OUT

GROUPS = {"opt_in_group_id": OPT_IN, "opt_out_group_id": OPT_OUT}
# What the groups of an interest have of it.
SHARED = ("name", "company_id", "active")


class ContactInterest(models.Model):
    """Something that contacts want to hear of, or want to hear no more of: two groups, made with
    the interest, tell who said which. Who is in neither has not said."""

    _name = "contact.interest"
    _inherit = ["contact.name.mixin"]
    _description = "Interest"

    opt_in_group_id = fields.Many2one(
        "contact.group", "Opt-in Group", readonly=True, index=True, ondelete="restrict", copy=False
    )
    opt_out_group_id = fields.Many2one(
        "contact.group", "Opt-out Group", readonly=True, index=True, ondelete="restrict", copy=False
    )
    opt_in_count = fields.Integer(
        related="opt_in_group_id.contact_count", string="Opted In", related_sudo=False
    )
    opt_out_count = fields.Integer(
        related="opt_out_group_id.contact_count", string="Opted Out", related_sudo=False
    )

    _name_uniq = models.UniqueIndex(
        "(name_key, coalesce(company_id, 0))", "An interest with this name exists already."
    )
    _external_id_uniq = models.UniqueIndex(
        "(external_id, coalesce(company_id, 0)) WHERE external_id <> ''",
        "An interest with this external ID exists already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        interests = super().create(vals_list)
        for field, kind in GROUPS.items():
            bare = interests.filtered(lambda each, field=field: not each[field])
            groups = self.env["contact.group"].create(
                [{**each._shared_values(), "kind": kind} for each in bare]
            )
            for interest, group in zip(bare, groups, strict=True):
                interest[field] = group
        return interests

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(SHARED):
            for interest in self:
                interest._groups().write(interest._shared_values())
        return result

    def unlink(self):
        """With its groups; an undo of an import deletes these itself."""
        groups = self._groups()
        result = super().unlink()
        if not said(self.env, "registration_import_job_id"):
            groups.unlink()
        return result

    def _groups(self):
        return self.opt_in_group_id | self.opt_out_group_id

    def _shared_values(self):
        self.ensure_one()
        return {"name": self.name, "company_id": self.company_id.id, "active": self.active}

    def action_open_opted_in(self):
        """Open the contacts that opted in."""
        self.check_access("read")
        return self.opt_in_group_id.action_open_contacts()

    def action_open_opted_out(self):
        """Open the contacts that opted out."""
        self.check_access("read")
        return self.opt_out_group_id.action_open_contacts()
