from odoo import Command, api, fields, models

from ...tools.contacts.contact_parts import COMMUNICATION

LISTED = "mailing.contact"
# Of other addons; where they are not installed, no contact has these.
OPTIONAL = ("mobile", "partner_latitude", "partner_longitude")


class ContactErasure(models.AbstractModel):
    """DELETE (S11): the contact stays with its name and its sales, and cannot be reached."""

    _inherit = "contact.erasure"

    @api.model
    def _delete(self, partners, origin=None, named=None):
        """Empty address, communication means and e-mail, end the login, remove what is named for a
        contact: ``{partner id: {name in _removable_fields: [ids]}}``."""
        self._check_may(partners, "write")
        self._quietly()._delete_data(self._quietly(partners), named or {})

    def _delete_data(self, partners, named):
        """With all rights: logins are not the user's."""
        self.env.flush_all()
        addresses = self._own_addresses(partners)
        self._open_subjects(partners, addresses)
        users = self._end_logins(partners + addresses)
        values = self._unreachable_values()
        mark = {"contact_deleted_date": fields.Datetime.now()}
        self._leave_lists()
        self._drop_copied_address(partners, values)
        partners.write({**values, **mark})
        if addresses:
            addresses.write({**self._erased_values(), "name": False})
            addresses.write({"active": False, **mark})
        self._remove_named(partners, named)
        self._scrub_users(users)
        self._forget_names_elsewhere(partners + addresses)
        self._close_subjects()

    def _leave_lists(self):
        """Mailings reach a contact by its place on their lists as well; some addons let no contact
        be without an e-mail that is on one."""
        for column, table, known in (
            ("partner_id", "subject", "id"),
            ("email_normalized", "email", "email"),
        ):
            if self._is_column(LISTED, column):
                found = self._ids_joined(LISTED, column, table, known)
                self.env[LISTED].browse({each for each, _root in found}).unlink()

    @api.model
    def _unreachable_values(self):
        """``{field: empty}`` of all by which a contact can be reached."""
        fields = self.env["res.partner"]._fields
        names = (*self.env["res.partner"]._address_fields(), *COMMUNICATION, *OPTIONAL)
        return dict.fromkeys((name for name in names if name in fields), False)

    @api.model
    def _deleted_on(self, partners):
        """``{partner id: when}`` of contacts that were deleted, and have not been given anything
        since, by hand, by which they are reached. One query."""
        names = [name for name in COMMUNICATION if name in partners._fields]
        partners = partners.sudo().with_context(active_test=False)
        deleted = partners.search_fetch(
            [("id", "in", partners.ids), ("contact_deleted_date", "!=", False)],
            ["contact_deleted_date", *names],
        )
        return {
            each.id: each.contact_deleted_date
            for each in deleted
            if not any(each[name] for name in names)
        }

    @api.model
    def _removable_fields(self):
        """``{name: field}`` of relations of which whoever deletes may name what goes: other addons
        add theirs."""
        return {}

    def _forget_names_elsewhere(self, contacts):
        """By what other systems know these contacts: nothing here knows of any."""

    def _remove_named(self, partners, named):
        """One write for all contacts of which the same is named."""
        same, fields = {}, self._removable_fields()
        for partner, found in named.items():
            key = tuple(
                (field, tuple(sorted(found[name])))
                for name, field in fields.items()
                if found.get(name)
            )
            if key:
                same.setdefault(key, []).append(partner)
        for key, ids in same.items():
            values = {field: [Command.unlink(each) for each in given] for field, given in key}
            (partners & partners.browse(ids)).write(values)


class ImportKindUndo(models.AbstractModel):
    """What is deleted stays deleted: that a field is empty is not what the import wrote."""

    _inherit = "registration.import.kind.undo"

    @api.model
    def _final_fields(self, model, identifiers):
        found = super()._final_fields(model, identifiers)
        if model != "res.partner":
            return found
        erasure = self.env["contact.erasure"]
        names = set(erasure._unreachable_values())
        return found | dict.fromkeys(
            erasure._deleted_on(self.env[model].browse(identifiers)), names
        )
