from odoo import models
from odoo.exceptions import UserError


class RegistrationImportOperation(models.Model):
    """What values of files mean for all who use an operation: shown to who manages it, and taken
    back there."""

    _inherit = "registration.import.operation"

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
            for each in shared_meanings_of(self)
        ]

    def remove_meaning(self, meaning):
        """Read a text as it stands from now on."""
        self.ensure_one()
        self._check_right("manage")
        found = shared_meanings_of(self).filtered(lambda each: each.id == meaning)
        if not found:
            raise UserError(self.env._("This value is not there any more: reload the page."))
        found.unlink()
        return True


def shared_meanings_of(operation):
    """What values mean for all who use an operation."""
    meanings = operation.env["registration.import.meaning"].sudo()
    return meanings.search([("operation_id", "=", operation.id), ("user_id", "=", False)])
