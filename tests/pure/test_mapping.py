from unittest import TestCase

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

    def test_only_typing_errors_make_a_label_alike(self):
        """C15, D28: another word or another number names another column."""
        words = ("Member Number", "Phone Number", "E-mail", "Vorname Nachname")
        schema = Schema([Field(f"f{n}", word) for n, word in enumerate(words)])
        labels = ["Member name", "House number", "Home number", "E-mail 2", "Vorname"]
        self.assertEqual(guess([*labels, "Old member number"], [], schema), {})
        typed = ["Member Nubmer", "Phone Numbers", "E-mail 1", "Vornahme Nachname"]
        self.assertEqual([each.how for each in guess(typed, [], schema).values()], ["fuzzy"] * 4)

    def test_by_position_only_when_nothing_else_matches(self):
        """As many columns as fields, no label known; samples that fit make it likelier."""
        labels, samples = list("wxyz"), [["1"], ["2"], ["3"], ["Cancelled", ""]]
        found = guess(labels, samples, SCHEMA)
        self.assertEqual(found["status"], Guess(3, "position", 0.5))
        self.assertEqual(guess(labels, [[], [], [], ["Bo"]], SCHEMA)["status"].sure, 0.3)
        self.assertEqual(self.guess(list("vwxyz")), {})
        self.assertEqual(self.guess(["x", "Session Code", "y", "z"]), {"session": (1, "exact")})

    def test_position_fills_gaps_between_columns_that_stand_in_their_places(self):
        """UX 11: with what could be there; nobody being asked, a gap stays one."""
        labels, samples = ["Registration Code", "Session Code", "Kurs", "x"], [["1"]] * 3
        found = self.guess(labels, [*samples, ["Cancelled"]])
        self.assertEqual((found["instance"], found["status"]), ((2, "position"), (3, "position")))
        self.assertEqual(self.guess(labels, [*samples, ["Bo"]])["instance"], (2, "position"))
        self.assertNotIn("status", self.guess(labels, [*samples, ["Bo"]]))
        self.assertNotIn("status", self.guess(labels, [*samples, [""]]))
        self.assertNotIn("instance", self.guess(labels, samples, asked=False))
        labels[:2] = reversed(labels[:2])
        self.assertNotIn("instance", self.guess(labels, samples))

    def test_the_beginning_of_a_name_is_similar(self):
        """UX 11: abbreviations of all words, the fuller one first; not where nobody is asked."""
        labels = ["Reg. Code", "Regist. Code", "Regist. Sess. Stat.", "Sess. Code"]
        fuzzy = {"registration": 1, "session": 3, "status": 2}
        self.assertEqual(self.guess(labels), {name: (at, "fuzzy") for name, at in fuzzy.items()})
        self.assertEqual(self.guess(["Code", "Re", "Instance of a session"]), {})
        self.assertEqual(self.guess(labels[:3], asked=False), {})

    def test_columns_of_an_errors_file_are_left_out(self):
        """P10: _row, _error and _hint are never mapped nor counted."""
        labels = ["a", "b", "c", "d", "_row", "_error", "_hint"]
        self.assertEqual(self.guess(labels)["status"], (3, "position"))
