import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...importer.mended_rows import mended_cells
from ...importer.own_context import Own, said
from ...importer.states import END_STATES
from ...tools.rows import plan

# The job whose rows alone are looked at.
ONE_JOB = "registration_import_rows_of"


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
        with_outcome = SQL(
            """SELECT o.id, %s::integer AS job_id, %s AS cells, s.cells::text AS text, o.record,
                      o.journal, %s AS number, o.outcome
                 FROM registration_import_outcome o
            LEFT JOIN registration_import_staged s ON s.id = o.id AND s.id BETWEEN %s AND %s
                WHERE o.id BETWEEN %s AND %s""",
            job.id,
            mended_cells("s", job.id),
            self._number_of(job, "o"),
            *plan.id_range(job.id) * 2,
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
            *plan.id_range(job.id),
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
        rows = self.with_context(**{ONE_JOB: Own(job)})
        domain = rows._with_digits(domain)
        query = super(RegistrationImportRow, rows)._search(domain, offset, limit, order, **kwargs)
        return rows.browse(query)._as_query() if limit else query

    def _with_digits(self, domain):
        """What is looked for in any cell, and before that its digits as they are: to compare
        whatever the case of letters takes far longer."""
        if self.env.registry.has_unaccent:
            return domain
        for value in _values(domain, "text", ("ilike",)):
            digits = max(re.findall("[0-9]+", str(value)), key=len, default="")
            if len(digits) > 1:
                return Domain("text", "=like", f"%{digits}%") & domain
        return domain


def _job_of(domain):
    """The id of the only job whose rows a domain names; 0 where there is none."""
    for value in _values(domain, "job_id", ("=", "in")):
        ids = [value] if isinstance(value, int) else [*value]
        if len(ids) == 1 and type(ids[0]) is int:
            return ids[0]
    return 0


def _values(domain, name, operators):
    """The values of conditions on a field that have to hold."""
    for each in domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]:
        if getattr(each, "field_expr", "") == name and each.operator in operators:
            yield each.value
