from unittest import TestCase

from ...tools.reading.numbers import BUILTIN_DATES, date_cell, is_date, plain, shower


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

    def test_what_is_no_number_is_refused(self):
        """A8: a damaged part of a workbook."""
        for raw in ("x", "", "nan", "inf", "1E999"):
            with self.subTest(raw), self.assertRaises(ValueError):
                plain(raw)

    def test_digits_of_other_scripts_are_read_as_numbers(self):
        """D18: float knows them, and shows them as ours."""
        self.assertEqual(plain("\u0663"), "3")


class TestFormats(TestCase):
    """V18: the format of a number decides how it is shown."""

    def test_zeros_of_a_format_fill_up_a_number(self):
        """V18: 123 in the format 00000 is 00123."""
        self.assertEqual(shower("00000")("123"), "00123")
        self.assertEqual(shower("00000")("123456"), "123456")

    def test_fixed_characters_stand_between_the_digits(self):
        """V18: as in 000-00-0000; a text in quotes, one after a backslash."""
        self.assertEqual(shower("000-00-0000")("123456789"), "123-45-6789")
        self.assertEqual(shower('"K/"0000')("12"), "K/0012")
        self.assertEqual(shower("\\N000")("7"), "N007")

    def test_a_negative_number_keeps_its_sign_in_front(self):
        """V18: the zeros are those of the number."""
        self.assertEqual(shower("0000")("-12"), "-0012")

    def test_a_number_with_decimals_is_shown_as_it_is(self):
        """V18: zeros are for codes, and a code is a whole number."""
        self.assertEqual(shower("00000")("1.5"), "1.5")

    def test_the_part_for_positive_numbers_counts(self):
        """V18: others are separated by semicolons; a colour is none of the characters."""
        self.assertEqual(shower("00000;[Red]-00000;0")("5"), "00005")
        self.assertEqual(shower("[Blue]000")("5"), "005")

    def test_percent_currency_and_thousands_give_the_plain_number(self):
        """D18: the importer reads numbers, not what is painted around them."""
        for code in ("0%", "#,##0", '"€" #,##0.00', "0.00E+00", "General", "@", ""):
            with self.subTest(code):
                self.assertEqual(shower(code)("1234"), "1234")

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
        self.assertIsNone(shower("[h]:mm")("1.0416666667")["value"])

    def test_the_29th_of_february_1900_is_no_day(self):
        """D14: spreadsheets count one; days before it are one nearer to the epoch."""
        self.assertIsNone(date_cell("60")["value"])
        self.assertEqual(date_cell("59")["value"], "1900-02-28")
        self.assertEqual(date_cell("61")["value"], "1900-03-01")

    def test_days_beyond_the_year_9999_are_none(self):
        """D14: the text is the number, so that a person sees what stands there."""
        self.assertEqual(date_cell("2958465")["value"], "9999-12-31")
        self.assertEqual(date_cell("2958466"), {"type": "date", "text": "2958466", "value": None})

    def test_the_calendar_of_1904_is_four_years_later(self):
        """D12: files of old programs for the Mac."""
        self.assertEqual(date_cell("1462", epoch_1904=True)["value"], "1908-01-02")
        self.assertEqual(date_cell("60", epoch_1904=True)["value"], "1904-03-01")

    def test_formats_that_every_workbook_knows_are_dates_by_their_number(self):
        """D12: they have no code in the file."""
        self.assertIn(14, BUILTIN_DATES)
        self.assertEqual(shower("", 14)("45352")["value"], "2024-03-01")
        self.assertEqual(shower("", 1)("45352"), "45352")
