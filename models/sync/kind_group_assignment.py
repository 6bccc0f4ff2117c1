from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.contacts.constituent_schema import COMPARED_NAMES, GROUP_FIELDS, KEY_FIELDS
from ...tools.contacts.constituents import choose
from ...tools.kinds.memberships import AssignmentPlanner
from ...tools.rows.schema import Schema
from .fast_memberships import FastAssignments
from .hub_matcher import CONTACT

SCHEMA = Schema((*KEY_FIELDS, *GROUP_FIELDS, *COMPARED_NAMES))


class ImportKindMembership(models.AbstractModel):
    """What the uploads of memberships share: contacts that there are, and no field of theirs."""

    _name = "registration.import.kind.membership"
    _inherit = "registration.import.kind.hub"
    _description = "Import of Memberships"

    _repeats_allowed = True

    @api.model
    def _lacks(self):
        companies = self.env["res.company"].sudo()._search([]).subselect("partner_id")
        own = Domain("user_ids.share", "=", False) | Domain("id", "in", companies)
        if self.env[CONTACT].search_count(~own, limit=1):
            return []
        text = self.env._("There is no contact yet: rows name contacts that there are.")
        return [(text, "base.action_partner_form")]

    @api.model
    def _match(self, rows):
        """Of whom was anonymized nothing is known, nor written, any more: one query."""
        matches = super()._match(rows)
        contacts = [choose(match["stages"])[0] for match in matches]
        partners = self.env[CONTACT].browse({each["id"] for each in contacts if each})
        register = self.env["contact.erasure.register"].sudo()
        dates = register._anonymized_on(partners) if partners else {}
        for match, contact in zip(matches, contacts, strict=True):
            date = contact and dates.get(contact["id"])
            match["erased"] = date and format_date(self.env, date)
        return matches


class ImportKindGroupAssignment(models.AbstractModel):
    """The Group Assignment Upload (V08): adds contacts that there are to groups, never to those of
    an interest."""

    _name = "registration.import.kind.group_assignment"
    _inherit = "registration.import.kind.membership"
    _description = "Group Assignment Upload"

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per contact, or per contact and"
                " group. The first row names the columns, in any order."
            ),
            self.env._(
                "Each row names a contact that there is, by CONS_ID, MEMBER_ID or PRIMARY_EMAIL,"
                " and its groups, by GROUP_ID or GROUP_NAME. Nobody is taken out of a group."
            ),
            self.env._(
                "Groups of interests, of those who opted in or out, are left to a Segmentation"
                " Upload."
            ),
        ]

    @api.model
    def _row_planner(self):
        return AssignmentPlanner(self._run, self._centers())

    @api.model
    def _fast_rows(self):
        return FastAssignments(self)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("group_assignment", "Group Assignment Upload")],
        ondelete={"group_assignment": "cascade"},
    )
