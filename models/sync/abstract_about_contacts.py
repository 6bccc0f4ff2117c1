from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .sync_roles import sync_problem


class AboutContactsMixin(models.AbstractModel):
    """What says something of contacts: for who has both roles (V21) and sees these contacts
    elsewhere, too."""

    _name = "registration.import.about.contacts.mixin"
    _description = "About Contacts"

    # The fields that name them: who sees one of them alone sees nothing of it.
    _contact_fields = ("contact_id",)

    def _contacts(self):
        """The contacts, in the environment of the user."""
        contacts = self.env["res.partner"].sudo()
        for name in self._contact_fields:
            contacts |= self.sudo()[name]
        return contacts.sudo(self.env.su)

    def _hidden_text(self):
        """What is told of one whose contacts the user may not see."""
        return self.env._("You may not see this contact.")

    def _check_access(self, operation):
        """Two roles at once, and the contacts are such as the user sees elsewhere."""
        denied = super()._check_access(operation)
        if denied or self.env.su:
            return denied
        problem = sync_problem(self.env, "view")
        if problem:
            return self, lambda: AccessError(problem)
        seen = set(self._contacts()._filtered_access("read").ids)
        hidden = self.filtered(lambda each: not seen.issuperset(each._contacts().ids))
        if hidden:
            text = self._hidden_text()
            return hidden, lambda: AccessError(text)
        return None

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Only those of contacts that the user sees."""
        if not self.env.su and not bypass_access:
            self.browse().check_access("read")
            seen = self.env["res.partner"].with_context(active_test=False)._search([])
            domain = Domain(domain)
            for name in self._contact_fields:
                among = Domain(name, "in", seen)
                required = self._fields[name].required
                domain &= among if required else Domain(name, "=", False) | among
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
