import contextlib
import random

from odoo.tests import tagged

from .common_session_undo import SessionUndoCase

STATUSES = ("Registered", "Cancelled", "Attended", "No Show", "Waitlisted")
WRONG = "Perhaps"
FILES, ROWS = 12, 30


@tagged("post_install", "-at_install")
class TestRoundTrips(SessionUndoCase):
    """Files put together by chance, the same ones each time: there and back again."""

    @contextlib.contextmanager
    def chance(self, seed):
        """What a file is made of; nothing of it is left for the next one."""
        chance = random.Random(seed)
        size = chance.choice((3, 7, 1_000))
        with self.in_batches(size, 2 * size), self.env.cr.savepoint() as savepoint:
            for person in chance.sample(list(self.people), 4):
                self.put(person, self.demo_7592, chance.choice(("registered", "cancelled")))
            yield chance
            savepoint.rollback()
            self.env.invalidate_all()

    def some_rows(self, chance, instances, statuses=STATUSES):
        return [
            self.row(chance.choice(self.people), chance.choice(instances), chance.choice(statuses))
            for _row in range(ROWS)
        ]

    def table(self):
        """The agendas, and what the instances count of them."""
        self.env.flush_all()
        lines = self.Line.search([("registration_id", "in", self.people.ids)])
        counted = self.one_seat | self.demo_7592 | self.wshop_7597
        return (
            sorted((x.registration_id.id, x.instance_id.id, x.status) for x in lines),
            [(each.seats_taken, each.waitlist_taken) for each in counted],
        )

    def test_an_undo_gives_the_tables_of_before(self):
        """Undo: rows of the same line, full instances and wrong rows among them."""
        instances = self.demo_7592 | self.wshop_7597 | self.one_seat
        for seed in range(FILES):
            with self.subTest(seed=seed), self.chance(seed) as chance:
                self.there_and_back(self.some_rows(chance, instances, (*STATUSES, WRONG)))

    def there_and_back(self, rows):
        before = self.table()
        job = self.import_rows(rows)
        self.assertNotEqual(self.table(), before)
        undo = self.undo(job)
        self.assertEqual((undo.state, undo.failing), ("done", 0))
        self.assertEqual(self.table(), before)
        self.assertAccounted(undo)

    def test_a_retry_after_mending_gives_the_tables_of_a_right_file(self):
        """P10: what was missing is there by now; the rows that failed are tried again."""
        for seed in range(FILES):
            with self.subTest(seed=seed), self.chance(seed) as chance:
                self.mended_and_right(chance)

    def mended_and_right(self, chance):
        later = self.demo_7592.copy({"code": "Later_1"})
        rows = self.some_rows(chance, self.demo_7592 | later)
        with self.env.cr.savepoint() as savepoint:
            self.assertEqual(self.import_rows(rows).failing, 0)
            right = self.table()
            savepoint.rollback()
            self.env.invalidate_all()
        later.code = "Renamed"
        job = self.import_rows(rows)
        self.assertEqual(job.failing, sum(row[2] == "Later_1" for row in rows))
        later.code = "Later_1"
        wizard = self.env["registration.import.wizard"].with_user(job.create_uid)
        wizard = wizard.browse(job.with_user(job.create_uid).action_retry()["res_id"])
        wizard.job_id.action_validate()
        retry = self.go(wizard)
        self.assertEqual((retry.state, retry.failing), ("done", 0))
        self.assertEqual(self.table(), right)
