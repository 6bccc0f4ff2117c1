from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EventsCase


@tagged("post_install", "-at_install")
class TestKindTeams(EventsCase):
    """V19: what a file of teams does to the teams of an event."""

    def load(self, *rows, **arguments):
        rows = [
            dict(zip(("Event Code", "Team Code", "Team Name"), row, strict=True)) for row in rows
        ]
        return super().load(*rows, operation="teams", filename="teams.csv", **arguments)

    def team_of(self, code):
        return self.env["event.team"].search([("code", "=", code), ("event_id", "=", self.race.id)])

    def test_teams_are_made_and_named(self):
        """V19: by event and code; the same file again changes nothing."""
        rows = [("RUN-31", "RUN-A", "Larks"), ("RUN-31", "RUN-B", "Night Owls")]
        job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        self.assertEqual((self.team.name, self.team_of("RUN-B").name), ("Larks", "Night Owls"))
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2))
        self.assertAccounted(again)

    def test_a_wrong_row_fails_alone(self):
        """V19: an event that one may not see has no teams either."""
        self.foreign_event.event_code = "FAR"
        self.team.active = False
        job = self.load(
            ("FAR", "T", "X"), ("RUN-31", "RUN-A", "X"), ("RUN-31", "B", ""), ("RUN-31", "C", "C")
        )
        self.assertEqual((job.created, job.invalid), (1, 3), job._result())
        codes = [code for _number, code in self.problems(job)]
        self.assertEqual(codes, ["unknown_event", "team_archived", "team_without_name"])

    def test_rows_in_several_chunks(self):
        """V19: what a row leaves is found by later rows."""
        rows = [("RUN-31", f"T{n % 5}", f"Team {n}") for n in range(10)]
        for arguments in ({"validate_only": True}, {}):
            with self.in_batches():
                job = self.load(*rows, **arguments)
            self.assertEqual((job.created, job.updated), (5, 5), job._result())
        self.assertEqual(self.team_of("T4").name, "Team 9")

    def test_an_undo_takes_back_what_the_import_did(self):
        """V19: but for a team that somebody is in."""
        job = self.load(("RUN-31", "T1", "A"), ("RUN-31", "T2", "B"), ("RUN-31", "RUN-A", "C"))
        first, second = self.team_of("T1"), self.team_of("T2")
        self.make_registrations("Ann", event=self.race).event_team_id = first
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.updated, undo.skipped), (1, 1, 1), undo._result())
        self.assertEqual((first.exists(), second.exists()), (first, self.env["event.team"]))
        self.assertEqual(self.team.name, "Early Birds")

    def test_only_administrators_may(self):
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.load(("RUN-31", "T1", "A"), user=self.manager)

    def test_the_sample_is_a_file_that_can_be_read(self):
        self.race.event_code = "SUMMIT-31"
        job = self.load(*self.env["registration.import.kind.teams"]._samples())
        self.assertEqual((job.created, job.unchanged), (1, 1), job._result())

    def test_every_problem_has_words(self):
        messages = self.env["registration.import.message"]
        for code in self.env["registration.import.kind.teams"]._messages():
            self.assertTrue(messages._text(code))
