from unittest import TestCase

from ...tools.rows.labels import (
    check_labels,
    check_order,
    column_letter,
    find_header,
    lost_zeros,
    normalise,
)
from ...tools.rows.mapping import Guess, guess
from ...tools.rows.schema import Field, Schema
from ..fixtures import make

STATUS = (("registered", "Registered"), ("cancelled", "Cancelled"))
SCHEMA = Schema(
    [
        Field("registration", "Registration Code", "code", required=True),
        Field("session", "Session Code", "code", required=True),
        Field("instance", "Instance Code", "code", required=True, synonyms=("Occurrence Code",)),
        Field("status", "Registration Session Status", "selection", True, choices=STATUS),
    ]
)


class TestGuess(TestCase):
    def guess(self, labels, samples=(), **arguments):
        """{field: (column, how)}"""
        found = guess(labels, samples, SCHEMA, **arguments)
        return {name: (each.column, each.how) for name, each in found.items()}

    def test_lost_zeros_are_suspected(self):
        """E2: codes that are shorter than nearly all others have probably lost zeros."""
        for codes, expected in (
            (["12345", "23456", "34567", "45678", "1234"], (1, 5)),
            (["12345", "23456", "34567", "45678", ""], (0, 0)),  # a blank is no code
            (["12345", "01234", "34567", "45678", "1234"], (0, 0)),  # zeros are still there
            (["12345", "A3456", "34567", "45678", "1234"], (0, 0)),
            (["1", "22", "333"], (0, 0)),
            ([], (0, 0)),
        ):
            with self.subTest(codes):
                self.assertEqual(lost_zeros(codes), expected)

    def test_the_sample_maps_itself(self):
        """C16: with its names in any order."""
        self.assertEqual(guess(make.HEADER, [], SCHEMA)["registration"], Guess(0, "exact", 1.0))
        found = self.guess([*reversed(make.HEADER), "Remark"])
        self.assertEqual([column for column, _how in found.values()], [3, 2, 1, 0])

    def test_each_way_in_its_order(self):
        """C15, C11, C24, UX 3: exact, normalised, synonym, learned, fuzzy."""
        labels = ["Sessions Code", "occurrence_code", " RÉGISTRATION-code\u00a0", "État"]
        found = self.guess(labels, learned={"etat": "status"})
        self.assertEqual(
            found,
            {
                "registration": (2, "normalised"),
                "session": (0, "fuzzy"),
                "instance": (1, "synonym"),
                "status": (3, "learned"),
            },
        )

    def test_the_name_of_a_field_is_a_label_too(self):
        self.assertEqual(self.guess(["status", "x"]), {"status": (0, "exact")})

    def test_a_column_is_used_once(self):
        """An exact name wins over a likeness, and nothing is left for the second."""
        self.assertEqual(self.guess(["Session Code", "Session Codes"]), {"session": (0, "exact")})
        self.assertEqual(self.guess(["Session Cod", "Session Code"]), {"session": (1, "exact")})

    def test_by_position_only_when_nothing_else_matches(self):
        """As many columns as fields, no label known; samples that fit make it likelier."""
        labels, samples = list("wxyz"), [["1"], ["2"], ["3"], ["Cancelled", ""]]
        found = guess(labels, samples, SCHEMA)
        self.assertEqual(found["status"], Guess(3, "position", 0.5))
        self.assertEqual(guess(labels, [[], [], [], ["Bo"]], SCHEMA)["status"].sure, 0.3)
        self.assertEqual(self.guess(list("vwxyz")), {})
        self.assertEqual(self.guess(["x", "Session Code", "y", "z"]), {"session": (1, "exact")})

    def test_columns_of_an_errors_file_are_left_out(self):
        """P10: _row, _error and _hint are never mapped nor counted."""
        labels = ["a", "b", "c", "d", "_row", "_error", "_hint"]
        self.assertEqual(self.guess(labels)["status"], (3, "position"))


class TestOrder(TestCase):
    """Columns that have a fixed order."""

    def fault(self, *labels, wanted=("One", "Two", "Three")):
        problem = check_order(list(labels), list(wanted))
        return problem and (problem.code, *problem.params.values())

    def test_order(self):
        """A18: case and blanks do not count, nor columns without a name at the end."""
        self.assertIsNone(self.fault("ONE", " t w o ", "Three", "", " "))
        self.assertIsNone(self.fault("\ufeffOne", "Two\u200b", "\ufeff\ufeffThree"))
        self.assertEqual(
            self.fault("One", "Three", "Two"), ("column_misplaced", "B", "Two", "Three")
        )
        self.assertEqual(
            self.fault("One", "", "Two", "Three"), ("column_misplaced", "B", "Two", "")
        )
        self.assertEqual(self.fault("One", "Two"), ("column_missing", "C", "Three"))
        self.assertEqual(self.fault(), ("column_missing", "A", "One"))
        self.assertEqual(self.fault("One", "Two", "Three", "x"), ("column_too_many", "D", "x"))

    def test_other_separator(self):
        """A11: a header that another character separates is recognised."""
        self.assertEqual(self.fault("One;Two;Three"), ("other_separator", ";"))
        self.assertEqual(self.fault('"One"\t"Two"\t"Three"'), ("other_separator", "Tab"))
        self.assertEqual(self.fault("One;Three;Two"), ("column_missing", "A", "One"))
        self.assertIsNone(self.fault("a;b", wanted=["a;b"]))


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
