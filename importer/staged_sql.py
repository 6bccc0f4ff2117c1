"""Staged rows as SQL, for statements that look at many thousands of them."""

from __future__ import annotations

from odoo.tools import SQL


def staged_between(low: int, high: int, cells: SQL | None = None, only: SQL | None = None) -> SQL:
    """What a SELECT is FROM: ``series.id``, each of these ids, and ``t.cells``, those of its row,
    NULL where there is none. Other ``cells`` than the file's, and which rows ``only`` are meant
    (``AND ...``), are said of a row ``s``.

    The series tells PostgreSQL how many rows there are, of a table that nobody has analysed since
    they were staged; OFFSET keeps joins to them behind that. It would take them for one, and look
    through whatever they are joined to as often as there are rows.
    """
    return SQL(
        """generate_series(%(low)s, %(high)s) AS series(id)
           LEFT JOIN (SELECT s.id, %(cells)s AS cells FROM registration_import_staged s
                       WHERE s.id BETWEEN %(low)s AND %(high)s %(only)s OFFSET 0) t
                  ON t.id = series.id""",
        low=low,
        high=high,
        cells=cells or SQL("s.cells"),
        only=only or SQL(),
    )
