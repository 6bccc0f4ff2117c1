from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..models.duplicates.import_duplicate_values import CONSENT
from ..models.sync.sync_roles import sync_refusal

NEW, OLD = "contact_id", "match_id"
COMPANY = "company_id"
SIDES = [(NEW, "The new contact's"), (OLD, "The existing contact's")]


class RegistrationImportDuplicateMerge(models.TransientModel):
    """Merge two contacts value by value: which contact stays, and what it holds then."""

    _name = "registration.import.duplicate.merge"
    _description = "Merge Contacts"

    duplicate_id = fields.Many2one(
        "registration.import.duplicate", required=True, readonly=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(related="duplicate_id.contact_id", related_sudo=False)
    match_id = fields.Many2one(related="duplicate_id.match_id", related_sudo=False)
    master = fields.Selection(
        [(NEW, "New contact"), (OLD, "Existing contact")],
        "Which Contact Stays",
        required=True,
        help="The one that people log in with, unless you choose the other",
    )
    contact_facts = fields.Char("About the New Contact", compute="_compute_facts")
    match_facts = fields.Char("About the Existing Contact", compute="_compute_facts")
    line_ids = fields.One2many("registration.import.duplicate.merge.line", "merge_id")

    def _check_access(self, operation):
        denied = super()._check_access(operation)
        refusal = None if self.env.su else sync_refusal(self.env, "run")
        return denied or (refusal and (self, lambda: AccessError(refusal))) or None

    @api.model
    def _for_duplicate(self, duplicate):
        """The wizard of a pair, with a line for each value that differs."""
        master = OLD if duplicate._default_master() == duplicate.match_id else NEW
        merge = self.create(
            {
                "duplicate_id": duplicate.id,
                "master": master,
                "line_ids": [
                    Command.create({**line, "keep": master})
                    for line in duplicate._values_of_both()
                    if line["contact_text"] != line["match_text"]
                ],
            }
        )
        merge._keep_defaults()
        return merge

    @api.onchange("master")
    def _keep_defaults(self):
        """Whose values are kept at first: the master's, else what there is."""
        other = OLD if self.master == NEW else NEW
        for line in self.line_ids:
            if line.field == COMPANY:
                line.keep = self._side_of_company()
            elif line.field == CONSENT:
                line.keep = min(self.master, other, key=lambda side: len(self[side][CONSENT]))
            else:
                line.keep = self.master if self[self.master][line.field] else other

    def _side_of_company(self):
        """The company within which the contact has its number, which files of that company know it
        by; else a contact of all companies stays theirs, or one would lose it."""
        numbered = [side for side in (self.master, NEW, OLD) if self[side].contact_nr]
        return (
            numbered[0]
            if numbered
            else next(side for side in (NEW, OLD) if not self[side][COMPANY])
        )

    @api.depends("duplicate_id")
    def _compute_facts(self):
        for merge in self:
            merge.contact_facts = merge._facts(merge.contact_id)
            merge.match_facts = merge._facts(merge.match_id)

    def _facts(self, contact):
        """ "No. 41, made on 01/02/2026, logged in on 03/04/2026"."""
        parts = [
            self.env._("no. %s", contact.id),
            self.env._("made on %s", format_date(self.env, contact.create_date)),
        ]
        login = max(filter(None, contact.sudo().user_ids.mapped("login_date")), default=None)
        if login:
            parts.append(self.env._("logged in on %s", format_date(self.env, login)))
        return ", ".join(parts)

    def action_merge(self):
        """Merge, and open what is left."""
        self.ensure_one()
        self.check_access("write")
        duplicate, master = self.duplicate_id, self[self.master]
        values = {}
        for line in self.line_ids:
            kept = self[line.keep][line.field]
            field = master._fields[line.field]
            values[line.field] = field.convert_to_write(kept, master)
        duplicate._merge(master, values)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Merged: %s is left.", master.display_name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class RegistrationImportDuplicateMergeLine(models.TransientModel):
    """One value that two contacts do not hold alike."""

    _name = "registration.import.duplicate.merge.line"
    _description = "Value of Merged Contacts"
    _order = "sequence, id"

    merge_id = fields.Many2one(
        "registration.import.duplicate.merge", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    field = fields.Char("Field code", required=True, readonly=True)
    label = fields.Char("Field", readonly=True)
    contact_text = fields.Char("New Contact", readonly=True)
    match_text = fields.Char("Existing Contact", readonly=True)
    keep = fields.Selection(SIDES, required=True)


class RegistrationImportDuplicate(models.Model):
    _inherit = "registration.import.duplicate"

    def action_merge(self):
        """Open the two contacts side by side."""
        self.ensure_one()
        self._check_may_decide()
        merge = self.env["registration.import.duplicate.merge"]._for_duplicate(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Contacts"),
            "res_model": merge._name,
            "res_id": merge.id,
            "views": [(False, "form")],
            "target": "new",
        }
