from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.contacts.former_keys import CONS_ID


class ResPartner(models.Model):
    """What a contact is known by in files, and what contacts were that were merged into it."""

    _inherit = "res.partner"

    contact_former_key_ids = fields.One2many(
        "contact.former.key",
        "partner_id",
        "Former Keys",
        readonly=True,
        groups="base.group_user",
        help="By which files knew contacts that were merged into this one. They still find it.",
    )

    @api.model
    def _key_fields(self):
        """``{sort of key: (field, field of the company within which it is unique or None)}``:
        whoever has fields that files name contacts by adds them."""
        return {}

    @api.model
    def _key_text(self, sort, value):
        """A key as it is compared; nothing for a value that names nobody."""
        return value

    def _own_keys(self):
        """``{(sort, text, company id or 0)}``, that of the record itself included."""
        keys = {(CONS_ID, str(each.id), 0) for each in self}
        for sort, (name, scope) in self._key_fields().items():
            keys |= {
                (sort, text, (each[scope].id if scope else 0) or 0)
                for each in self
                if each[name] and (text := self._key_text(sort, each[name]))
            }
        return keys

    # -- merging -----------------------------------------------------------------------------

    def _before_merge(self, master):
        """What is put right before these contacts are merged into another one, by whichever way,
        with all rights: others add theirs."""
        self.env["contact.former.key"]._keep(self, master)

    @api.model
    def _own_value_fields(self):
        """Names of the fields whose value only one contact can have: texts that a copy does not
        get."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.type == "char" and not field.copy and not field.compute
        ]

    def _give_up_own_values(self):
        """Empty these fields, without a word to anybody; ``{name: (value, company)}`` of what was
        there. Values that Odoo keeps for each company are the master's by now."""
        names, given = self._own_value_fields(), {}
        for name in names:
            if not self._fields[name].company_dependent:
                found = [(each[name], each.company_id) for each in self if each[name]]
                given |= {name: found[0]} if found else {}
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET %s WHERE id = ANY(%s)",
                SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in names),
                self.ids,
            )
        )
        self.invalidate_recordset(names, flush=False)
        return given

    def _take_own_values(self, given):
        """Have what others gave up, where there is nothing yet; of a key only within the company
        where it is theirs, or somebody else may have it."""
        scoped = {name for name, scope in self._key_fields().values() if scope}
        self.write(
            {
                name: value
                for name, (value, company) in given.items()
                if not self[name] and (name not in scoped or company == self.company_id)
            }
        )

    @api.constrains(lambda self: [name for name, _scope in self._key_fields().values()])
    def _forget_former_keys(self):
        """A key that a contact gets itself leads to nobody else any more."""
        contacts = self.sudo()
        keys = contacts._own_keys() - {(CONS_ID, str(each.id), 0) for each in contacts}
        self.env["contact.former.key"].sudo()._of_keys(keys).unlink()
