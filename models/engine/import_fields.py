from odoo import fields
from odoo.tools import SQL


class RowId(fields.Integer):
    """An integer that holds the id of a row: job and number, which four bytes cannot.

    An upgrade leaves the column as it is; one that was altered by SQL would be turned back, and
    fail as soon as an id is larger than that.
    """

    _column_type = ("int8", "int8")


def widen_id(model):
    """Let the id of a model be that of a row, too; for its ``init()``. Where it is already,
    PostgreSQL would forget all the same what it knows of the ids, and look up rows badly."""
    found = model.env.execute_query(
        SQL(
            """SELECT data_type FROM information_schema.columns
                WHERE table_schema = current_schema AND table_name = %s AND column_name = 'id'""",
            model._table,
        )
    )
    if found != [("bigint",)]:
        model.env.cr.execute(
            SQL("ALTER TABLE %s ALTER COLUMN id TYPE bigint", SQL.identifier(model._table))
        )
