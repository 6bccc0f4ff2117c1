from unittest import TestCase

from ...importer.options import (
    characters_problem,
    decoded,
    mapping_problem,
    merged,
    options_problem,
    run_texts,
    shown,
)

# what a kind lets people choose
BOTH = {"records": ("both", "update"), "blank": ("leave", "clear")}
NEITHER = {"records": (), "blank": ()}
OFFERED = {"separator": [",", ";"], "sheet": None, "records": ["both", "update"]}


def code(problem):
    return problem and problem.code


class TestOptions(TestCase):
    """What callers give is refused by name before anything is stored."""

    def check(self, options, chosen=BOTH, fixed=()):
        return code(options_problem(options, chosen, dict(fixed)))

    def test_options_that_fit_are_no_problem(self):
        options = {"encoding": "utf-8", "header_row": 3, "date_format": ["%d.%m.%Y"]}
        self.assertIsNone(self.check(options | {"records": "update", "blank": "clear"}))
        self.assertIsNone(self.check({}))

    def test_an_empty_value_is_no_choice(self):
        options = {"encoding": None, "header_row": 0, "sheet": "", "records": False}
        self.assertIsNone(self.check(options, NEITHER, {"encoding": "utf-8"}))

    def test_an_unknown_option_is_named_beside_the_known_ones(self):
        problem = options_problem({"delimiter": ";", "b": 1}, BOTH, {})
        self.assertEqual(
            (problem.code, problem.params["names"]), ("unknown_option", "delimiter, b")
        )
        self.assertIn("separator", problem.params["known"])

    def test_a_value_of_another_type_is_refused(self):
        for options in (
            {"header_row": "two"},
            {"header_row": -1},
            {"header_row": True},
            {"encoding": ["utf-8"]},
            {"date_format": 5},
            {"date_format": "%d%d%Y"},
            {"date_format": [5]},
            {"separator": {"x": 1}},
        ):
            with self.subTest(options=options):
                self.assertEqual(self.check(options), "unfit_option")

    def test_options_without_names_are_none(self):
        for options in (["encoding"], "encoding", None, 5):
            self.assertEqual(self.check(options), "options_without_names")

    def test_what_the_kind_does_not_let_people_choose_is_refused(self):
        self.assertEqual(self.check({"records": "update"}, NEITHER), "unfit_option")
        self.assertEqual(self.check({"blank": "sometimes"}), "unfit_option")

    def test_a_fixed_option_has_its_one_value(self):
        fixed = {"encoding": "utf-8"}
        self.assertIsNone(self.check({"encoding": "utf-8"}, fixed=fixed))
        self.assertEqual(self.check({"encoding": "cp1252"}, fixed=fixed), "fixed_option")

    def test_a_mapping_names_a_field_for_each_label(self):
        self.assertIsNone(mapping_problem({"A": "status"}))
        for mapping in (["A"], "status", {"A": ["status"]}, {"A": None}, 7):
            self.assertEqual(code(mapping_problem(mapping)), "mapping_without_fields")

    def test_fixed_columns_are_mapped_by_nobody(self):
        self.assertIsNone(mapping_problem({}, True))
        self.assertEqual(code(mapping_problem({"A": "x"}, True)), "mapping_of_fixed_columns")

    def test_characters_that_cannot_be_stored_are_refused_wherever_they_are(self):
        for argument in ("\ud800", ["a\0"], {"\udfff": "x"}):
            self.assertEqual(code(characters_problem(argument)), "bad_characters")
        self.assertEqual(self.check({"sheet": "\udfff"}), "bad_characters")
        self.assertEqual(code(mapping_problem({"a\0": "x"})), "bad_characters")
        self.assertIsNone(characters_problem(["Zoë", None, 3]))

    def test_base64_may_be_in_lines_and_is_nothing_else(self):
        self.assertEqual((decoded("aGVs\nbG8="), decoded(b"aGVsbG8=")), (b"hello", b"hello"))
        for content in ("Zoë", None, 5, ["x"], "a,b"):
            self.assertIsNone(decoded(content))

    def test_texts_of_a_run_are_cleaned_and_others_left_out(self):
        self.assertEqual(run_texts("Spring", 5), {"label": "Spring"})
        self.assertNotIn("\0", run_texts("a\0b", None)["label"])


class TestShownOptions(TestCase):
    """A form shows what its fields offer, and keeps the rest."""

    def test_what_a_field_does_not_offer_is_not_shown(self):
        self.assertEqual(shown(";", OFFERED["separator"]), ";")
        self.assertIs(shown(":", OFFERED["separator"]), False)
        self.assertEqual((shown("Members", None), shown(None, None)), ("Members", False))

    def test_what_is_not_shown_stays(self):
        options = {"separator": ":", "colour": "red"}
        self.assertEqual(
            merged(options, {"separator": False, "sheet": "Members"}, OFFERED),
            options | {"sheet": "Members"},
        )

    def test_an_emptied_field_takes_its_option_away(self):
        self.assertEqual(merged({"sheet": "Members"}, {"sheet": False}, OFFERED), {})

    def test_what_is_so_anyway_is_left_out(self):
        self.assertEqual(merged(None, {"records": "both"}, OFFERED), {})
        self.assertEqual(merged({}, {"records": "update"}, OFFERED), {"records": "update"})

    def test_either_of_two_date_formats_is_one_choice(self):
        either = {"date_format": "%d.%m.%Y|%Y-%m-%d"}
        split = ["%d.%m.%Y", "%Y-%m-%d"]
        offered = {"date_format": list(either.values())}
        self.assertEqual(merged({}, either, offered), {"date_format": split})
        self.assertEqual(shown(split, offered["date_format"]), either["date_format"])
