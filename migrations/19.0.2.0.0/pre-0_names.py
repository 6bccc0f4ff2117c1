"""Stop, before anything is touched, where a name that this version needs is taken.

Two addons cannot have one field, index or table of the same name: one would lose what it holds, or
work no more. What is taken by whom is said in words, all of it at once.
"""

from pathlib import Path

from odoo.exceptions import UserError
from odoo.modules.module import load_script

fields = load_script(str(Path(__file__).with_name("pre-1_fields.py")), "fields")
OURS = "registration_import"
CONTACTS = "res_partner"
# What this version has and the one before had not: fields of models, tables, indexes.
FIELDS = {
    **dict.fromkeys(fields.DESCRIPTIONS, (*fields.RENAMED.values(),)),
    "registration.import.batch": ("changed", "in_bulk"),
    "registration.import.checkpoint": ("share",),
    "registration.import.duplicate.key": ("left_for_id", "previous_id"),
    "registration.import.job": ("report_size",),
    "registration.import.operation": ("file_workers", "notes_imports", "repeats"),
    "registration.import.page": ("count", "digest"),
    "registration.import.run": ("basis", "taken_up"),
    "registration.import.wizard": ("changed_fields", "lacks", "repeat_text", "repeats"),
    "registration.import.wizard.line": ("is_unused",),
}
TABLES = (
    *("registration_import_errors_file", "registration_import_errors_piece"),
    "registration_import_share",
)
INDEXES = (
    *(
        f"{CONTACTS}_contact_{name}"
        for name in (
            *("create_date_idx", "member_id_uniq", "structure_name_idx", "uln_idx"),
            *(f"duplicate_{of}_idx" for of in ("birth", "cellphone", "email", "phone")),
            *("duplicate_house_idx", "duplicate_house_before_idx"),
        )
    ),
    "registration_import_problem_job_row_idx",
)


def migrate(cr, version):
    """Look at the names; nothing has been renamed yet."""
    taken = [*taken_fields(cr), *taken_columns(cr), *taken_relations(cr), *taken_ids(cr)]
    if taken:
        raise UserError(
            "Registration Import cannot be upgraded yet, and nothing of it was changed: names that"
            " this version needs are taken.\n"
            + "\n".join(f"- {each}" for each in taken)
            + "\nUninstall what has them, or give it other names, and upgrade again."
        )


def taken_fields(cr):
    """Fields that another addon has, or that somebody has made."""
    for model, names in FIELDS.items():
        cr.execute(
            """SELECT f.name, string_agg(DISTINCT m.shortdesc ->> 'en_US', ', ')
                 FROM ir_model_fields f
            LEFT JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
            LEFT JOIN ir_module_module m ON m.name = d.module
                WHERE f.model = %s AND f.name = ANY(%s)
             GROUP BY 1 HAVING bool_and(d.module IS DISTINCT FROM %s) ORDER BY 1""",
            [model, [*names], OURS],
        )
        for name, addons in cr.fetchall():
            yield f"the field {name} of {model}, which is of {addons or 'no addon'}"


def taken_columns(cr):
    """Columns of no field: somebody has made them in the database."""
    for model, names in FIELDS.items():
        cr.execute(
            """SELECT column_name FROM information_schema.columns
                WHERE table_schema = current_schema AND table_name = %s AND column_name = ANY(%s)
                  AND column_name NOT IN (SELECT name FROM ir_model_fields WHERE model = %s)
             ORDER BY 1""",
            [model.replace(".", "_"), [*names], model],
        )
        for (name,) in cr.fetchall():
            yield f"the column {name} of the table {model.replace('.', '_')}, which is of no field"


def taken_relations(cr):
    """Tables and indexes, whatever they are of; and constraints that another addon knows."""
    cr.execute(
        """WITH known AS (
               SELECT c.name, m.name AS addon
                 FROM ir_model_constraint c JOIN ir_module_module m ON m.id = c.module
                UNION
               SELECT replace(o.model, '.', '_'), d.module
                 FROM ir_model o
                 JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = o.id)
           SELECT relname::text FROM pg_class
            WHERE relnamespace = current_schema::regnamespace AND relname = ANY(%(names)s)
              AND relname NOT IN (SELECT name FROM known WHERE addon = %(ours)s)
            UNION
           SELECT name FROM known WHERE addon <> %(ours)s AND name = ANY(%(names)s)
            ORDER BY 1""",
        {"names": [*TABLES, *INDEXES], "ours": OURS},
    )
    for (name,) in cr.fetchall():
        yield f"{name}, which is a table or an index in the database"


def taken_ids(cr):
    """External ids in our name that somebody has given to something else."""
    renamed = [
        start + new
        for starts in fields.DESCRIPTIONS.values()
        for start in starts
        for new in fields.RENAMED.values()
    ]
    cr.execute(
        "SELECT name FROM ir_model_data WHERE module = %s AND name = ANY(%s) ORDER BY 1",
        [OURS, renamed],
    )
    for (name,) in cr.fetchall():
        yield f"the external id {OURS}.{name}"
