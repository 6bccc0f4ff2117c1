from odoo import api, fields, models

from ...tools.connector.remote import SETS


class RegistrationImportConnectionField(models.Model):
    """A field that contacts have in the other CRM, as it says itself: operations choose from
    these."""

    _name = "registration.import.connection.field"
    _description = "Field of Another CRM"
    _order = "label, id"
    _rec_names_search = ["label", "name"]

    connection_id = fields.Many2one(
        "registration.import.connection", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    label = fields.Char(required=True)
    type = fields.Char()
    read_only = fields.Boolean("Only read")
    active = fields.Boolean(default=True, help="Off: contacts there have no such field any more")

    _name_uniq = models.Constraint("unique(connection_id, name)", "It has each field once.")

    @api.depends("name", "label")
    def _compute_display_name(self):
        for field in self:
            known = field.label if field.label != field.name else ""
            field.display_name = f"{known} ({field.name})" if known else field.name

    def _take_over(self, connection, described):
        """Take over what was described; one that is no more is put out of use, so that the
        operations that use it say so."""
        known = self.with_context(active_test=False).search([("connection_id", "=", connection.id)])
        by_name, new = known.grouped("name"), []
        for each in described:
            values = {
                "label": each.label,
                "type": each.type,
                "read_only": each.read_only,
                "active": True,
            }
            if each.name in by_name:
                by_name[each.name].write(values)
            else:
                new.append({"connection_id": connection.id, "name": each.name, **values})
        self.create(new)
        names = {each.name for each in described}
        known.filtered(lambda each: each.name not in names).active = False

    def _is_set(self):
        return self.name in SETS
