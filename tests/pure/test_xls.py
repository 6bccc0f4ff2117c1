"""Workbooks of Excel 97 as other programs write them."""

import struct

from ...tools.rows.cells import plain_text
from ..common_files import FileCase
from ..fixtures import biff, make
from ..fixtures.biff import label, number, record


def error(text):
    return {"type": "error", "text": text}


UNCALCULATED = {"type": "formula", "text": "=…"}
CALCULATED = record(0x01C1, bytes(8))
HEADER = label(0, 0, "a") + label(0, 1, "b")


class XlsCase(FileCase):
    def first_sheet(self, *records, shared=b""):
        """The cells of a workbook of one sheet."""
        return self.cells(biff.file({"S": biff.sheet(*records)}, shared))


class TestFormulas(XlsCase):
    def test_a_formula_that_was_never_calculated_is_a_problem(self):
        """D1, D3: the library xlwt stores an empty text, others 0 and the order to calculate."""
        import xlwt

        def prepare(book):
            book.get_sheet(0).write(1, 0, xlwt.Formula('"A"&"B"'))

        self.assertEqual(self.cells(make.xls({"S": [["a"]]}, prepare))[1], [UNCALCULATED])
        zero = biff.formula(1, 0, 0.0, flags=2) + biff.formula(1, 1, 7.0, flags=2)
        self.assertEqual(self.first_sheet(HEADER, zero)[1], [UNCALCULATED, "7"])
        lost = biff.formula(1, 0, biff.special(0)) + label(1, 1, "x")
        self.assertEqual(self.first_sheet(HEADER, lost)[1], [UNCALCULATED, "x"])

    def test_the_stored_result_of_a_formula_counts(self):
        """D2, D3: numbers, texts behind a shared formula, TRUE, errors and empty texts."""
        text = record(0x04BC, bytes(10)) + record(0x0207, biff.text("Zo\u0142", wide=True))
        cells = [biff.formula(1, 0, 12.5), biff.formula(1, 1, biff.special(0)), text]
        cells += [biff.formula(1, 2, biff.special(1, 1)), biff.formula(1, 3, biff.special(2, 0x2A))]
        cells += [biff.formula(1, 4, biff.special(3)), biff.formula(1, 5, 0.0, flags=2)]
        content = biff.file({"S": biff.sheet(HEADER, *cells)}, CALCULATED)
        true = {"type": "boolean", "text": "TRUE", "value": True}
        self.assertEqual(self.cells(content)[1], ["12.5", "Zoł", true, error("#N/A"), "", "0"])
        self.assertEqual(self.warned(content)["formula_cells"], {"count": 6, "rows": "2"})


class TestOneBadCell(XlsCase):
    def test_a_number_that_is_none_is_a_problem_of_its_row(self):
        """D4: the other rows are read."""
        rows = [number(1, 0, float("nan")), number(2, 0, float("inf")), number(3, 0, 3)]
        cells = self.first_sheet(HEADER, *rows)
        self.assertEqual(cells[1:], [[error("#NUM!")], [error("#NUM!")], ["3"]])

    def test_a_style_that_is_not_there_is_a_problem_of_its_row(self):
        """D4: nobody can tell how the number is shown; a text needs no style."""
        rows = [number(1, 0, 17, style=99), biff.cell(0x0204, 2, 0, biff.text("x"), style=99)]
        self.assertEqual(self.first_sheet(HEADER, *rows)[1:], [[error("17")], ["x"]])

    def test_a_shared_text_that_is_not_there_is_a_problem_of_its_row(self):
        """D4: the text is lost, its row is told."""
        cells = [biff.cell(0x00FD, 1, each, struct.pack("<I", each)) for each in (0, 1)]
        table = biff.shared([biff.text("only")])
        self.assertEqual(
            self.first_sheet(HEADER, *cells, shared=table)[1], ["only", error("#REF!")]
        )

    def test_dates_of_east_asia_are_dates(self):
        """D12: 27 to 36 and 50 to 58 are formats that no workbook writes out."""
        cells = [number(1, column, 45000, style=style) for column, style in enumerate((1, 2, 3))]
        values = [cell["value"] for cell in self.first_sheet(HEADER, *cells)[1]]
        self.assertEqual(values, ["2023-03-15"] * 3)

    def test_elapsed_time_is_no_day(self):
        """D14: [h]:mm:ss is a format that no workbook writes out."""
        [cell] = self.first_sheet(HEADER, number(1, 0, 1.25, style=4))[1]
        self.assertEqual((cell["type"], cell["value"]), ("date", None))

    def test_a_format_may_add_to_numbers_and_texts(self):
        """V18: both as they are shown, shared texts and results of formulas, too."""
        cells = [number(1, 0, 17, style=5), biff.cell(0x0204, 1, 1, biff.text("a"), style=5)]
        cells += [biff.cell(0x00FD, 1, 2, bytes(4), style=5)]
        found = self.first_sheet(HEADER, *cells, shared=biff.shared([biff.text("b")]))[1]
        self.assertEqual([plain_text(cell) for cell in found], ["M-017", "K-a", "K-b"])


class TestSheetsOfXls(XlsCase):
    def test_macros_and_charts_are_no_sheets(self):
        """D5: they hold no data; a state that nobody knows is that of a visible sheet."""
        data = biff.sheet(HEADER)
        kinds = [("Macro", 0, 1), ("Chart", 0, 2), ("Module", 0, 6), ("Data", 3, 0)]
        kinds += [("Hidden", 1, 0), ("Very hidden", 2, 0)]
        table = self.open(biff.file([(*each, data) for each in kinds]))
        visible = {sheet["name"]: sheet["visible"] for sheet in table.sheets}
        self.assertEqual(visible, {"Data": True, "Hidden": False, "Very hidden": False})

    def test_a_chart_in_a_sheet_adds_no_cells(self):
        """D5: its records have numbers of their own."""
        chart = biff.sheet(number(0, 0, 99), kind=biff.CHART)
        self.assertEqual(self.first_sheet(HEADER, chart, label(1, 0, "x")), [["a", "b"], ["x"]])

    def test_rows_in_any_order_come_in_theirs(self):
        """C07: some programs write cells as they come; of two in one place the later counts."""
        cells = [label(2, 0, "c"), label(1, 1, "b2"), label(0, 0, "a"), label(1, 0, "old")]
        cells += [label(1, 0, "b")]
        self.assertEqual(self.first_sheet(*cells), [["a"], ["b", "b2"], ["c"]])

    def test_numbers_in_one_record_are_cells_of_their_own(self):
        """D17, D20: whole numbers, hundredths, halves of floats; their styles count."""
        packed = [17 << 2 | 2, 1234 << 2 | 3, 0x3FF80000, (-5 & 0x3FFFFFFF) << 2 | 2]
        data = b"".join(struct.pack("<HI", 0, each) for each in packed)
        cells = record(0x00BD, struct.pack("<HH", 1, 1) + data + struct.pack("<H", 4))
        shown = ["", "17", "12.34", "1.5", "-5"]
        self.assertEqual(self.first_sheet(HEADER, cells)[1], shown)

    def test_the_calendar_of_1904(self):
        """D12: four years and a day later."""
        content = biff.file(
            {"S": biff.sheet(HEADER, number(1, 0, 0.0, 1), number(1, 1, 43538, 1))},
            record(0x0022, b"\1\0"),
        )
        self.assertEqual(self.cells(content)[1][1]["value"], "2023-03-15")


class TestTexts(XlsCase):
    def shared_cells(self, count, table):
        cells = [biff.cell(0x00FD, 0, each, struct.pack("<I", each)) for each in range(count)]
        return self.first_sheet(*cells, shared=table)[0]

    def test_wrong_counts_of_shared_texts_are_no_matter(self):
        """D21: too many, too few or none are said to be there."""
        texts = [biff.text("x"), biff.text("y")]
        for count in (0, 1, 2, 1_000_000):
            self.assertEqual(self.shared_cells(2, biff.shared(texts, count)), ["x", "y"])

    def test_formats_and_hints_are_none_of_the_text(self):
        """D21: runs of rich text and phonetic hints stand behind it."""
        texts = [biff.text("a", runs=bytes(8)), biff.text("东京", wide=True, phonetic=bytes(10))]
        table = biff.shared([*texts, biff.text("z")])
        self.assertEqual(self.shared_cells(3, table), ["a", "东京", "z"])

    def test_a_text_goes_on_in_the_next_record(self):
        """D21, D24: in bytes of the other width, too; a new one may begin there."""
        first = struct.pack("<HB", 6, 0) + b"abc"
        rest = b"\1" + "дef".encode("utf-16-le")
        table = biff.shared([first], 2, rest, biff.text("next"))
        self.assertEqual(self.shared_cells(2, table), ["abcдef", "next"])

    def test_long_texts_are_whole(self):
        """D24: as long as a cell can be, in a cell of its own and among the shared ones."""
        self.assertEqual(self.cells(make.xls({"S": [["a"], ["é" * 32_767]]}))[1], ["é" * 32_767])
        long = "0123456789" * 1000
        whole = biff.text(long)
        cells = biff.cell(0x0204, 0, 0, whole[:8000]) + record(0x003C, b"\0" + whole[8000:])
        self.assertEqual(self.first_sheet(cells), [[long]])

    def test_a_text_that_is_cut_off_is_a_problem_of_its_cell(self):
        """D21: what is there is shown."""
        cut = struct.pack("<HB", 9, 1) + "ab".encode("utf-16-le") + b"c"
        cells = label(0, 1, "x") + biff.cell(0x00FD, 1, 0, bytes(4))
        cells = self.first_sheet(biff.cell(0x0204, 0, 0, cut), cells, shared=biff.shared([cut]))
        bad = {"type": "bad", "text": "ab\ufffd"}
        self.assertEqual(cells, [[bad, "x"], [bad]])

    def test_half_a_pair_of_surrogates_is_a_bad_character(self):
        """D21: of its cell, not of the file."""
        content = record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 2, 1) + b"a\0\x3d\xd8")
        [[cell]] = self.first_sheet(content)
        self.assertEqual(cell, {"type": "bad", "text": "a\ufffd"})
