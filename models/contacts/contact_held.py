"""What contacts hold, as rows of files are compared with it: as JSON has it, and without making
JSON of what is the same without, which takes longer than all else that is looked up of a row."""

from odoo.tools import SQL

CONTACT = "res.partner"
# Types of fields whose values are the same in JSON.
PLAIN = ("boolean", "char", "integer", "many2one", "selection", "text")


def held(env, alias, names):
    """The SQL of these fields of contacts, in their order; ``alias`` is that of their table."""
    fields = env[CONTACT]._fields
    return SQL(", ").join(
        SQL.identifier(alias, name)
        if _is_plain(fields[name])
        else SQL("to_jsonb(%s)", SQL.identifier(alias, name))
        for name in names
    )


def _is_plain(field):
    return field.type in PLAIN and not (field.translate or field.company_dependent)
