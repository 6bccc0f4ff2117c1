from odoo import api, models
from odoo.tools import SQL

from ...importer.mended_rows import all_cells
from ...importer.states import LIVE_STATES
from ...tools.contacts.erasure_counts import count_locations
from ...tools.rows import plan

# How records that imports write lead to a contact.
PATHS = {
    "res.partner": "id",
    "event.registration": "partner_id",
    "event.agenda.line": "registration_id.partner_id",
    "qualification.enrolment": "partner_id",
}
# Shorter words of a name occur in any file name.
WORD = 4


class ContactErasure(models.AbstractModel):
    """What imports still know of a contact: cells, old and new values, values of problems, files
    and reports. Row number, outcome, codes and record id stay."""

    _inherit = "contact.erasure"

    @api.model
    def _import_paths(self):
        """``{model: path to the contact}`` of what imports write: other addons add theirs."""
        return dict(PATHS)

    def _forget_imports(self, origin):
        """Empty the persons' rows in all imports; ``{partner id: {"import_rows": count}}``.

        Of an import that is under way, only what has been done: the rows behind are refused, and
        forgotten when it ends (``_forget_job``).
        """
        rows = dict(self._rows_by_record())
        rows |= dict(self._rows_by_text())
        rows |= {row: partner for partner, row in (origin.get("rows") or {}).items()}
        self._empty_rows(list(rows))
        self._open_jobs(rows)
        jobs = {row >> plan.ROW_BITS for row in rows} | {origin.get("job")}
        jobs = self.env["registration.import.job"].browse(jobs - {None}).exists()
        self._forget_names(jobs)
        self._forget_files(jobs)
        return count_locations("import_rows", rows.items())

    def _open_jobs(self, rows):
        """Note which imports had rows of the persons: ``{row id: partner id}``."""
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE contact_erasure_job ON COMMIT DROP AS
                   SELECT DISTINCT f.number >> %s AS id, f.root
                     FROM unnest(%s::bigint[], %s::integer[]) AS f(number, root)""",
                plan.ROW_BITS,
                list(rows),
                list(rows.values()),
            )
        )

    @api.model
    def _forget_job(self, job):
        """At the end of an import: rows about an erased contact that were done or refused while it
        ran. They had written the contact, even on the way; or they were refused since they would
        bring somebody back; or could not be read or done, and name the contact by one of its
        keys."""
        rows = {row for (row,) in self.env.execute_query(self._query_erased(job))}
        rows.update(self._rows_named_since(job))
        self._empty_rows(list(rows))
        if rows:
            self._forget_files(job)

    @api.model
    def _query_erased(self, job):
        selects = self._rows_of_erased(job) if _target(job) == "res.partner" else []
        selects = [*selects, self._rows_refused(job)]
        return SQL(
            "WITH erased AS (SELECT DISTINCT contact AS id FROM contact_erasure_register) %s",
            SQL(" UNION ").join(selects),
        )

    @api.model
    def _rows_of_erased(self, job):
        """SELECTs of the ids of a job's rows that are about the contacts in ``erased``, by what
        they wrote."""
        return [
            SQL(
                """SELECT o.id FROM registration_import_outcome o
                    WHERE o.id BETWEEN %s AND %s
                      AND (o.record IN (SELECT id FROM erased)
                        OR EXISTS (SELECT 1 FROM erased e, jsonb_array_elements(
                             CASE jsonb_typeof(o.journal) WHEN 'array' THEN o.journal END) c
                            WHERE c->>0 = 'res.partner' AND (c->>1)::integer = e.id))""",
                *plan.id_range(job.id),
            ),
        ]

    @api.model
    def _rows_refused(self, job):
        """A SELECT of the ids of a job's rows that would bring somebody back."""
        return SQL(
            """SELECT row_id FROM registration_import_problem
                WHERE job_id = %s AND code = 'erased'""",
            job.id,
        )

    @api.model
    def _rows_by_record(self):
        """Yield ``(row id, partner id)``: rows that were about the persons, by what they wrote."""
        jobs = self.env["registration.import.job"].search([("purged", "=", False)])
        for target, path in self._import_paths().items():
            found = jobs.filtered(lambda job, target=target: _target(job) == target)
            if found and target in self.env:
                yield from self._rows_about(found, target, path)

    @api.model
    def _rows_about(self, jobs, target, path):
        """A row is about a contact where it wrote the record, or, for a row of contacts, another
        contact on the way: the structure of a person, an address."""
        by_record = SQL(
            """SELECT o.id, r.root FROM registration_import_outcome o
                 JOIN records r ON o.record = r.id WHERE %s""",
            _ranges("o", jobs),
        )
        by_journal = SQL(
            """UNION SELECT o.id, r.root FROM registration_import_outcome o,
                      jsonb_array_elements(
                          CASE jsonb_typeof(o.journal) WHEN 'array' THEN o.journal END) c
                 JOIN records r ON r.contact = (c->>1)::integer
                WHERE c->>0 = 'res.partner' AND jsonb_array_length(o.journal) > 1 AND %s""",
            _ranges("o", jobs),
        )
        return self.env.execute_query(
            SQL(
                "WITH records AS (%s) %s %s",
                self._records_query(target, path),
                by_record,
                by_journal if target == "res.partner" else SQL(),
            )
        )

    @api.model
    def _records_query(self, target, path):
        """Ids of the records that lead to the persons, with these: id, contact, root."""
        if target == "res.partner":
            return SQL("SELECT id, id AS contact, root FROM contact_erasure_subject")
        records = self.env[target].search(
            [(path, "in", SQL("(SELECT id FROM contact_erasure_subject)"))]
        )
        pairs = [(record.id, record.mapped(path).id) for record in records]
        return SQL(
            """SELECT given.id, s.id AS contact, s.root
                 FROM unnest(%s::integer[], %s::integer[]) AS given(id, contact)
                 JOIN contact_erasure_subject s ON s.id = given.contact""",
            [record for record, _contact in pairs],
            [contact for _record, contact in pairs],
        )

    @api.model
    def _rows_by_text(self):
        """``[(row id, partner id)]``: rows that led to no record, but name one of the persons."""
        return self._query_lost(SQL(" UNION ").join(self._rows_that_name()))

    @api.model
    def _query_lost(self, query):
        """What a ``query`` finds in the rows that led to no record: ``lost``, with their ``cells``
        and the ``mapping`` of their job; of a row that was mended twice, as it was before, too."""
        jobs = self.env["registration.import.job"].search(
            [("purged", "=", False), ("state", "not in", LIVE_STATES)]
        )
        if not jobs:
            return []
        return self.env.execute_query(
            SQL(
                """WITH lost AS (
                    SELECT s.id, c.cells, j.mapping FROM registration_import_staged s
                CROSS JOIN %s c
                      JOIN registration_import_job j ON j.id = s.job_id
                 LEFT JOIN registration_import_outcome o ON o.id = s.id
                     WHERE %s AND o.record IS NULL AND jsonb_array_length(s.cells) > 0)
                %s""",
                all_cells("s"),
                _ranges("s", jobs),
                query,
            )
        )

    def _empty_rows(self, rows):
        """Whatever these rows said goes; as retention does it, for some rows of a job."""
        if not rows:
            return
        for statement in (
            "UPDATE registration_import_staged SET cells = '[]' WHERE id = ANY(%s)",
            "UPDATE registration_import_outcome SET journal = NULL WHERE id = ANY(%s)",
            # the day of an erasure says nothing of the person
            """UPDATE registration_import_problem SET value = NULL,
                      params = CASE WHEN code IN ('erased', 'anonymized') THEN params END
                WHERE row_id = ANY(%s)""",
            "DELETE FROM registration_import_duplicate_key WHERE id = ANY(%s)",
            "DELETE FROM registration_import_correction WHERE row_id = ANY(%s)",
            # what a row leaves may be of others than it names
            """DELETE FROM registration_import_left
                WHERE row_id >> 21 IN (SELECT id >> 21 FROM unnest(%s::bigint[]) AS gone(id))""",
            """DELETE FROM registration_import_errors_file
                WHERE job_id IN (SELECT id >> 21 FROM unnest(%s::bigint[]) AS gone(id))""",
        ):
            self.env.cr.execute(statement, [rows])
        self.env.invalidate_all()

    def _forget_names(self, jobs):
        """A file that is named after one of the persons, what people call its import, and the
        subject of its report; the imports with such. A word of the name will do where they were in
        it; else it takes all of them."""
        self.env.flush_all()
        named = self.env.execute_query(
            SQL(
                r"""SELECT DISTINCT j.id FROM registration_import_job j
                      JOIN contact_erasure_subject s ON true
                CROSS JOIN unnest(s.names) AS own(name)
                CROSS JOIN regexp_split_to_table(own.name, '[^[:alnum:]]+') AS word
                     WHERE j.id = ANY(%s) AND length(word) >= %s
                       AND position(word IN lower(concat_ws(
                           ' ', j.name, j.label, j.description, j.reason, j.reference))) > 0
                     UNION SELECT m.id FROM (%s) m""",
                jobs.ids,
                WORD,
                self._mentioning(
                    SQL(
                        """SELECT id, regexp_replace(concat_ws(' ', name, label, description,
                                                               reason, reference),
                                                     '[_.-]+', ' ', 'g')
                             FROM registration_import_job"""
                    )
                ),
            )
        )
        renamed = jobs.browse(identifier for (identifier,) in named)
        for job in renamed:
            extension = job.name.rpartition(".")[2] if job.format else ""
            name = f"import-{job.id}.{extension}" if extension else f"import-{job.id}"
            told = dict.fromkeys(("label", "description", "reason", "reference"), False)
            job.write({"name": name, **told})
            job.mail_id.subject = job.report_subject
        return renamed

    def _forget_files(self, jobs):
        """The file as a whole, the first values of its columns, and the report, be it sent or not:
        of a file that was only validated, too, whose other rows can still be imported."""
        jobs.column_ids.filtered("samples").write({"samples": False})
        jobs.attachment_id.unlink()
        waiting = jobs.filtered(lambda job: job.mail_id.state == "outgoing")
        mails = jobs.mail_id
        mails.attachment_ids.unlink()
        mails.write({"body_html": False, "body": False})
        self.env.flush_all()  # what waits to be written is dropped with all that is cached
        self._send_again(waiting)

    @api.model
    def _send_again(self, jobs):
        """A report that was not sent yet is made anew, of what is left."""
        jobs.mail_id.unlink()
        for job in jobs:
            job._as_starter()._report().send()


def _target(job):
    """The model whose records a job's rows write."""
    return job.operation_id._kind()._target


def _ranges(table, jobs):
    """The condition that a row belongs to one of the jobs."""
    return SQL(
        "(%s)",
        SQL(" OR ").join(
            SQL("%s.id BETWEEN %s AND %s", SQL.identifier(table), *each)
            for each in map(plan.id_range, jobs.ids)
        ),
    )
