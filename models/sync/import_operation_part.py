from odoo import api, fields, models
from odoo.exceptions import AccessError


class RegistrationImportOperationPart(models.AbstractModel):
    """What belongs to one operation: its columns, its schedule, its source.

    Who may change an operation changes its parts, and a part that a person changes makes that
    person the one with whose rights the operation runs. A model that inherits this one says which
    of its fields are of another sort.
    """

    _name = "registration.import.operation.part"
    _description = "Part of an Import Operation"

    # What only the server writes.
    _server_fields = frozenset()
    # Whether a change takes back what was allowed to the operation as it was.
    _withdraws_allowance = True

    operation_id = fields.Many2one(
        "registration.import.operation", required=True, index=True, ondelete="cascade"
    )

    def _check_access(self, operation):
        """Who may not change the operation changes none of its parts."""
        if not self.env.su and operation != "read":
            refused = self.sudo().operation_id.sudo(False)._check_access("write")
            if refused:
                return self, refused[1]
        return super()._check_access(operation)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_values(vals)
        parts = super().create(vals_list)
        for part, vals in zip(parts, vals_list, strict=True):
            part._tell_operation(vals)
        return parts

    def write(self, vals):
        self.check_access("write")
        self._check_values(vals)
        if "operation_id" in vals and not self.env.su:
            raise AccessError(self.env._("A part of an operation stays with it."))
        result = super().write(vals)
        self._tell_operation(vals)
        return result

    def _check_values(self, vals):
        """Raise ``AccessError`` for values that a person may not write."""
        if not self.env.su and not self._server_fields.isdisjoint(vals):
            raise AccessError(self.env._("Only the server writes this of an operation."))

    def _tell_operation(self, vals):
        """A person, not the server, has changed what a run would do."""
        if not self.env.su and self._changes_runs(vals):
            self.operation_id._change_runner(self._withdraws_allowance)

    def _changes_runs(self, vals):
        return bool(vals)
