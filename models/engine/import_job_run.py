from odoo import api, fields, models

from ...importer.confirmation import MoreThanConfirmed
from ...importer.states import (
    CANCELLED,
    DONE,
    INTERRUPTED,
    READING,
    RUNNING,
    SCHEDULED,
    VALIDATED,
    VALIDATING,
)
from ...importer.unchanged import UnchangedPath
from ...importer.validator import preview
from ...importer.worker import Worker
from ...tools.rows import plan
from ...tools.rows.problems import Problem

CRONS = ("ir_cron_run_1", "ir_cron_run_2", "ir_cron_run_3")
PHASE_STATES = {"read": READING, "validate": VALIDATING, "run": RUNNING}


class RegistrationImportJob(models.Model):
    """Running: what the state of a job asks for, as one generator for all drivers.

    The driver commits at each yield (``importer.worker``), or never (``wait=True``, tests).
    """

    _inherit = "registration.import.job"

    def _steps(self):
        """Do whatever the job's state asks for; yields the number of rows done since."""
        steps = {
            READING: lambda: self._reader().steps(),
            VALIDATING: self._validate_steps,
            SCHEDULED: self._run_steps,
            RUNNING: self._run_steps,
        }
        if self.sudo().state == INTERRUPTED:
            phase = self._checkpoint().phase or "run"
            self._update(state=PHASE_STATES[phase], code=False, params=False)
        while (state := self.sudo().state) in steps:
            yield from steps[state]()

    def _begin_phase(self, phase):
        """Start at the first row, with nothing left of an earlier pass."""
        store, source = self._store(), self._source()
        store.forget(phase)
        needed = source.needs_keys(phase, self._chunk_rows())
        store.find_duplicate_keys(source.keyed_rows(store) if needed else None)
        self._checkpoint().begin(phase)
        self._update(state=PHASE_STATES[phase], code=False, params=False)

    # -- validation ------------------------------------------------------------------------

    def _validate_steps(self):
        """Plan every row and write nothing of the host: problems and counts are stored."""
        if self._checkpoint().phase != "validate":
            self._begin_phase("validate")
        checkpoint = self._checkpoint()
        if (yield from self._validator(checkpoint).steps()):
            counts = self._store().counts("validate")
            counts[plan.NOT_PROCESSED] = self.sudo().total - sum(counts.values())
            self._update(state=VALIDATED, **counts)
            self._update(irreversible=self._irreversible().planned() or False)
            checkpoint.update(phase=None, in_progress=False)
            self._go_on()
        else:
            self._finish(CANCELLED)
        yield 0

    def _go_on(self):
        """Nobody was asked to look at the plan of a job that was told to run."""
        if not self.sudo().unattended or self.sudo().goal != "run":
            return
        problem = self._approval().confirm_unattended()
        if problem:
            self._refuse(problem)
        else:
            self._approval().send_on()

    def _preview(self, limit):
        """The first rows with what each would change: planned, and nothing stored."""
        kind = self._kind()
        return preview(self._loader(kind), kind._row_planner(), limit)

    # -- run -------------------------------------------------------------------------------

    def _run_steps(self):
        """Write the rows, from where the checkpoint stands."""
        if self.sudo().state == SCHEDULED and not self._begin_run():
            yield 0
            return
        checkpoint = self._checkpoint()
        checkpoint.claim()
        yield 0
        # not after a crash, which the unchanged path may have been the cause of
        if not checkpoint.position and not checkpoint.is_careful and self._expects_little():
            yield from self._unchanged_path().steps()
        try:
            is_done = yield from self._executor(checkpoint).steps()
            self._finish(DONE if is_done else CANCELLED)
        except MoreThanConfirmed:
            self._refuse(Problem("more_than_confirmed", params={"count": self.sudo().confirmed}))
        yield 0

    def _begin_run(self):
        """Check again what may have changed since the click, and start at the first row."""
        mapping = self.sudo().mapping or {}
        problem = self._right_problem() or self._mapper().problem(mapping)
        if problem:
            self._refuse(problem)
            return False
        self._begin_phase("run")
        self._update(started=fields.Datetime.now())  # in whole seconds, as its end
        return True

    def _right_problem(self):
        """Why the starter may not run this any more, or None."""
        job = self.sudo()
        lost = set((job.starter_context or {}).get("allowed_company_ids") or []) - set(
            job.create_uid.company_ids.ids
        )
        if lost or not job.create_uid.active:
            text = self.env._("The user or a company is not active any more.")
            return Problem("not_authorised", params={"message": text})
        operation = job.operation_id.with_env(self.env)
        refusal = operation._refusal()
        if job.confirmed and not refusal:
            refusal = operation._refusal("irreversible")
        return Problem("not_authorised", params={"message": refusal}) if refusal else None

    def _expects_little(self):
        """Whether the same file was imported before, or its validation found little to do."""
        job = self.sudo()
        return bool(job.same_as_id) or 2 * job.unchanged > job.total

    def _unchanged_path(self):
        """What records the rows that plainly change nothing."""
        job, kind = self.sudo(), self._kind()
        columns, width = job.mapping or {}, len(job.labels or [])
        return UnchangedPath(self._store(), kind, columns, width, self._is_cancelled)

    # -- workers ---------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        Worker(self.env).run()

    def _start_turn(self):
        """Note that a worker turns to the job now."""
        self._checkpoint().update(in_progress=True)
        self.env["registration.import.checkpoint"].sudo()._touch(self.id)

    @api.model
    def _crons(self):
        """The scheduled actions that run jobs."""
        crons = self.env["ir.cron"].sudo()
        return crons.union(*(self.env.ref(f"registration_import.{name}").sudo() for name in CRONS))

    @api.model
    def _wake_workers(self):
        """Start soon: at commit the scheduled actions are notified."""
        for cron in self._crons():
            cron._trigger()

    @api.model
    def _call_workers(self):
        """Say again that there is work. After three deaths Odoo has forgotten what was asked of
        an action, and would wait for its next minute."""
        asked = (
            self.env["ir.cron.trigger"]
            .sudo()
            .search_count(
                [("cron_id", "in", self._crons().ids), ("call_at", "<=", fields.Datetime.now())],
                limit=1,
            )
        )
        if asked:
            self.env["ir.cron"].sudo()._notifydb()
        else:
            self._wake_workers()
