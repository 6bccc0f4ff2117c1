import contextlib
import errno
from datetime import timedelta
from unittest.mock import patch

import psycopg2
import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import mute_logger, tagged

from ...importer.checkpoint import AFTER_CRASH, BATCH, CRASHES, OUTAGES
from ...importer.loader import RowLoader
from ...importer.rights import JobRights
from ...importer.worker import Worker
from ...tools.rows.problems import Problem
from ..common import IMPORTER, SAMPLE
from .common_workers import OURS, WorkerCase


@tagged("post_install", "-at_install")
class TestImportCrashes(WorkerCase):
    """Workers: what happens when one is interrupted, or dies."""

    @mute_logger(OURS)
    def test_an_interrupted_job_resumes(self):
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
        real = JobRights.problem

        def problem(rights):
            if rights.job.id == bad.id:
                raise ValueError("a fault of ours")
            return real(rights)

        with patch.object(JobRights, "problem", problem):
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
        real = JobRights.problem
        problem = Problem("not_authorised", params={"message": "no"})
        with patch.object(
            JobRights,
            "problem",
            lambda rights: problem if rights.job.id == stopped.id else real(rights),
        ):
            self.work()
        self.assertEqual((done.state, stopped.state), ("done", "refused"))
        self.assertEqual(done.report_state, "failed")

    @mute_logger(OURS, f"{IMPORTER}.report")
    def test_a_report_that_memory_was_short_for(self):
        """T8: a template says of everything that it failed; the report comes with a later try, and
        where none helps the import ends without it."""
        mixin = "odoo.addons.mail.models.mail_render_mixin.MailRenderMixin._render_template_qweb"
        real = self.env.registry["mail.render.mixin"]._render_template_qweb
        for fault, times, told in (
            (MemoryError(), 1, "queued"),
            (SystemError("error return without exception set"), 2, "queued"),
            (MemoryError(), 99, "failed"),
        ):
            with self.subTest(fault=fault, times=times):
                failures = [fault] * times

                def render(*args, failures=failures, **kwargs):
                    if failures:
                        raise UserError("Failed to render") from failures.pop()
                    return real(*args, **kwargs)

                self.Line.search([]).unlink()
                job = self.schedule(self.rows(5))
                with patch(mixin, render):
                    self.work()
                self.assertEqual((job.state, job.created, job.report_state), ("done", 5, told))

    @mute_logger(OURS)
    def test_a_full_disk_is_waited_for(self):
        """T8: longer each time, in words, and then the job goes on where it was."""
        full = psycopg2.errors.DiskFull("could not extend file")
        job = self.schedule(self.rows(5))
        with self.failing_chunk(full, times=4):
            for outage in range(1, 5):
                self.work()
                self.assertEqual((job.state, job.code), ("interrupted", "no_room"))
                self.assertIn("no room left", job.message)
                # how long they are says the checkpoint alone: see Checkpoint.after_outage
                self.assertEqual(job._checkpoint().outages, outage)
                self.end_wait(job)
        self.work()
        self.assertEqual((job.state, job.created, job.code), ("done", 5, False))
        self.assertAccounted(job.sudo())

    def end_wait(self, job):
        """The job had to wait, which is over now."""
        self.assertGreater(job._checkpoint().wait_until, self.env.cr.now())
        job._checkpoint().update(wait_until=self.env.cr.now())

    @mute_logger(OURS)
    def test_a_job_that_waits_for_room_can_be_cancelled(self):
        """T19: and keeps no other job waiting."""
        full = psycopg2.errors.DiskFull("could not extend file")
        job = self.schedule(self.rows(5))
        with self.failing_chunk(full, times=1):
            self.work()
        other = self.schedule(SAMPLE)
        self.work()
        self.assertEqual((job.state, other.state), ("interrupted", "done"))
        job.action_cancel()
        self.work()
        self.assertEqual((job.state, job.not_processed), ("cancelled", 5))

    @mute_logger(OURS)
    def test_a_disk_that_stays_full_ends_the_job(self):
        """P3: after a day or so, in words."""
        job = self.schedule(self.rows(5))
        job._checkpoint().update(outages=OUTAGES)
        with self.failing_chunk(OSError(errno.ENOSPC, "No space left"), times=1):
            self.work()
        self.assertEqual((job.state, job.code, job.not_processed), ("refused", "stopped", 5))
        self.assertIn("No room on the server", job.message)

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

    def test_rows_are_taken_smaller_after_a_crash(self):
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

        def next_rows(loader, position, limit=None, last=None):
            limits.append(limit)
            return real(loader, position, limit, last)

        with patch.object(RowLoader, "next_rows", next_rows):
            self.work()
        self.assertEqual(limits[:3], [1, 4, 16])
        self.assertEqual(job.state, "done")

    def test_who_only_lost_the_connection_says_so_in_time(self):
        """T10: another worker meets the job first, and takes nobody for dead before that."""
        job = self.schedule(self.rows(40))
        self.die_at(job, BATCH)
        patched, log = self.attempts()
        with patched, self.note_comes(job):
            self.work()
        self.assertEqual(log, [40])
        self.assertEqual((job.state, job.created), ("done", 40))

    @contextlib.contextmanager
    def note_comes(self, job, **values):
        """As if whoever lost the connection used another one while the next worker waits."""
        real, locks = Worker._lock, []

        def lock(worker, identifier, share):
            locks.append(identifier)
            if len(locks) == 2:
                noted = job.with_env(worker.env)._checkpoint()
                noted.update(in_progress=False, **values)
                worker.env.cr.commit()
            return real(worker, identifier, share)

        with patch.object(Worker, "_lock", lock):
            yield

    def test_who_waits_for_an_outage_to_pass_is_left_alone(self):
        """T10: also where the note came while another worker was looking."""
        job = self.schedule(self.rows(5))
        self.die_at(job, BATCH)
        later = self.env.cr.now() + timedelta(days=1)
        with self.note_comes(job, wait_until=later):
            self.work()
        self.assertEqual((job.state, job._checkpoint().size), ("running", BATCH))

    def test_a_death_between_two_tries_is_none_of_the_rows(self):
        """T12: who waits until others have finished editing is not at the rows."""
        job, at_them = self.schedule(self.rows(5)), []
        with self.failing(psycopg2.errors.SerializationFailure(), times=1):
            self.work(meanwhile=lambda: at_them.append(job._checkpoint().in_progress))
        self.assertEqual((job.state, set(at_them)), ("done", {False}))

    def test_second_death(self):
        """T5: after another death there, one row is taken alone."""
        job = self.schedule(self.rows(40))
        self.die_at(job, AFTER_CRASH)
        patched, log = self.attempts()
        with patched:
            self.work()
        self.assertEqual(log, [1, 4, 16, 19])
        self.assertAccounted(job.sudo())

    def test_a_row_that_crashes_alone_fails(self):
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
