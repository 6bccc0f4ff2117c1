from odoo import fields
from odoo.tools import SQL


class RowId(fields.Integer):
    """An integer that holds the id of a row: job and number, which four bytes cannot.

    An upgrade leaves the column as it is; one that was altered by SQL would be turned back, and
    fail as soon as an id is larger than that.
    """

    _column_type = ("int8", "int8")


def widen_id(model):
    """Let the id of a model be that of a row, too; for its ``init()``."""
    model.env.cr.execute(
        SQL("ALTER TABLE %s ALTER COLUMN id TYPE bigint", SQL.identifier(model._table))
    )
