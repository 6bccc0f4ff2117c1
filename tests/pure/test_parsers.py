import datetime
from unittest import TestCase

from ...tools.rows.parsers import PARSERS, choice_key, removal_parser
from ...tools.rows.schema import Field
from ...tools.rows.yes_no import NO, WORDS, YES, read_boolean


class ParserCase(TestCase):
    def parse(self, cell, type="text", formats=("%Y-%m-%d",), **values):
        """(value, [codes]) of a cell in a field of that type."""
        field, problems = Field("f", "F", type, **values), []
        convert = PARSERS[type](field, formats)
        if field.removable is not None:
            convert = removal_parser(field, convert)
        return convert(cell, problems), [problem.code for problem in problems]


class TestDates(ParserCase):
    """A24, D12 to D16: one exact form, no guesses."""

    def test_a_leap_day_needs_a_leap_year(self):
        """D16: 1900 was none, 2000 was one."""
        self.assertEqual(self.parse("2000-02-29", "date")[0], datetime.date(2000, 2, 29))
        self.assertEqual(self.parse("1900-02-29", "date"), (None, ["bad_date"]))

    def test_years_that_nobody_means_are_refused(self):
        """D16: a year of 1899 or 2200 is a typing error."""
        self.assertEqual(self.parse("1899-12-31", "date"), (None, ["bad_date"]))
        self.assertEqual(self.parse("2200-01-01", "date"), (None, ["bad_date"]))
        self.assertEqual(self.parse("2199-12-31", "date")[1], [])

    def test_the_first_form_that_fits_counts(self):
        """A24: several forms may be allowed, each exact."""
        formats = ("%d/%m/%Y", "%m/%d/%Y")
        self.assertEqual(self.parse("03/04/2024", "date", formats)[0], datetime.date(2024, 4, 3))
        self.assertEqual(self.parse("12/31/2024", "date", formats)[0], datetime.date(2024, 12, 31))

    def test_characters_of_a_form_mean_themselves(self):
        """A24: a dot is a dot, not any character."""
        self.assertEqual(self.parse("01x02x2024", "date", ("%d.%m.%Y",)), (None, ["bad_date"]))

    def test_the_allowed_forms_are_told_as_people_write_them(self):
        """UX 11: dd/mm/yyyy, not %d/%m/%Y."""
        field, problems = Field("f", "F", "date"), []
        PARSERS["date"](field, ("%d/%m/%Y", "%Y-%m-%d"))("x", problems)
        self.assertEqual(problems[0].params, {"format": "dd/mm/yyyy / yyyy-mm-dd"})

    def test_a_text_that_looks_like_a_date_cell_needs_the_form(self):
        """D12: only a cell that the spreadsheet knows to be a date is read without one."""
        self.assertEqual(self.parse("2024-03-01", "date", ("%d/%m/%Y",)), (None, ["bad_date"]))


class TestTimesOfDates(ParserCase):
    """D12: what a time beside a date says of the day."""

    def cell(self, value):
        return {"type": "date", "text": value.replace("T", " "), "value": value}

    def test_a_time_of_day_warns(self):
        """D12: the day is taken, and it is said that there was more; midnight is no time."""
        day = datetime.date(2000, 1, 1)
        for time in ("22:00:00", "00:00:30", "12:30:00"):
            found = self.parse(self.cell(f"2000-01-01T{time}"), "date")
            self.assertEqual(found, (day, ["time_of_day"]), time)
        for value in ("2000-01-01", "2000-01-01T00:00:00"):
            self.assertEqual(self.parse(self.cell(value), "date"), (day, []))

    def test_a_minute_before_midnight_is_the_day_after(self):
        """D12: some programs write dates some seconds early; that is not guessed, but refused."""
        for time in ("23:59:16", "23:59:59", "23:59:00"):
            found = self.parse(self.cell(f"2019-12-31T{time}"), "date")
            self.assertEqual(found, (None, ["just_before_midnight"]))

    def test_midnight_as_a_text(self):
        """D12: as databases export dates; any other time is no date."""
        day = datetime.date(1990, 5, 1)
        for time in (" 00:00:00", "T00:00:00", " 00:00", " 00:00:00.000", "T00:00:00Z", " 0:00:00"):
            self.assertEqual(self.parse(f"1990-05-01{time}", "date"), (day, []), time)
        self.assertEqual(self.parse("01/05/1990 00:00:00", "date", ("%d/%m/%Y",)), (day, []))
        for text in ("1990-05-01 00:00:01", "1990-05-01 12:00:00", "00:00:00", "1990-05 00:00:00"):
            self.assertEqual(self.parse(text, "date"), (None, ["bad_date"]), text)


class TestBooleans(ParserCase):
    """D20: a documented list, else an error."""

    def test_yes_and_no_in_the_languages_of_the_list(self):
        """D20: Spanish, Italian, Portuguese and Dutch besides those of the screens."""
        for yes, no in (("si", "no"), ("sí", "no"), ("vero", "falso"), ("sim", "não")):
            self.assertEqual((read_boolean(yes), read_boolean(no)), (True, False))

    def test_yes_and_no_of_all_languages_are_known_both(self):
        """D20: a file whose ja is known and whose nej is not goes in by halves."""
        for line in WORDS.strip().splitlines():
            for value, words in zip((True, False), line.split("|"), strict=True):
                for word in words.split():
                    with self.subTest(word):
                        self.assertIs(read_boolean(word), value)
                        self.assertIs(read_boolean(word.upper()), value)
        self.assertFalse(set(YES) & set(NO))

    def test_case_and_blanks_of_a_word_do_not_count(self):
        """D20: with accents, too."""
        self.assertEqual(self.parse(" SÍ ", "boolean"), (True, []))

    def test_a_word_for_both_or_neither_is_an_error(self):
        """D20: 2 is not yes."""
        for text in ("2", "ok", "-", "yes no"):
            self.assertEqual(self.parse(text, "boolean"), (None, ["not_a_boolean"]))


class TestIntegers(ParserCase):
    """D20: whole numbers that the database can hold."""

    def test_the_bounds_are_those_of_the_database(self):
        """D20: four bytes with a sign."""
        self.assertEqual(self.parse("2147483647", "integer"), (2147483647, []))
        self.assertEqual(self.parse("-2147483648", "integer"), (-2147483648, []))
        self.assertEqual(self.parse("2147483648", "integer"), (None, ["not_an_integer"]))

    def test_zeros_in_front_do_not_matter(self):
        """D20: a number is no code."""
        self.assertEqual(self.parse("007", "integer"), (7, []))

    def test_thousands_decimals_and_exponents_are_errors(self):
        """D20: no guess what a separator means."""
        for text in ("1,000", "1.0", "1e3", "0x1F", "½", "--1"):
            with self.subTest(text):
                self.assertEqual(self.parse(text, "integer"), (None, ["not_an_integer"]))


class TestCodes(ParserCase):
    """E1 to E3: what spreadsheets do to codes."""

    def test_an_exponent_within_a_code_is_none(self):
        """E1: 12E5 is a code; 1.2E+5 was a number."""
        self.assertEqual(self.parse("12E5", "code"), ("12E5", []))
        self.assertEqual(self.parse("1.2E+5", "code"), (None, ["mangled_number"]))

    def test_a_plus_sign_in_front_makes_no_mangled_number(self):
        """E1: telephone numbers begin with one."""
        self.assertEqual(self.parse("+41 22 555", "code"), ("+41 22 555", []))

    def test_invisible_characters_within_a_code_are_a_warning(self):
        """B13: two codes that look alike are two."""
        self.assertEqual(self.parse("AB\u200b12", "code")[1], ["invisible_characters"])

    def test_a_code_may_have_accents_and_blanks(self):
        """B13: they are seen."""
        self.assertEqual(self.parse("Zoë 1", "code"), ("Zoë 1", []))


class TestRemoval(ParserCase):
    """S02: = takes the value away, where a column allows it."""

    def test_an_equals_sign_in_any_form_takes_a_value_away(self):
        """S02: with blanks, of a safe export, or as a formula without a result."""
        for cell in ("=", " = ", "'=", {"type": "formula", "text": "="}):
            with self.subTest(cell):
                self.assertEqual(self.parse(cell, removable=True), ("=", []))

    def test_a_column_that_cannot_be_emptied_says_so(self):
        """S02: an error, not a value."""
        self.assertEqual(self.parse("=", removable=False), (None, ["not_removable"]))

    def test_in_other_columns_it_is_a_text_like_any_other(self):
        """S02: kinds without the rule have no such sign."""
        self.assertEqual(self.parse("="), ("=", []))

    def test_a_formula_is_no_removal(self):
        """S02, D1: only the sign alone is."""
        self.assertEqual(self.parse("=A1", removable=True), ("=A1", []))
        formula = {"type": "formula", "text": "=A1"}
        self.assertEqual(self.parse(formula, removable=True), (None, ["formula_without_value"]))

    def test_it_is_taken_before_the_type_is_looked_at(self):
        """S02: a date, a choice, a number can be taken away alike."""
        for type in ("date", "integer", "boolean", "code"):
            self.assertEqual(self.parse("=", type, removable=True), ("=", []))


class TestChoices(ParserCase):
    """D3, C14: by value, label or other word."""

    CHOICES = (("no_show", "No Show", "Absent"), ("in", "In"))

    def test_dashes_of_any_width_do_not_count(self):
        """C14: a word processor makes them wide."""
        for text in ("No-Show", "No\u2013Show", "no_show", "NOSHOW"):
            self.assertEqual(self.parse(text, "selection", choices=self.CHOICES)[0], "no_show")

    def test_a_spelling_met_before_gives_the_same_value(self):
        """P11: it is looked up but once in a file."""
        field, problems = Field("f", "F", "selection", choices=self.CHOICES), []
        convert = PARSERS["selection"](field, ())
        self.assertEqual([convert("absent", problems) for _ in range(3)], ["no_show"] * 3)
        self.assertEqual([convert("?", problems) for _ in range(2)], [None, None])
        self.assertEqual(len(problems), 2)

    def test_a_boolean_cell_is_read_by_its_text(self):
        """D20: a choice may be called TRUE."""
        cell = {"type": "boolean", "text": "TRUE", "value": True}
        self.assertEqual(self.parse(cell, "selection", choices=(("y", "True"),)), ("y", []))

    def test_choices_are_compared_letter_by_letter(self):
        """C14: an accent is a difference."""
        self.assertNotEqual(choice_key("Été"), choice_key("Ete"))
