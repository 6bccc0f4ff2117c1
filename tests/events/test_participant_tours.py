from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..common import JOB, work_at_once
from .common import EventsCase


@tagged("post_install", "-at_install")
class TestParticipantTours(EventsCase, HttpCase):
    """V19: as an administrator walks through it, in a browser."""

    def test_participants_are_uploaded(self):
        """V19: from the list of standard operations to the job; the wrong answer is told before."""
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(
                None, "registration_import_participants", login=self.administrator.login
            )
        made = self.registration("T-1")
        self.assertEqual((made.event_team_id, self.answer(made)), (self.team, "Fish"))
        self.assertFalse(self.registration("T-2"))
