from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...models.sync.import_operation_run import RegistrationImportOperation as ImportRun
from ..common import JOB, work_at_once
from .common import CROSS_REFERENCES, MANAGE, MANAGEMENT
from .common_sources import SourceCase

PAST = "2020-01-01"


@tagged("post_install", "-at_install")
class TestSyncTours(SourceCase, HttpCase):
    """The Data Sync app as people walk through it, in a browser."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.user("sync_lead", MANAGEMENT, MANAGE, CROSS_REFERENCES)
        cls.system = cls.env["registration.import.system"].create(
            {"name": "Offline Database", "code": "T-OFF"}
        )

    def start(self, tour):
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(None, tour, login=self.lead.login)

    def operation_named(self, name):
        return self.Operation.search([("name", "=", name)])

    def test_an_operation_is_customised_and_run(self):
        """V05, V12, V16: an operation is customised, scheduled, run now, its job followed, what it
        lacks is mended, and its failed row retried."""
        self.put(
            text="Nr,LAST_NAME,Club,INTEREST_ID,No News\n0801,Old,,T-NEWS,Yes\n0802,New,G17,,\n"
        )

        notify = ImportRun._asked_notification

        def fetch_at_once(operation):
            """As the scheduled action does: the file is seen, then taken, then put away."""
            for _look in range(2):
                operation.sudo().source_ids.run_ids.scanned = PAST
                operation.sudo().schedule_ids.poll_at = PAST
                operation.sudo().schedule_ids._step()
            return notify(operation)

        with patch.object(ImportRun, "_asked_notification", fetch_at_once):
            self.start("registration_import_sync_operation")
        operation = self.operation_named("Tour Members")
        jobs = self.env["registration.import.job"].search([("operation_id", "=", operation.id)])
        self.assertEqual(jobs.mapped("created"), [1, 1])
        self.assertEqual((operation.schedule_ids.run_as_id, operation.blank), (self.lead, "clear"))
        old, new = (
            self.env["res.partner"].search([("contact_member_id", "=", n)])
            for n in ("0801", "0802")
        )
        self.assertEqual(old.contact_opt_out_ids, self.news)
        self.assertEqual(new.contact_group_ids, self.friends)

    def test_an_upload_is_made_and_run(self):
        """V05, V08: an operation is made and run by hand; card, graph and pivot show it."""
        self.start("registration_import_sync_upload")
        self.assertEqual(self.friends.member_ids, self.ada + self.bob)
