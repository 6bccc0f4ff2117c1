"""Fields of contacts have a prefix of ours, so that no other addon has one of the same name.

Columns and descriptions keep their ids; what another addon has under such a name is its own. What
imports have stored names them anew: journals, what rows leave for later ones, and the columns of
files that stand for a field, such as ``field_date_of_birth``. What people have made with them is in
the scripts behind this one.
"""

from odoo.tools import SQL
from odoo.tools.sql import (
    column_exists,
    create_column,
    drop_index,
    rename_column,
    table_columns,
    table_exists,
)

RENAMED = {
    "uln": "contact_uln",
    "gender": "contact_gender",
    "date_of_birth": "contact_birthdate",
    "member_id": "contact_member_id",
    "duplicate_email": "contact_duplicate_email",
    "street3": "contact_street3",
    "city_complement": "contact_city_complement",
    "can_open_import": "contact_can_open_import",
}
# The models that have them, users by their contact; and how the external ids of descriptions, and
# of choices, begin there.
CONTACT = "res.partner"
DESCRIPTIONS = {
    CONTACT: ("field_res_partner__", "selection__res_partner__"),
    "res.users": ("field_res_users__",),
}
# By which files name a field of contacts that somebody has made a column.
PREFIX = "field_"
COLUMNS = {PREFIX + old: PREFIX + new for old, new in RENAMED.items()}
# Of such a field the type of its cross-references.
TYPES = {f"contact.{old}": f"contact.{new}" for old, new in RENAMED.items()}
# Texts that are the code of a field of files: table and column.
CODES = {
    "registration_import_operation_line": "field",
    "registration_import_meaning": "field",
    "registration_import_problem": "field",
    "registration_import_conflict_field": "field",
}
# JSON that has fields of contacts for keys; and where codes of files are keys, or values.
OF_CONTACTS = {"registration_import_outcome": "journal", "registration_import_left": "state"}
KEYED = {
    "registration_import_job": ("mapping", "meanings", "options", "request"),
    "registration_import_operation": ("options",),
}
VALUED = {
    "registration_import_job": ("given_mapping", "options", "request"),
    "registration_export_run": ("columns",),
}


def migrate(cr, version):
    """Rename what a database of 19.0.1 holds."""
    shared = shared_fields(cr)
    copy_columns(cr, shared[CONTACT])
    rename_columns(cr, RENAMED.keys() - shared[CONTACT])
    for model, names in shared.items():
        part_descriptions(cr, model, names)
        rename_descriptions(cr, model, RENAMED.keys() - names)
        rename_external_ids(cr, model)
    drop_indexes(cr)
    rename_codes(cr)
    rename_in_json(cr)
    forget_marks(cr)


# -- the fields themselves -----------------------------------------------------------------------


def shared_fields(cr):
    """Those that another addon says that it has as well, by model: it goes on with them. It may
    have one of users only; one of contacts users have, too."""
    shared = {model: set() for model in DESCRIPTIONS}
    cr.execute(
        """SELECT DISTINCT f.model, f.name FROM ir_model_fields f JOIN ir_model_data d
               ON d.model = 'ir.model.fields' AND d.res_id = f.id
             JOIN ir_module_module m ON m.name = d.module AND m.name <> 'registration_import'
            WHERE f.model = ANY(%s) AND f.name = ANY(%s)""",
        [[*shared], [*RENAMED]],
    )
    for model, name in cr.fetchall():
        shared[model].add(name)
    for names in shared.values():
        names |= shared[CONTACT]
    return shared


def copy_columns(cr, shared):
    """Ours has what both held."""
    columns = table_columns(cr, "res_partner")
    for old in shared & columns.keys():
        names = {"old": SQL.identifier(old), "new": SQL.identifier(RENAMED[old])}
        create_column(cr, "res_partner", RENAMED[old], columns[old]["udt_name"])
        cr.execute(
            SQL("UPDATE res_partner SET %(new)s = %(old)s WHERE %(old)s IS NOT NULL", **names)
        )
        # it has no such choice
        cr.execute(
            SQL(
                "UPDATE res_partner SET %(old)s = NULL WHERE %(old)s::text = 'undisclosed'", **names
            )
        )


def rename_columns(cr, names):
    for old in names:
        if column_exists(cr, "res_partner", old):
            rename_column(cr, "res_partner", old, RENAMED[old])


def part_descriptions(cr, model, names):
    """The other addon keeps its own; ours has another one, which a column of files goes on with."""
    cr.execute("SELECT * FROM ir_model_fields LIMIT 0")
    columns = [each.name for each in cr.description if each.name not in ("id", "name")]
    listed = SQL(", ").join(map(SQL.identifier, columns))
    for old in names:
        of_field, *of_choices = (start + old for start in DESCRIPTIONS[model])
        found = SQL("FROM ir_model_fields WHERE model = %s AND name = %s", model, old)
        cr.execute(
            SQL(
                "INSERT INTO ir_model_fields (name, %s) SELECT %s, %s %s RETURNING id",
                *(listed, RENAMED[old], listed, found),
            )
        )
        (new,) = cr.fetchone() or (None,)
        cr.execute(
            """UPDATE ir_model_data SET res_id = %s
                WHERE module = 'registration_import' AND name = %s""",
            [new, of_field],
        )
        cr.execute(
            SQL(
                "UPDATE contact_column SET field_id = %s WHERE field_id = (SELECT id %s)",
                new,
                found,
            )
        )
        for start in of_choices:
            cr.execute(
                """DELETE FROM ir_model_data WHERE module = 'registration_import'
                      AND starts_with(name, %s || '__')""",
                [start],
            )


def rename_descriptions(cr, model, names):
    for old in names:
        cr.execute(
            """UPDATE ir_model_fields f SET name = %s FROM ir_model_data d
                WHERE d.model = 'ir.model.fields' AND d.res_id = f.id AND f.name = %s
                  AND d.module = 'registration_import' AND f.model = %s""",
            [RENAMED[old], old, model],
        )


def rename_external_ids(cr, model):
    """Of fields and of their choices."""
    for start in DESCRIPTIONS[model]:
        for old, new in RENAMED.items():
            cr.execute(
                """UPDATE ir_model_data SET name = %(new)s || substr(name, length(%(old)s) + 1)
                    WHERE module = 'registration_import'
                      AND (name = %(old)s OR starts_with(name, %(old)s || '__'))""",
                {"old": start + old, "new": start + new},
            )


def drop_indexes(cr):
    """Those of contacts, which are made anew under names of ours: another addon, which may have a
    constraint of the same name, could not make its own. One is ours if its comment, by which Odoo
    knows it again, is what we said of it."""
    cr.execute(
        """SELECT i.relname FROM ir_model_constraint c
             JOIN ir_module_module m ON m.id = c.module AND m.name = 'registration_import'
             JOIN pg_class i ON i.relname = c.name AND i.relkind = 'i'
                            AND i.relnamespace = current_schema::regnamespace
            WHERE c.type = 'i' AND starts_with(c.name, 'res_partner_')
              AND NOT starts_with(c.name, 'res_partner_contact_')
              AND obj_description(i.oid, 'pg_class') = c.definition"""
    )
    for (name,) in cr.fetchall():
        drop_index(cr, name, "res_partner")


# -- what imports have stored --------------------------------------------------------------------


def rename_codes(cr):
    """Of columns of files that stand for a field, and of the types of their cross-references."""
    texts = [(table, column, COLUMNS) for table, column in CODES.items()]
    texts.append(("registration_import_cross_reference", "type", TYPES))
    for table, column, renamed in texts:
        if table_exists(cr, table):
            for old, new in renamed.items():
                names = SQL.identifier(table), SQL.identifier(column)
                cr.execute(SQL("UPDATE %s SET %s = %s WHERE %s = %s", *names, new, names[1], old))


def rename_in_json(cr):
    """Keys and values are told by what stands around them, which no text within can have: there a
    quotation mark has a backslash before it."""
    for table, column in OF_CONTACTS.items():
        replace_in_json(cr, table, column, RENAMED, "{}(?=: )")
    for table, columns in KEYED.items():
        for column in columns:
            replace_in_json(cr, table, column, COLUMNS, "{}(?=: )")
    for table, columns in VALUED.items():
        for column in columns:
            replace_in_json(cr, table, column, COLUMNS, "{}(?!: )")


def replace_in_json(cr, table, column, renamed, around):
    """One pass over the table, whatever number of names."""
    if not column_exists(cr, table, column):
        return
    name, expression = SQL.identifier(column), SQL("%s::text", SQL.identifier(column))
    for old, new in renamed.items():
        pattern = around.format(f'"{old}"')
        expression = SQL("regexp_replace(%s, %s, %s, 'g')", expression, pattern, f'"{new}"')
    any_of_them = around.format(f'"({"|".join(renamed)})"')
    cr.execute(
        SQL(
            "UPDATE %s SET %s = (%s)::jsonb WHERE %s::text ~ %s",
            *(SQL.identifier(table), name, expression, name, any_of_them),
        )
    )


def forget_marks(cr):
    """A mark is a hash of the value with the code of its field: of a field with another code there
    is none, so that the next run agrees on it anew, without a word where both sides are equal."""
    if table_exists(cr, "registration_import_agreement"):
        cr.execute(
            """UPDATE registration_import_agreement SET marks = marks - %(codes)s::text[]
                WHERE marks ?| %(codes)s::text[]""",
            {"codes": [*COLUMNS]},
        )
