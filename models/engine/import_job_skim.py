from odoo import models
from odoo.tools import SQL

from ...tools.rows import plan

# Row numbers that one statement skims.
STRETCH = 50_000


class RegistrationImportJob(models.Model):
    """Skimming: of a file that is expected to change little, the rows that plainly change nothing
    are recorded by one statement for many thousands, and never reach the planner.

    Only rows whose record no other row of the file names, so that their order cannot matter.
    """

    _inherit = "registration.import.job"

    def _expects_little(self):
        """Whether the same file was imported before, or its validation found little to do. Cells
        of another system cannot be compared with what we hold."""
        job = self.sudo()
        if self._system():
            return False
        return bool(job.same_as_id) or 2 * job.unchanged > job.total

    def _skim_steps(self):
        """Record what plainly changes nothing; yields the rows of each stretch."""
        columns = self.sudo().mapping or {}
        if not self._kind()._can_skim(columns, *self._row_range()):
            return
        low, high = self._staged_range()
        while low <= high and not self._is_cancelled():
            yield self._skim(low, min(low + STRETCH - 1, high))
            low += STRETCH

    def _staged_range(self):
        """First and last id that was staged; an empty range when there is none."""
        found = self.env.execute_query(
            SQL(
                """SELECT min(id), max(id) FROM registration_import_staged
                    WHERE id BETWEEN %s AND %s""",
                *self._row_range(),
            )
        )
        return found[0] if found[0][0] else (1, 0)

    def _skim(self, low, high):
        """Record rows of this stretch that change nothing; gives how many."""
        job = self.sudo()
        select = self._kind()._select_unchanged(job.mapping or {}, len(job.labels or []), low, high)
        self.env.flush_all()
        self._compile_nothing()
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_outcome (id, outcome, record)
                   SELECT same.id, %s, same.record FROM (%s) same
                    WHERE NOT EXISTS (SELECT FROM registration_import_outcome o
                                       WHERE o.id = same.id)
                      AND NOT EXISTS (SELECT FROM registration_import_duplicate_key r
                                       WHERE r.id = same.id)
                      AND NOT EXISTS (SELECT FROM registration_import_duplicate_key r
                                       WHERE r.next_id = same.id)""",
                plan.UNCHANGED,
                select,
            )
        )
        done = self.env.cr.rowcount
        if done:
            writer = self.env["registration.import.writer"]
            writer._insert_piece(self, "run", {plan.UNCHANGED: done})
        return done
