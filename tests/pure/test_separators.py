from unittest import TestCase

from ...tools.reading.separators import find_separator, sep_line
from ...tools.rows.problems import SourceError


class TestSeparators(TestCase):
    """C17, C18: found by parsing with each, never by a guess."""

    def found(self, text, complete=True):
        return find_separator(text, complete)

    def unclear(self, text):
        """The candidates among which a person has to choose."""
        with self.assertRaises(SourceError) as caught:
            find_separator(text, True)
        self.assertEqual(caught.exception.code, "separator_unknown")
        return caught.exception.params["candidates"]

    def test_the_separator_that_makes_all_rows_equally_wide_wins(self):
        """C17: commas of amounts are in some of the rows only."""
        self.assertEqual(self.found("code;amount\n1;2,5\n2;3\n3;4,5\n"), ";")

    def test_a_separator_within_quotes_separates_nothing(self):
        """C17: a name with a comma is one cell."""
        self.assertEqual(self.found('name;town\n"Lee, Ann";Ghent\n"Ray, Bo";Lyon\n'), ";")

    def test_a_separator_that_cannot_be_is_none(self):
        """C17: commas in each quoted cell, next to which a semicolon stands."""
        text = '"Code";"Name, first"\n"1";"Lee, Ann"\n"2";"Ray, Bo"\n'
        self.assertEqual(self.found(text), ";")
        self.assertEqual(self.found('"Code"x;Name\n1;Ann\n'), ";")

    def test_a_last_line_that_is_cut_off_does_not_count(self):
        """C17: a sample ends where it ends."""
        self.assertEqual(self.found("a,b,c\n1,2,3\n4;5", complete=False), ",")

    def test_several_that_fit_equally_are_asked_for(self):
        """C18: each is named, the tab by its name."""
        self.assertEqual(self.unclear("a;b,c\n1;2,3\n"), ", ;")
        self.assertEqual(self.unclear("a\tb|c\n1\t2|3\n"), "TAB |")

    def test_text_that_is_no_table_has_no_candidates(self):
        """C18: prose, or columns by another character."""
        self.assertEqual(self.unclear("a:b\n1:2\n"), "")
        self.assertEqual(self.unclear("What is this?\nProse.\n"), "")

    def test_a_label_and_values_are_a_single_column(self):
        """C18: None, which is not an error."""
        self.assertIsNone(self.found("Member Number\n0001\n0002\n"))
        self.assertIsNone(self.found('"ULN"\n1000000043\n'))

    def test_a_broken_quote_ends_the_trial_not_the_candidate(self):
        """C1: the reader names the place of the quote later."""
        self.assertEqual(self.found('a;b\n1;2\n3;"x"y\n'), ";")

    def test_line_ends_of_old_programs_end_lines(self):
        """C22: CR alone, and no other of the rarer line ends."""
        self.assertEqual(self.found("a;b\r1;2\r3;4\r"), ";")
        self.assertEqual(self.found("a;b\n1\u2028x;2\n"), ";")

    def test_the_first_line_of_a_spreadsheet_may_name_it(self):
        """C16: with quotes or without, in any case; its length is what is skipped."""
        self.assertEqual(sep_line("sep=;\r\na;b"), (";", 7))
        self.assertEqual(sep_line('"SEP=|"\na|b'), ("|", 8))
        self.assertEqual(sep_line("separate,a\n"), (None, 0))
        self.assertEqual(sep_line("a\nsep=;\n"), (None, 0))
