from typing import NamedTuple

from odoo import api, models, tools
from odoo.tools import SQL

# What a reference holds: the id, an id for each company, or "res.partner,7"; anything else is the
# name of the column that holds the name of the model.
KEY, COMPANY, TEXT = "key", "company", "text"
# Messages that no person wrote. A note may be either: see ``_note_of_people``.
BY_THE_SYSTEM = ("user_notification", "auto_comment", "out_of_office")
NOTE = "notification"


class Reference(NamedTuple):
    """A column that refers to records of a model; ``model`` and ``field`` are None where only the
    database knows of it; ``derived``: that it follows another field by itself."""

    table: str
    column: str
    model: str | None
    field: str | None
    kind: str
    derived: bool = False

    @property
    def place(self):
        """What names the column."""
        return f"{self.table}.{self.column}"


class RegistrationImportReference(models.AbstractModel):
    """Whatever in the database refers to records of a model: found in the database itself and in
    the models, so that a table nobody thought of is found as well. Foreign keys, fields, relations
    between two models, and references of any model."""

    _name = "registration.import.reference"
    _description = "References to Records"

    @api.model
    def _bookkeeping(self):
        """Our models that note what was done with records, and use none of them: others add
        theirs."""
        return (
            "registration.import.correction",
            "registration.import.job",
            "registration.import.outcome",
            "registration.import.problem",
            "registration.import.row",
        )

    @api.model
    @tools.ormcache("model")
    def _to(self, model):
        """Every ``Reference`` to records of a model, without wizards, views and our bookkeeping."""
        records, skipped = self.env[model], set()
        found = {each: Reference(*each, None, None, KEY) for each in self._foreign_keys(records)}
        for name, holders in self.env.items():
            if holders._abstract or not holders._auto:
                continue
            if holders._transient or name in self._bookkeeping():
                skipped.update(_tables(holders))
                continue
            found.update({each[:2]: each for each in _references(holders, model)})
        return tuple(each for key, each in sorted(found.items()) if key[0] not in skipped)

    @api.model
    def _foreign_keys(self, records):
        """``[(table, column)]`` that the database itself checks."""
        return self.env.execute_query(
            SQL(
                """SELECT c.conrelid::regclass::text, a.attname
                     FROM pg_constraint c JOIN pg_attribute a
                       ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                    WHERE c.contype = 'f' AND c.confrelid = %s::regclass""",
                records._table,
            )
        )

    @api.model
    def _count(self, reference, model, ids, condition=None):
        """``{id: count}`` of the rows that refer to records by one reference: one query. A
        ``condition`` is on the row ``t``."""
        name = SQL.identifier("t", reference.column)
        value, where = name, SQL("%s = ANY(%s)", name, list(ids))
        source = SQL("%s t", SQL.identifier(reference.table))
        if reference.kind == COMPANY:
            source = SQL("%s, jsonb_each_text(%s) AS each(key, value)", source, name)
            value = SQL("each.value::integer")
            where = SQL("each.value = ANY(%s)", [str(each) for each in ids])
        elif reference.kind == TEXT:
            value = SQL("split_part(%s, ',', 2)::integer", name)
            where = SQL("%s = ANY(%s)", name, [f"{model},{each}" for each in ids])
        elif reference.kind != KEY:
            where = SQL("%s = %s AND %s", SQL.identifier("t", reference.kind), model, where)
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT %s, count(*) FROM %s WHERE %s AND %s GROUP BY 1",
                    value,
                    source,
                    where,
                    condition or SQL("TRUE"),
                )
            )
        )

    @api.model
    def _label(self, model, field, table):
        """A place in words: "Event Registration (Booked by)"."""
        if model not in self.env:
            return table
        name = self.env["ir.model"]._get(model).name
        field = self.env[model]._fields.get(field)
        return f"{name} ({field._description_string(self.env)})" if field else name

    # -- what counts as a use ----------------------------------------------------------------------

    @api.model
    def _uses(self, model, ids):
        """``{id: {place: (count, label)}}`` of whatever refers to records: one statement for each
        column that can. What follows another field by itself, and what the system itself noted on
        the record, is no use of it."""
        self.env.flush_all()
        found = {}
        for reference in self._to(model):
            if reference.derived:
                continue
            counts = self._count(reference, model, ids, self._of_people(reference, model))
            label = counts and self._label(reference.model, reference.field, reference.table)
            for each, count in counts.items():
                found.setdefault(each, {})[reference.place] = count, label
        return found

    @api.model
    def _of_people(self, reference, model):
        """A condition that leaves out what Odoo itself notes on a record: that it was made, that
        whoever made it follows it, to whom that was told; None where everything counts."""
        table, column = reference.table, SQL.identifier("t", reference.column)
        if table == "mail_message" and reference.kind != KEY:
            return SQL(
                "t.message_type <> ALL(%s) AND (t.message_type <> %s OR %s)",
                list(BY_THE_SYSTEM),
                NOTE,
                self._note_of_people(model),
            )
        if table == "mail_message":
            return SQL("(t.model = %s AND t.res_id = %s) IS NOT TRUE", model, column)
        if table == "mail_followers" and reference.kind == KEY:
            return SQL("(t.res_model = %s AND t.res_id = %s) IS NOT TRUE", model, column)
        if table == "mail_followers":
            return SQL("NOT (%s)", self._by_maker(model, "partner_id"))
        if table in ("mail_notification", "mail_message_res_partner_rel"):
            return SQL(
                """NOT EXISTS (SELECT FROM mail_message m WHERE m.id = t.mail_message_id
                                  AND m.model = %s AND m.res_id = %s)""",
                model,
                column,
            )
        return None

    @api.model
    def _note_of_people(self, model):
        """A note that says something, and not that the record was made, which is the first one, by
        whoever made it, nor what has changed."""
        return SQL(
            """(coalesce(t.body, '') <> ''
                AND NOT EXISTS (SELECT FROM mail_tracking_value v WHERE v.mail_message_id = t.id)
                AND NOT (%s AND NOT EXISTS (
                         SELECT FROM mail_message e
                          WHERE e.model = t.model AND e.res_id = t.res_id AND e.id < t.id)))""",
            self._by_maker(model, "author_id"),
        )

    @api.model
    def _by_maker(self, model, column):
        """Whether a contact in a column of ``t`` is that of the user who made the record."""
        if not self.env[model]._log_access:
            return SQL("FALSE")
        return SQL(
            """EXISTS (SELECT FROM %s made JOIN res_users u ON u.id = made.create_uid
                        WHERE made.id = t.res_id AND u.partner_id = %s)""",
            SQL.identifier(self.env[model]._table),
            SQL.identifier("t", column),
        )


def _tables(records):
    """The tables of a model: its own, and those of its relations."""
    yield records._table
    for field in records._fields.values():
        if field.type == "many2many" and field.store and field.relation:
            yield field.relation


def _references(records, model):
    """Yield each ``Reference`` that the fields of some records are to those of a model."""
    name, table = records._name, records._table
    for field in records._fields.values():
        if not field.store:
            continue
        if field.type == "many2many" and field.relation:
            if name == model and field.comodel_name != model:
                yield Reference(field.relation, field.column1, name, field.name, KEY)
            elif field.comodel_name == model:
                yield Reference(field.relation, field.column2, name, field.name, KEY)
        elif not field.column_type:
            continue
        elif field.type == "many2one" and field.comodel_name == model:
            kind = COMPANY if field.company_dependent else KEY
            derived = bool(field.compute and field.readonly)
            yield Reference(table, field.name, name, field.name, kind, derived)
        elif field.type == "reference":
            yield Reference(table, field.name, name, field.name, TEXT)
        elif field.type == "many2one_reference" and field.model_field in records._fields:
            holder = records._fields[field.model_field]
            if holder.store and holder.type in ("char", "selection"):
                yield Reference(table, field.name, name, field.name, field.model_field)
