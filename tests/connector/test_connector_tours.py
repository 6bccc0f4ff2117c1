from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...models.sync.import_operation_run import RegistrationImportOperation as ImportRun
from ..common import JOB, work_at_once
from ..users import new_user
from .common import ConnectorCase

PAST = "2020-01-01"


@tagged("post_install", "-at_install")
class TestConnectorTours(ConnectorCase, HttpCase):
    """V13: a connector as people walk through it, in a browser."""

    by_mail = False

    def test_a_connection_is_made(self):
        """V13: an administrator says where the other CRM is, and asks it."""
        self.source.connection_id = False
        self.people.unlink()
        self.connection.unlink()
        admin = new_user(self.env, "connector_admin", "base.group_system")
        self.start_tour(None, "connector_connect", login=admin.login)
        made = self.env["registration.import.connection"].search([("name", "=", "Head office")])
        self.assertEqual(made.sudo().key, "swordfish")

    def test_an_operation_keeps_in_step(self):
        """V13: fields are paired, and it is run."""
        self.source.connection_id = False
        self.there.add(name="Tess Tour", email="tess.tour@example.com", city="Bern")
        notify = ImportRun._asked_notification

        def fetch_at_once(operation):
            """As the scheduled action does, page by page."""
            for _page in range(4):
                operation.sudo().schedule_ids.poll_at = PAST
                operation.sudo().schedule_ids._step()
            return notify(operation)

        with (
            patch.object(ImportRun, "_asked_notification", fetch_at_once),
            patch(f"{JOB}._wake_workers", work_at_once),
        ):
            self.start_tour(None, "connector_keep_in_step", login=self.boss.login)
        self.assertEqual(self.contact("tess.tour@example.com").city, "Bern")

    def test_a_conflict_is_solved(self):
        """V13: value by value, in the menu beside the duplicates."""
        theirs = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.change(theirs, city="Thun")
        self.touch(self.cyd, city="Basel")
        self.run_once()
        self.start_tour(None, "connector_conflict", login=self.boss.login)
        self.run_once()
        self.assertEqual(self.cyd.city, "Thun")
