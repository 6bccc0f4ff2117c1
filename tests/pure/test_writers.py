import io

import openpyxl

from ...tools.writing.writers import (
    RED,
    MarkedRow,
    safe_csv_cell,
    sheet_name,
    write_csv,
    write_xlsx,
)
from ..common_files import FileCase

TRAPS = [
    "=1+1",
    "+32 475",
    "-5",
    "@x",
    "\tx",
    "'t Hooft",
    "'=x",
    'a"b',
    "a;b",
    "a\r\nb",
    "00123",
    "1.23E+11",
    "Zoë 🎓",
    "_x000D_",
    "<b>",
    " x ",
]


class TestWriters(FileCase):
    def csv(self, rows, **arguments):
        stream = io.BytesIO()
        write_csv(stream, ["a"] * len(rows[0]), iter(rows), **arguments)
        return stream.getvalue()

    def xlsx(self, rows, header=None, **arguments):
        stream = io.BytesIO()
        write_xlsx(stream, header or ["a"] * len(rows[0]), iter(rows), **arguments)
        return stream.getvalue()

    def test_csv_is_safe_and_quoted(self):
        """Formula triggers get an apostrophe, every cell quotes; BOM, so that Excel sees UTF-8."""
        self.assertEqual(self.csv([['=x"y', "b"]]), b'\xef\xbb\xbf"a","a"\r\n"\'=x""y","b"\r\n')
        for start in "=+-@\t\r\n\0":
            self.assertEqual(safe_csv_cell(start + "x"), f"'{start}x")

    def test_errors_file_comes_back_as_it_was(self):
        """P10, E5, T37: .csv but for the apostrophes, .xlsx exactly."""
        for separator in ",;\t|":
            rows = self.cells(self.csv([TRAPS], separator=separator), separator=separator)
            self.assertEqual(rows[1], [safe_csv_cell(text) for text in TRAPS])
        self.assertEqual(self.cells(self.xlsx([TRAPS]))[1], TRAPS)

    def test_xlsx_holds_texts_only(self):
        """No formulas, text format in every cell, marked columns filled."""
        content = self.xlsx([TRAPS], marked=(1,), required=(0,))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertEqual({(cell.data_type, cell.number_format) for cell in cells}, {("s", "@")})
        self.assertEqual([cell.fill.fill_type for cell in sheet[2]][:3], [None, "solid", None])
        self.assertEqual([cell.font.bold for cell in sheet[1]][:2], [True, False])

    def test_what_xlsx_cannot_hold_is_marked(self):
        """B11, D24, D25: control characters, texts over the limit, names of sheets."""
        long = " ".join(map(str, range(9000)))
        rows = self.cells(self.xlsx([["a\x0bb\ufffe", long]], sheet="1/2:[x]?" + "y" * 40))
        self.assertEqual(rows[1][0], "a\ufffdb\ufffd")
        self.assertEqual((len(rows[1][1]), rows[1][1][-6:]), (32_767, " [...]"))
        self.assertEqual(sheet_name("a/b"), "a b")
        self.assertEqual(sheet_name("'':?/"), "Sheet")

    def test_allowed_values_are_a_second_sheet(self):
        """UX 1: which is not taken for data when the file comes back."""
        choices = {"Status": ["Registered", "Cancelled"], "Kind": ["x"]}
        content = self.xlsx([["1"]], choices=choices)
        self.assertEqual(self.warned(content, "errors.xlsx"), {})
        allowed = self.cells(content, sheet="Allowed values")
        self.assertEqual(allowed, [["Status", "Kind"], ["Registered", "x"], ["Cancelled"]])

    def test_a_wrong_cell_is_red_itself(self):
        """UX 10: and so are columns that are marked as such; no other cell is."""
        content = self.xlsx([MarkedRow(["Ann", "x", "1"], {1}), ["Bea", "y", "2"]], marked=(2,))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        red = [[cell.fill.fgColor.rgb == RED for cell in cells] for cells in sheet.iter_rows(2)]
        self.assertEqual(red, [[False, True, True], [False, False, True]])

    def test_rows_may_come_one_by_one(self):
        """P11: a file of a million rows is never held whole."""
        self.assertEqual(self.cells(self.csv([["1"], ["2"]]))[1:], [["1"], ["2"]])

    def test_a_stream_stays_open_after_its_text_was_written(self):
        """P11: whoever opened it may write on, or read what is there."""
        stream = io.BytesIO()
        write_csv(stream, ["a"], [["1"]], bom=False)
        self.assertFalse(stream.closed)
        self.assertEqual(stream.getvalue(), b'"a"\r\n"1"\r\n')

    def test_explanations_are_a_sheet_that_readers_pass_over(self):
        """UX 1: as the allowed values are."""
        content = self.xlsx([["1"]], legend=[["Column", "Meaning"], ["a", "A code"]])
        self.assertEqual(self.warned(content, "sample.xlsx"), {})
        self.assertEqual(self.cells(content, sheet="About the columns")[1], ["a", "A code"])

    def test_names_of_sheets_are_what_excel_allows(self):
        """D25: 31 characters, no apostrophe at the ends, never none."""
        self.assertEqual(sheet_name("x" * 40), "x" * 31)
        self.assertEqual(sheet_name("'quoted'"), "quoted")
        self.assertEqual(sheet_name("[1]:2*3?"), "1  2 3")
