from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...importer.states import CANCELLED, DONE, DRAFT, END_STATES, LIVE_STATES, REFUSED, VALIDATED
from ...tools.rows import plan

# After an undo that ended so there may be another one: what is as it was stays so.
STOPPED = (CANCELLED, REFUSED)


class RegistrationImportJob(models.Model):
    """Undo: a new job that puts back what an ended one changed, row by row, the last row first.

    Its rows are those of the other that changed something, with the number that people know in
    front as ``_row``; the id of one tells the id of the other (``tools.rows.plan.undo_id``).
    """

    _inherit = "registration.import.job"

    undo_of_id = fields.Many2one(
        "registration.import.job",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",  # without it the job would be an import
    )
    undo_ids = fields.One2many("registration.import.job", "undo_of_id", readonly=True)
    undone_by_id = fields.Many2one("registration.import.job", compute="_compute_undo")
    can_undo = fields.Boolean(compute="_compute_undo")

    _undo_uniq = models.UniqueIndex(
        "(undo_of_id) WHERE undo_of_id IS NOT NULL AND origin_id IS NULL"
        " AND state NOT IN ('cancelled', 'refused')",
        "This import is being undone already.",
    )

    @api.depends("undo_ids.state", "state", "created", "updated", "purged")
    @api.depends_context("uid")
    def _compute_undo(self):
        """The undo that was started, if any; and whether one can be."""
        for job in self:
            started = job.sudo().undo_ids.filtered(lambda undo: undo.started and not undo.origin_id)
            job.undone_by_id = started[:1].sudo(False)
            job.can_undo = (
                job.is_mine
                and job.state in END_STATES
                and bool(job.created or job.updated)
                and not (job.purged or job.undo_of_id)
                and all(undo.state in STOPPED for undo in started)
            )

    def _kind(self):
        if not self.sudo().undo_of_id:
            return super()._kind()
        run = replace(self._run_context(), undone=self.sudo().operation_id.kind)
        return self.env["registration.import.kind.undo"].with_context(registration_import_run=run)

    def action_undo(self):
        """A job that undoes this one, planned at once and shown, not run; a second click finds
        the one already made."""
        self._check_owner()
        self.sudo().lock_for_update(allow_referencing=True)
        undo = self._current_undo()
        if not undo:
            self._check_undo()
            undo = self._new_undo()
        elif undo.sudo().state == DONE:
            raise UserError(self.env._("This import was undone already: see “%s”.", undo.name))
        return undo._open_copy()

    def _current_undo(self):
        """The undo of this job that is planned, under way or done."""
        found = self.sudo().undo_ids.filtered(
            lambda undo: not undo.origin_id and undo.state not in STOPPED
        )
        return self.browse(found.ids)

    def _is_being_undone(self):
        return any(undo.state in LIVE_STATES for undo in self.sudo().undo_ids)

    def _check_undo(self):
        """Raise, in words, unless there is something that can be undone."""
        job = self.sudo()
        if job.undo_of_id:
            raise UserError(
                self.env._("This is an undo itself. To have the import again, upload its file.")
            )
        if job.state not in END_STATES:
            raise UserError(self.env._("An import can be undone once it has ended."))
        if job.purged:
            raise UserError(
                self.env._(
                    "The old values of this import were deleted after its retention time, so it"
                    " cannot be undone."
                )
            )
        if not self._has_journal():
            raise UserError(self.env._("This import changed nothing that can be undone."))

    def _has_journal(self):
        found = self.env.execute_query(
            SQL(
                """SELECT FROM registration_import_outcome
                    WHERE id BETWEEN %s AND %s AND journal IS NOT NULL LIMIT 1""",
                *self._row_range(),
            )
        )
        return bool(found)

    def _new_undo(self):
        """A draft job with a row for each one of this job that changed or removed something.

        It sees what the import saw: the companies, the language of translated values.
        """
        origin = self.sudo()
        job = self._new_copy(
            name=self.env._("Undo of %s", origin.name),
            size=0,
            undo_of_id=origin.id,
            labels=["_row", *(origin.labels or [])],
            mapping={field: column + 1 for field, column in (origin.mapping or {}).items()},
            number_column=0,
            starter_context=origin.starter_context,
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_staged (id, job_id, cells)
                   SELECT %(low)s + %(last)s - (s.id & %(last)s), %(job)s,
                          jsonb_build_array(coalesce(
                              substring(s.cells->>%(column)s from '^[1-9][0-9]{0,6}$'),
                              (s.id & %(last)s)::text)) || s.cells
                     FROM registration_import_outcome o
                     JOIN registration_import_staged s ON s.id = o.id
                    WHERE o.id BETWEEN %(first)s AND %(end)s
                      AND (o.journal IS NOT NULL OR o.outcome = %(removed)s)""",
                low=plan.row_id(job.id, 0),
                last=plan.LAST_NUMBER,
                job=job.id,
                column=origin.number_column if origin.number_column >= 0 else None,
                first=self._row_range()[0],
                end=self._row_range()[1],
                removed=plan.REMOVED,
            )
        )
        job.total = self.env.cr.rowcount
        return self.browse(job.id)

    # -- what is different for such a job ------------------------------------------------------

    def _added_columns(self):
        """The number of the row stands before the columns of the file."""
        return 1 if self.sudo().undo_of_id else super()._added_columns()

    def _is_ragged(self):
        """Rows of an anonymized person are empty, as nothing is read in them anyway."""
        return not self.sudo().undo_of_id and super()._is_ragged()

    def _retry_values(self):
        """What is tried again of an undo is undone still."""
        return super()._retry_values() | {"undo_of_id": self.sudo().undo_of_id.id}

    def _open_copy(self):
        """There is nothing to map in an undo: it is planned, anew if that was a while ago."""
        if self.sudo().undo_of_id and self.sudo().state in (DRAFT, VALIDATED):
            self.action_validate()
        return super()._open_copy()

    def _keyed_rows(self):
        """Each record of a journal is a key of the row that undoes it."""
        if not self.sudo().undo_of_id:
            return super()._keyed_rows()
        return SQL(
            """SELECT s.id, hashtextextended(concat_ws(',', entry->>0, entry->>1), 0) AS key
                 FROM registration_import_staged s
                 JOIN registration_import_outcome o ON o.id = %s - (s.id & %s)
                CROSS JOIN jsonb_array_elements(o.journal) AS entry
                WHERE s.id BETWEEN %s AND %s""",
            self.sudo().undo_of_id._row_range()[1],
            plan.LAST_NUMBER,
            *self._row_range(),
        )

    def _repeats(self, rows):
        """That rows touch the same record was said of the import; an undo minds it by itself."""
        return {} if self.sudo().undo_of_id else super()._repeats(rows)

    @api.depends("undo_of_id")
    @api.depends_context("lang")
    def _compute_report_subject(self):
        """An undo is none of an import."""
        result = super()._compute_report_subject()
        for job in self.filtered("undo_of_id"):
            names = {"file": job.undo_of_id.name, "count": job.failing}
            if job.state == DONE and not job.failing:
                job.report_subject = self.env._("Undo finished: %(file)s", **names)
            elif job.state == DONE:
                subject = self.env._("Undo finished, %(count)s rows not undone: %(file)s", **names)
                job.report_subject = subject
            else:
                job.report_subject = self.env._("Undo stopped: %(file)s", **names)
        return result

    @api.depends("undo_of_id")
    def _compute_reading_text(self):
        """Of an undo no file was read."""
        result = super()._compute_reading_text()
        self.filtered("undo_of_id").reading_text = False
        return result
