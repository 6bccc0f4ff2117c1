from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...importer import mending
from ...tools.rows.plan import row_id
from ..common import LABELS, SAMPLE, ImportCase

NOBODY = ("nobody", "Demo", "Demo_7592", "Registered")
GERMAN = ("1234-55-122", "Demo", "Demo_7592", "Angemeldet")
CODE, STATUS = 0, 3


@tagged("post_install", "-at_install")
class TestImportMending(ImportCase):
    """UX 22: cells that are wrong are mended where they are shown."""

    def validated(self, rows, **arguments):
        job = self.upload(rows, **arguments)
        job.action_validate()
        return job

    def mend(self, job, number, column, text):
        return job.mend(row_id(job.id, number), column, text)

    def imported(self, job):
        job.action_import()
        job._launch().exhaust()
        self.assertAccounted(job.sudo())
        return job

    def staged(self, job):
        self.env.cr.execute(
            "SELECT cells FROM registration_import_staged WHERE job_id = %s ORDER BY id", [job.id]
        )
        return [tuple(cells) for (cells,) in self.env.cr.fetchall()]

    def test_the_rows_that_can_be_mended(self):
        """Rows with an error alone, the wrong cell marked, the accepted values of a choice."""
        page = self.validated([SAMPLE[1], NOBODY, GERMAN]).mending_page()
        self.assertEqual([row["number"] for row in page["rows"]], [3, 4])
        self.assertEqual([each["label"] for each in page["columns"]], list(LABELS))
        levels = [[cell["level"] for cell in row["cells"]] for row in page["rows"]]
        self.assertEqual(levels, [["error", *[False] * 3], [*[False] * 3, "error"]])
        choices = [text for text, _label in page["columns"][STATUS]["choices"]]
        self.assertIn("Registered", choices)
        self.assertEqual(page["columns"][CODE]["choices"], [])
        self.assertEqual((page["count"], page["wrong"]), (2, 2))

    def test_the_page_with_one_row(self):
        """UX 18: from a problem to its row, on whatever page of the grid that is."""
        job = self.validated([NOBODY, SAMPLE[1], NOBODY, GERMAN])
        with patch.object(mending, "PAGE", 2):
            for place, offset in ((2, 0), (4, 0), (5, 2)):
                page = job.mending_page(place=place)
                self.assertEqual(page["offset"], offset)
                self.assertIn(place, [row["place"] for row in page["rows"]])
        self.assertEqual(job.mending_page(place="x")["offset"], 0)

    def test_a_mended_row_goes_in_with_the_others(self):
        """The row is checked at once, the counts say so, and the import writes it."""
        job = self.validated([SAMPLE[1], NOBODY])
        answer = self.mend(job, 3, CODE, "4321-55-111")
        self.assertFalse(answer["row"]["is_wrong"])
        self.assertEqual((answer["wrong"], job.created, job.invalid), (0, 2, 0))
        self.assertEqual(self.imported(job).created, 2)
        self.assertEqual(self.status(self.emil, self.demo_7592), "registered")

    def test_the_file_stays_as_it_is(self):
        """Old and new value, who and when stay with the job; the staged row does not change."""
        job = self.validated([NOBODY])
        self.mend(job, 2, CODE, "4321-55-111")
        self.assertEqual(self.staged(job), [NOBODY])
        correction = self.env["registration.import.correction"].search([("job_id", "=", job.id)])
        told = (correction.label, correction.old, correction.new, correction.user_id)
        self.assertEqual(told, (LABELS[CODE], "nobody", "4321-55-111", self.event_user))
        self.imported(job)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertIn("nobody → 4321-55-111", row.mended)
        self.assertIn(self.event_user.name, row.mended)
        self.assertIn("4321-55-111", row.data)

    def test_mended_once_more_and_back(self):
        """A cell may be mended again; what the file says needs no correction."""
        job = self.validated([NOBODY])
        for text, wrong in (("nobody-2", 1), ("4321-55-111", 0), ("nobody", 1)):
            answer = self.mend(job, 2, CODE, text)
            self.assertEqual((answer["wrong"], answer["row"]["cells"][CODE]["text"]), (wrong, text))
        self.assertFalse(self.env["registration.import.correction"].search_count([]))
        self.assertFalse(answer["row"]["cells"][CODE]["old"])

    def test_a_row_that_is_still_wrong_says_why(self):
        """It is checked as a whole, and stays in the table."""
        job = self.validated([("nobody", *GERMAN[1:])])
        row = self.mend(job, 2, STATUS, "Registered")["row"]
        self.assertTrue(row["is_wrong"])
        self.assertEqual(len(row["problems"]), 1)
        self.assertIn("There is no registration", row["problems"][0]["text"])

    def test_in_a_large_file_the_row_is_checked_alone(self):
        """The counts are those that a check of the whole file finds."""
        with patch.object(mending, "WHOLE", 1):
            job = self.validated([SAMPLE[1], NOBODY, GERMAN])
            for number, column, text in ((3, CODE, "4321-55-111"), (4, STATUS, "Registered")):
                self.mend(job, number, column, text)
            counts = job._counts()
            self.assertEqual(self.problems(job), [])
        job.action_validate()
        self.assertEqual((job._counts(), job.created), (counts, 3))

    def test_two_rows_that_name_the_same_once_one_is_mended(self):
        """The other row of the same record is told of at once."""
        job = self.validated([SAMPLE[0], ("nobody", *SAMPLE[0][1:])])
        self.mend(job, 3, CODE, SAMPLE[0][0])
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertEqual((job.created, job.unchanged), (1, 1))

    def test_a_short_row_gets_its_last_cell(self):
        """A cell that the file does not have can be filled in."""
        job = self.validated([SAMPLE[0][:3]])
        self.mend(job, 2, STATUS, "Attended")
        self.imported(job)
        self.assertEqual(self.staged(job), [SAMPLE[0][:3]])
        self.assertEqual(job.created + job.invalid, 1)

    def test_the_unchanged_path_leaves_mended_rows_alone(self):
        """What was mended is compared as it was mended, not as the file has it."""
        self.import_rows(SAMPLE)
        job = self.validated([*SAMPLE, NOBODY])
        self.mend(job, 2, STATUS, "Attended")
        self.assertEqual(self.imported(job).updated, 1)
        self.assertEqual(self.status(self.dora, self.demo_7592), "attended")

    def test_a_retry_starts_with_what_was_mended(self):
        """Rows that fail all the same are tried again as they were mended; the errors file has
        them so, too."""
        job = self.validated([("nobody", *GERMAN[1:]), SAMPLE[1]])
        self.mend(job, 2, STATUS, "Registered")
        self.imported(job)
        marked = next(job._report().rows.rows())
        self.assertEqual(tuple(marked[:4]), ("nobody", *SAMPLE[0][1:]))
        retry = job.env["registration.import.wizard"].browse(job.action_retry()["res_id"]).job_id
        self.assertEqual(self.staged(retry), [("nobody", *SAMPLE[0][1:])])
        self.assertEqual((retry.state, retry.invalid), ("validated", 1))

    def test_what_cannot_be_mended(self):
        """A cell that is not there, or is not imported; a text that cannot be stored."""
        job = self.validated([NOBODY])
        other = self.validated([SAMPLE[0]])
        row = row_id(job.id, 2)
        for arguments in (
            (row_id(other.id, 2), CODE, "x"),
            (row_id(job.id, 99), CODE, "x"),
            (row, 9, "x"),
            (row, "0", "x"),
            (True, CODE, "x"),
            (row, CODE, "a\x00b"),
            (row, CODE, None),
            (row, CODE, "x" * (mending.LONGEST + 1)),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                job.mend(*arguments)
        self.assertFalse(self.env["registration.import.correction"].search_count([]))

    def test_nobody_else_mends(self):
        """Who looks after the imports of others sees their rows, and mends none."""
        job = self.validated([NOBODY])
        for user in (self.manager, self.outsider):
            with self.assertRaises(AccessError):
                self.mend(job.with_user(user), 2, CODE, "4321-55-111")
            with self.assertRaises(AccessError):
                job.with_user(user).mending_page()

    def test_an_import_that_has_started_is_not_mended(self):
        """Nor one that has ended: its failed rows are tried again."""
        job = self.imported(self.validated([SAMPLE[0], NOBODY]))
        self.assertEqual(job.mending_page()["rows"], [])
        with self.assertRaises(UserError):
            self.mend(job, 3, CODE, "4321-55-111")

    def test_corrections_go_with_the_rows(self):
        """G7: the end of the retention, and the end of the job, take them."""
        job = self.validated([NOBODY])
        self.mend(job, 2, CODE, "4321-55-111")
        self.imported(job)
        job.action_purge()
        self.assertFalse(self.env["registration.import.correction"].search_count([]))
        draft = self.validated([NOBODY])
        self.mend(draft, 2, CODE, "4321-55-111")
        draft.action_delete_draft()
        self.assertFalse(self.env["registration.import.correction"].search_count([]))

    def test_a_mended_file_is_uploaded_from_the_job(self):
        """The wizard of the same operation, and of the same event."""
        job = self.imported(self.validated([SAMPLE[0], NOBODY]))
        action = job.action_upload_mended()
        self.assertEqual(action["res_model"], "registration.import.wizard")
        self.assertEqual(action["context"]["default_operation_id"], self.operation.id)
