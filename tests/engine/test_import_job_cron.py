from unittest.mock import patch

import psycopg2
import psycopg2.errors

from odoo.tests import mute_logger, tagged

from ...importer.checkpoint import CONFLICTS
from ...importer.loader import RowLoader
from ...importer.phases import RunPhase
from ...importer.waiting import LOCK_SPACE, is_worked_on
from ...importer.worker import Worker
from ...importer.writer import Writer
from ..common import IMPORTER, SAMPLE
from .common_workers import OURS, WorkerCase


@tagged("post_install", "-at_install")
class TestImportJobCron(WorkerCase):
    """Workers: jobs in the background, and their turns."""

    def test_a_worker_runs_a_scheduled_job(self):
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

    def test_jobs_take_turns(self):
        """Jobs take turns: a short one does not wait for the end of a long one."""
        long, short = self.schedule(self.rows(40)), self.schedule(SAMPLE)
        ended = []
        jobs = self.env.registry["registration.import.job"]
        real = jobs._finish

        def end(record, state, **values):
            ended.append(record.id)
            return real(record, state, **values)

        matched, match = [], RowLoader._match
        with (
            patch.object(jobs, "_finish", end),
            patch.object(RowLoader, "_match", lambda *of: matched.append(len(of[1])) or match(*of)),
            patch(f"{OURS}.TURN", 0),
            self.in_batches(4, 40),
        ):
            self.work()
        self.assertEqual(ended, [short.id, long.id])
        # no more of the long one than its turn could write, before the short one had its own
        self.assertEqual(matched[:2], [16, len(SAMPLE)])
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

    def test_a_conflict_is_tried_again(self):
        """T12: a piece that somebody else is editing is tried again in a new transaction."""
        job = self.schedule(self.rows(5))
        with self.failing(psycopg2.errors.SerializationFailure(), times=CONFLICTS - 1) as calls:
            self.work()
        self.assertEqual(calls, [5] * (CONFLICTS - 1))
        self.assertEqual((job.state, job.created), ("done", 5))
        self.assertAccounted(job.sudo())

    def test_where_others_edit_the_seats_are_held_first(self):
        """T12, T13: after a conflict the instances are locked before lines are written, those of
        all imports in one order; nothing of it is an error in the log."""
        job, held = self.schedule(self.rows(5)), []
        real = Writer.hold

        def hold(writer, records):
            held.append(records)
            return real(writer, records)

        conflict = psycopg2.errors.SerializationFailure()
        with (
            self.assertNoLogs(OURS, "WARNING"),
            patch.object(Writer, "hold", hold),
            self.failing(conflict, times=1),
        ):
            self.work()
        self.assertEqual((job.state, job.created), ("done", 5))
        lines = {"event.agenda.line": set(), "event.agenda.instance": {self.demo_7592.id}}
        self.assertEqual(held, [lines])
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

        def lock(worker, identifier, share):
            if identifier == job.id and not taken:
                taken.append(1)
                worker.jobs.browse(identifier)._update(state="cancelled")
                worker.env.flush_all()
                worker.env.cr.commit()
            return real(worker, identifier, share)

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
