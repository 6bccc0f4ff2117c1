from odoo.tools import SQL

# Case does not count in a name, nor does the dot of a Turkish İ: see ``tools.rows.cells.fold``.
# What PostgreSQL itself makes of that letter depends on the locale of the database.
FOLDED = "replace(lower(replace({}, 'İ', 'I')), 'i̇', 'i')"


def folded(name):
    """What two spellings of a name have in common, of the SQL of the name."""
    return SQL(FOLDED.format("%s"), name)
