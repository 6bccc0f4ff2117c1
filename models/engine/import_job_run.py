import collections
import contextlib
import copy
import logging
import time

import psycopg2
import psycopg2.errors

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, RedirectWarning, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...importer.states import (
    CANCELLED,
    DONE,
    INTERRUPTED,
    READING,
    RUNNING,
    SCHEDULED,
    VALIDATING,
)
from ...tools.rows import plan
from ...tools.rows.planner import Planner
from ...tools.rows.problems import Problem, shorten
from .import_job_confirm import MoreThanConfirmed

_logger = logging.getLogger(__name__)

# Rows in a piece: what is written in one savepoint and committed together. More where rows
# change little, so that a repeated file is not slowed by commits.
PIECE = 1_000
LARGEST_PIECE = 4_000
# A piece should not take longer, in seconds; one much shorter may grow.
PIECE_SECONDS = 2
SHORT_PIECE_SECONDS = 0.25
# After a death the piece is taken again smaller.
AFTER_DEATH = 31
# Deaths at a row that was alone before it is passed over.
DEATHS = 3
# Tries at a piece that somebody else is editing before it is made smaller.
TRIES = 5
# What of a quiet context keeps changes out of the chatter, and what keeps mails back.
TRACKING = ("tracking_disable", "mail_notrack", "mail_create_nolog")
MAILS = ("registration_import_quiet", "mail_create_nosubscribe")
# Of an exception's text, so many characters are kept.
MESSAGE_LENGTH = 1_000
# Never a row's fault: these rise to whoever drives the generator.
NOT_THE_ROW = (
    *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY,
    ConcurrencyError,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    MemoryError,
    MoreThanConfirmed,
)
PHASE_STATES = {"read": READING, "validate": VALIDATING, "run": RUNNING}


class RegistrationImportJob(models.Model):
    """Running: pieces of rows written, each with its outcomes, one generator for all drivers.

    The driver commits at each yield, or never (``wait=True``, tests); nothing here does.
    """

    _inherit = "registration.import.job"

    def _steps(self):
        """Do whatever the job's state asks for; yields the number of rows done since."""
        steps = {
            READING: self._reading_steps,
            VALIDATING: self._validate_steps,
            SCHEDULED: self._run_steps,
            RUNNING: self._run_steps,
        }
        if self.sudo().state == INTERRUPTED:
            self._set(state=PHASE_STATES[self._claim.phase or "run"], code=False, params=False)
        while (state := self.sudo().state) in steps:
            yield from steps[state]()

    def _run_steps(self):
        claim = self._claim
        if self.sudo().state == SCHEDULED and not self._begin_run():
            yield 0
            return
        claim._put(held=True, size=claim.size or PIECE)
        yield 0
        # not after a death, which skimming may have been the cause of
        if not claim.position and claim.size >= PIECE and self._expects_little():
            yield from self._skim_steps()
        failed, allowance = False, self._allowance()
        while not self._is_cancelled():
            # After a death no more rows are matched than are written: they may be the cause, too.
            # After a failure few are, since those behind the next one would be in vain.
            few = failed or claim.size < PIECE
            rows = self._window(claim.position, min(claim.size, PIECE) if few else None)
            if not rows:
                self._end(DONE)
                break
            try:
                failed = yield from self._window_steps(claim, rows, allowance)
            except MoreThanConfirmed:
                self._refuse("more_than_confirmed", {"count": self.sudo().confirmed})
                break
            rows = None  # before the next window is read: two at once would double the memory
        else:
            self._end(CANCELLED)
        yield 0

    def _begin_run(self):
        """Check again what may have changed since the click, and start at the first row."""
        fault = self._right_fault() or self._mapping_fault()
        if fault:
            self._refuse(*fault)
            return False
        self._begin_pass("run", RUNNING)
        self._set(started=fields.Datetime.now())  # in whole seconds, as its end
        return True

    def _right_fault(self):
        """None, or why the starter may not run this any more."""
        job = self.sudo()
        lost = set((job.starter_context or {}).get("allowed_company_ids") or []) - set(
            job.create_uid.company_ids.ids
        )
        if lost or not job.create_uid.active:
            return "not_authorised", {
                "message": self.env._("The user or a company is not active any more.")
            }
        operation = job.operation_id.with_env(self.env)
        refusal = operation._refusal()
        if job.confirmed and not refusal:
            refusal = operation._refusal("irreversible")
        return ("not_authorised", {"message": refusal}) if refusal else None

    # -- one window ------------------------------------------------------------------------

    def _window_steps(self, claim, rows, allowance):
        """Write the rows of a window in pieces, up to the first piece that fails; that one is
        split, and what lies behind it is matched anew in the next window. Returns whether one
        failed."""
        planner = Planner(self._kind()._row_planner())
        while rows and not self._is_cancelled():
            part, rows = rows[: claim.size], rows[claim.size :]
            started = time.monotonic()
            if self._try_part(planner, part, allowance):
                claim._put(size=min(claim.size, PIECE))
                yield from self._split_steps(claim, part, allowance)
                return True
            yield self._done(claim, part, started)
        return False

    def _split_steps(self, claim, rows, allowance):
        """Find the rows that make a piece fail: parts of a tenth, matched and committed each on
        their own, down to single rows."""
        stack = _split(rows)
        while stack and not self._is_cancelled():
            yield 0
            part = stack.pop(0)
            started = time.monotonic()
            self._match_rows(part)
            error = self._try_part(Planner(self._kind()._row_planner()), part, allowance)
            if error and len(part) > 1:
                stack = _split(part) + stack
                continue
            if error:
                self._fail_row(part[0], error)
            yield self._done(claim, part, started)

    def _done(self, claim, part, started):
        """Record a written piece, and claim what comes next; gives its number of rows."""
        self._record(part)
        self._claim_next(claim, part, time.monotonic() - started)
        return len(part)

    def _try_part(self, planner, part, allowance):
        """Plan and write one piece in a savepoint, of what nothing brings back no more than the
        ``allowance``; the exception that stopped it, or None."""
        kind = self._kind()
        context = {**self._write_context(), "registration_import_job_id": self.id}
        kind = kind.with_context(**context)
        writer = self.env["registration.import.writer"].with_context(**context)
        planner.begin()
        try:
            with _sent_if_written(self.env.cr), self.env.cr.savepoint():
                for run in planner.runs(part):
                    allowance.check(run)
                    writer._write_run(kind, run)
        except Exception as error:  # noqa: BLE001 - whatever a hook of the host raises
            if not _is_of_the_rows(error):
                raise
            _logger.info(
                "Import job %s: a piece of %s rows failed", self.id, len(part), exc_info=True
            )
            planner.drop()
            return error
        planner.keep()
        return None

    def _write_context(self):
        """The context of writes: quiet, unless the operation wants changes tracked, or mails."""
        operation = self.sudo().operation_id
        loud = (*TRACKING * operation.track_changes, *MAILS * operation.send_mails)
        return {k: v for k, v in self._kind()._context().items() if k not in loud}

    def _fail_row(self, row, error):
        """The write of this one row raised: that is its outcome."""
        row.plan = plan.Plan(problems=[self._as_problem(error)])
        row.outcome = plan.FAILED

    def _as_problem(self, error):
        """An exception as data; its text only where that was written for people."""
        if isinstance(error, Problem):
            return error
        if isinstance(error, psycopg2.Error) and error.diag.message_primary:
            tables = {model._table: name for name, model in self.env.registry.items()}
            model = self.env[tables.get(error.diag.table_name, "base")]
            text = model._sql_error_to_message(error)
        else:
            text = _text_for_people(error)
        if text:
            return Problem("odoo", params={"message": shorten(text, MESSAGE_LENGTH)})
        return Problem("broken", params={"error": type(error).__name__})

    def _record(self, rows):
        """Outcomes, problems and counts of a piece, in the transaction of its effects."""
        self.env["registration.import.writer"]._copy_outcomes(rows)
        self._keep_problems(rows)
        self._keep_piece("run", rows)
        self.env.invalidate_all()

    def _keep_problems(self, rows):
        self._name_missing(rows)
        self.env["registration.import.writer"]._copy_problems(self, rows)

    def _keep_piece(self, phase, rows):
        counts = collections.Counter(row.outcome for row in rows)
        irreversible = self._kind()._irreversible if counts[plan.REMOVED] else ()
        erased = [row for row in rows if row.does(irreversible)]
        verbs = collections.Counter((row.plan.verb, row.plan.scope) for row in erased)
        self.env["registration.import.writer"]._insert_piece(
            self,
            phase,
            counts,
            [[*key, count] for key, count in verbs.items()],
            [[plan.row_number(row.id), row.record] for row in erased],
        )

    def _claim_next(self, claim, part, seconds):
        """Committed with this piece: where the job stands and how much is taken next."""
        size = _next_size(claim.size, seconds)
        claim._put(position=plan.row_number(part[-1].id), size=size, held=True, deaths=0, tries=0)

    # -- what drivers tell -------------------------------------------------------------------

    def _after_death(self):
        """A worker died at the claimed rows: take them smaller; a row alone thrice is poison."""
        claim = self._claim
        size = claim.size or PIECE
        if size > 1:
            claim._put(size=AFTER_DEATH if size > AFTER_DEATH else 1, deaths=0)
        elif claim.deaths + 1 < DEATHS:
            claim._put(deaths=claim.deaths + 1)
        else:
            self._pass_over(claim, "poison")

    def _after_conflict(self):
        """Somebody else is editing: after some tries smaller, in the end without the row. Where
        it is no row that they edit, for example the job itself, no row is given up."""
        claim = self._claim
        size = claim.size or PIECE
        if claim.tries + 1 < TRIES:
            claim._put(tries=claim.tries + 1)
        elif claim.phase != "run" or not self._window(claim.position, limit=1):
            self._after_interruption()
        elif size > 1:
            claim._put(size=max(size // 10, 1), tries=0)
        else:
            self._pass_over(claim, "busy")

    def _pass_over(self, claim, code):
        """The row after the claimed position fails, and the job goes on behind it."""
        rows = self._window(claim.position, limit=1)
        for row in rows:
            self._fail_row(row, Problem(code))
        if rows:
            self._record(rows)
            self._claim_next(claim, rows, 0)


@contextlib.contextmanager
def _sent_if_written(cr):
    """What hooks leave for after the commit, such as a call to a web address, is forgotten when
    the block fails: a savepoint undoes everything else, but not that."""
    hooks = cr.postcommit
    waiting, data = len(hooks._funcs), {key: copy.copy(value) for key, value in hooks.data.items()}
    try:
        yield
    except BaseException:
        while len(hooks._funcs) > waiting:
            hooks._funcs.pop()
        hooks.data = data
        raise


def _next_size(size, seconds):
    """Rows of the next piece, after one of ``size`` rows took so many seconds."""
    if seconds > PIECE_SECONDS:
        return max(size // 2, 1)
    if size < PIECE:
        return min(size * 4, PIECE)
    return min(size * 2, LARGEST_PIECE) if seconds < SHORT_PIECE_SECONDS else size


def _split(rows):
    """Ten parts of about equal length, in order; a single row is its own part."""
    step = max(-(-len(rows) // 10), 1)
    return [rows[start : start + step] for start in range(0, len(rows), step)]


def _is_of_the_rows(error):
    """Whether the rows may be the cause. A value too long for an index is "operational", too."""
    return isinstance(error, psycopg2.errors.ProgramLimitExceeded) or not isinstance(
        error, NOT_THE_ROW
    )


def _text_for_people(error):
    """The text of an exception of Odoo; "" of any other, and where even the text raises."""
    if not isinstance(error, (UserError, RedirectWarning)):
        return ""
    try:
        return str(error.args[0]).strip()
    except Exception:
        return ""
