from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.common_undo import UndoCase


class PromotionsCase(UndoCase):
    """An instance with one seat, which the first of twelve people has; others wait for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation.promotes_waitlist = True
        cls.people = cls.make_people(12)
        cls.limited = cls.make_instance(
            cls.keynote, "Limited", 16, has_capacity=True, capacity=1, waitlist="unlimited"
        )
        cls.holder, cls.second, cls.third = cls.people[:3]
        cls.put(cls.holder, cls.limited)

    def wait(self, *registrations):
        for registration in registrations:
            self.put(registration, self.limited, "waitlisted")

    def statuses(self, *registrations):
        return [self.status(each, self.limited) for each in registrations]

    def assertCounted(self, seats, places):
        """What is counted is what the lines add up to."""
        self.env.flush_all()
        self.limited.invalidate_recordset()
        found = self.limited.seats_taken, self.limited.waitlist_taken
        self.assertEqual(found, (seats, places))

    def of(self, registration, status="Cancelled"):
        return self.row(registration, self.limited, status)


@tagged("post_install", "-at_install")
class TestPromotions(PromotionsCase):
    """An import gives the seats that it frees to those who wait, where its operation says so."""

    def test_it_is_off_unless_the_operation_says_so(self):
        """D1: nobody gets a seat that the file does not give them."""
        self.operation.promotes_waitlist = False
        self.wait(self.second)
        self.import_rows([self.of(self.holder)])
        self.assertEqual(self.statuses(self.holder, self.second), ["cancelled", "waitlisted"])
        self.assertCounted(0, 1)

    def test_the_first_on_the_waitlist_gets_the_seat(self):
        """D1: in the order of the waitlist, which is not that of the lines."""
        self.wait(self.second, self.third)
        (self.second.agenda_line_ids).status = "cancelled"
        (self.second.agenda_line_ids).status = "waitlisted"
        job = self.import_rows([self.of(self.holder)])
        self.assertEqual((job.updated, job.total), (1, 1), job._result())
        self.assertEqual(self.statuses(self.second, self.third), ["waitlisted", "registered"])
        self.assertTrue(self.third.agenda_line_ids.promoted)
        self.assertCounted(1, 1)

    def test_who_joined_in_the_same_file_is_promoted(self):
        """D1: their line is made by the same run."""
        job = self.import_rows([self.of(self.second, "Waitlisted"), self.of(self.holder)])
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        self.assertEqual(self.statuses(self.holder, self.second), ["cancelled", "registered"])
        self.assertCounted(1, 0)

    def test_a_validation_says_what_the_run_does(self):
        """C29: the seat is taken for the rows behind it in both."""
        self.wait(self.second)
        rows = [self.of(self.holder), self.of(self.people[5], "Registered")]
        planned = self.import_rows(rows, validate_only=True)
        self.assertEqual(self.statuses(self.second), ["waitlisted"])
        done = self.import_rows(rows)
        for job in (planned, done):
            self.assertEqual((job.updated, job.invalid), (1, 1), job._result())
            self.assertEqual(self.problems(job), [(3, "instance_full")])

    def test_the_same_file_again_changes_nothing(self):
        """C28: a file that says Waitlisted of who has got a seat since takes it from nobody."""
        self.wait(self.second, self.third)
        rows = [self.of(self.holder), self.of(self.second, "Waitlisted")]
        for _time in range(2):
            job = self.import_rows(rows)
            self.assertEqual(
                self.statuses(*self.people[:3]), ["cancelled", "registered", "waitlisted"]
            )
        self.assertEqual((job.unchanged, self.problems(job)), (2, [(3, "promoted_since")]))
        self.assertCounted(1, 1)

    def test_nobody_is_promoted_once_it_has_begun(self):
        """D1: nor is who does not come, nor who has another session then."""
        self.wait(self.second)
        self.second.action_cancel()
        self.import_rows([self.of(self.holder)])
        self.assertEqual(self.statuses(self.second), ["waitlisted"])
        self.holder.agenda_line_ids.status = "registered"
        self.wait(self.third)
        self.limited.write({"date_begin": "2020-01-01 09:00:00", "date_end": "2020-01-01 10:00:00"})
        self.import_rows([self.of(self.holder)])
        self.assertEqual(self.statuses(self.third), ["waitlisted"])

    def test_a_promotion_is_in_one_commit_with_its_row(self):
        """P1: a batch that fails promotes nobody, and its good rows do so on their own."""
        self.wait(self.second)
        late = self.row(self.people[5], self.limited, "Registered")
        self.limited.capacity = 2
        self.put(self.third, self.limited)
        job = self.failing_once([self.of(self.holder), late])
        self.assertEqual((job.updated, job.invalid), (1, 1), job._result())
        self.assertEqual(self.statuses(self.second, self.people[5]), ["registered", None])
        self.assertCounted(2, 0)

    def failing_once(self, rows):
        """The job after its first batch was refused by something else."""
        lines, calls = type(self.Line), []
        write = lines.write

        def refuse(records, vals):
            calls.append(vals)
            if len(calls) == 2:
                raise UserError("refused once")
            return write(records, vals)

        self.patch(lines, "write", refuse)
        job = self.import_rows(rows)
        self.assertEqual([vals["status"] for vals in calls], 2 * ["cancelled", "registered"])
        return job


@tagged("post_install", "-at_install")
class TestUndoOfPromotions(PromotionsCase):
    """An undo puts a seat back with both lines, or says why not."""

    def setUp(self):
        super().setUp()
        self.wait(self.second, self.third)
        self.first = self.import_rows([self.of(self.holder)])

    def test_both_lines_are_as_before(self):
        """Undo: who was promoted waits again, in their old place."""
        number = self.second.agenda_line_ids.waitlist_number
        undo = self.undo(self.first)
        self.assertEqual((undo.updated, undo.failing), (1, 0), undo._result())
        self.assertEqual(self.statuses(*self.people[:3]), ["registered", *["waitlisted"] * 2])
        self.assertEqual(self.second.agenda_line_ids.waitlist_number, number)
        self.assertFalse(self.second.agenda_line_ids.promoted)
        self.assertCounted(1, 2)

    def test_a_seat_that_is_used_since_is_told(self):
        """Undo: where who was promoted has come, there is no seat to go back to."""
        self.second.agenda_line_ids.status = "attended"
        undo = self.undo(self.first)
        self.assertEqual(undo.updated, 0)
        codes = [code for _number, code in self.problems(undo)]
        self.assertIn("instance_full", codes)
        self.assertEqual(self.statuses(self.holder, self.second), ["cancelled", "attended"])
        self.assertCounted(1, 1)

    def test_an_undo_promotes_nobody(self):
        """Undo: a seat that it frees stays free."""
        self.limited.capacity = 2
        job = self.import_rows([self.of(self.people[5], "Registered")])
        self.undo(job)
        self.assertEqual(self.statuses(self.third, self.people[5]), ["waitlisted", None])
        self.assertCounted(1, 1)
