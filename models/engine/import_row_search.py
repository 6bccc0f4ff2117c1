from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...importer.any_text import may_have
from ...importer.mended_rows import mended_cells
from ...importer.own_context import Own, said
from ...importer.states import END_STATES
from ...tools.rows import plan

# The job whose rows alone are looked at; and, where a text is looked for, up to which row.
ONE_JOB, LAST = "registration_import_rows_of", "registration_import_rows_to"
# Rows that are looked at before all of them are.
FIRST_ROWS = 20_000


class RegistrationImportRow(models.Model):
    """Rows of one job, of which there may be a million: looked up by ranges of ids, and without
    those parts that nobody asked for."""

    _inherit = "registration.import.row"

    @property
    def _table_query(self):
        job = self.env["registration.import.job"].sudo().browse(said(self.env, ONE_JOB)).exists()
        return self._rows_of(job) if job else super()._table_query

    def _rows_of(self, job):
        """Rows with an outcome, and behind them, where there may be some, those without."""
        low, high = plan.id_range(job.id)
        high = said(self.env, LAST) or high
        with_outcome = SQL(
            """SELECT o.id, %s::integer AS job_id, %s AS cells, s.cells::text AS text, o.record,
                      o.journal, %s AS number, o.outcome FROM %s""",
            job.id,
            mended_cells("s", job.id),
            self._number_of(job, "o"),
            self._outcomes(low, high),
        )
        ended = job.state in END_STATES
        if ended and not job.not_processed:
            return with_outcome
        return SQL(
            """%s UNION ALL
               SELECT s.id, %s::integer, %s, s.cells::text, NULL, NULL, %s, %s
                 FROM registration_import_staged s
                WHERE s.id BETWEEN %s AND %s
                  AND NOT EXISTS (SELECT FROM registration_import_outcome o WHERE o.id = s.id)""",
            with_outcome,
            job.id,
            mended_cells("s", job.id),
            self._number_of(job, "s"),
            plan.NOT_PROCESSED if ended else None,
            low,
            high,
        )

    def _outcomes(self, low, high):
        """Outcomes ``o`` of a range, and their staged rows ``s``. PostgreSQL knows not how many
        rows a range has: had both tables one, it would compare each with each. Where a text is
        looked for, each outcome is looked up for a row that has it."""
        if said(self.env, LAST):
            return SQL(
                """registration_import_staged s, LATERAL (
                       SELECT * FROM registration_import_outcome own
                        WHERE own.id = s.id OFFSET 0) o
                    WHERE s.id BETWEEN %s AND %s""",
                low,
                high,
            )
        return SQL(
            """registration_import_outcome o
                 LEFT JOIN registration_import_staged s ON s.id = o.id
                WHERE o.id BETWEEN %s AND %s""",
            low,
            high,
        )

    def _number_of(self, job, table):
        own = SQL("(%s & %s)::integer", SQL.identifier(table, "id"), plan.LAST_NUMBER)
        if job.number_column < 0:
            return own
        cell = SQL("s.cells->>%s", job.number_column)
        return SQL(
            "CASE WHEN %s ~ '^[1-9][0-9]{0,6}$' THEN (%s)::integer ELSE %s END", cell, cell, own
        )

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Of one job, its own table; a page is looked up by ids alone, and read by these."""
        domain = Domain(domain)
        job = _job_of(domain)
        if not job:
            return super()._search(domain, offset, limit, order, **kwargs)
        last = plan.id_range(job)[1]
        rows = self.with_context(**{ONE_JOB: Own(job)})
        quick = rows._quickly(domain)
        page = (quick, offset, limit, order)
        found = rows.with_context(**{LAST: Own(last)}) if quick is not domain else rows
        if not limit:
            return super(RegistrationImportRow, found)._search(*page, **kwargs)
        if quick is not domain and not offset and order in (None, "", "id"):
            # what is in many rows is in the first ones: no need to look at all
            first = rows.with_context(**{LAST: Own(plan.row_id(job, FIRST_ROWS))})
            ids = rows.browse(super(RegistrationImportRow, first)._search(*page, **kwargs))
            if len(ids) == limit:
                return ids._as_query()
        ids = rows.browse(super(RegistrationImportRow, found)._search(*page, **kwargs))
        return ids._as_query()

    def _quickly(self, domain):
        """The same domain, where rows that cannot have a text in any cell are told first: to
        compare whatever the case of letters, of any language, takes twice as long."""
        if self.env.registry.has_unaccent or not any(_values(domain, "text", ("ilike",))):
            return domain
        return Domain.AND(map(_quick, _conditions(domain)))


def _quick(condition):
    """A condition that has to hold, quicker where it is one on the text of any cell."""
    value = str(next(_values(condition, "text", ("ilike",)), ""))
    if not value or "\\" in value:
        return condition
    return Domain.custom(to_sql=partial(_has, value))


def _has(value, _model, alias, _query):
    text = SQL.identifier(alias, "text")
    return SQL("%s AND %s ILIKE %s", may_have(text, value), text, f"%{value}%")


def _job_of(domain):
    """The id of the only job whose rows a domain names; 0 where there is none."""
    for value in _values(domain, "job_id", ("=", "in")):
        ids = [value] if isinstance(value, int) else [*value]
        if len(ids) == 1 and type(ids[0]) is int:
            return ids[0]
    return 0


def _values(domain, name, operators):
    """The values of conditions on a field that have to hold."""
    for each in _conditions(domain):
        if getattr(each, "field_expr", "") == name and each.operator in operators:
            yield each.value


def _conditions(domain):
    """All that has to hold."""
    return domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
