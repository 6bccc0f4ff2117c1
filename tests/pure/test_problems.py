import json
from unittest import TestCase

from ...tools.rows.problems import Places, Problem, SourceError, shorten, warning


class TestProblems(TestCase):
    """What is wrong, as data."""

    def test_a_problem_travels_as_json(self):
        """P5: a code, a place and figures, never a sentence."""
        problem = Problem("too_long", "name", "abc", {"length": 3, "limit": 2})
        found = json.loads(json.dumps(problem.as_dict()))
        self.assertEqual(Problem(**found), problem)
        self.assertEqual(found["level"], "error")

    def test_problems_do_not_share_their_figures(self):
        """A dictionary of a default would be one for all."""
        self.assertIsNot(Problem("a").params, Problem("b").params)

    def test_a_warning_leaves_the_row_importable(self):
        """UX 11: level and figures of a warning."""
        found = warning("odd_phone", "phone", "call me", digits=0)
        self.assertEqual((found.level, found.params), ("warning", {"digits": 0}))

    def test_a_refused_file_has_a_code_and_a_place(self):
        """P8: without a place it has an empty one."""
        self.assertEqual(SourceError("empty_file").params, {})
        error = SourceError("damaged", {"part": "xl/styles.xml"})
        self.assertEqual((error.code, error.params["part"]), ("damaged", "xl/styles.xml"))

    def test_a_text_of_just_the_length_is_not_cut(self):
        """UX 11: the ellipsis takes the place of a character."""
        self.assertEqual(shorten("x" * 200), "x" * 200)
        self.assertEqual(shorten("x" * 201), "x" * 199 + "…")


class TestPlaces(TestCase):
    """Rows where something was seen."""

    def places(self, *rows):
        found = Places()
        for row in rows:
            found.add(row)
        return found

    def test_nothing_seen_is_no_warning(self):
        self.assertEqual(self.places().warning("hidden_rows"), [])

    def test_up_to_ten_rows_are_named(self):
        """B9: all of them, without dots."""
        [found] = self.places(*range(2, 12)).warning("hidden_rows")
        self.assertEqual(found.params, {"count": 10, "rows": "2, 3, 4, 5, 6, 7, 8, 9, 10, 11"})

    def test_more_than_ten_rows_are_counted_and_the_first_named(self):
        """B9: three dots say that there are more."""
        [found] = self.places(*range(2, 40)).warning("hidden_rows")
        self.assertEqual(found.params["count"], 38)
        self.assertTrue(found.params["rows"].endswith("10, 11 ..."))

    def test_a_row_is_named_once(self):
        """B9: though each of its cells is counted."""
        [found] = self.places(3, 3, 3, 4).warning("formula_cells")
        self.assertEqual(found.params, {"count": 4, "rows": "3, 4"})

    def test_a_warning_about_rows_may_have_figures_of_its_own(self):
        [found] = self.places(3).warning("cell_at_limit", limit=32767)
        self.assertEqual((found.level, found.params["limit"]), ("warning", 32767))
