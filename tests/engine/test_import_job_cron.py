import contextlib
from unittest.mock import patch

import psycopg2
import psycopg2.errors

from odoo.tests import mute_logger, tagged

from ...importer.checkpoint import AFTER_CRASH, BATCH, CONFLICTS, CRASHES
from ...importer.executor import Executor
from ...importer.loader import RowLoader
from ...importer.phases import RunPhase
from ...importer.worker import LOCK_SPACE, Worker, is_worked_on
from ...tools.rows.problems import Problem
from ..common import IMPORTER, SAMPLE, ImportCase

CRON = "odoo.addons.base.models.ir_cron"
OURS = f"{IMPORTER}.worker"


@tagged("post_install", "-at_install")
class TestImportJobCron(ImportCase):
    """Workers: jobs in the background, their turns, and what happens when one dies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(40)
        cls.cron = cls.env.ref("registration_import.ir_cron_run_1")

    def rows(self, count, status="Registered"):
        return [self.row(person, self.demo_7592, status) for person in self.people[:count]]

    def work(self):
        """Let a worker do what there is to do, as the scheduler would; nothing it logs is an
        error, unless the test says so."""
        with self.enter_registry_test_mode(), patch(f"{OURS}.time.sleep"):
            self.cron.method_direct_trigger()

    @contextlib.contextmanager
    def failing(self, error, times=10**6, person=None):
        """As if writing failed so often, when this person's line is among the new ones."""
        calls = []

        def check(_records, values):
            people = {vals["registration_id"] for vals in values}
            if (person is None or person.id in people) and len(calls) < times:
                calls.append(len(values))
                raise error

        with self.another_addon(check):
            yield calls

    # -- the happy path --------------------------------------------------------------------------

    def test_runs(self):
        """C25: a scheduled job is run by a worker to its end."""
        job = self.schedule(SAMPLE)
        self.work()
        self.assertEqual((job.state, job.created), ("done", 4))
        self.assertFalse(job._checkpoint().in_progress)
        self.assertAccounted(job.sudo())

    def test_reads_and_runs(self):
        """run_file: a large file is read, validated or run by a worker."""
        with patch(f"{IMPORTER}.launch.SMALL_FILE", 10):
            job = self.schedule(SAMPLE)
            other = self.schedule(SAMPLE[:2], validate_only=True)
            self.assertEqual((job.state, other.state), ("reading", "reading"))
            self.work()
        self.assertEqual((job.state, other.state), ("done", "validated"))

    def test_nothing_to_do(self):
        """ODOO19 2.4: without jobs the scheduled action is done, and sleeps."""
        self.work()
        progress = self.env["ir.cron.progress"].search([("cron_id", "=", self.cron.id)], limit=1)
        self.assertFalse(progress.remaining)

    def test_progress_is_told_in_rows(self):
        """ODOO19 2.4: the scheduler hears of rows, so that it calls again while some remain."""
        self.schedule(self.rows(40))
        heard = []
        crons = self.env.registry["ir.cron"]
        real = crons._commit_progress

        def commit(records, processed=0, **keywords):
            heard.append((processed, keywords.get("remaining")))
            return real(records, processed, **keywords)

        with patch.object(crons, "_commit_progress", commit), self.in_batches(10, 20):
            self.work()
        self.assertEqual(heard[0], (0, 40))
        self.assertEqual(sum(processed for processed, _remaining in heard), 40)
        self.assertIn((0, 0), heard)

    def test_returns_when_its_slice_is_over(self):
        """T7: when no time is left the worker stops, keeps what it did, and asks for more."""
        job = self.schedule(self.rows(40))
        left = iter([9, 9, 9, 9, *[0] * 99])
        crons, jobs = self.env.registry["ir.cron"], self.env.registry["registration.import.job"]
        with (
            self.enter_registry_test_mode(),
            self.env.registry.cursor() as worker,
            patch.object(crons, "_commit_progress", lambda *a, **k: worker.commit() or next(left)),
            self.in_batches(10, 20),
            patch.object(jobs, "_wake_workers") as woken,
        ):
            self.env(cr=worker)["registration.import.job"]._cron_run()
        self.assertEqual(job.state, "running")
        self.assertTrue(woken.called)
        self.work()
        self.assertEqual((job.state, job.created), ("done", 40))
        self.assertAccounted(job.sudo())

    def test_turns(self):
        """Jobs take turns: a short one does not wait for the end of a long one."""
        long, short = self.schedule(self.rows(40)), self.schedule(SAMPLE)
        ended = []
        jobs = self.env.registry["registration.import.job"]
        real = jobs._finish

        def end(record, state, **values):
            ended.append(record.id)
            return real(record, state, **values)

        with patch.object(jobs, "_finish", end), patch(f"{OURS}.TURN", 0), self.in_batches(4, 40):
            self.work()
        self.assertEqual(ended, [short.id, long.id])
        self.assertAccounted(long.sudo())

    def test_cancelled_before_its_turn(self):
        """T19: a job cancelled while it waits writes nothing."""
        job = self.schedule(SAMPLE)
        job.action_cancel()
        self.work()
        self.assertEqual((job.state, job.not_processed), ("cancelled", 4))

    def test_as_the_starter(self):
        """F12: lines are the starter's, in their language and time zone."""
        self.importer.tz = "Asia/Tokyo"
        job = self.schedule(SAMPLE, user=self.importer)
        seen = []
        with self.another_addon(
            lambda records, values: seen.append((records.env.uid, records.env.context.get("tz")))
        ):
            self.work()
        self.assertEqual(seen, [(self.importer.id, "Asia/Tokyo")])
        self.assertEqual(job.state, "done")

    # -- somebody else is editing ----------------------------------------------------------------

    def test_conflict(self):
        """T12: a piece that somebody else is editing is tried again in a new transaction."""
        job = self.schedule(self.rows(5))
        with self.failing(psycopg2.errors.SerializationFailure(), times=CONFLICTS - 1) as calls:
            self.work()
        self.assertEqual(calls, [5] * (CONFLICTS - 1))
        self.assertEqual((job.state, job.created), ("done", 5))
        self.assertAccounted(job.sudo())

    def test_conflict_that_stays(self):
        """T12: after five tries it is taken smaller, in the end the row alone fails; never the
        others."""
        job = self.schedule(self.rows(12))
        person = self.people[6]
        with (
            self.failing(psycopg2.errors.LockNotAvailable(), person=person) as calls,
            self.in_batches(10, 20),
        ):
            self.work()
        self.assertEqual((job.state, job.created, job.failed), ("done", 11, 1))
        self.assertEqual(self.problems(job), [(8, "busy")])
        self.assertEqual(calls[-CONFLICTS:], [1] * CONFLICTS)
        self.assertAccounted(job.sudo())

    def test_conflict_before_the_first_row(self):
        """T12: a conflict that no row caused costs no row."""
        job = self.schedule(self.rows(3))
        jobs = self.env.registry["registration.import.job"]
        for owner, method in ((RunPhase, "begin"), (jobs, "_finish")):
            calls, real = [], getattr(owner, method)

            def conflict(record, *arguments, calls=calls, real=real, **values):
                calls.append(1)
                if len(calls) <= CONFLICTS + 1:
                    raise psycopg2.errors.SerializationFailure
                return real(record, *arguments, **values)

            with patch.object(owner, method, conflict):
                self.work()
        self.assertEqual((job.state, job.created, job.failed), ("done", 3, 0))
        self.assertAccounted(job.sudo())

    # -- interrupted -------------------------------------------------------------------------------

    @mute_logger(OURS)
    def test_interrupted(self):
        """T8, T10: what is no row's fault interrupts the job, which resumes by itself."""
        for error in (
            MemoryError(),
            psycopg2.OperationalError("gone"),
            KeyError("a fault of ours"),
        ):
            with self.subTest(error=error):
                self.Line.search([]).unlink()
                job = self.schedule(self.rows(5))
                with self.failing_chunk(error, times=2):
                    self.work()
                self.assertEqual((job.state, job.created), ("done", 5))
                self.assertAccounted(job.sudo())

    @contextlib.contextmanager
    def failing_chunk(self, error, times):
        """As if reading the next rows failed so often."""
        calls, real = [], RowLoader.next_rows

        def next_rows(loader, *arguments):
            calls.append(1)
            if len(calls) <= times:
                raise error
            return real(loader, *arguments)

        with patch.object(RowLoader, "next_rows", next_rows):
            yield

    @mute_logger(OURS)
    def test_interrupted_for_ever(self):
        """P3: a job that is interrupted again and again stops, and says so."""
        job = self.schedule(self.rows(5))
        with self.failing_chunk(MemoryError(), times=99):
            self.work()
        self.assertEqual((job.state, job.code, job.not_processed), ("refused", "stopped", 5))
        self.assertAccounted(job.sudo())

    @mute_logger(OURS)
    def test_bad_job_harms_no_other(self):
        """ODOO19 2.4: one bad job never fails the scheduled action, and others run."""
        bad = self.schedule(self.rows(5))
        good = self.schedule(SAMPLE)
        jobs = self.env.registry["registration.import.job"]
        real = jobs._right_problem

        def right_problem(record):
            if record.id == bad.id:
                raise ValueError("a fault of ours")
            return real(record)

        with patch.object(jobs, "_right_problem", right_problem):
            self.work()
        self.assertEqual((good.state, bad.state), ("done", "refused"))
        self.assertEqual(self.cron.failure_count, 0)
        self.assertAccounted(bad.sudo())

    @mute_logger(OURS, f"{IMPORTER}.report")
    def test_broken_template(self):
        """T24: a report that cannot be made keeps no job from ending, however it ends."""
        self.env.ref(
            "registration_import.mail_template_report"
        ).body_html = "<t t-out='object.nope'/>"
        done, stopped = self.schedule(self.rows(5)), self.schedule(self.rows(6))
        jobs = self.env.registry["registration.import.job"]
        real = jobs._right_problem
        problem = Problem("not_authorised", params={"message": "no"})
        with patch.object(
            jobs,
            "_right_problem",
            lambda record: problem if record.id == stopped.id else real(record),
        ):
            self.work()
        self.assertEqual((done.state, stopped.state), ("done", "refused"))
        self.assertEqual(done.report_state, "failed")

    def test_interrupted_long_ago(self):
        """P3: interruptions count only while nothing is done between them."""
        job = self.schedule(self.rows(6), validate_only=False)
        checkpoint = job._checkpoint
        job._update(state="validating")
        with self.in_batches(2, 2):
            steps = job._steps()
            next(steps)
            checkpoint().update(crashes=2)
            next(steps)
        self.assertEqual(checkpoint().crashes, 0)

    # -- death -------------------------------------------------------------------------------------

    def die_at(self, job, size, crashes=0):
        """As a worker leaves it that was killed while it wrote these rows."""
        values = {"phase": "run", "position": 0, "batch_size": size, "in_progress": True}
        job._checkpoint().update(**values, crashes=crashes)
        job._update(state="running", started=self.env.cr.now())
        self.env.flush_all()

    def attempts(self):
        """Patch: log how many rows each attempt takes."""
        log, real = [], Executor.try_batch

        def try_batch(executor, planner, batch):
            log.append(len(batch))
            return real(executor, planner, batch)

        return patch.object(Executor, "try_batch", try_batch), log

    def test_death(self):
        """T1, T5: after a death the rows are taken smaller, and more again when that goes well."""
        job = self.schedule(self.rows(40))
        self.die_at(job, BATCH)
        patched, log = self.attempts()
        with patched:
            self.work()
        self.assertEqual(log, [AFTER_CRASH, 40 - AFTER_CRASH])
        self.assertEqual((job.state, job.created), ("done", 40))

    def test_death_while_matching(self):
        """T5: nor are more rows looked at than are written, since that may be what kills."""
        job = self.schedule(self.rows(40))
        self.die_at(job, AFTER_CRASH)
        limits, real = [], RowLoader.next_rows

        def next_rows(loader, position, limit=None):
            limits.append(limit)
            return real(loader, position, limit)

        with patch.object(RowLoader, "next_rows", next_rows):
            self.work()
        self.assertEqual(limits[:3], [1, 4, 16])
        self.assertEqual(job.state, "done")

    def test_second_death(self):
        """T5: after another death there, one row is taken alone."""
        job = self.schedule(self.rows(40))
        self.die_at(job, AFTER_CRASH)
        patched, log = self.attempts()
        with patched:
            self.work()
        self.assertEqual(log, [1, 4, 16, 19])
        self.assertAccounted(job.sudo())

    def test_poison(self):
        """T5: a row that was alone in three deaths fails, and the job goes on behind it."""
        job = self.schedule(self.rows(5))
        self.die_at(job, 1, crashes=CRASHES - 1)
        self.work()
        self.assertEqual((job.state, job.created, job.failed), ("done", 4, 1))
        self.assertEqual(self.problems(job), [(2, "poison")])
        self.assertAccounted(job.sudo())

    def test_one_death_condemns_nobody(self):
        """T5: a row that was alone in two deaths is tried once more."""
        job = self.schedule(self.rows(5))
        self.die_at(job, 1, crashes=CRASHES - 2)
        self.work()
        self.assertEqual((job.state, job.created, job.failed), ("done", 5, 0))

    def test_death_while_reading(self):
        """T4: a reading that died is repeated from its start; the third death refuses the file."""
        for crashes, state in ((1, "done"), (2, "refused")):
            with self.subTest(crashes=crashes):
                self.Line.search([]).unlink()
                with patch(f"{IMPORTER}.launch.SMALL_FILE", 10):
                    job = self.schedule(self.rows(5))
                    job._checkpoint().update(in_progress=True, crashes=crashes)
                    self.work()
                self.assertEqual(job.state, state)
                self.assertAccounted(job.sudo())

    def test_death_while_validating(self):
        """T4: a validation that died goes on where it was."""
        with patch(f"{IMPORTER}.launch.SMALL_FILE", 10), self.in_batches(2, 2):
            job = self.schedule(self.rows(5), validate_only=True)
            steps = job._steps()
            for _step in range(3):
                next(steps)
            self.assertEqual((job.state, job._checkpoint().position), ("validating", 5))
            job._checkpoint().update(in_progress=True)
            self.work()
        self.assertEqual((job.state, job._counts()["created"]), ("validated", 5))

    # -- two workers -------------------------------------------------------------------------------

    def test_one_worker_a_job(self):
        """T14: a job that another worker has is left alone, and is not taken for dead."""
        job = self.schedule(self.rows(5))
        with self.env.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_SPACE, job.id))
            self.assertTrue(is_worked_on(self.env, job.id))
            self.work()
            self.assertEqual((job.state, job._checkpoint().crashes), ("scheduled", 0))
        self.assertFalse(is_worked_on(self.env, job.id))
        self.work()
        self.assertEqual(job.state, "done")

    def test_lock_is_given_back(self):
        """T14: also after a turn that failed."""
        job = self.schedule(self.rows(5))
        with mute_logger(OURS), self.failing_chunk(MemoryError(), times=99):
            self.work()
        self.assertFalse(is_worked_on(self.env, job.id))

    def test_looks_again_after_locking(self):
        """T14: what a job is, is read after it was locked: the worker that had it until then may
        have ended it in the meantime."""
        job = self.schedule(self.rows(5))
        real, taken = Worker._lock, []

        def lock(worker, identifier):
            if identifier == job.id and not taken:
                taken.append(1)
                worker.jobs.browse(identifier)._update(state="cancelled")
                worker.env.flush_all()
                worker.env.cr.commit()
            return real(worker, identifier)

        with patch.object(Worker, "_lock", lock):
            self.work()
        self.assertEqual(job.state, "cancelled")
        self.assertFalse(job._checkpoint().in_progress)

    def test_watching_wakes(self):
        """P3: whoever watches a job that nobody works on wakes the workers, without asking for
        more each time; also when Odoo forgot that they were asked."""
        job = self.schedule(self.rows(5))
        asked = self.env["ir.cron.trigger"].search([])
        with patch.object(self.env.registry["ir.cron"], "_notifydb") as notified:
            shown = job.progress()
        self.assertTrue(notified.called)
        self.assertEqual(self.env["ir.cron.trigger"].search([]), asked)
        asked.unlink()
        job.progress()
        self.assertEqual(len(self.env["ir.cron.trigger"].search([]).cron_id), 3)
        self.assertEqual((shown["state"], shown["total"], shown["done"]), ("scheduled", 5, 0))
        self.work()
        shown = job.progress()
        self.assertEqual((shown["state"], shown["done"], shown["live"]), ("done", 5, False))
