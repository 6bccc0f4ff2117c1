from unittest.mock import patch

from odoo import modules
from odoo.tests import tagged

from .common import EventsCase


@tagged("post_install", "-at_install")
class TestParticipantMails(EventsCase):
    """V19, C26: no import lets Odoo mail, and commit, in the middle of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheduler = cls.make_scheduler(cls.race)
        cls.operation = cls.env.ref("registration_import.operation_participants")

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "event.registration")])

    def send_mails(self):
        """What Odoo's scheduled action does."""
        self.env["event.mail"].with_context(lang="en_US").schedule_communications()

    def rows(self, *columns):
        return [
            self.participant(f"R{n}", **{"Attendee Name": "Ann", "Email": f"a{n}@x.org"}, **more)
            for n, more in enumerate(columns)
        ]

    def executed(self):
        return patch.object(type(self.env["event.mail"]), "execute", autospec=True)

    def test_people_are_mailed_as_ever(self):
        """C26: whoever is registered by hand."""
        with self.executed() as execute:
            self.make_registrations("Loud", event=self.race)
        self.assertTrue(execute.called)

    def test_nobody_is_mailed_now_or_later(self):
        """V19: not by the import, nor by the scheduled action that looks for who was not told."""
        with self.executed() as execute:
            job = self.load(*self.rows({}, {"Status": "Attended"}, {"Status": "Unconfirmed"}))
        self.assertEqual((job.created, execute.called), (3, False), job._result())
        by_hand = self.make_registrations("By hand", event=self.race)
        before = self.mails()
        self.send_mails()
        self.scheduler.interval_unit = "hours"  # what is due is worked out again
        self.scheduler.interval_unit = "now"
        self.send_mails()
        self.assertEqual(self.mails(), before)
        told = by_hand.mail_registration_ids
        self.assertEqual((told.mail_sent, told.import_withheld), (True, False))
        self.assertFalse(self.registration("R0").mail_registration_ids.mail_sent)

    def test_who_is_confirmed_by_hand_is_mailed(self):
        """V19: what was imported unconfirmed is told when a person confirms it, and not when an
        import does."""
        self.load(*self.rows({"Status": "Unconfirmed"}, {"Status": "Unconfirmed"}))
        self.registration("R0").action_confirm()
        self.load(self.participant("R1", Status="Registered"))
        self.assertEqual(self.registration("R1").state, "open")
        self.send_mails()
        self.assertTrue(self.registration("R0").mail_registration_ids.mail_sent)
        self.assertFalse(self.registration("R1").mail_registration_ids.mail_sent)

    def test_an_operation_may_mail_behind_the_import(self):
        """V19: Odoo's scheduled action is woken by the commit of the import, and mails nothing in
        it."""
        self.operation.send_mails = True
        cron = self.env.ref("event.event_mail_scheduler")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        with self.executed() as execute:
            self.load(*self.rows({}, {}))
        self.assertFalse(execute.called)
        self.assertGreater(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers
        )
        self.send_mails()
        self.assertTrue(self.registration("R0").mail_registration_ids.mail_sent)

    def test_nothing_commits_inside(self):
        """C26, P1: with the commits of Odoo in place, as they are outside of tests, effect and
        outcome are one transaction: nothing is left of an import that is rolled back."""
        for loud in (False, True):
            self.operation.send_mails = loud
            with (
                patch.object(modules.module, "current_test", False),
                patch.object(self.env.cr, "commit") as commit,
            ):
                job = self.load(*self.rows({}, {"Status": "Unconfirmed"}))
                self.load(self.participant("R1", Status="Registered"))
            self.assertFalse(commit.called, loud)
            self.assertEqual(job.failing, 0)
            self.registration("R0").unlink()
            self.registration("R1").unlink()
