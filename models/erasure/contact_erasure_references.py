from odoo import api, models, tools
from odoo.tools import SQL

# Tables whose rows are parts of a contact, or of what the contact's own record has.
PARTS = frozenset(("res_partner_res_partner_category_rel",))
# The contact's own row, which its other references lead to.
SELF = (("res_partner", "commercial_partner_id"), ("res_partner", "parent_id"))


class ContactErasure(models.AbstractModel):
    """Everything in the database that refers to contacts, found in the database itself and in the
    models: foreign keys, fields, relations between two models, and references of any model."""

    _inherit = "contact.erasure"

    @api.model
    def _part_tables(self):
        """Names of tables whose rows keep nobody from dropping a contact: see ``PARTS``; other
        addons add theirs."""
        return PARTS

    @api.model
    @tools.ormcache()
    def _references(self):
        """``[(table, column, model or None, field or None, kind)]``, without wizards and views.

        ``kind``: "key" (the id), "company" (an id for each company), "text" ("res.partner,7") or
        the name of the column that has the model's name.
        """
        found = {location: (None, None, "key") for location in self._foreign_keys()}
        skipped = set(self._part_tables())
        for name, records in self.env.items():
            if records._abstract or not records._auto:
                continue
            if records._transient:
                skipped.update(_tables(records))
                continue
            found.update(_field_references(name, records))
        return tuple(
            (table, column, *described)
            for (table, column), described in sorted(found.items())
            if table not in skipped and (table, column) not in SELF
        )

    @api.model
    def _foreign_keys(self):
        """``[(table, column)]`` that the database itself checks."""
        return self.env.execute_query(
            SQL(
                """SELECT c.conrelid::regclass::text, a.attname
                     FROM pg_constraint c JOIN pg_attribute a
                       ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                    WHERE c.contype = 'f' AND c.confrelid = 'res_partner'::regclass"""
            )
        )

    @api.model
    def _count_references(self, reference, owners):
        """``{partner id: count}`` of one reference, in one query; ``owners`` {id: contact}."""
        table, column, _model, _field, kind = reference
        name = SQL.identifier(column)
        ids = list(owners)
        value, condition = name, SQL("%s = ANY(%s)", name, ids)
        source = SQL.identifier(table)
        if kind == "company":
            source = SQL("%s, jsonb_each_text(%s) AS each(key, value)", source, name)
            value = SQL("each.value::integer")
            condition = SQL("each.value = ANY(%s)", [str(each) for each in ids])
        elif kind == "text":
            value = SQL("split_part(%s, ',', 2)::integer", name)
            condition = SQL("%s = ANY(%s)", name, [f"res.partner,{each}" for each in ids])
        elif kind != "key":
            condition = SQL("%s = 'res.partner' AND %s", SQL.identifier(kind), condition)
        rows = self.env.execute_query(
            SQL("SELECT %s, count(*) FROM %s WHERE %s GROUP BY 1", value, source, condition)
        )
        found = {}
        for each, count in rows:
            found[owners[each]] = found.get(owners[each], 0) + count
        return found

    @api.model
    def _reference_text(self, model, field, table):
        """A location in words: "Registration (Booked by)"."""
        if model not in self.env:
            return table
        name = self.env["ir.model"]._get(model).name
        field = self.env[model]._fields.get(field)
        return f"{name} ({field._description_string(self.env)})" if field else name


def _tables(records):
    """The tables of a model: its own, and those of its relations."""
    yield records._table
    for field in records._fields.values():
        if field.type == "many2many" and field.store and field.relation:
            yield field.relation


def _field_references(model, records):
    """Yield ``((table, column), (model, field, kind))`` of a model's fields."""
    for name, field in records._fields.items():
        if not field.store:
            continue
        if field.type == "many2many" and field.comodel_name == "res.partner" and field.relation:
            yield (field.relation, field.column2), (model, name, "key")
        elif not field.column_type:
            continue
        elif field.type == "many2one" and field.comodel_name == "res.partner":
            kind = "company" if field.company_dependent else "key"
            yield (records._table, name), (model, name, kind)
        elif field.type == "reference":
            yield (records._table, name), (model, name, "text")
        elif field.type == "many2one_reference" and field.model_field in records._fields:
            holder = records._fields[field.model_field]
            if holder.store and holder.type in ("char", "selection"):
                yield (records._table, name), (model, name, field.model_field)
