from unittest import TestCase

from ...tools.rows.labels import (
    check_labels,
    check_order,
    column_letter,
    find_header,
    lost_zeros,
    normalise,
)
from ...tools.rows.schema import Field, Schema
from ..fixtures import make

SCHEMA = Schema(
    [
        Field("registration", "Registration Code", "code", required=True),
        Field("session", "Session Code", "code", required=True),
        Field("instance", "Instance Code", "code", required=True, synonyms=("Occurrence Code",)),
        Field("status", "Registration Session Status", required=True),
    ]
)


class TestOrder(TestCase):
    """Columns that have a fixed order."""

    def problem(self, *labels, wanted=("One", "Two", "Three")):
        """(code, params ...) of what is wrong, None where nothing is."""
        problem = check_order(list(labels), list(wanted))
        return problem and (problem.code, *problem.params.values())

    def test_case_blanks_and_what_nobody_sees_do_not_count(self):
        """A18: nor do columns without a name at the end."""
        self.assertIsNone(self.problem("ONE", " t w o ", "Three", "", " "))
        self.assertIsNone(self.problem("\ufeffOne", "Two\u200b", "\ufeff\ufeffThree"))

    def test_the_first_column_in_the_place_of_another_is_named(self):
        """A18: with its letter, what belongs there and what stands there."""
        self.assertEqual(
            self.problem("One", "Three", "Two"), ("column_misplaced", "B", "Two", "Three")
        )
        self.assertEqual(
            self.problem("One", "", "Two", "Three"), ("column_misplaced", "B", "Two", "")
        )

    def test_a_missing_column_is_named_with_its_place(self):
        """A18: also where there is no header at all."""
        self.assertEqual(self.problem("One", "Two"), ("column_missing", "C", "Three"))
        self.assertEqual(self.problem(), ("column_missing", "A", "One"))

    def test_a_column_too_many_is_named(self):
        """A18: the first one after those that are wanted."""
        self.assertEqual(self.problem("One", "Two", "Three", "x"), ("column_too_many", "D", "x"))

    def test_a_header_that_another_character_separates_is_recognised(self):
        """A11: with quotes around its labels or without."""
        self.assertEqual(self.problem("One;Two;Three"), ("other_separator", ";"))
        self.assertEqual(self.problem('"One"\t"Two"\t"Three"'), ("other_separator", "Tab"))

    def test_a_single_column_of_other_labels_is_only_incomplete(self):
        """A11: the labels must be those that are wanted, in their order."""
        self.assertEqual(self.problem("One;Three;Two"), ("column_missing", "A", "One"))
        self.assertIsNone(self.problem("a;b", wanted=["a;b"]))


class TestLabels(TestCase):
    def codes(self, labels, samples=None):
        return [(p.code, p.level, p.params) for p in check_labels(labels, samples)]

    def test_normalise_and_letters(self):
        self.assertEqual(normalise(" Qualifikations-Nr.\u00a0(é) "), "qualifikationsnre")
        letters = [column_letter(index) for index in (0, 25, 26, 701, 702)]
        self.assertEqual(letters, ["A", "Z", "AA", "ZZ", "AAA"])

    def test_names_twice_are_errors(self):
        """C9: with the letters of the columns; never the last one wins."""
        params = {"label": "email", "columns": "A, C"}
        self.assertEqual(self.codes(["email", "x", "E-mail", " Email"])[0][2]["columns"], "A, D")
        expected = [("duplicate_labels", "error", params)]
        self.assertEqual(self.codes(["email", "x", "email "]), expected)

    def test_columns_without_a_name(self):
        """C10: a warning, if there is data."""
        samples = [["1"], ["2"], [""], ["3"]]
        expected = [("empty_label", "warning", {"column": column}) for column in "BD"]
        self.assertEqual(self.codes(["a", "", ""], samples), expected)
        self.assertEqual(self.codes(["a", "", "c", ""]), expected[:1])

    def test_no_header_at_all(self):
        """C13: a first row of data is a warning."""
        for first in (make.ROWS[0], ["ann@example.com", "Ann"], ["01/02/2024", "x"]):
            self.assertEqual([code for code, *_rest in self.codes(first)], ["no_header"])
        self.assertEqual(self.codes(make.HEADER), [])

    def test_the_header_may_be_below_titles(self):
        """C12: the first row, unless a later one names all required fields."""
        title = [["Report"], ["", "2024"]]
        self.assertEqual(find_header([*title, make.HEADER, *make.ROWS], SCHEMA), 2)
        self.assertEqual(find_header([make.HEADER, make.HEADER], SCHEMA), 0)
        self.assertEqual(find_header([["w", "x", "y", "z"], *make.ROWS], SCHEMA), 0)
        self.assertEqual(find_header([*title, make.HEADER[:3]], SCHEMA), 0)


class TestLostZeros(TestCase):
    """E2: codes that are shorter than nearly all others have probably lost zeros."""

    def test_shorter_codes_than_nearly_all_are_suspected(self):
        """E2: how many they are, and how long the others."""
        codes = ["12345", "23456", "34567", "45678", "1234", "99"]
        self.assertEqual(lost_zeros([*codes, "56789"]), (2, 5))

    def test_a_blank_is_no_code(self):
        """E2: a column that is not filled everywhere has lost nothing."""
        self.assertEqual(lost_zeros(["12345", "23456", "34567", "45678", ""]), (0, 0))
        self.assertEqual(lost_zeros([]), (0, 0))

    def test_one_zero_in_front_shows_that_zeros_are_there(self):
        """E2: such a column was not read as numbers."""
        self.assertEqual(lost_zeros(["12345", "01234", "34567", "45678", "1234"]), (0, 0))

    def test_a_letter_shows_that_the_column_is_a_text(self):
        """E2: a spreadsheet takes zeros off numbers alone."""
        self.assertEqual(lost_zeros(["12345", "A3456", "34567", "45678", "1234"]), (0, 0))

    def test_codes_of_many_lengths_are_as_they_were(self):
        """E2: no length is the one that most have."""
        self.assertEqual(lost_zeros(["1", "22", "333"]), (0, 0))

    def test_longer_codes_than_most_are_no_sign(self):
        """E2: zeros make a code shorter, never longer."""
        self.assertEqual(lost_zeros(["1234", "2345", "3456", "4567", "56789"]), (0, 0))
