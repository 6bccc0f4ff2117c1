from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EventsCase


@tagged("post_install", "-at_install")
class TestEventTeam(EventsCase):
    """V19: teams of an event, and the codes by which files name both."""

    def test_a_team_is_of_the_event_of_its_members(self):
        """V19: a registration is in no team of another event, however that comes about."""
        member = self.make_registrations("Ann", event=self.race)
        member.event_team_id = self.team
        self.assertEqual(self.team.registration_count, 1)
        with self.refused("Early Birds is not a team of this event"):
            self.anna.event_team_id = self.team
        with self.refused("Early Birds is not a team of this event"):
            self.team.event_id = self.event

    def test_a_team_with_members_stays(self):
        self.make_registrations("Ann", event=self.race).event_team_id = self.team
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.team.unlink()
            self.env.flush_all()

    def test_codes_are_unique(self):
        """V19: of an event in the database, of a team in its event."""
        team = {"name": "T", "code": "RUN-A"}
        self.env["event.team"].create({**team, "event_id": self.event.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["event.team"].create({**team, "event_id": self.race.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_event("Again", event_code="RUN-31")
        self.assertFalse(self.race.copy().event_code)
        self.assertNotEqual(self.team.copy().code, "RUN-A")

    def test_who_may_see_and_keep_teams(self):
        """V19: the desk sees them, event users keep them, of their companies."""
        self.assertEqual(self.team.with_user(self.desk).name, "Early Birds")
        with self.assertRaises(AccessError):
            self.team.with_user(self.desk).name = "Night Owls"
        self.team.with_user(self.event_user).name = "Night Owls"
        self.race.company_id = self.company_2
        with self.assertRaises(AccessError):
            self.team.with_user(self.event_user).read(["name"])
