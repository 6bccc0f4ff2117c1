from odoo import api, fields, models
from odoo.fields import Domain

from .import_conflict import OPEN, OURS, THEIRS


class RegistrationImportConflictField(models.Model):
    """A field that both sides have changed: what stands here and there, and which of the two
    counts."""

    _name = "registration.import.conflict.field"
    _description = "Field in Conflict"
    _order = "id"
    _rec_name = "label"

    conflict_id = fields.Many2one(
        "registration.import.conflict", required=True, index=True, ondelete="cascade"
    )
    field = fields.Char("Field code", required=True, readonly=True)
    label = fields.Char("Field", required=True, readonly=True)
    ours = fields.Char("Here", readonly=True)
    theirs = fields.Char("There", readonly=True)
    side = fields.Selection([(OURS, "Ours"), (THEIRS, "Theirs")], "What counts")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Only those of conflicts that the user sees: nobody counts values of others."""
        if not self.env.su and not bypass_access:
            seen = self.env["registration.import.conflict"]._search([])
            domain = Domain(domain) & Domain("conflict_id", "in", seen)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        """Who sees the conflict sees its fields, and who may decide it chooses."""
        denied = super()._check_access(operation)
        if denied or self.env.su:
            return denied
        conflicts = self.sudo().conflict_id.sudo(False)
        refused = conflicts._check_access("read")
        if refused:
            return self, refused[1]
        return None

    def write(self, vals):
        """A side is chosen, and nothing else, as long as nothing is decided."""
        if not self.env.su:
            conflicts = self.sudo().conflict_id.sudo(False)
            conflicts._check_may_decide()
            is_late = any(each.state != OPEN for each in conflicts)
            conflicts._check_only_sides(vals.keys() - {"side"} or is_late)
        return super().write(vals)
