from odoo import models
from odoo.exceptions import UserError


class RegistrationImportOperation(models.Model):
    """What values of files mean for all who use an operation: shown to who manages it, and taken
    back there."""

    _inherit = "registration.import.operation"

    def _shared_meanings(self):
        meanings = self.env["registration.import.meaning"].sudo()
        return meanings.search([("operation_id", "=", self.id), ("user_id", "=", False)])

    def shared_meanings(self):
        """``[{"id", "label", "text", "ours"}]``, of which nothing is told to others."""
        self.ensure_one()
        self.check_access("read")
        if self._right_problem("manage"):
            return []
        schema = self._kind()._schema()
        return [
            {
                "id": each.id,
                "label": schema.field(each.field).label if each.field in schema else each.field,
                "text": each.text,
                "ours": each.ours,
            }
            for each in self._shared_meanings()
        ]

    def remove_meaning(self, meaning):
        """Read a text as it stands from now on."""
        self.ensure_one()
        self._check_right("manage")
        found = self._shared_meanings().filtered(lambda each: each.id == meaning)
        if not found:
            raise UserError(self.env._("This value is not there any more: reload the page."))
        found.unlink()
        return True
