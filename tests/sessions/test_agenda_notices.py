from odoo.tests import tagged

from .test_promotions import PromotionsCase


@tagged("post_install", "-at_install")
class TestAgendaNotices(PromotionsCase):
    """Those whose agenda a run has changed are told, where the operation says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation.tells_registrants = True
        for person in cls.people:
            person.email = f"{person.registration_code}@example.com"
        cls.event.organizer_id.email = "organizer@example.com"
        cls.Notice = cls.env["event.agenda.notice"]

    def told(self, job):
        """The messages of a run: {address: mail}."""
        before = self.env["mail.mail"].search([])
        with self.enter_registry_test_mode():
            self.env.ref("registration_import.ir_cron_agenda_notices").method_direct_trigger()
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mails), len(self.Notice.search([("job_id", "=", job.id)])))
        return {mail.email_to: mail for mail in mails}

    def test_it_is_off_unless_the_operation_says_so(self):
        """C25: nobody is told."""
        self.operation.tells_registrants = False
        job = self.import_rows([self.of(self.holder)])
        self.assertEqual(self.told(job), {})

    def test_one_message_for_each_person_and_run(self):
        """C26: however many sessions of theirs a run changes, and who was promoted as well."""
        self.wait(self.second)
        rows = [self.of(self.holder), self.row(self.holder, self.demo_7592, "Registered")]
        job = self.import_rows(rows)
        told = self.told(job)
        self.assertEqual(set(told), {"P0001@example.com", "P0002@example.com"})
        body = told["P0001@example.com"].body_html
        for text in ("Trade Summit", "Product Demonstration", "Registered", "Cancelled"):
            self.assertIn(text, body)
        self.assertNotIn("event.agenda.notice", body)
        self.assertIn("organizer@example.com", told["P0001@example.com"].email_from)
        self.assertEqual({mail.state for mail in told.values()}, {"outgoing"})
        self.assertEqual(self.told(job.browse()), {})

    def test_rows_that_change_nothing_tell_nobody(self):
        """C28: nor do those that are not imported, or only validated."""
        rows = [self.of(self.holder, "Registered"), self.of(self.second, "Registered")]
        job = self.import_rows(rows)
        self.assertEqual((job.unchanged, job.invalid), (1, 1))
        self.import_rows([self.of(self.holder)], validate_only=True)
        self.assertFalse(self.Notice.search([]))

    def test_nobody_is_told_before_the_run_has_ended(self):
        """C26: it may change more of the same agenda."""
        job = self.import_rows([self.of(self.holder)])
        job.state = "running"
        self.assertFalse(self.Notice.search(self.Notice._waiting()))

    def test_who_cannot_come_or_be_reached_is_left_out(self):
        """C26: without an address, cancelled, or of a session that is over."""
        self.second.email = False
        over = self.make_instance(self.keynote, "Over", 9)
        over.write({"date_begin": "2020-01-01 09:00:00", "date_end": "2020-01-01 10:00:00"})
        rows = [
            self.row(self.second, self.demo_7592, "Registered"),
            self.row(self.third, over, "Attended"),
            self.row(self.people[3], self.demo_7592, "Registered"),
        ]
        self.people[3].action_cancel()
        self.import_rows(rows)
        with self.enter_registry_test_mode():
            self.env.ref("registration_import.ir_cron_agenda_notices").method_direct_trigger()
        mails = self.env["mail.mail"].search([("model", "=", "event.agenda.notice")])
        self.assertFalse(mails)
        self.assertTrue(all(self.Notice.search([]).mapped("sent")))

    def test_an_undo_tells_of_what_it_takes_out(self):
        """Undo: it is a run like any other; a line that is gone is no longer in the agenda."""
        job = self.import_rows([self.row(self.third, self.demo_7592, "Registered")])
        self.told(job)
        told = self.told(self.undo(job))
        self.assertIn("no session in it any more", told["P0003@example.com"].body_html)
