import dataclasses
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...tools.connector.remote import Page, Record
from ..common import MODELS
from .common import ConnectorCase
from .neighbour import busy


@tagged("post_install", "-at_install")
class TestInterrupted(ConnectorCase):
    """V13: whatever stops a run while contacts are being fetched is said in words, and the next run
    goes on behind the last page."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{MODELS}.connector.import_run_connector.PAGE", 1))
        self.theirs = self.there.add(name="Dan Reed", email="dan@example.com")
        self.there.add(name="Eve Hart", email="eve@example.com")
        self.people.with_user(self.boss).action_run()
        self.tick()  # the first of two pages

    def ended(self):
        """How the run ended, once the scheduled action has come by."""
        self.tick()
        run = self.runs.search([("operation_id", "=", self.people.id)], limit=1)
        return run.state, run.code

    def assert_goes_on(self):
        """The next run asks for nothing again, and brings all."""
        self.there.calls.clear()
        self.there.marks.clear()
        job = self.run_once()
        self.assertEqual(sorted(outcome for outcome, _codes in self.rows(job)), ["created"] * 2)
        self.assertEqual(self.there.marks, [1])
        self.assertFalse(self.env["registration.import.page"].search([]))

    def test_the_connection_is_put_out_of_use(self):
        self.connection.active = False
        self.assertEqual(self.ended(), ("failed", "connector_off"))
        self.connection.active = True
        self.assert_goes_on()

    def test_the_operation_is_put_out_of_use(self):
        """Also where somebody has clicked Run, and where it runs by itself."""
        for asked in (self.boss, self.boss.browse()):
            with self.subTest(asked=bool(asked)):
                self.schedule.asked_id = asked
                self.people.active = False
                state, code = self.ended()
                self.assertEqual(state, "failed")
                self.assertIn(code, ("run_stopped", "run_given_up"))
                self.assertFalse(self.schedule.poll_at)
                self.people.active = True
                self.people.with_user(self.boss).action_run()
                self.tick()
        self.assertEqual(self.there.marks[-1], 2)

    def test_the_operation_is_paused(self):
        self.schedule.asked_id = False
        self.people.with_user(self.boss).action_pause()
        self.assertEqual(self.ended(), ("failed", "run_given_up"))
        self.assert_goes_on()

    def test_another_time_does_not_stop_it(self):
        self.schedule.asked_id = False
        self.schedule.write({"mode": "recurring", "frequency": "daily", "time": 23.9})
        for _step in range(6):
            self.time_passes()
            self.tick()
        self.run_jobs()
        self.assertTrue(self.contact("eve@example.com"))

    def test_who_asked_loses_the_right(self):
        self.boss.group_ids -= self.env.ref("registration_import.group_sync_run")
        self.boss.group_ids -= self.env.ref("registration_import.group_sync_manage")
        self.assertEqual(self.ended(), ("failed", "run_refused"))

    def test_another_address_is_asked_anew(self):
        """What was fetched of one server is nothing of another one."""
        self.connection.write({"address": "https://other.example.org", "new_key": "tuna"})
        self.there.marks.clear()
        self.tick()
        self.assertEqual(self.there.marks, [0])

    def test_another_field_is_asked_anew(self):
        """Else it would seem to be empty there, and be emptied here."""
        self.there.change(self.theirs, name="Cyd Nash", email="cyd@example.com", city="Genf")
        town = self.people.line_ids.filtered(lambda line: line.field == "town")
        paired, town.theirs_id = town.theirs_id, False
        self.touch(self.cyd, city="Bern")
        self.tick()
        town.write({"theirs_id": paired.id, "rule": "theirs"})
        self.run_once()
        self.assertEqual(self.cyd.city, "Genf")

    def test_a_wait_of_days_ends_it(self):
        """V13: nobody looks at a run that waits until next year."""
        self.there.faults = [busy(400 * 24 * 3600)]
        self.assertEqual(self.ended(), ("failed", "connector_unavailable"))
        self.assert_goes_on()

    def test_a_server_that_goes_round_in_circles(self):
        """V13: the same for ever, two pages in turn, or nothing at all: each ends in words."""
        dan = Record("501", "2030-01-01T00:00:00Z", {"name": "Dan Reed"})
        eve = Record("502", "2030-01-01T00:00:01Z", {"name": "Eve Hart"})
        for what, pages in {
            "the same mark": [Page([dan], "1", True)],
            "two marks": [Page([dan], "1", True), Page([eve], "2", True)],
            "empty": [Page([], str(number), True) for number in range(99)],
            "always changed": [
                Page([dataclasses.replace(dan, changed=f"2030-01-01T00:01:{n}Z")], str(n), True)
                for n in range(10, 60)
            ],
        }.items():
            with self.subTest(what):
                told = iter(pages * 30)
                self.there.changes = lambda *_asked, each=told: next(each)
                self.people.with_user(self.boss).action_run()
                for _page in range(40):
                    state, code = self.ended()
                    if state != "fetching":
                        break
                self.assertEqual((state, code), ("failed", "connector_no_progress"))
        self.assertFalse(self.env["registration.import.page"].search([]))

    def test_what_nobody_takes_up_is_forgotten(self):
        """D: contacts that were fetched are not kept for ever."""
        self.connection.active = False
        self.ended()
        pages = self.env["registration.import.page"].search([])
        self.env.cr.execute(
            "UPDATE registration_import_page SET write_date = %s WHERE id = ANY(%s)",
            (fields.Datetime.subtract(fields.Datetime.now(), days=8), pages.ids),
        )
        self.runs._gc_pages()
        self.assertFalse(pages.exists())
