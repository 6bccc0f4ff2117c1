from unittest.mock import patch

from odoo.tests import tagged

from ..common import IMPORTER, SAMPLE, ImportCase

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

    by_mail = False

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
            self.assertEqual(len(job._assembly().loader(job._kind()).next_rows(0)), 10)

    def test_the_sample_gives_its_agendas(self):
        """C18: the sample of the seed gives exactly the agendas that it describes."""
        job = self.import_rows(SAMPLE)
        self.assertEqual((job.state, job.created), ("done", 4))
        for instance in (self.demo_7592, self.wshop_7597, self.knote_7608):
            self.assertEqual(self.status(self.dora, instance), "registered")
        self.assertEqual(self.status(self.emil, self.demo_7592), "cancelled")
        self.assertEqual(len(self.emil.agenda_line_ids), 1)
        self.assertAccounted(job)

    def test_a_held_instance_gets_the_status(self):
        """C28: an instance that the registration has gets the status."""
        self.put(self.dora, self.demo_7592)
        job = self.import_rows([self.row(self.dora, self.demo_7592, "Attended")])
        self.assertEqual((job.updated, self.status(self.dora, self.demo_7592)), (1, "attended"))

    def test_the_same_file_twice_ends_the_same(self):
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
            + [(5, "other_case")],
        )

    def test_event_without_sessions(self):
        """C05: the rows of an event without sessions are refused with that reason."""
        job = self.import_rows([(self.diner.registration_code, "Demo", "Demo_7592", "Registered")])
        self.assertEqual(self.problems(job), [(2, "sessions_disabled")])

    def test_what_is_archived_is_not_revived(self):
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

    def test_seats_of_who_does_not_come_are_free(self):
        """D26: a file sees the seats of cancelled, unconfirmed and archived registrations as free,
        frees what an archived one would take again, and takes nothing for a draft."""
        first, second, third, fourth = self.people[:4]
        self.import_rows([self.row(first, self.one_seat)])
        first.active = False
        second.state = "draft"
        job = self.import_rows(
            [
                self.row(first, self.one_seat, "Cancelled"),
                self.row(second, self.one_seat),
                self.row(third, self.one_seat),
                self.row(fourth, self.one_seat),
            ]
        )
        self.assertEqual((job.created, job.updated), (2, 1))
        problems = [(3, "registration_draft"), (5, "instance_full")]
        self.assertEqual(self.problems(job), problems)
        self.assertEqual(self.one_seat.seats_taken, 1)

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

    def test_the_waitlist_has_its_own_limit(self):
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

    def test_a_line_of_an_overfull_instance_can_be_changed(self):
        """D1: a line of an overfull instance can still be changed where it takes no more."""
        self.put(self.anna, self.one_seat)
        self.one_seat.capacity = 0
        outcomes, _codes = self.run_codes((self.anna, "Attended"))
        self.assertEqual(outcomes, ["updated"])

    def test_an_overlapping_seat_is_refused(self):
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

    def test_repeated_rows_are_applied_in_order(self):
        """D2: both rows are applied in file order, and the earlier one names the later."""
        rows = [self.row(self.anna, self.demo_7592, s) for s in ("Registered", "Cancelled")]
        job = self.import_rows(rows)
        self.assertEqual(self.outcomes(job), {2: "created", 3: "updated"})
        self.assertEqual(self.status(self.anna, self.demo_7592), "cancelled")
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertIn("Rows 2 and 3", job._result()["errors"][0]["message"])

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

    def test_the_barcode_is_accepted(self):
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

    def test_the_journal_has_old_and_new_values(self):
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

    def test_a_row_shows_cells_change_and_record(self):
        """A row shows its cells, its change in words and its record."""
        self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended")])
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertEqual(row.change, "Status: Registered → Attended")
        self.assertIn("Demo | Demo_7592 | Attended", row.data)
        self.assertEqual(row.action_open_record()["res_id"], self.anna.agenda_line_ids.id)
