from odoo import fields, models


class ContactCountMixin(models.AbstractModel):
    """Something that contacts have: how many do, and which."""

    _name = "contact.count.mixin"
    _description = "Had by Contacts"

    # the field of the contacts that holds it
    _contact_field = None

    contact_count = fields.Integer("Contacts", compute="_compute_contact_count")

    def _compute_contact_count(self):
        field = self._contact_field
        counts = dict(
            self.env["res.partner"]._read_group([(field, "in", self.ids)], [field], ["__count"])
        )
        for record in self:
            record.contact_count = counts.get(record._origin, 0)

    def action_open_contacts(self):
        """Open the contacts that have it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("contacts.action_contacts")
        return dict(
            action,
            name=self.display_name,
            display_name=self.env._("Contacts of %s", self.display_name),
            domain=[(self._contact_field, "in", self.ids)],
            context={},
        )
