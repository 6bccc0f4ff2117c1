import io

import openpyxl

from odoo.tests import tagged

from ...importer.failed_rows import FailedRows
from ...tools.writing.writers import RED
from ..common import LABELS, SAMPLE, ImportCase

WRONG = ("nobody", "Demo", "Demo_7592", "Sometimes")


@tagged("post_install", "-at_install")
class TestImportAllProblems(ImportCase):
    """UX 11: one round shows all that is wrong with a row, each with its column."""

    def test_a_wrong_word_hides_no_unknown_code(self):
        """UX 11: a status that is none and a registration that is none are told together, by a
        validation and by a run, and nothing of the row is written."""
        for arguments in ({"validate_only": True}, {}):
            job = self.import_rows([WRONG, *SAMPLE], **arguments)
            codes = {code for _row, code in self.problems(job, "error")}
            self.assertEqual(codes, {"not_a_choice", "unknown_registration"})
            self.assertEqual((job.invalid, job.created), (1, 4))

    def test_each_problem_names_its_column(self):
        """UX 11: in the mail without the value, in the list of rows and in the file of errors."""
        job = self.import_rows([WRONG])
        rows = FailedRows(job)
        [(_number, _codes, mailed)] = rows.lines()
        self.assertIn("A: Registration Code: There is no", mailed)
        self.assertIn("D: Registration Session Status: ", mailed)
        self.assertNotIn("Sometimes", mailed)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertIn("D: Registration Session Status: ", row.problems)
        [cells] = rows.rows()
        self.assertIn("A: Registration Code: There is no", cells[len(LABELS) + 1])

    def test_the_wrong_cell_is_red(self):
        """UX 10: in the .xlsx of the errors, and no other of the person's own."""
        job = self.import_rows([WRONG])
        stream = io.BytesIO()
        FailedRows(job).write(stream, "xlsx")
        [row] = openpyxl.load_workbook(stream).worksheets[0].iter_rows(2)
        red = [cell.fill.fgColor.rgb == RED for cell in row]
        self.assertEqual(red[: len(LABELS)], [True, False, False, True])

    def test_rows_of_the_same_line(self):
        """D2: a row that cannot be read leaves nothing for the next, in chunks of any size."""
        good, bad = SAMPLE[0], (*SAMPLE[0][:3], "Sometimes")
        with self.in_batches():
            job = self.import_rows([bad, good, bad, (*good[:3], "Attended"), bad, good, bad])
        self.assertEqual(
            list(self.outcomes(job).values()),
            ["invalid", "created", "invalid", "updated", "invalid", "updated", "invalid"],
        )
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")
