import io
import zipfile
from unittest.mock import patch

import openpyxl

from ...tools.writing import slices
from ...tools.writing.slices import SlicedLines, SlicedWorkbook
from ...tools.writing.writers import MarkedRow, write_csv, write_xlsx
from ..common_files import FileCase

HEADER = ["Code", "Name", "_row"]
ROWS = [MarkedRow([f"00{n}", "Zoë <=>", str(n)], {n % 2}) for n in range(7)]


class TestSlices(FileCase):
    """A file that several processes write, one after the other, is that of a single one."""

    def whole(self, make, at_a_time, more=()):
        """The file of rows, so many at a time, each time made anew with what was known."""
        grown, parts = {}, []
        for start in range(0, len(ROWS), at_a_time):
            table = make(HEADER, *more, grown)
            parts.append(table.slice(iter(ROWS[start : start + at_a_time])))
            grown = table.grown
        head, tail = make(HEADER, *more, grown).end()
        return b"".join([head, *parts, tail])

    def parts(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertIsNone(archive.testzip())
            return {name: archive.read(name) for name in archive.namelist()}

    def test_lines_are_those_of_one_process(self):
        """C30: the .csv, byte by byte."""
        stream = io.BytesIO()
        write_csv(stream, HEADER, ROWS, separator=";")
        for count in (1, 3, 7):
            self.assertEqual(self.whole(SlicedLines, count, [";"]), stream.getvalue())

    def test_a_workbook_is_that_of_one_process(self):
        """C30: the .xlsx, part by part, and as others read it."""
        stream = io.BytesIO()
        write_xlsx(stream, HEADER, ROWS, marked=[2])
        for count in (1, 3, 7):
            content = self.whole(SlicedWorkbook, count, [[2]])
            self.assertEqual(self.parts(content), self.parts(stream.getvalue()))
            self.assertEqual(self.cells(content), [HEADER, *map(list, ROWS)])
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual(sheet["B2"].value, "Zoë <=>")

    def test_a_sheet_of_more_than_four_gigabytes(self):
        """Sizes that four bytes cannot hold stand where ZIP has room for them."""
        with patch.object(slices, "_FOUR_BYTES", 10):
            for entry in slices._entry("a", 1, 12, 9, 0):
                self.assertTrue(entry.endswith(slices._LONG.pack(1, 16, 12, 9)))
        self.assertEqual(slices._entry("a", 1, 9, 9, 0)[0][-1:], b"a")
