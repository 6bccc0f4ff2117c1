import random

import psycopg2
import psycopg2.errors

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import mute_logger, tagged

from .common_batches import MESSY, BatchCase


@tagged("post_install", "-at_install")
class TestImportBatches(BatchCase):
    """Rows that fail, cost, batches and chunks."""

    count = 1000

    @mute_logger("odoo.sql_db")
    def test_one_in_a_thousand(self):
        """C29, P4: a row that the database refuses fails alone; its 999 neighbours are written."""
        self.env.cr.execute(
            "ALTER TABLE event_agenda_line ADD CONSTRAINT not_him CHECK (registration_id <> %s)",
            (self.people[776].id,),
        )
        attempts = []
        with self.sizes(attempts):
            job = self.import_rows(self.rows(1000))
        self.assertEqual((job.created, job.failed), (999, 1))
        self.assertEqual(self.problems(job), [(778, "refused_by_database")])
        self.assertIn("not_him", job._result()["errors"][0]["message"])
        self.assertEqual(attempts, [1000] + [100] * 8 + [10] * 8 + [1] * 10 + [10] * 2 + [100] * 2)
        self.assertAccounted(job)

    def test_seats_are_freed_first(self):
        """D1: in a piece what frees a seat is written before what takes one: no piece fails."""
        self.put(self.anna, self.one_seat)
        rows = [
            self.row(self.chen, self.demo_7592),
            self.row(self.anna, self.one_seat, "Cancelled"),
            self.row(self.bo, self.one_seat),
        ]
        attempts = []
        with self.sizes(attempts):
            job = self.import_rows(rows)
        self.assertEqual((job.created, job.updated, attempts), (2, 1, [3]))

    def test_two_in_a_file(self):
        """C29: two rows that another addon refuses fail, each with its own reason."""
        with (
            self.nobody_new(self.people[3], ValidationError("Not her.")),
            self.nobody_new(self.people[17], UserError("Not him.")),
        ):
            job = self.import_rows(self.rows(40))
        self.assertEqual((job.created, job.failed), (38, 2))
        errors = job._result()["errors"]
        self.assertEqual([error["row"] for error in errors], [5, 19])
        self.assertIn("Not her.", errors[0]["message"])
        self.assertIn("Not him.", errors[1]["message"])

    def test_failed_repeat(self):
        """D2, C29: where the first of two rows of a record fails, the second is tried afresh."""
        rows = [self.row(self.people[0], self.demo_7592, s) for s in ("Cancelled", "Registered")]

        def check(_records, values):
            if any(vals["status"] == "cancelled" for vals in values):
                raise UserError(self.env._("No."))

        with self.another_addon(check):
            job = self.import_rows([*rows, self.row(self.people[1], self.demo_7592)])
        self.assertEqual(list(self.outcomes(job).values()), ["failed", "created", "created"])

    def test_failed_row_takes_no_seat(self):
        """D1, P4: a row whose write fails leaves its seat to the next one."""
        rows = [self.row(person, self.one_seat) for person in self.people[:3]]
        with self.nobody_new(self.people[0], UserError("No.")):
            job = self.import_rows(rows)
        self.assertEqual(list(self.outcomes(job).values()), ["failed", "created", "invalid"])
        self.assertEqual(self.one_seat.seats_taken, 1)

    def test_whatever_is_raised(self):
        """T33: any exception of another addon fails its row; its text only if made for people."""

        class Mute(Exception):
            def __str__(self):
                raise RuntimeError("no text")

        for error, text in (
            (RedirectWarning("Go there.", 1, "Go"), "Go there."),
            (AccessError("Not yours."), "Not yours."),
            (UserError(self.env._("A text.")), "A text."),
            (KeyError("registration"), "KeyError"),
            (ValueError("A string literal cannot contain NUL (0x00) characters."), "ValueError"),
            (RecursionError("maximum recursion depth exceeded"), "RecursionError"),
            (AssertionError(), "AssertionError"),
            (OSError(2, "No such file"), "FileNotFoundError"),
            (UserError(Mute()), "UserError"),
            (Mute(Mute()), "Mute"),
            (UserError("a\0b\ud800c"), "b"),
            (UserError("x" * 100_000), "xxx"),
            (UserError("100 % %(value)s"), "100 % %(value)s"),
            (psycopg2.Warning("careful"), "Warning"),
            (psycopg2.errors.ProgramLimitExceeded("index row size"), "ProgramLimitExceeded"),
        ):
            with self.subTest(error=type(error).__name__, text=text):
                self.Line.search([]).unlink()
                with self.nobody_new(self.people[1], error):
                    result = self.run_rows(self.rows(3))
                self.assertEqual((result["counts"]["created"], result["counts"]["failed"]), (2, 1))
                self.assertIn(text, result["errors"][0]["message"])
                self.assertLess(len(result["errors"][0]["message"]), 2000)

    def test_not_the_row(self):
        """T8, T10, T12: what is no row's fault rises to whoever drives the job."""
        for error in (
            MemoryError(),
            psycopg2.OperationalError("server closed the connection"),
            psycopg2.InterfaceError("connection already closed"),
            psycopg2.errors.SerializationFailure(),
            psycopg2.errors.DeadlockDetected(),
            psycopg2.errors.LockNotAvailable(),
            KeyboardInterrupt(),
            SystemExit(),
        ):
            with (
                self.subTest(error=error),
                self.assertRaises(type(error)),
                self.nobody_new(self.people[1], error),
            ):
                self.run_rows(self.rows(3))

    def test_nothing_is_sent_for_a_failed_piece(self):
        """T34: what a hook leaves for the commit is forgotten with the piece that failed."""
        sent = []

        def check(records, values):
            for vals in values:
                records.env.cr.postcommit.add(
                    lambda person=vals["registration_id"]: sent.append(person)
                )
            if any(vals["registration_id"] == self.people[1].id for vals in values):
                raise UserError(self.env._("No."))

        with self.another_addon(check):
            self.import_rows(self.rows(3))
        self.env.cr.postcommit.run()
        self.assertEqual(sent, [self.people[0].id, self.people[2].id])

    def test_next_rows_after_a_rollback(self):
        """T32: what the failed piece created is not found by the rows that come after."""
        rows = [*self.rows(3), self.row(self.people[0], self.demo_7592, "Attended")]
        with self.nobody_new(self.people[2], UserError("No.")):
            job = self.import_rows(rows)
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "created", "failed", "updated"]
        )
        self.assertEqual(self.Line.search_count([("registration_id", "in", self.people.ids)]), 2)

    def test_no_query_per_row(self):
        """T36: no query and no savepoint per row: ten times the rows, hardly a query more."""
        self.run_rows(self.rows(5))
        for status in ("Registered", "Attended", "Attended", "Perhaps"):
            with self.subTest(status=status):
                few = self.count_queries(self.rows(50, status))
                many = self.count_queries(self.rows(500, status))
                self.assertLess(many - few, 30)

    def test_queries_of_a_validation(self):
        """T36: nor when validating."""
        few = self.count_queries(self.rows(50), validate_only=True)
        self.assertLess(self.count_queries(self.rows(500), validate_only=True) - few, 10)

    def test_many_batches_give_the_outcomes_of_one(self):
        """P1: many pieces and windows give the outcomes of one."""
        rows = [*MESSY, *self.rows(12, "Attended"), *MESSY]
        expected = self.outcomes(self.import_rows(rows))
        self.Line.search([]).unlink()
        with self.in_batches(2, 5):
            job = self.import_rows(rows)
        self.assertEqual(self.outcomes(job), expected)
        self.assertAccounted(job)

    def test_piece_rows_are_counted_once(self):
        """T2: the counts are the sum of small rows, one for each piece that was committed."""
        with self.in_batches(2, 5):
            job = self.import_rows(self.rows(7))
        pieces = job.batch_ids.filtered(lambda piece: piece.phase == "run")
        self.assertEqual(pieces.mapped("created"), [2, 2, 1, 2])

    def test_validation_tells_the_truth(self):
        """P1, D1, D2: whatever is in a file, the run does what the validation said, also where
        windows and pieces lie between rows of one record or one seat."""
        for seed in range(8):
            with self.subTest(seed=seed):
                rows = self.any_rows(random.Random(seed), 40)
                self.Line.search([]).unlink()
                with self.in_batches(3, 7):
                    job = self.upload(rows)
                    job.action_validate()
                    planned, told = job._counts(), self.problems(job)
                    job.action_import()
                    job._launch().exhaust()
                self.assertEqual(job.sudo().state, "done")
                self.assertEqual(job._counts(), planned)
                self.assertEqual(self.problems(job), told)
                self.assertAccounted(job.sudo())

    def test_validation_across_windows(self):
        """D2: what an earlier window would create counts as found, over a bad row as well."""
        person = self.people[0]
        statuses = ("Registered", "Perhaps", "Perhaps", "Attended", "Attended")
        rows = [self.row(person, self.demo_7592, status) for status in statuses]
        for window in (1, 2, 3, 4):
            with self.subTest(chunk=window), self.in_batches(1, window):
                counts = self.run_rows(rows, validate_only=True)["counts"]
                found = [counts[n] for n in ("created", "invalid", "updated", "unchanged")]
                self.assertEqual(found, [1, 2, 1, 1])

    def test_repeated_in_another_window(self):
        """D2: the warning names the later row however far away it is."""
        person = self.people[0]
        rows = [
            self.row(person, self.demo_7592),
            *self.rows(9)[1:],
            self.row(person, self.demo_7592),
        ]
        with self.in_batches(2, 3):
            result = self.run_rows(rows)
        self.assertEqual([(e["row"], e["code"]) for e in result["errors"]], [(2, "repeated")])
        self.assertIn("Rows 2 and 11", result["errors"][0]["message"])

    def test_repeated_in_other_spelling(self):
        """D2: blanks around a code do not hide that it is the same."""
        rows = [
            (f"{code}", "Demo", "Demo_7592", "Registered")
            for code in ("P0001", " P0001\u00a0", "P0001\t")
        ]
        result = self.run_rows(rows)
        self.assertEqual([e["row"] for e in result["errors"] if e["code"] == "repeated"], [2, 3])
