from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..models.sync.sync_roles import sync_problem
from ..tools.contacts.merging import EXISTING, NEW, default_side

SIDES = [(NEW, "The new contact's"), (EXISTING, "The existing contact's")]


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
        [(NEW, "New contact"), (EXISTING, "Existing contact")],
        "Which Contact Stays",
        required=True,
        help="The one that people log in with, unless you choose the other",
    )
    contact_facts = fields.Char("About the New Contact", compute="_compute_facts")
    match_facts = fields.Char("About the Existing Contact", compute="_compute_facts")
    line_ids = fields.One2many("registration.import.duplicate.merge.line", "merge_id")

    def _check_access(self, operation):
        denied = super()._check_access(operation)
        problem = None if self.env.su else sync_problem(self.env, "run")
        return denied or (problem and (self, lambda: AccessError(problem))) or None

    @api.model
    def _for_duplicate(self, duplicate):
        """The wizard of a pair, with a line for each value that differs."""
        master = EXISTING if duplicate._default_master() == duplicate.match_id else NEW
        merge = self.create(
            {
                "duplicate_id": duplicate.id,
                "master": master,
                "line_ids": [
                    Command.create({**line, "side": master})
                    for line in duplicate._values_of_both()
                    if line["contact_text"] != line["match_text"]
                ],
            }
        )
        merge._choose_defaults()
        return merge

    @api.onchange("master")
    def _choose_defaults(self):
        """Whose values are taken at first."""
        contacts = {side: self[side] for side, _label in SIDES}
        for line in self.line_ids:
            line.side = default_side(line.field, self.master, contacts)

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
            field = master._fields[line.field]
            chosen = self[line.side][line.field]
            values[line.field] = field.convert_to_write(chosen, master)
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
    side = fields.Selection(SIDES, required=True)


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
