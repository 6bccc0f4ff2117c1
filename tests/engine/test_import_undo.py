from odoo.exceptions import UserError
from odoo.tests import tagged

from ...importer.words import result_line
from ..common import SAMPLE
from .common_session_undo import SessionUndoCase


@tagged("post_install", "-at_install")
class TestImportUndo(SessionUndoCase):
    """What one import did is undone: step by step, backwards, except what was changed since."""

    def test_created_and_updated(self):
        """Undo: what the import made is deleted, what it changed is as before, seats too."""
        self.put(self.anna, self.one_seat, "registered")
        job = self.import_rows(
            [
                self.row(self.anna, self.one_seat, "Cancelled"),
                self.row(self.bo, self.one_seat),
                self.row(self.chen, self.one_seat, "Waitlisted"),
            ]
        )
        undo = self.undo(job)
        self.assertEqual((undo.state, undo.removed, undo.updated), ("done", 2, 1))
        held = [self.status(each, self.one_seat) for each in (self.anna, self.bo, self.chen)]
        self.assertEqual(held, ["registered", None, None])
        self.assertEqual((self.one_seat.seats_taken, self.one_seat.waitlist_taken), (1, 0))
        self.assertAccounted(undo)

    def test_an_import_is_not_undone_and_tried_again_at_once(self):
        """T18: whichever was started first; the other one starts once that has ended."""
        job = self.import_rows(
            [self.row(self.anna, self.one_seat), self.row(self.bo, self.one_seat)]
        )
        undo = self.plan_undo(job).job_id
        job.with_user(job.create_uid).action_retry()
        retry = job.search([("origin_id", "=", job.id)]).with_user(job.create_uid)
        retry.action_validate()
        for first, second, words in (
            (undo, retry, "is being undone just now"),
            (retry, undo, "are tried again just now"),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                first.action_import()
                with self.assertRaisesRegex(UserError, words):
                    second.action_import()
                first._as_starter()._launch().exhaust()
                second.action_validate()
                second.action_import()
                second._as_starter()._launch().exhaust()
                self.assertEqual(second.state, "done")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_new_ones_give_their_seats_first(self):
        """Undo: in one piece what the import made goes before what takes its seats again."""
        for person in self.people[:2]:
            self.put(person, self.small)
        job = self.import_rows(
            [
                self.row(self.people[0], self.small, "Cancelled"),
                self.row(self.people[2], self.small),
            ]
        )
        self.assertOnePiece(self.undo(job))
        self.assertEqual(self.held(self.small)[:3], ["registered", "registered", None])

    def test_freed_seats_first(self):
        """Undo: in one piece what gives seats back goes before what takes them."""
        for person, status in zip(
            self.people, ("registered", "registered", "waitlisted"), strict=False
        ):
            self.put(person, self.small, status)
        statuses = (("Cancelled", 0), ("Registered", 2), ("Cancelled", 1))
        rows = [self.row(self.people[index], self.small, status) for status, index in statuses]
        self.assertOnePiece(self.undo(self.import_rows(rows)))
        self.assertEqual(self.held(self.small)[:3], ["registered", "registered", "waitlisted"])

    def test_no_seat_any_more(self):
        """Undo: a cancellation is not undone where the seat was given to somebody else; the plan
        says so in the words of the import, and the row can be retried."""
        self.put(self.anna, self.one_seat)
        job = self.import_rows(
            [self.row(self.anna, self.one_seat, "Cancelled"), self.row(self.bo, self.demo_7592)]
        )
        line = self.put(self.chen, self.one_seat)
        wizard = self.plan_undo(job)
        self.assertEqual(self.problems(wizard.job_id), [(2, "instance_full")])
        undo = self.go(wizard)
        self.assertEqual(self.outcomes(undo), {3: "removed", 2: "invalid"})
        self.assertIn("no seat left: 1 of 1 taken", undo._result()["errors"][0]["message"])
        self.assertEqual(self.status(self.anna, self.one_seat), "cancelled")
        line.unlink()
        action = undo.with_user(self.event_user).action_retry()
        retry = self.go(
            self.env["registration.import.wizard"]
            .browse(action["res_id"])
            .with_user(self.event_user)
        )
        self.assertEqual(self.outcomes(retry), {2: "updated"})
        self.assertEqual(self.status(self.anna, self.one_seat), "registered")

    def test_seats_in_the_order_of_the_undo(self):
        """Undo: what the undo frees it may take again, in batches and chunks of any size."""
        for person in self.people[:2]:
            self.put(person, self.small)
        rows = [self.row(self.people[index], self.small, "Cancelled") for index in (0, 1)]
        rows += [self.row(self.people[index], self.small) for index in (2, 3)]
        job = self.import_rows(rows)
        for sizes in ((100, 100), (1, 1)):
            with self.env.cr.savepoint() as savepoint, self.in_batches(*sizes):
                wizard = self.plan_undo(job)
                self.assertEqual(self.problems(wizard.job_id), [])
                self.assertEqual(self.go(wizard).failing, 0)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_an_overlapping_seat_is_refused(self):
        """Undo: two seats at the same time are refused where the event does not allow them."""
        line = self.put(self.pupil, self.exam_1)
        job = self.import_rows([self.row(self.pupil, self.exam_1, "Cancelled")])
        self.put(self.pupil, self.exam_2)
        wizard = self.plan_undo(job)
        self.assertEqual(self.problems(wizard.job_id), [(2, "overlap")])
        self.assertFalse(wizard.can_import)
        undo = wizard.job_id.sudo()
        self.assertEqual((undo.invalid, line.status), (1, "cancelled"))
        self.assertIn("overlap", undo._result()["errors"][0]["message"])

    def test_changed_since(self):
        """Undo: a field that holds something else by now is left, and told with its value."""
        line = self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended"), *SAMPLE])
        line.status = "no_show"
        undo = self.undo(job)
        self.assertEqual((undo.skipped, undo.removed, line.status), (1, 4, "no_show"))
        problem = self.env["registration.import.problem"].search([("job_id", "=", undo.id)])
        told = (problem.number, problem.code, problem.label, problem.value)
        self.assertEqual(told, (2, "changed_since", "D: Registration Session Status", "No Show"))

    def test_put_back_by_hand(self):
        """Undo: what holds the old value again is as it shall be, without a word."""
        line = self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended"), *SAMPLE])
        line.status = "registered"
        undo = self.undo(job)
        self.assertEqual((undo.unchanged, self.problems(undo)), (1, []))

    def test_new_one_changed_since(self):
        """Undo: a record that the import made and somebody changed is kept."""
        job = self.import_rows(SAMPLE)
        self.dora.agenda_line_ids.filtered(
            lambda line: line.instance_id == self.demo_7592
        ).status = "attended"
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo)[2], "skipped")
        self.assertEqual(self.problems(undo), [(2, "kept_since")])
        self.assertEqual(self.status(self.dora, self.demo_7592), "attended")

    def test_deleted_since(self):
        """Undo: a record that is gone is told, the others are undone."""
        job = self.import_rows(SAMPLE)
        self.emil.agenda_line_ids.unlink()
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.skipped), (3, 1))
        self.assertEqual(self.problems(undo), [(5, "gone_since")])
        self.assertEqual(undo.report_subject, "Undo finished: agenda.csv")
        self.assertEqual(result_line(undo), "Undo: 3 removed, 1 as they were")
        rows = self.env["registration.import.row"].search([("job_id", "=", undo.id)])
        self.assertFalse(any(rows.mapped("record")), "what is gone cannot be opened")

    def test_the_value_before_the_first_row_comes_back(self):
        """Undo: a record that several rows changed is as it was before the first of them."""
        line = self.put(self.anna, self.demo_7592, "waitlisted")
        steps = ("Registered", "Attended", "No Show", "Cancelled")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        with self.in_batches(1, 2):
            wizard = self.plan_undo(job)
            self.assertEqual((wizard.job_id.updated, wizard.problem_count), (4, 0))
            undo = self.go(wizard)
        self.assertEqual((undo.updated, line.status), (4, "waitlisted"))

    def test_created_then_updated(self):
        """Undo: what a row made and later ones changed goes altogether."""
        steps = ("Registered", "Attended", "Registered")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        wizard = self.plan_undo(job)
        self.assertEqual((wizard.job_id.updated, wizard.job_id.removed), (2, 1))
        undo = self.go(wizard)
        self.assertEqual((undo.updated, undo.removed), (2, 1))
        self.assertIsNone(self.status(self.anna, self.demo_7592))

    def test_created_then_updated_then_changed(self):
        """Undo: of such a record nothing is touched once somebody has changed it."""
        steps = ("Registered", "Attended")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        self.anna.agenda_line_ids.status = "no_show"
        undo = self.undo_nothing(job)
        self.assertEqual(self.problems(undo), [(3, "changed_since"), (2, "kept_since")])

    def test_partly_failed(self):
        """Undo: rows that were not imported, or changed nothing, are no part of it; the numbers
        are those of the file."""
        self.put(self.anna, self.demo_7592)
        rows = [("nobody", *SAMPLE[0][1:]), self.row(self.anna, self.demo_7592), *SAMPLE]
        undo = self.undo(self.import_rows(rows))
        self.assertEqual(undo.total, 4)
        self.assertEqual(self.outcomes(undo), dict.fromkeys((4, 5, 6, 7), "removed"))
        self.assertEqual(self.status(self.anna, self.demo_7592), "registered")

    def test_a_retry_is_undone_by_itself(self):
        """Undo: a retry is undone by itself, with the numbers of the first file."""
        first = self.import_rows([*SAMPLE, ("1234-55-122", "Late", "Late_1", "Registered")])
        late = self.make_instance(self.make_session("Late"), "Late_1", 18)
        retry = first.with_user(self.event_user)._copies().retry()
        retry.action_import()
        retry._as_starter()._launch().exhaust()
        self.assertEqual(self.status(self.dora, late), "registered")
        undo = self.undo(retry.sudo())
        self.assertEqual(self.outcomes(undo), {6: "removed"})
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")

    def test_a_cancelled_import_is_undone(self):
        """Undo: of a cancelled import, what it had done."""
        job = self.schedule(self.rows())
        with self.in_batches(2, 4):
            steps = job._steps()
            for _step in range(4):
                next(steps)
            job.action_cancel()
            for _done in steps:
                continue
        self.assertEqual(job.state, "cancelled")
        done = len(self.held()) - self.held().count(None)
        self.assertTrue(0 < done < 12)
        undo = self.undo(job.sudo())
        self.assertEqual((undo.total, undo.removed), (done, done))
        self.assertEqual(self.held(), [None] * 12)
