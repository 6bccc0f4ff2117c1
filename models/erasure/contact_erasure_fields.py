from odoo import Command, api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.contacts.erasure_counts import count_locations
from .contact_erasure import ERASED, REMARK
from .contact_erasure_places import TEXT_TYPES

# Fields of contacts that stay. Everything else of a type that can hold personal data goes, fields
# of other addons and of the customer's own making included.
STAY = frozenset(
    (
        "active",
        "company_id",
        "customer_rank",
        "employee",
        "is_company",
        "parent_id",
        "supplier_rank",
        "type",
    )
)
CLEARED_TYPES = frozenset(
    (
        "binary",
        "boolean",
        "char",
        "date",
        "datetime",
        "float",
        "html",
        "image",
        "integer",
        "json",
        "many2many",
        "many2one",
        "many2one_reference",
        "monetary",
        "properties",
        "reference",
        "selection",
        "text",
    )
)
# Types of columns that can hold personal data, for columns that Odoo has forgotten, or stores
# several values in (one a company, one a language).
COLUMN_TYPES = ("character varying", "text", "jsonb", "json", "bytea", "date")


class ContactErasure(models.AbstractModel):
    """The contact's own row: cleared by type of field, so that a field that nobody thought of is
    cleared as well."""

    _inherit = "contact.erasure"

    @api.model
    def _fields_that_stay(self):
        """Names of the fields that an anonymized contact still has: other addons add theirs."""
        return STAY

    @api.model
    @tools.ormcache()
    def _cleared_fields(self):
        """Names of the stored fields of contacts that are emptied by ``write()``."""
        partners = self.env["res.partner"]
        return tuple(
            name
            for name, field in partners._fields.items()
            if field.store
            and field.type in CLEARED_TYPES
            and name not in models.MAGIC_COLUMNS
            and name not in self._fields_that_stay()
            # computed ones follow; a company's settings of accounting are not about the person
            and not (field.compute and field.readonly)
            and not (field.type in ("binary", "image") and field.attachment)
            and not field.company_dependent
            and not (field.type == "many2many" and self._is_of_others(field))
        )

    @api.model
    def _is_of_others(self, field):
        """Whether a relation is also one of other records with a history of their own, such as
        the people at a meeting: taking the contact out of it would change these. What only sorts
        contacts, such as tags, has none."""
        inverse = self.env.registry.many2many_relations
        return "message_ids" in self.env[field.comodel_name]._fields and bool(
            inverse.get((field.relation, field.column2, field.column1))
        )

    @api.model
    @tools.ormcache()
    def _cleared_columns(self):
        """Columns emptied by SQL: with a value for each company or language, or without a field
        (what a removed addon left)."""
        fields = self.env["res.partner"]._fields
        columns = self.env.execute_query(
            SQL(
                """SELECT column_name FROM information_schema.columns
                    WHERE table_schema = current_schema AND table_name = 'res_partner'
                      AND data_type IN %s AND is_nullable = 'YES' AND is_generated = 'NEVER'""",
                COLUMN_TYPES,
            )
        )
        return tuple(
            name
            for (name,) in columns
            if name not in self._fields_that_stay()
            and (
                name not in fields
                or fields[name].translate
                or (fields[name].company_dependent and fields[name].type != "many2one")
            )
        )

    @api.model
    def _own_addresses(self, partners):
        """Children that are addresses of a contact, at any depth; never another person or
        structure, nor one that nobody may touch."""
        level = partners.with_context(active_test=False)
        found = level.browse()
        while level:
            level = level.search(
                Domain("parent_id", "in", level.ids)
                & Domain("type", "!=", "contact")
                & Domain("is_company", "=", False)
                & self._address_domain()
                & Domain("id", "not in", (partners + found).ids)
            )
            level -= level.browse(self._protected(level)) if level else level
            found += level
        return found

    @api.model
    def _address_domain(self):
        """What else tells an address from a contact of its own."""
        return Domain.TRUE

    def _clear_partners(self, partners, addresses):
        """Empty contacts and their addresses; ``{partner id: {"addresses": count}}``."""
        values = self._erased_values()
        self._clear_rows(partners + addresses)
        self._drop_copied_address(partners, values)
        self._delete_images(partners + addresses)
        partners.write({**values, **self._marks()})
        if addresses:
            addresses.write({**values, "name": False})
        self.env.flush_all()
        self._clear_by_sql()
        if addresses:
            # not before their logins ended: Odoo would refuse
            addresses.write({"active": False})
        owners = self._owners(partners, addresses)
        return count_locations("addresses", [(each, owners[each]) for each in addresses.ids])

    @api.model
    def _marks(self):
        """``{field: value}`` by which an anonymized contact is known as one."""
        return {"name": ERASED, "comment": REMARK}

    @api.model
    def _owners(self, partners, addresses=None):
        """``{id: id of the contact}``: contacts, and their addresses, where these are not given
        all that there are."""
        if addresses is None:
            addresses = self.sudo()._own_addresses(partners.sudo())
        owners = {each: each for each in partners.ids}
        for address in addresses:
            owners[address.id] = owners[address.parent_id.id]
        return owners

    @api.model
    def _erased_values(self):
        """``{field: empty value}`` of a contact; where a field must have one, a constant."""
        fields = self.env["res.partner"]._fields
        names = self._cleared_fields()
        required = [name for name in names if fields[name].required]
        defaults = self.env["res.partner"].default_get(required)
        values = {}
        for name in names:
            field = fields[name]
            if name in required:
                values[name] = ERASED if field.type in TEXT_TYPES else defaults.get(name)
            else:
                values[name] = [Command.clear()] if field.type == "many2many" else False
        return {name: value for name, value in values.items() if value is not None}

    def _clear_rows(self, everyone):
        """Rows of other models that are parts of a contact: bank accounts, which payments may need
        as rows."""
        bank = "res.partner.bank"
        values = {
            **self._emptied_columns(bank),
            "acc_number": SQL("%s || '-' || t.id", ERASED),
            "sanitized_acc_number": SQL("%s || t.id", ERASED),
            "active": SQL("FALSE"),
        }
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner_bank t SET %s
                     FROM contact_erasure_subject s WHERE t.partner_id = s.id""",
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
                ),
            )
        )

    def _drop_copied_address(self, partners, values):
        """Contact persons have the address and the commercial data of their structure: where it
        is erased, their copies go, and nothing else of theirs."""
        names = [name for name in partners._address_fields() if name in values]
        people = partners.search(
            [
                ("parent_id", "in", partners.ids),
                ("type", "=", "contact"),
                ("id", "not in", partners.ids),
            ]
        )
        same = people.filtered(
            lambda each: (
                any(each[name] for name in names)
                and all(each[name] == each.parent_id[name] for name in names)
            )
        )
        if same:
            same.write({name: values[name] for name in names})
        commercial = [name for name in partners._commercial_fields() if name in values]
        heirs = partners.search(
            [
                ("commercial_partner_id", "in", partners.ids),
                ("id", "not in", partners.ids),
                ("is_company", "=", False),
            ]
        )
        if heirs and commercial:
            heirs.write({name: values[name] for name in commercial})

    def _delete_images(self, everyone):
        """Pictures and other files stored in fields; each has to be named, Odoo hides them."""
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", everyone.ids),
                ("res_field", "!=", False),
            ]
        ).unlink()

    def _clear_by_sql(self):
        """Values of all companies and languages, and columns without a field."""
        columns = self._cleared_columns()
        if columns:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner p SET %s FROM contact_erasure_subject s WHERE p.id = s.id",
                    SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns),
                )
            )
        self.env["res.partner"].invalidate_model(flush=False)
