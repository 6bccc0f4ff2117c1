from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...importer.states import DRAFT, END_STATES, LIVE_STATES, VALIDATED

# Days that cells, old values and the file are kept after the end of a job.
RETENTION_DAYS = 30
# Drafts nobody came back to are dropped after so many days.
DRAFT_DAYS = 1
# Jobs that one vacuum looks at.
VACUUM_JOBS = 100


class RegistrationImportJob(models.Model):
    """Retention: what a file said is forgotten after a while, what became of it is not until the
    job itself is deleted."""

    _inherit = "registration.import.job"

    kept_until = fields.Date(
        compute="_compute_kept_until", help="Then the rows' cells, their old values and the file go"
    )

    @api.depends("ended")
    def _compute_kept_until(self):
        days = self._retention_days()
        for job in self:
            own = job.sudo().operation_id.retention_days
            job.kept_until = job.ended and job.ended.date() + timedelta(days=own or days)

    @api.model
    def _retention_days(self):
        """Days of operations that do not say how many."""
        get = self.env["ir.config_parameter"].sudo().get_param
        return int(get("registration_import.retention_days", RETENTION_DAYS))

    @api.model
    def _kept_otherwise(self):
        """``{operation id: days}`` of operations that say it themselves."""
        operations = self.env["registration.import.operation"].sudo()
        found = operations.with_context(active_test=False).search([("retention_days", ">", 0)])
        return {operation.id: operation.retention_days for operation in found}

    @api.autovacuum
    def _vacuum_jobs(self):
        """Purge what is past its time, and drop drafts; what another system had validated is
        kept as long as an import, since it may ask for it."""
        now = fields.Datetime.now()
        late = now - timedelta(days=self._retention_days())
        kept = self._kept_otherwise()
        forgotten = Domain("unattended", "=", False) & Domain(
            "write_date", "<", now - timedelta(days=DRAFT_DAYS)
        )
        asked = Domain("unattended", "=", True) & Domain("write_date", "<", late)
        drafts = Domain("state", "in", (DRAFT, VALIDATED)) & (forgotten | asked)
        self.search(drafts, limit=VACUUM_JOBS).unlink()
        usual = Domain("ended", "<", late) & Domain("operation_id", "not in", list(kept))
        own = Domain.OR(
            Domain("ended", "<", now - timedelta(days=days))
            & Domain("operation_id", "=", operation)
            for operation, days in kept.items()
        )
        ended = Domain("state", "in", END_STATES) & Domain("purged", "=", False)
        old = self.search(ended & (usual | own), limit=VACUUM_JOBS)
        for job in old.filtered(lambda job: not job._is_being_undone()):
            job._purge()

    def action_purge(self):
        """Delete the file and the rows' values now; outcomes and counts stay."""
        self._check_owner()
        if self.sudo().state not in END_STATES:
            raise UserError(self.env._("Only an import that has ended can be deleted early."))
        if self._is_being_undone():
            raise UserError(self.env._("This import is being undone: wait until that has ended."))
        self.sudo()._purge()
        return True

    def _purge(self):
        """Row numbers, outcomes, codes and record ids stay; whatever the file said goes."""
        self._store().purge()
        self.column_ids.write({"samples": False})
        self.attachment_id.unlink()
        self.purged = True

    # -- deleting --------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_never_while_live(self):
        if any(job.state in LIVE_STATES for job in self):
            raise UserError(
                self.env._("An import that is under way cannot be deleted: cancel it first.")
            )

    def unlink(self):
        """Rows have no foreign key to their job: they go with it."""
        self.check_access("unlink")
        for job in self:
            job._store().clear()
        return super().unlink()
