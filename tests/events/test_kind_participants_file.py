from odoo.tests import tagged

from .common import EventsCase


@tagged("post_install", "-at_install")
class TestKindParticipantsFile(EventsCase):
    """V19: files of participants in batches, undone, tried again; what people are told of them."""

    def rows(self, count, **columns):
        return [
            self.participant(
                f"R{n:03}", **{"Attendee Name": f"Person {n}", "Answer:Lunch": "Fish", **columns}
            )
            for n in range(count)
        ]

    def test_an_undo_takes_back_what_the_import_did(self):
        """V19: what it made goes, its answers too; what it changed is as before."""
        self.make_scheduler(self.race)
        self.load(self.participant("OLD", **{"Attendee Name": "Old", "Ticket": "Standard"}))
        job = self.load(
            self.participant("OLD", **{"Ticket": "Patron", "Team Code": "RUN-A"}), *self.rows(3)
        )
        self.assertEqual((job.created, job.updated), (3, 1), job._result())
        made = self.registration("R000") | self.registration("R001")
        made[1].name = "By hand"
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.updated, undo.skipped), (2, 1, 1), undo._result())
        self.assertEqual((made[0].exists(), made[1].exists()), (self.Registration, made[1]))
        old = self.registration("OLD")
        self.assertEqual((old.event_ticket_id, old.event_team_id.id), (self.standard, False))

    def test_failed_rows_are_tried_again(self):
        """V19: a retry makes what could not be made for want of a team."""
        rows = self.rows(3)
        rows[1]["Team Code"] = "RUN-B"
        job = self.load(*rows)
        self.assertEqual((job.created, job.invalid), (2, 1))
        self.env["event.team"].create(
            {"name": "Night Owls", "code": "RUN-B", "event_id": self.race.id}
        )
        action = job.with_user(job.create_uid).action_retry()
        wizard = self.env["registration.import.wizard"].browse(action["res_id"])
        retry = self.go(wizard.with_user(job.create_uid))
        self.assertEqual((retry.created, retry.failing), (1, 0), retry._result())
        self.assertEqual(self.registration("R001").event_team_id.code, "RUN-B")

    def test_rows_of_a_code_in_several_chunks(self):
        """V19: what a row leaves is found by later rows, of other chunks, too."""
        rows = [*self.rows(4), *self.rows(4, **{"Answer:Lunch": "Vegetables"}), *self.rows(1)]
        with self.in_batches():
            job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (4, 5), job._result())
        self.assertEqual(self.answer(self.registration("R000")), "Fish")
        self.assertEqual(self.answer(self.registration("R003")), "Vegetables")

    def test_no_query_is_made_per_row(self):
        """DESIGN: participants with a ticket and an answer are made without a query for each."""
        self.load(*self.rows(1))  # what is done for the first time does not count
        counts = []
        rows = self.rows(60, Ticket="Standard")
        for part in (rows[1:11], rows[11:]):
            before = self.env.cr.sql_log_count
            self.assertEqual(self.load(*part).created, len(part))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_validation_writes_nothing(self):
        """V19: validated rows are counted, and nothing is changed."""
        self.make_scheduler(self.race)
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(*self.rows(3), validate_only=True)
        self.assertEqual((job.state, job.created), ("validated", 3))

    def test_the_sample_is_a_file_that_can_be_read(self):
        """V19: its labels are those of the schema, and its rows those of a file."""
        operation = self.env.ref("registration_import.operation_participants")
        tips = operation.with_user(self.administrator).tips()
        self.assertEqual(tips["required"], ["Registration Code", "Event Code"])
        self.race.event_code = "SUMMIT-31"
        kind = self.env["registration.import.kind.participants"]
        header = [field.label for field in kind._schema()]
        job = self.import_rows(
            kind._samples(), self.administrator, header=header, operation="participants"
        )
        self.assertEqual((job.created, job.invalid), (3, 0), job._result())

    def test_report_names_no_person(self):
        """DESIGN: the report e-mail has the codes, no name and no address."""
        self.administrator.email = "admin@example.com"
        row = {"Attendee Name": "Dora Duran", "Email": "dora@example.com", "Ticket": "Gold"}
        mail = self.load(self.participant("R1", **row)).mail_id.body_html
        self.assertIn("R1 / RUN-31", mail)
        self.assertNotIn("Dora", mail)
        self.assertNotIn("dora@", mail)
