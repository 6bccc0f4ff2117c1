from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import mute_logger, tagged

from ...importer.job_queue import FUNCTION, PARAMETER
from ...importer.waiting import LOCK_SPACE
from ...importer.worker import Worker
from ..common import IMPORTER, SAMPLE
from .common_workers import OURS, WorkerCase


class JobQueueCase(WorkerCase):
    """What these tests share: the queue is wanted by the system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(PARAMETER, "1")

    def asked(self):
        """How often the scheduled actions were asked for."""
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])


@tagged("post_install", "-at_install")
class TestWithoutJobQueue(JobQueueCase):
    """Where OCA queue_job is not installed, or not wanted."""

    def test_the_scheduled_actions_do_it(self):
        """Whoever asks for a queue that is not there, or by operation for none, gets the scheduled
        actions."""
        self.operation.background = "cron"
        before = self.asked()
        job = self.schedule(SAMPLE)
        self.assertGreater(self.asked(), before)
        self.work()
        self.assertEqual((job.state, job.created), ("done", 4))


@tagged("post_install", "-at_install", "-standard", "queue_job")
class TestJobQueue(JobQueueCase):
    """OCA queue_job: `make test WITH=queue_job`."""

    def queued(self, job):
        """What the queue has for an import, the first one first."""
        domain = [("channel_method_name", "=", FUNCTION), ("state", "=", "pending")]
        return (
            self.env["queue.job"]
            .search(domain, order="id")
            .filtered(lambda each: each.records.id == job.id)
        )

    def perform(self, queued):
        """As its runner has it done."""
        from odoo.addons.queue_job.job import Job  # pylint: disable=import-outside-toplevel

        with self.enter_registry_test_mode(), patch(f"{OURS}.time.sleep"):
            job = Job.load(self.env, queued.uuid)
            job.set_started()
            job.store()
            self.env.flush_all()
            job.perform()
            job.set_done()
            job.store()
        self.env.invalidate_all()

    def test_an_import_goes_through_the_queue(self):
        """16.5: it waits in its channel, once however often workers are called, and is done with
        the rights of whoever started it; the scheduled actions are not asked."""
        before = self.asked()
        job = self.schedule(SAMPLE, user=self.importer)
        job._wake_workers()
        queued = self.queued(job)
        self.assertEqual(len(queued), 1)
        self.assertEqual(self.asked(), before)
        self.assertEqual(queued.channel, "root.registration_import")
        self.assertEqual(queued.user_id, self.env.ref("base.user_root"))
        self.assertEqual(queued.company_id, job.company_id)
        self.assertEqual(queued.max_retries, 0)
        self.assertEqual(queued.job_function_id.retry_pattern, {"1": 5, "3": 30, "6": 300})
        seen = []
        with self.another_addon(lambda records, _values: seen.append(records.env.uid)):
            self.perform(queued)
        self.assertEqual((job.state, job.created, seen), ("done", 4, [self.importer.id]))
        self.assertFalse(self.queued(job))
        self.assertAccounted(job.sudo())

    def test_a_slice_enqueues_the_next(self):
        """16.5: where others wait an import gives way after a turn, and goes on later; a small one
        goes before a large one."""
        long, short = self.schedule(self.rows(40)), self.schedule(SAMPLE)
        self.assertGreater(self.queued(long).priority, self.queued(short).priority)
        with patch(f"{OURS}.TURN", 0), self.in_batches(4, 40):
            self.perform(self.queued(long))
            self.assertEqual(long.state, "running")
            self.assertEqual(len(self.queued(long)), 1)
            self.perform(self.queued(short))
        while queued := self.queued(short) or self.queued(long):
            self.perform(queued)
        self.assertEqual((long.created, short.state, long.state), (40, "done", "done"))
        self.assertAccounted(long.sudo())

    def test_one_file_by_several_workers(self):
        """16.5: a file that several workers may have is in the queue once for each of them."""
        self.operation.file_workers = 3
        places = self.demo_7592 | self.wshop_7597 | self.knote_7608
        job = self.schedule([self.row(p, place) for p in self.people for place in places])
        slices = 0
        with patch(f"{IMPORTER}.shares.LEAST", 0):
            self.perform(self.queued(job))
            self.assertEqual((job.state, len(self.queued(job))), ("running", 3))
            while queued := self.queued(job)[:1]:
                self.perform(queued)
                slices += 1
        self.assertEqual((job.state, job.created), ("done", 120))
        self.assertGreaterEqual(slices, 4)
        self.assertAccounted(job.sudo())

    def test_an_operation_decides(self):
        """16.5: an operation may want the queue where the system does not."""
        self.env["ir.config_parameter"].set_param(PARAMETER, "0")
        self.assertFalse(self.queued(self.schedule(SAMPLE)))
        self.operation.background = "queue"
        self.assertTrue(self.queued(self.schedule(SAMPLE)))

    def test_what_waits_for_an_outage_does_not_hold_up_what_is_due(self):
        """16.5: what is due later and what is due now are two jobs of the queue."""
        job = self.schedule(SAMPLE)
        self.queued(job).unlink()
        job._wake_workers(datetime.now() + timedelta(minutes=5))
        job._wake_workers()
        self.assertEqual([bool(each.eta) for each in self.queued(job)], [True, False])

    def test_a_host_that_dies_with_the_request(self):
        """16.5: what the runner has asked a host for, and which that one never began, holds up
        nothing: whoever watches the import has it asked for once more."""
        job = self.schedule(SAMPLE)
        asked = self.queued(job)
        asked.state = "enqueued"
        asked.date_enqueued = datetime.now()
        job.progress()
        self.assertFalse(self.queued(job))
        asked.date_enqueued -= timedelta(seconds=9)
        job.progress()
        job.progress()
        self.assertEqual(len(self.queued(job)), 1)
        self.perform(self.queued(job))
        self.assertEqual(job.state, "done")

    def test_the_scheduled_actions_are_a_safety_net(self):
        """16.5: they leave alone what the queue is about to do, and do what nobody has started for
        two minutes, or what is not in the queue."""
        late, soon, lost = (self.schedule(self.rows(count)) for count in (1, 2, 3))
        self.queued(lost).unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE queue_job SET date_created = date_created - interval '3 minutes' WHERE id = %s",
            [self.queued(late).id],
        )
        self.work()
        self.assertEqual([job.state for job in (late, soon, lost)], ["done", "scheduled", "done"])
        self.perform(self.queued(soon))
        self.assertEqual(soon.state, "done")

    def test_an_import_that_another_worker_has(self):
        """16.5: is left to it, and not enqueued again and again."""
        job = self.schedule(SAMPLE)
        with self.env.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_SPACE, job.id))
            self.perform(self.queued(job))
        self.assertEqual((job.state, len(self.queued(job))), ("scheduled", 0))

    def test_a_fault_of_ours_is_tried_again(self):
        """16.5: by the retry pattern; what the queue stores of it holds no cell."""
        from odoo.addons.queue_job.exception import (  # pylint: disable=import-outside-toplevel
            RetryableJobError,
        )

        job = self.schedule(SAMPLE)
        with (
            patch.object(Worker, "turn", side_effect=ValueError("1234-55-122")),
            mute_logger(OURS),
            self.assertRaises(RetryableJobError) as caught,
        ):
            self.perform(self.queued(job))
        self.assertNotIn("1234-55-122", str(caught.exception))
        self.assertIsNone(caught.exception.__cause__)
        self.assertEqual(job.state, "scheduled")

    def test_nobody_starts_a_slice_by_hand(self):
        """16.5: a slice does the work of others, so a user does not run it."""
        with self.assertRaises(AccessError):
            self.schedule(SAMPLE).with_user(self.importer)._work_slice()
