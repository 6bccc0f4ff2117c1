from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..common import MODELS
from ..sync.common import MANAGEMENT, SCHEDULE
from .common import EXPORT, DownloadCase


@tagged("post_install", "-at_install")
class TestImportRunDownload(DownloadCase):
    """V12: downloads run by themselves, too."""

    operation_code = "constituent_download"

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{MODELS}.sync.import_schedule_poll.NAP_SECONDS", 0))
        scheduler = self.user("down_scheduler", MANAGEMENT, SCHEDULE, EXPORT)
        self.nightly = self.operation.with_user(self.chief).copy().with_env(self.env)
        self.schedule = self.nightly.schedule_ids
        self.schedule.with_user(scheduler).mode = "recurring"
        past = fields.Datetime.now() - timedelta(minutes=1)
        self.schedule.write({"next_run": past, "poll_at": past})
        self.scheduler = scheduler

    def tick(self, times=3):
        for _time in range(times):
            with self.enter_registry_test_mode():
                self.env.ref("registration_import.ir_cron_run_sources").method_direct_trigger()
            self.env.invalidate_all()

    def test_it_is_sent_once_and_logged(self):
        """V12: it is sent once at its time, as the one who scheduled it, and logged."""
        self.tick()
        run = self.Run.search([("operation_id", "=", self.nightly.id)])
        self.assertRecordValues(run, [{"state": "done", "create_uid": self.scheduler.id}])
        self.assertRecordValues(
            self.nightly.source_ids.run_ids, [{"state": "done", "download_id": run.id}]
        )
        self.assertIn("lines", self.nightly.source_ids.result_text)
        self.assertGreater(self.schedule.next_run, fields.Datetime.now())

    def test_by_hand(self):
        """V12: whoever starts it by hand does not become the one it runs as."""
        self.nightly.with_user(self.chief).action_run()
        self.assertTrue(self.nightly.last_download_started)
        self.assertEqual(self.schedule.run_as_id, self.scheduler)

    def test_somebody_is_told_of_a_failure(self):
        """T27: of a download that fails somebody is told."""
        self.tick(1)
        run = self.Run.search([("operation_id", "=", self.nightly.id)])
        self.nightly.source_ids.run_ids.state = "working"
        run.state = "failed"
        self.tick(1)
        self.assertEqual(self.nightly.source_ids.result_state, "failed")
        mail = self.env["mail.mail"].search([("subject", "ilike", "Stopped")])
        self.assertEqual(mail.recipient_ids.email, self.scheduler.email)

    def test_lost_right(self):
        """T30: who may not send any more sends nothing; it is paused, and says why."""
        self.scheduler.group_ids -= self.env.ref(EXPORT)
        self.tick(1)
        self.assertTrue(self.schedule.paused)
        self.assertFalse(self.Run.search([("operation_id", "=", self.nightly.id)]))
