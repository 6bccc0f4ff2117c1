from odoo import Command, api, models

from ...tools.contacts.contact_parts import COMMUNICATION

# Of other addons; where they are not installed, no contact has these.
OPTIONAL = ("mobile", "partner_latitude", "partner_longitude")
NAMED = {
    "criteria": "contact_criterion_value_ids",
    "authorizations": "contact_authorization_ids",
}


class ContactErasure(models.AbstractModel):
    """DELETE (S11): the contact stays with its name and its sales, and cannot be reached."""

    _inherit = "contact.erasure"

    @api.model
    def _delete(self, partners, origin=None, named=None):
        """Empty address, communication means and e-mail, end the login, remove the values of
        criteria and authorizations that are named for a contact: ``{partner id: {"criteria":
        [value ids], "authorizations": [ids]}}``."""
        self._check_may(partners, "write")
        self._quietly()._delete_data(self._quietly(partners), named or {})

    def _delete_data(self, partners, named):
        """With all rights: logins are not the user's."""
        self.env.flush_all()
        addresses = self._own_addresses(partners)
        self._open_subjects(partners, addresses)
        users = self._end_logins(partners + addresses)
        values = self._unreachable_values()
        self._drop_copied_address(partners, values)
        partners.write(values)
        if addresses:
            addresses.write({**self._erased_values(), "name": False})
            addresses.write({"active": False})
        self._remove_named(partners, named)
        self._scrub_users(users)
        self._remove_cross_references((partners + addresses).ids)
        self._close_subjects()

    @api.model
    def _unreachable_values(self):
        """``{field: empty}`` of all by which a contact can be reached."""
        fields = self.env["res.partner"]._fields
        names = (*self.env["res.partner"]._address_fields(), *COMMUNICATION, *OPTIONAL)
        return dict.fromkeys((name for name in names if name in fields), False)

    def _remove_named(self, partners, named):
        """One write for all contacts of which the same is named."""
        same = {}
        for partner, found in named.items():
            key = tuple(
                (field, tuple(sorted(found[name])))
                for name, field in NAMED.items()
                if found.get(name)
            )
            if key:
                same.setdefault(key, []).append(partner)
        for key, ids in same.items():
            values = {field: [Command.unlink(each) for each in given] for field, given in key}
            (partners & partners.browse(ids)).write(values)
