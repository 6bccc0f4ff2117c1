"""Fields of contacts have a prefix of ours, so that no other addon has one of the same name.

Columns and descriptions keep their ids. Views name them anew, and so does what imports have stored:
journals, what rows leave for later ones, and the columns of files that stand for a field, such as
``field_date_of_birth``. What else people have made with them is in the script behind this one.
"""

from odoo.tools import SQL
from odoo.tools.sql import (
    column_exists,
    create_column,
    rename_column,
    table_columns,
    table_exists,
)

CONTACT = "res.partner"
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
# How the external ids of descriptions begin, and of choices.
DESCRIPTIONS = ("field_res_partner__", "field_res_users__", "selection__res_partner__")
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
    copy_columns(cr, shared)
    renamed = {old: new for old, new in RENAMED.items() if old not in shared}
    rename_columns(cr, renamed)
    rename_descriptions(cr, renamed)
    rename_in_views(cr, renamed)
    rename_codes(cr)
    rename_in_json(cr)
    forget_marks(cr)


# -- the fields themselves -----------------------------------------------------------------------


def shared_fields(cr):
    """Those that another addon says that it has as well: it goes on with them."""
    cr.execute(
        """SELECT DISTINCT f.name FROM ir_model_fields f JOIN ir_model_data d
               ON d.model = 'ir.model.fields' AND d.res_id = f.id
             JOIN ir_module_module m ON m.name = d.module AND m.name <> 'registration_import'
            WHERE f.model = %s AND f.name = ANY(%s)""",
        [CONTACT, [*RENAMED]],
    )
    return {name for (name,) in cr.fetchall()}


def copy_columns(cr, shared):
    """Ours has what both held; and the description is the other addon's alone."""
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
        for start in DESCRIPTIONS:
            cr.execute(
                """DELETE FROM ir_model_data WHERE module = 'registration_import'
                      AND (name = %(name)s OR starts_with(name, %(name)s || '__'))""",
                {"name": start + old},
            )


def rename_columns(cr, renamed):
    for old, new in renamed.items():
        if column_exists(cr, "res_partner", old):
            rename_column(cr, "res_partner", old, new)


def rename_descriptions(cr, renamed):
    """Also those of users, who have the fields of their contact; and the external ids of fields
    and of their choices."""
    for old, new in renamed.items():
        cr.execute(
            """UPDATE ir_model_fields f SET name = %s FROM ir_model_data d
                WHERE d.model = 'ir.model.fields' AND d.res_id = f.id AND f.name = %s
                  AND d.module = 'registration_import'
                  AND f.model IN ('res.partner', 'res.users')""",
            [new, old],
        )
        for start in DESCRIPTIONS:
            cr.execute(
                """UPDATE ir_model_data SET name = %(new)s || substr(name, length(%(old)s) + 1)
                    WHERE module = 'registration_import'
                      AND (name = %(old)s OR starts_with(name, %(old)s || '__'))""",
                {"old": start + old, "new": start + new},
            )


def rename_in_views(cr, renamed):
    """Views of contacts are checked together with all others: those of this addon, which are
    written anew in a moment, must not name what is gone in any place."""
    for old, new in renamed.items():
        for pattern, where in (
            (rf"()\m{old}\M()", "IN"),
            (rf"(\m(?:name|for)=\\?[\"']){old}(\\?[\"'])", "NOT IN"),
        ):
            cr.execute(
                rf"""UPDATE ir_ui_view SET arch_db = regexp_replace(
                           arch_db::text, %(old)s, '\1' || %(new)s || '\2', 'g')::jsonb
                     WHERE model IN ('res.partner', 'res.users') AND arch_db::text ~ %(old)s
                       AND id {where} (SELECT res_id FROM ir_model_data WHERE model = 'ir.ui.view'
                                          AND module = 'registration_import')""",
                {"old": pattern, "new": new},
            )


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
