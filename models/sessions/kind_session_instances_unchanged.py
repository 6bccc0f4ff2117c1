from odoo.tools import SQL

from ...importer.staged_sql import staged_between
from ...importer.text_sql import is_plain_key, key_text
from ...tools.kinds.seats import STATUSES
from ...tools.kinds.session_instances import CODES, SCHEMA
from ...tools.rows.cells import ENDS


class UnchangedSessionInstances:
    """The unchanged path: rows of plain codes whose line has the very status, found by SQL."""

    def __init__(self, kind, matcher):
        self.kind = kind
        self.matcher = matcher

    def is_safe(self, columns, first, last):
        """Not where a registration goes by its barcode: another row may then name the same line."""
        return len(columns) == len(SCHEMA) and not self._names_barcodes(
            columns["registration_code"], (first, last)
        )

    def select(self, columns, width, low, high):
        """See ``registration.import.kind._select_unchanged``."""
        given = SQL(
            """SELECT series.id, t.cells->>%(registration_code)s AS registration_code,
                      t.cells->>%(session_code)s AS session_code,
                      t.cells->>%(instance_code)s AS instance_code,
                      t.cells->>%(status)s AS label, jsonb_array_length(t.cells) AS width
                 FROM %(rows)s""",
            rows=staged_between(low, high),
            **columns,
        )
        return SQL(
            """WITH meant AS MATERIALIZED (%s)
               SELECT id, line AS record FROM meant
                WHERE line IS NOT NULL AND problem IS NULL AND width = %s AND %s
                  AND (label, status) IN (VALUES %s) AND %s""",
            self.matcher.meaning(given),
            width,
            self._is_of_run(),
            SQL(", ").join(SQL("(%s, %s)", label, value) for value, label in STATUSES),
            SQL(" AND ").join(is_plain_key(SQL.identifier(code)) for code in CODES),
        )

    def _is_of_run(self):
        """Whether a row is about the event of the run, where that is about one."""
        wanted = self.kind._run.options.get("event")
        return SQL("event = %s", wanted) if wanted else SQL("true")

    def _names_barcodes(self, column, rows):
        """Whether a row of the file, or what was mended in it, names a registration by its
        barcode."""
        found = self.kind.env.execute_query(
            SQL(
                """SELECT FROM (SELECT %s AS text
                                  FROM (SELECT DISTINCT cells->>%s AS cell
                                          FROM registration_import_staged
                                         WHERE id BETWEEN %s AND %s
                                         UNION SELECT new FROM registration_import_correction
                                         WHERE row_id BETWEEN %s AND %s AND index = %s) cells) t
                     JOIN (%s) r ON r.barcode = t.text LIMIT 1""",
                key_text(SQL("btrim(cell, %s)", ENDS)),
                column,
                *rows,
                *rows,
                column,
                self.kind._view("event.registration", "barcode"),
            )
        )
        return bool(found)
