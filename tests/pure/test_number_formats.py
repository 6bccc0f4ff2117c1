import csv
from pathlib import Path
from unittest import TestCase

from ...tools.reading.numbers import plain, shower, text_shower
from ...tools.rows.schema import Field, Schema
from ..common_files import FileCase
from ..fixtures import make

TABLE = Path(__file__).parents[1] / "fixtures/number_formats.tsv"
SCHEMA = Schema([Field("code", "Code", type="code"), Field("seats", "Seats", type="integer")])
PROBLEMS = {"shown": [], "warning": ["number_separators"], "problem": ["number_format"]}


def lines():
    """(format, value, shown, what comes out) of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if not row[0].startswith("# ")]


def parsed(field, cell):
    values, problems = SCHEMA.parser({field: 0})([cell])
    return values[field], [problem.code for problem in problems]


class TestShownNumbers(TestCase):
    """V18: what a person sees as a code arrives as that code, or is a problem of its row."""

    def test_codes_are_those_that_libreoffice_shows(self):
        """V18: digit places, fixed characters, sections by sign and condition, the special formats
        of all countries; separators of thousands and decimals of zeros are told, and thousands with
        zeros, percent, currency, exponents and fractions are problems."""
        numbers = [line for line in lines() if not line[1].startswith('"')]
        self.assertGreater(len(numbers), 1000)
        for code, value, seen, outcome in numbers:
            with self.subTest(code, value=value):
                found, problems = parsed("code", shower(code)(value))
                self.assertEqual(problems, PROBLEMS[outcome])
                if not problems:
                    self.assertEqual(found or "", seen)
                elif outcome == "warning":
                    self.assertEqual(found, value)

    def test_whole_numbers_are_read_whatever_is_shown_around_them(self):
        """D18: in a column of numbers a format changes nothing."""
        for code, value, _seen, _outcome in lines():
            if value.lstrip("-").isdigit() and len(value) < 10:
                with self.subTest(code, value=value):
                    self.assertEqual(parsed("seats", shower(code)(value)), (int(value), []))

    def test_texts_are_shown_in_the_format_of_texts(self):
        """V18: what a format writes around a text belongs to it; no format hides one."""
        for code, value, seen, outcome in lines():
            if value.startswith('"'):
                text = value.strip('"')
                show = text_shower(code) or str
                self.assertEqual(show(text), seen if outcome == "shown" else text, code)


class TestFormats(TestCase):
    """V18: the format of a number decides how it is shown."""

    def test_a_number_stays_with_what_is_shown_of_it(self):
        """V18: a code is what is seen, a number what is stored."""
        expected = {"type": "number", "text": "M-17", "value": "17"}
        self.assertEqual(shower('"M-"0')("17"), expected)

    def test_zeros_in_front_of_a_number_are_a_text(self):
        """V18: a column of numbers reads them as well."""
        self.assertEqual(shower("00000")("123"), "00123")
        self.assertEqual(shower("0####")("1235"), "01235")

    def test_what_no_place_is_for_stays_in_front(self):
        """V18: no digit is lost."""
        self.assertEqual(shower("00000")("123456"), "123456")

    def test_a_number_that_cannot_be_told_in_a_code_is_named(self):
        """V18: currency, percent and decimals that are part of it or not."""
        for code in ("0%", '"€" #,##0.00', "0.00E+00", "# ?/?", "[DBNum1]0", "000,000", ";;;"):
            with self.subTest(code):
                self.assertEqual(shower(code)("17"), {"type": "painted", "text": "17"})

    def test_what_programs_read_differently_is_named(self):
        """V18: colours behind digits, two fills, a currency without digits; minus before blanks."""
        for code, raw in (("00[Red]", "17"), ("0* 0* ", "17"), ("$", "17"), ('" "0', "-17")):
            with self.subTest(code):
                self.assertEqual(shower(code)(raw), {"type": "painted", "text": raw})

    def test_a_fraction_keeps_its_sign(self):
        """V18: General shows all of it, where whole numbers are shown as rounded."""
        self.assertEqual(shower('"A"General')("-0.4")["text"], "-A0.4")
        self.assertEqual(shower('"A"0')("-0.4")["text"], "A0")

    def test_a_zero_that_a_format_hides_is_an_empty_code(self):
        """V18: and a zero in a column of numbers."""
        cell = shower("0;-0;;@")("0")
        self.assertEqual((parsed("code", cell), parsed("seats", cell)), ((None, []), (0, [])))

    def test_general_and_text_show_the_plain_number(self):
        """D18: as does a format that is not there."""
        for code in ("General", "@", ""):
            self.assertIs(shower(code), plain)

    def test_formats_that_every_workbook_knows_have_no_code_in_the_file(self):
        """V18: their ids stand for them, those of Thailand too."""
        types = {0: str, 1: str, 2: "grouped", 3: "grouped", 9: "painted", 49: str, 61: "grouped"}
        for builtin, expected in types.items():
            cell = shower("", builtin)("1234")
            found = str if isinstance(cell, str) else cell["type"]
            self.assertEqual(found, expected, builtin)

    def test_a_section_chosen_by_a_condition_may_be_one_of_dates(self):
        """D12, V18: as where a format hides zeros."""
        show = shower('[=0]"";dd/mm/yyyy')
        self.assertEqual(show("45352")["value"], "2024-03-01")
        self.assertEqual(show("0"), {"type": "number", "text": "", "value": "0"})

    def test_a_format_with_broken_quotes_or_control_characters_is_read(self):
        """D18: no format refuses a file."""
        for code in ('"', '0"', "\\", "[", "0[", "\x000", ";;;;;", "[>x]0", "[$-99999999]0", "_"):
            with self.subTest(code):
                cell = shower(code)("17")
                self.assertIn("17", cell if isinstance(cell, str) else cell["text"])


class TestFormatsOfTexts(FileCase):
    def test_what_a_format_writes_around_a_text_belongs_to_it(self):
        """V18: in .xlsx and .xls, of shared texts and of those in their cell."""
        code, rows = '0;-0;0;"M-"@', {"S": [["a", "b"], ["017", "x"]]}

        def prepare(book):
            book.active["A2"].number_format = code

        for content in (make.xlsx(rows, prepare), make.xls(rows, formats={(1, 0): code})):
            self.assertEqual(self.cells(content), [["a", "b"], ["M-017", "x"]])
        styles = '<numFmts><numFmt numFmtId="170" formatCode=\'"M-"@\'/></numFmts>'
        styles += '<cellXfs><xf numFmtId="170"/></cellXfs>'
        inline = '<c t="inlineStr"><is><t>017</t></is></c><c t="str"><v>18</v></c>'
        sheet = make.sheet_xml(f"<row>{inline}</row>")
        self.assertEqual(self.cells(make.package({"S": sheet}, styles=styles)), [["M-017", "M-18"]])
