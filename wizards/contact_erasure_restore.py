import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError


class ContactErasureRestore(models.TransientModel):
    """Before a backup is restored the register is saved to a file; afterwards it is read again,
    and whoever came back is anonymized."""

    _name = "contact.erasure.restore"
    _description = "Anonymize again after a Restore"

    saved = fields.Binary("Register", compute="_compute_saved")
    saved_name = fields.Char(compute="_compute_saved")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()

    @api.depends_context("uid")
    def _compute_saved(self):
        self._check_administrator()
        for wizard in self:
            wizard.saved = base64.b64encode(self.env["contact.erasure.register"]._dump())
            wizard.saved_name = f"erased-contacts-{fields.Date.today()}.jsonl"

    def action_save(self):
        """Download the register."""
        self.ensure_one()
        self._check_administrator()
        url = f"/web/content/{self._name}/{self.id}/saved/{self.saved_name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_replay(self):
        """Take over the entries of the file, if one was given, and anonymize who is back."""
        self._check_administrator()
        register = self.env["contact.erasure.register"]
        if self.file:
            register._load(base64.b64decode(self.file))
        return register.action_replay()

    def _check_administrator(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator can replay the register."))
