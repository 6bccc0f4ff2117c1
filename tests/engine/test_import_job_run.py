import io
import random
from unittest.mock import patch

import psycopg2
import psycopg2.errors

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import mute_logger, tagged

from ...importer.writer import Writer
from ...tools.kinds.seats import STATUSES
from ..common import IMPORTER, LABELS, SAMPLE, ImportCase

MESSY = (
    ("P0001", "Demo", "Demo_7592", "Registered"),
    ("nobody", "Demo", "Demo_7592", "Registered"),
    ("P0002", "Demo", "Demo_7592", "Perhaps"),
    ("P0003", "Demo", "Demo_7592", "Waitlisted"),
    ("P0004", "Demo", "Wshop_7597", "Registered"),
    ("P0005", "Demo", "Demo_7592", "Cancelled"),
)


@tagged("post_install", "-at_install")
class TestImportJobRun(ImportCase):
    """What a file does to agendas, row by row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(12)

    # -- C: the sample and what a row does ---------------------------------------------------

    def test_wide_rows_are_few(self):
        """P11: a window holds so many cells, however many rows that is; a narrow header over wide
        rows changes nothing."""
        job = self.upload([[*SAMPLE[0], *["x"] * 96]] * 30)
        with patch(f"{IMPORTER}.loader.CHUNK_CELLS", 1000):
            self.assertEqual(len(job._loader().next_rows(0)), 10)

    def test_sample(self):
        """C18: the sample of the seed gives exactly the agendas that it describes."""
        job = self.import_rows(SAMPLE)
        self.assertEqual((job.state, job.created), ("done", 4))
        for instance in (self.demo_7592, self.wshop_7597, self.knote_7608):
            self.assertEqual(self.status(self.dora, instance), "registered")
        self.assertEqual(self.status(self.emil, self.demo_7592), "cancelled")
        self.assertEqual(len(self.emil.agenda_line_ids), 1)
        self.assertAccounted(job)

    def test_updates(self):
        """C28: an instance that the registration has gets the status."""
        self.put(self.dora, self.demo_7592)
        job = self.import_rows([self.row(self.dora, self.demo_7592, "Attended")])
        self.assertEqual((job.updated, self.status(self.dora, self.demo_7592)), (1, "attended"))

    def test_twice(self):
        """C28: the same file twice gives the same end state, and says so."""
        self.import_rows(SAMPLE)
        before = self.Line.search_read([], ["status", "write_date", "registration_id"])
        job = self.import_rows(SAMPLE)
        self.assertEqual((job.unchanged, job.created, job.updated), (4, 0, 0))
        self.assertEqual(
            self.Line.search_read([], ["status", "write_date", "registration_id"]), before
        )

    def test_never_creates_a_registration(self):
        """C01: an unknown code is an error of its row."""
        count = self.env["event.registration"].search_count([])
        job = self.import_rows([("new", "Demo", "Demo_7592", "Registered")])
        self.assertEqual(self.problems(job), [(2, "unknown_registration")])
        self.assertEqual(self.env["event.registration"].search_count([]), count)

    def test_bad_rows_fail_alone(self):
        """C29, P4: the good rows around the bad ones are imported."""
        job = self.import_rows(MESSY)
        self.assertEqual(
            self.outcomes(job),
            {2: "created", 3: "invalid", 4: "invalid", 5: "created", 6: "invalid", 7: "created"},
        )
        self.assertEqual(
            self.problems(job),
            [(3, "unknown_registration"), (4, "not_a_choice"), (6, "instance_elsewhere")],
        )
        self.assertAccounted(job)

    def test_unknown_codes(self):
        """C11-14: each code is looked for where it belongs, and the first unknown one is named."""
        person = self.people[0].registration_code
        job = self.import_rows(
            [
                (person, "Nope", "Demo_7592", "Registered"),
                (person, "Demo", "Nope", "Registered"),
                (person, "Exam", "Exam_1", "Registered"),
                (person, "demo", "Demo_7592", "Registered"),
            ]
        )
        self.assertEqual(
            self.problems(job),
            [(2, "unknown_session"), (3, "unknown_instance"), (4, "unknown_session")]
            + [(5, "unknown_session")],
        )

    def test_event_without_sessions(self):
        """C05: the rows of an event without sessions are refused with that reason."""
        job = self.import_rows([(self.diner.registration_code, "Demo", "Demo_7592", "Registered")])
        self.assertEqual(self.problems(job), [(2, "sessions_disabled")])

    def test_archived(self):
        """E21: an archived registration or instance is not revived by a file."""
        self.people[0].active = False
        self.wshop_7597.active = False
        job = self.import_rows(
            [
                self.row(self.people[0], self.demo_7592),
                (self.people[1].registration_code, "Wshop", "Wshop_7597", "Registered"),
            ]
        )
        self.assertEqual(
            self.problems(job), [(2, "archived_registration"), (3, "unknown_instance")]
        )

    def test_cancelled_registration(self):
        """P4: a cancelled registration is imported all the same, with a warning."""
        self.people[0].state = "cancel"
        job = self.import_rows([self.row(self.people[0], self.demo_7592)])
        self.assertEqual(self.problems(job, "warning"), [(2, "registration_cancelled")])
        self.assertEqual(job.created, 1)

    def test_markup_and_quotes(self):
        """E12: markup and quotes of SQL are texts like others, and nothing else happens."""
        bad = "<script>alert(1)</script>'); DROP TABLE event_agenda_line; --"
        job = self.import_rows([(bad, "Demo", "Demo_7592", "Registered"), *SAMPLE])
        self.assertEqual((job.invalid, job.created), (1, 4))
        problem = self.env["registration.import.problem"].search([("job_id", "=", job.id)])
        self.assertEqual(problem.value, bad)
        self.assertNotIn("script", problem.message + problem.hint)

    # -- D1: seats ---------------------------------------------------------------------------

    def run_codes(self, *rows):
        """What became of rows given as (person, status) at the instance of one seat."""
        job = self.import_rows([self.row(person, self.one_seat, status) for person, status in rows])
        self.assertAccounted(job)
        return list(self.outcomes(job).values()), [code for _row, code in self.problems(job)]

    def test_last_seat(self):
        """D1: the first in the file gets the last seat."""
        outcomes, codes = self.run_codes((self.anna, "Registered"), (self.bo, "Registered"))
        self.assertEqual((outcomes, codes), (["created", "invalid"], ["instance_full"]))
        self.assertEqual(self.one_seat.seats_taken, 1)

    def test_freed_seat(self):
        """D1: a cancellation earlier in the file frees its seat."""
        self.put(self.anna, self.one_seat)
        outcomes, _codes = self.run_codes((self.anna, "Cancelled"), (self.bo, "Attended"))
        self.assertEqual(outcomes, ["updated", "created"])
        self.assertEqual(self.status(self.bo, self.one_seat), "attended")

    def test_seat_freed_too_late(self):
        """D1: a cancellation later in the file does not."""
        self.put(self.anna, self.one_seat)
        outcomes, codes = self.run_codes((self.bo, "Registered"), (self.anna, "Cancelled"))
        self.assertEqual((outcomes, codes), (["invalid", "updated"], ["instance_full"]))

    def test_seat_changes_hands_twice(self):
        """D1: a seat may go round within one file."""
        outcomes, _codes = self.run_codes(
            (self.anna, "Registered"),
            (self.anna, "Waitlisted"),
            (self.bo, "No Show"),
            (self.bo, "Cancelled"),
            (self.anna, "Registered"),
        )
        self.assertEqual(outcomes, ["created", "updated", "created", "updated", "updated"])
        self.assertEqual((self.one_seat.seats_taken, self.one_seat.waitlist_taken), (1, 0))

    def test_waitlist(self):
        """D1: the waitlist has its own limit."""
        outcomes, codes = self.run_codes(
            (self.anna, "Registered"), (self.bo, "Waitlisted"), (self.chen, "Waitlisted")
        )
        self.assertEqual((outcomes, codes), (["created", "created", "invalid"], ["waitlist_full"]))

    def test_no_waitlist(self):
        """D1: a limit of 0 means no waitlist, and no seat where the capacity is 0."""
        rows = [self.row(self.anna, self.no_waitlist, s) for s in ("Waitlisted", "Registered")]
        self.assertEqual(
            self.problems(self.import_rows(rows), "error"),
            [(2, "no_waitlist"), (3, "instance_full")],
        )

    def test_seat_and_waitlist_change_places(self):
        """D1: one who waits gets a free seat, and one who sits may then wait instead."""
        self.one_seat.capacity = 2
        self.put(self.anna, self.one_seat, "waitlisted")
        self.put(self.bo, self.one_seat)
        outcomes, _codes = self.run_codes((self.anna, "Registered"), (self.bo, "Waitlisted"))
        self.assertEqual(outcomes, ["updated", "updated"])

    def test_overfull(self):
        """D1: a line of an overfull instance can still be changed where it takes no more."""
        self.put(self.anna, self.one_seat)
        self.one_seat.capacity = 0
        outcomes, _codes = self.run_codes((self.anna, "Attended"))
        self.assertEqual(outcomes, ["updated"])

    def test_overlap(self):
        """C: where the event forbids it, a second seat at the same time is refused."""
        rows = [self.row(self.pupil, self.exam_1), self.row(self.pupil, self.exam_2)]
        job = self.import_rows(rows)
        self.assertEqual(self.problems(job), [(3, "overlap")])
        self.assertIn("Exam_1", job._result()["errors"][0]["message"])

    def test_overlap_after_a_cancellation(self):
        """C: and allowed when the file cancels the first before."""
        self.put(self.pupil, self.exam_1)
        rows = [self.row(self.pupil, self.exam_1, "Cancelled"), self.row(self.pupil, self.exam_2)]
        self.assertEqual(self.import_rows(rows).failing, 0)

    def test_overlap_that_was_there(self):
        """C: a seat held already keeps being editable, as on the form."""
        self.strict_event.agenda_overlap = True
        self.put(self.pupil, self.exam_1)
        self.put(self.pupil, self.exam_2)
        self.strict_event.agenda_overlap = False
        job = self.import_rows([self.row(self.pupil, self.exam_1, "Attended")])
        self.assertEqual((job.updated, self.problems(job)), (1, []))

    # -- D2 to D5 ----------------------------------------------------------------------------

    def test_repeated(self):
        """D2: both rows are applied in file order, and the earlier one names the later."""
        rows = [self.row(self.anna, self.demo_7592, s) for s in ("Registered", "Cancelled")]
        job = self.import_rows(rows)
        self.assertEqual(self.outcomes(job), {2: "created", 3: "updated"})
        self.assertEqual(self.status(self.anna, self.demo_7592), "cancelled")
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertIn("Row 3", job._result()["errors"][0]["message"])

    def test_repeated_journal(self):
        """D2: each of them tells the value that it found and the one that it wrote."""
        self.put(self.anna, self.demo_7592, "waitlisted")
        rows = [self.row(self.anna, self.demo_7592, s) for s in ("Registered", "Cancelled")]
        self.assertEqual(
            [values for _model, _id, values in self.journal(self.import_rows(rows))],
            [{"status": ["waitlisted", "registered"]}, {"status": ["registered", "cancelled"]}],
        )

    def test_repeated_after_a_bad_row(self):
        """D2: a bad row of the same record changes nothing for the next one."""
        rows = [
            self.row(self.anna, self.demo_7592, s) for s in ("Registered", "Perhaps", "Attended")
        ]
        job = self.import_rows(rows)
        self.assertEqual(list(self.outcomes(job).values()), ["created", "invalid", "updated"])

    def test_repeated_under_the_barcode(self):
        """D2, D4: code and barcode name the same registration."""
        self.anna.barcode = "4006381333931"
        rows = [
            self.row(self.anna, self.demo_7592),
            ("4006381333931", "Demo", "Demo_7592", "Attended"),
        ]
        self.assertEqual(
            list(self.outcomes(self.import_rows(rows)).values()), ["created", "updated"]
        )

    def test_all_four_are_required(self):
        """D3: each missing value is an error that names its column."""
        good = self.row(self.anna, self.demo_7592)
        rows = [tuple("" if n == i else v for n, v in enumerate(good)) for i in range(4)]
        result = self.run_rows(rows)
        self.assertEqual([error["code"] for error in result["errors"]], ["missing"] * 4)
        self.assertEqual(
            [error["field"] for error in result["errors"]],
            ["registration_code", "session_code", "instance_code", "status"],
        )

    def test_spelling_of_the_status(self):
        """D3: case, spaces and hyphens do not count."""
        spellings = ("no-show", " NO SHOW ", "NoShow", "no_show")
        rows = [
            self.row(p, self.demo_7592, s) for p, s in zip(self.people, spellings, strict=False)
        ]
        job = self.import_rows(rows)
        self.assertEqual(job.created, 4, self.problems(job))

    def test_barcode(self):
        """D4: the barcode of the registration is accepted as well."""
        self.anna.barcode = "4006381333931"
        self.import_rows([("4006381333931", "Demo", "Demo_7592", "Registered")])
        self.assertEqual(self.status(self.anna, self.demo_7592), "registered")

    def test_ambiguous_code(self):
        """D4, E16: the code of one that is the barcode of another is never guessed."""
        self.bo.barcode = self.anna.registration_code
        job = self.import_rows([self.row(self.anna, self.demo_7592)])
        self.assertEqual(self.problems(job), [(2, "ambiguous_registration")])

    def test_cancelled_that_was_not_held(self):
        """D5: it is added as Cancelled."""
        self.import_rows([self.row(self.anna, self.one_seat, "Cancelled")])
        self.assertEqual(self.status(self.anna, self.one_seat), "cancelled")
        self.assertEqual(self.one_seat.seats_taken, 0)

    # -- whose ------------------------------------------------------------------------------

    def test_another_company(self):
        """E21: a registration of another company is not found, and nothing tells that it is."""
        row = (self.foreigner.registration_code, "Far", "Far_1", "Registered")
        job = self.import_rows([row])
        self.assertEqual(self.problems(job), [(2, "unknown_registration")])

    def test_both_companies(self):
        """E21: with both companies enabled it is, also when a worker runs the job."""
        row = (self.foreigner.registration_code, "Far", "Far_1", "Registered")
        context = self.other_company(self.event_user)
        operations = self.Operation.with_user(self.event_user).with_context(**context)
        result = operations.run_file("session_instances", self.content([row]), "a.csv")
        self.job(result)._as_starter()._launch().exhaust()
        self.assertEqual(self.status(self.foreigner, self.foreign_instance), "registered")

    def test_written_by_the_starter(self):
        """F12: lines are written with the rights and the name of the person who started it."""
        self.import_rows(SAMPLE, user=self.importer)
        self.assertEqual(self.dora.agenda_line_ids.create_uid, self.importer)

    # -- journal and row ---------------------------------------------------------------------

    def journal(self, job):
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        return [change for row in rows for change in row.journal or []]

    def test_journal(self):
        """Undo: a created line has no old values, its id neither, a changed one its old and new."""
        line = self.put(self.anna, self.demo_7592)
        job = self.import_rows(
            [self.row(self.anna, self.demo_7592, "Attended"), self.row(self.bo, self.demo_7592)]
        )
        new = self.bo.agenda_line_ids
        self.assertEqual(
            self.journal(job),
            [
                ["event.agenda.line", line.id, {"status": ["registered", "attended"]}],
                [
                    "event.agenda.line",
                    new.id,
                    {
                        "id": [None, new.id],
                        "registration_id": [None, self.bo.id],
                        "instance_id": [None, self.demo_7592.id],
                        "status": [None, "registered"],
                    },
                ],
            ],
        )

    def test_row(self):
        """A row shows its cells, its change in words and its record."""
        self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended")])
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertEqual(row.change, "Status: Registered → Attended")
        self.assertIn("Demo | Demo_7592 | Attended", row.data)
        self.assertEqual(row.action_open_record()["res_id"], self.anna.agenda_line_ids.id)


@tagged("post_install", "-at_install")
class TestImportPieces(ImportCase):
    """Pieces, windows and everything that goes wrong while writing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(1000)

    def rows(self, count, status="Registered"):
        return [self.row(person, self.demo_7592, status) for person in self.people[:count]]

    def sizes(self, log):
        """Log the number of rows of each attempt to write."""
        real = Writer.write_run

        def write_run(writer, rows):
            log.append(len(rows))
            return real(writer, rows)

        return patch.object(Writer, "write_run", write_run)

    # -- rows whose write raises ---------------------------------------------------------------

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
        self.assertEqual(self.problems(job), [(778, "odoo")])
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

    # -- cost --------------------------------------------------------------------------------

    def count_queries(self, rows, **arguments):
        self.env.cr.flush()
        before = self.env.cr.sql_log_count
        self.run_rows(rows, **arguments)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def test_queries(self):
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

    # -- pieces and windows --------------------------------------------------------------------

    def test_pieces(self):
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

    def any_rows(self, chance, count):
        people = [*self.people[:4], self.pupil]
        instances = [self.one_seat, self.demo_7592, self.exam_1, self.exam_2, self.no_waitlist]
        statuses = [*dict(STATUSES), "Perhaps", ""]
        return [
            self.row(chance.choice(people), chance.choice(instances), chance.choice(statuses))
            for _row in range(count)
        ]

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
        self.assertIn("Row 11", result["errors"][0]["message"])

    def test_repeated_in_other_spelling(self):
        """D2: blanks around a code do not hide that it is the same."""
        rows = [
            (f"{code}", "Demo", "Demo_7592", "Registered")
            for code in ("P0001", " P0001\u00a0", "P0001\t")
        ]
        result = self.run_rows(rows)
        self.assertEqual([e["row"] for e in result["errors"] if e["code"] == "repeated"], [2, 3])

    # -- stopping ------------------------------------------------------------------------------

    def drive(self, job, steps):
        """Do so many steps of the job, as a worker does, and leave it there."""
        with self.in_batches(2, 5):
            worker = job._steps()
            for _step in range(steps):
                next(worker)
            worker.close()

    def test_cancel(self):
        """T19: a cancelled job stops after its piece; the rest is not processed."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        job.action_cancel()
        job._launch().exhaust()
        self.assertEqual((job.state, job.created, job.not_processed), ("cancelled", 4, 5))
        self.assertAccounted(job.sudo())

    def test_cancel_before_the_run(self):
        """T19: also while it waits, when it was only validated, or just uploaded."""
        waiting, draft, validated = (
            self.schedule(self.rows(3)),
            self.upload(self.rows(3)),
            self.import_rows(self.rows(3), validate_only=True)._as_starter(),
        )
        for job in (waiting, draft, validated):
            job.action_cancel()
            job._launch().exhaust()
            self.assertEqual((job.state, job.not_processed), ("cancelled", 3))
            self.assertAccounted(job.sudo())

    def test_cancel_while_reading(self):
        """T19: a job cancelled while a worker reads its file ends so, and never starts later."""
        with patch(f"{IMPORTER}.launch.SMALL_FILE", 10):
            job = self.upload(self.rows(3))
            self.assertEqual(job.state, "reading")
            job.action_cancel()
            job._launch().exhaust()
        self.assertEqual(job.state, "cancelled")

    def test_cancel_by_others(self):
        """C04: a manager may cancel somebody else's job, others may not."""
        job = self.schedule(self.rows(3))
        with self.assertRaises(AccessError):
            job.with_user(self.importer).action_cancel()
        job.with_user(self.manager).action_cancel()
        self.assertTrue(job.cancel_requested)

    def test_resume(self):
        """P2, P3: a job that stopped midway goes on where it was, no row twice."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        self.assertEqual(job.state, "running")
        job._launch().exhaust()
        self.assertEqual((job.state, job.created), ("done", 9))
        self.assertAccounted(job.sudo())

    @mute_logger("odoo.sql_db")
    def test_no_row_is_applied_again(self):
        """P2: a row that had its outcome is not taken again, wherever the job believes to be."""
        job = self.schedule(self.rows(3))
        self.drive(job, 2)
        job._checkpoint().update(position=0)
        with self.another_addon(lambda _lines, values: self.assertEqual(len(values), 1)):
            job._launch().exhaust()
        self.assertAccounted(job)

    def test_a_second_outcome_is_impossible(self):
        """P2: the database refuses a second outcome of a row."""
        job = self.import_rows(self.rows(1))
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        statement = "INSERT INTO registration_import_outcome (id, outcome) VALUES (%s, 'failed')"
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            self.env.cr.execute(statement, [row.id])

    # -- reading and mapping again ---------------------------------------------------------------

    def test_reading_again_that_fails(self):
        """B8: a file that cannot be read with other options leaves nothing to import, and asks."""
        for options in ({"encoding": "utf-16"}, {"encoding": "utf-999"}, {"header_row": 77}):
            with self.subTest(options=options):
                job = self.upload(self.rows(3))
                job.set_options(options)
                self.assertEqual((job.state, job.total), ("draft", 0))
                self.assertTrue(job.message)
                with self.refused("No column of the file is mapped", UserError):
                    job.action_import()
                job.set_options(dict.fromkeys(options))
                self.assertEqual(job.total, 3)
                job.action_import(again=True)

    def test_mapping_that_does_not_fit(self):
        """F13: a column that is not there, reserved, or no number is refused."""
        header = [*LABELS, "_row", "_error", "_hint"]
        job = self.upload([(*row, "2", "", "") for row in self.rows(3)], header=header)
        for mapping in (
            {"status": 99},
            {"status": -1},
            {"status": "1"},
            {"status": 1.5},
            {"status": 4},
            {"email": 0},
            ["status"],
            None,
        ):
            with self.subTest(mapping=mapping), self.refused("does not fit", UserError):
                job.set_mapping(mapping)

    def test_mapping_chosen(self):
        """C23: the mapping that a person chose is the one that counts; a column is used once."""
        job = self.upload([row[::-1] for row in self.rows(3)])
        fields = ("status", "instance_code", "session_code", "registration_code")
        job.set_mapping({name: index for index, name in enumerate(fields)})
        job.action_import()
        job._launch().exhaust()
        self.assertEqual(job.created, 3)
        job = self.upload(self.rows(3))
        job.set_mapping(dict.fromkeys(fields, 0))
        with self.refused("More than one", UserError):
            job.action_import()

    def test_past_that_step(self):
        """T16, T18: a job that runs or has ended cannot be started, mapped or read again."""
        done = self.import_rows(self.rows(3))._as_starter()
        waiting = self.schedule(self.rows(4))
        for job in (done, waiting):
            for act in (
                job.action_import,
                job.action_validate,
                lambda job=job: job.set_options({}),
                lambda job=job: job.set_mapping({}),
            ):
                with self.refused("past that step", UserError):
                    act()

    def test_same_file_asks(self):
        """T17, P6: where somebody can be asked, the same file again wants a second click; also
        where it was uploaded twice before it was imported."""
        first, second = self.upload(self.rows(3)), self.upload(self.rows(3))
        first.action_import()
        for job in (second, self.upload(self.rows(3))):
            with self.refused("The same file was imported", UserError):
                job.action_import()
        second.action_import(again=True)
        self.assertEqual(second.state, "scheduled")

    # -- rights lost ---------------------------------------------------------------------------

    def assertNotAuthorised(self, job):
        job = job.with_env(self.env).sudo()._as_starter()
        job._launch().exhaust()
        job = job.sudo()
        self.assertEqual((job.state, job.code, job.not_processed), ("refused", "not_authorised", 3))
        self.assertFalse(self.Line.search([("registration_id", "in", self.people.ids)]))
        self.assertAccounted(job)

    def test_right_lost(self):
        """F12: rights lost between the click and the run stop it; its rows are not processed."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        self.assertNotAuthorised(job)

    def test_user_archived(self):
        """F12: so does an archived user."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.active = False
        self.assertNotAuthorised(job)

    def test_no_user_any_more(self):
        """F12: or one who became a portal user, who may not even read the job."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.write({"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]})
        self.assertNotAuthorised(job)

    def test_company_lost(self):
        """F12: or a company that was taken away."""
        context = self.other_company(self.event_user)
        operations = self.Operation.with_user(self.event_user).with_context(**context)
        job = self.job(
            operations.run_file("session_instances", self.content(self.rows(3)), "a.csv")
        )
        self.event_user.write({"company_ids": [Command.unlink(self.company_2.id)]})
        self.assertNotAuthorised(job)

    # -- once more -----------------------------------------------------------------------------

    def test_retry(self):
        """Retry: a new job has the rows that were not imported, with their numbers."""
        job = self.import_rows([*self.rows(2), *MESSY])._as_starter()
        retry = job._copies().retry()
        self.assertEqual(sorted(self.outcomes(retry)), [5, 6, 8])
        self.make_registrations("Nina")[0].registration_code = "nobody"
        retry.action_import()
        retry._as_starter()._launch().exhaust()
        self.assertEqual(self.outcomes(retry), {5: "created", 6: "invalid", 8: "invalid"})
        self.assertEqual(retry.origin_id, job)
        self.assertAccounted(retry.sudo())

    def test_retry_has_no_file(self):
        """Retry: other options cannot be tried on rows whose file belongs to the first import."""
        retry = self.import_rows(MESSY)._as_starter()._copies().retry()
        with self.refused("no file to read again", UserError):
            retry.set_options({"separator": ";"})
        self.assertEqual(retry.state, "draft")

    def test_retry_of_a_cancelled_job(self):
        """Retry: rows that nobody came to are retried as well."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        job.action_cancel()
        job._launch().exhaust()
        retry = job._copies().retry()
        self.assertEqual(list(self.outcomes(retry)), [6, 7, 8, 9, 10])

    def test_retry_keeps_its_company_and_size(self):
        """Retry: the new job belongs where the first one did, and is as heavy."""
        context = self.other_company(self.event_user)
        job = self.import_rows(MESSY)._as_starter()
        companies = [self.company_2.id, *context["allowed_company_ids"]]
        retry = job.with_context(allowed_company_ids=companies)._copies().retry().sudo()
        self.assertEqual((retry.company_id, retry.size), (job.company_id, job.size))

    def test_retry_by_others(self):
        """C04: only the starter may: the rows are imported with their rights."""
        job = self.import_rows(MESSY)
        with self.assertRaises(AccessError):
            job.with_user(self.manager).action_retry()

    def errors_file(self, job, extension):
        stream = io.BytesIO()
        job._as_starter()._failed_rows().write(stream, extension)
        return stream.getvalue()

    def test_errors_file(self):
        """P10: the file of errors has the user's columns, mended it is imported as it is, and the
        rows keep the numbers of the first file."""
        for extension in ("csv", "xlsx"):
            with self.subTest(extension=extension):
                job = self.import_rows(MESSY)
                content = self.errors_file(job, extension)
                self.make_registrations(extension)[0].registration_code = "nobody"
                operation = self.operation.with_user(self.event_user)
                again = operation._new_job(content, f"errors.{extension}")._as_starter()
                again._launch().read_file()
                self.assertEqual(again.column_ids.mapped("label"), list(LABELS))
                again.action_import()
                again._launch().exhaust()
                self.assertEqual(self.outcomes(again), {3: "created", 4: "invalid", 6: "invalid"})
                self.assertEqual(
                    self.problems(again), [(4, "not_a_choice"), (6, "instance_elsewhere")]
                )
                self.env["event.registration"].search(
                    [("registration_code", "=", "nobody")]
                ).unlink()

    def test_repeated_in_an_errors_file(self):
        """P10, D2: there too the warning names the row that people see."""
        header = [*LABELS, "_row", "_error", "_hint"]
        rows = [(*self.row(self.people[0], self.demo_7592), n, "x", "y") for n in (70, 80)]
        job = self.import_rows(rows, header=header)
        self.assertIn("Row 80", job._result()["errors"][0]["message"])

    def test_strange_row_numbers(self):
        """P5, P10: what is no number in _row is passed over, in the report as well."""
        header = [*LABELS, "_row", "_error", "_hint"]
        numbers = ("", "x", "0", "-5", "9" * 5000, "²", "12.0", "70")
        rows = [
            (*self.row(person, self.demo_7592, "Perhaps"), number, "", "")
            for person, number in zip(self.people, numbers, strict=False)
        ]
        job = self.import_rows(rows, header=header)
        shown = [number for number, _codes, _reason in job._as_starter()._failed_rows().lines()]
        self.assertEqual(shown, [2, 3, 4, 5, 6, 7, 8, 70])
        self.assertEqual([number for number, _code in self.problems(job)], shown)
        self.assertEqual(list(self.outcomes(job)), shown)

    def test_upgrade(self):
        """T9: an upgrade of the addon keeps the rows of many jobs."""
        job = self.import_rows([*MESSY, MESSY[0]])
        before = (self.outcomes(job), self.problems(job))
        tables = ("staged", "outcome", "problem", "duplicate.key")
        names = [f"registration.import.{name}" for name in tables]
        self.env.registry.init_models(self.env.cr, names, {"module": "registration_import"}, False)
        self.assertEqual((self.outcomes(job), self.problems(job)), before)
