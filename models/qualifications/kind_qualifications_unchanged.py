from odoo.tools import SQL

from ...importer.staged_sql import staged_between
from ...importer.text_sql import is_plain_value
from ...tools.kinds.enrolments import DATES, STATUSES
from ...tools.kinds.qualifications import FIELDS, NUMBERS, SCHEMA
from .uln_sql import is_uln

COLUMNS = {field.name: column for column, field in enumerate(SCHEMA)}
# Numbers that are certainly no warning.
NUMBER = "^([0-9]{3}/[0-9]{4}/[0-9X]|[0-9]{7}[0-9X])$"
# Texts that anybody may write in them.
TEXTS = ("registration_number", "tracking_reference")
PLAIN = "^[ -~]*$"
# Years of the dates that a file may have, as ISO texts.
FROM, BEFORE = "1900", "2200"


class UnchangedQualifications:
    """The unchanged path: rows that are, letter for letter, what their enrolment holds, found by
    SQL."""

    def __init__(self, kind, matcher):
        self.env = kind.env
        self.matcher = matcher

    def is_safe(self, columns, first, last):
        """Not where numbers have foreign letters, of which Python and PostgreSQL may differ in the
        capitals: another row may then name the same enrolment unnoticed."""
        return columns == COLUMNS and not self.env.execute_query(
            SQL(
                """SELECT FROM registration_import_staged
                    WHERE id BETWEEN %s AND %s AND concat(%s) !~ %s LIMIT 1""",
                first,
                last,
                SQL(", ").join(map(_cell, NUMBERS)),
                PLAIN,
            )
        )

    def select(self, low, high):
        """See ``registration.import.kind._select_unchanged``."""
        # MATERIALIZED keeps what is asked of them out of the joins: PostgreSQL would take them for
        # few, and join in loops
        given = SQL(
            """SELECT series.id, cells, %(uln)s AS uln, replace(%(number)s, '/', '') AS number,
                      %(registration)s AS registered_as
                 FROM %(rows)s""",
            rows=staged_between(low, high),
            uln=_cell("uln"),
            number=_cell("qualification_number"),
            registration=_cell("registration_number"),
        )
        return SQL(
            """WITH meant AS MATERIALIZED (%s)
               SELECT id, enrolment AS record FROM meant
                WHERE learners = 1 AND merged IS NULL
                  AND qualifications = 1 AND enrolment IS NOT NULL
                  AND cells - 0 - 0 = jsonb_build_array(%s) AND %s ~ %s AND %s AND %s AND %s
                  AND %s""",
            self.matcher.meaning(given),
            SQL(", ").join(map(_written, FIELDS)),
            _cell("qualification_number"),
            NUMBER,
            is_plain_value(_cell("qualification_number")),
            is_uln(SQL.identifier("uln")),
            has_no_doubts(),
            SQL(" AND ").join(map(_is_plain, TEXTS)),
        )


def _cell(name):
    return SQL("cells->>%s", COLUMNS[name])


def _written(name):
    """How a file writes what an enrolment holds."""
    column = SQL.identifier(name)
    if name == "status":
        labels = SQL(" ").join(SQL("WHEN %s THEN %s", *choice) for choice in STATUSES)
        return SQL("CASE %s %s END", column, labels)
    text = SQL("to_char(%s::date, 'DD/MM/YYYY')", column) if name in DATES else column
    return SQL("coalesce(%s, '')", text)


def _is_plain(name):
    """Whether a text is certainly taken as it stands, or there is none."""
    text = SQL.identifier(name)
    return SQL("(coalesce(%s, '') = '' OR %s)", text, is_plain_value(text))


def has_no_doubts(prefix=""):
    """Whether the dates are in order, and that of the status is there: the rule of the warnings
    in ``tools.kinds.qualifications``, of columns whose names begin like this."""
    checks, earlier = [], [SQL("%s", FROM)]
    told = SQL.identifier(f"{prefix}status")
    for name, status in DATES.items():
        date = SQL.identifier(f"{prefix}{name}")
        in_order = SQL("%s >= greatest(%s)", date, SQL(", ").join(earlier))
        checks.append(
            SQL("coalesce(%s AND %s < %s, %s <> %s)", in_order, date, BEFORE, told, status)
        )
        earlier.append(date)
    return SQL(" AND ").join(checks)
