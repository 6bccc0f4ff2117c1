from unittest import TestCase

from ...tools.reading.dates import BUILTIN_DATES, date_cell
from ...tools.reading.numbers import is_date, plain, shower


class TestNumbers(TestCase):
    """D12 to D19: what a spreadsheet shows for a stored number."""

    def test_whole_numbers_have_no_decimal_point(self):
        """D18: 17.0 is shown as 17."""
        for raw, text in (("17", "17"), ("17.0", "17"), ("1.7E1", "17"), ("-0.0", "0")):
            self.assertEqual(plain(raw), text)

    def test_fifteen_digits_are_what_a_spreadsheet_has(self):
        """D19: the rounding of binary fractions is not shown."""
        self.assertEqual(plain("0.30000000000000004"), "0.3")
        self.assertEqual(plain("1.1000000000000001"), "1.1")

    def test_small_fractions_are_not_written_with_an_exponent(self):
        """D18: a code of them could not be told from a mangled one."""
        self.assertEqual(plain("1E-7"), "0.0000001")

    def test_a_whole_number_of_more_digits_has_lost_some(self):
        """D17: 15 digits are exact, 16 are not."""
        self.assertEqual(plain("999999999999999"), "999999999999999")
        found = plain("1234567890123450000")
        self.assertEqual((found["type"], found["text"][:15]), ("digits", "123456789012345"))

    def test_what_is_no_number_is_a_problem_of_its_row(self):
        """D4, A8: one cell refuses no file, whatever its format."""
        for raw in ("x", "", "nan", "inf", "1E999", "0x17"):
            for show in (plain, shower("00000"), shower("0;-0"), shower("dd/mm/yyyy")):
                with self.subTest(raw):
                    self.assertEqual(show(raw), {"type": "error", "text": raw})

    def test_digits_of_other_scripts_are_read_as_numbers(self):
        """D18: float knows them, and shows them as ours."""
        self.assertEqual(plain("\u0663"), "3")


class TestDateFormats(TestCase):
    """D12: the format of a number makes it a date."""

    def test_letters_in_quotes_make_no_date(self):
        """D12: nor do colours, fill characters and conditions."""
        for code in ('0 "days"', "[Red]0", "\\d0", "0_m", "*d0", '"yyyy"0'):
            with self.subTest(code):
                self.assertFalse(is_date(code))

    def test_days_months_years_hours_and_seconds_make_a_date(self):
        """D12: in any of the usual orders."""
        for code in ("dd/mm/yyyy", "yyyy-mm-dd;@", "mmm yy", "hh:mm", "[h]:mm:ss", "[$-409]d mmm"):
            with self.subTest(code):
                self.assertTrue(is_date(code))


class TestDates(TestCase):
    """D12, D14: days are counted from an epoch."""

    def test_a_whole_number_is_a_day(self):
        """D12: text and value are the same ISO date."""
        expected = {"type": "date", "text": "2024-03-01", "value": "2024-03-01"}
        self.assertEqual(date_cell("45352"), expected)

    def test_a_fraction_is_a_time_of_the_day(self):
        """D12: rounded to seconds."""
        found = date_cell("45352.4375")
        self.assertEqual(found["text"], "2024-03-01 10:30:00")
        self.assertEqual(found["value"], "2024-03-01T10:30:00")

    def test_a_time_alone_is_no_calendar_day(self):
        """D14: half a day is noon of no day."""
        self.assertEqual(date_cell("0.5"), {"type": "date", "text": "12:00:00", "value": None})

    def test_a_duration_is_no_calendar_day(self):
        """D14: 25 hours in a format of elapsed time are not the first of January."""
        for show in (shower("[h]:mm:ss"), shower("[mm]:ss"), shower("", 46), shower("", 79)):
            self.assertEqual(show("1.25"), {"type": "date", "text": "30:00:00", "value": None})
        self.assertEqual(shower("[h]:mm")("45352")["value"], None)
        self.assertEqual(shower("[h]:mm")("-0.5")["text"], "-12:00:00")

    def test_the_last_second_of_a_day_belongs_to_it(self):
        """D12: 23:59:59.997 is not the next day, a day less a millionth of a second is."""
        self.assertEqual(date_cell("45000.99999997")["value"], "2023-03-15T23:59:59")
        self.assertEqual(date_cell("45000.9999999999")["value"], "2023-03-16")
        self.assertEqual(date_cell("45352.4374999999")["value"], "2024-03-01T10:30:00")

    def test_no_time_becomes_the_first_of_january_1900(self):
        """D14: it has no day, however late it is."""
        for raw in ("0.999999", "0.99999999999"):
            expected = {"type": "date", "text": "23:59:59", "value": None}
            self.assertEqual(date_cell(raw), expected)

    def test_the_29th_of_february_1900_is_no_day(self):
        """D14: spreadsheets count one; days before it are one nearer to the epoch."""
        self.assertIsNone(date_cell("60")["value"])
        self.assertEqual(date_cell("59")["value"], "1900-02-28")
        self.assertEqual(date_cell("61")["value"], "1900-03-01")

    def test_days_beyond_the_year_9999_are_none(self):
        """D14: the text is the number, so that a person sees what stands there."""
        self.assertEqual(date_cell("2958465")["value"], "9999-12-31")
        self.assertEqual(date_cell("2958466"), {"type": "date", "text": "2958466", "value": None})
        self.assertEqual(date_cell("2957003", epoch_1904=True)["value"], "9999-12-31")
        self.assertIsNone(date_cell("2957003.99999999999", epoch_1904=True)["value"])

    def test_the_calendar_of_1904_is_four_years_later(self):
        """D12: files of old programs for the Mac."""
        self.assertEqual(date_cell("1462", epoch_1904=True)["value"], "1908-01-02")
        self.assertEqual(date_cell("60", epoch_1904=True)["value"], "1904-03-01")

    def test_formats_that_every_workbook_knows_are_dates_by_their_number(self):
        """D12: they have no code in the file; those of China, Japan, Korea, Taiwan and Thailand
        are known as well."""
        self.assertIn(14, BUILTIN_DATES)
        for builtin in (14, 22, 27, 31, 36, 50, 58, 71, 81):
            self.assertEqual(shower("", builtin)("45352")["value"], "2024-03-01")
        self.assertEqual(shower("", 1)("45352"), "45352")
        for code in ("[$-404]e/m/d", '[$-411]ggge"年"', "ว/ด/ปปปป"):
            self.assertEqual(shower(code)("45352")["value"], "2024-03-01")
