from odoo import fields


class RowId(fields.Integer):
    """An integer that holds the id of a row: job and number, which four bytes cannot.

    An upgrade leaves the column as it is; one that was altered by SQL would be turned back, and
    fail as soon as an id is larger than that.
    """

    _column_type = ("int8", "int8")
