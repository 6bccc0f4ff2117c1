from unittest import TestCase

from ...tools.rows.cells import plain_text, text_at, tidy, without_apostrophe


class TestCells(TestCase):
    """What a cell holds, whatever it will mean."""

    def test_marks_that_nobody_sees_are_taken_off_the_ends(self):
        """B13: zero-width characters, marks of direction, the BOM, blanks of any width."""
        for invisible in "\u200b\u200f\u202a\u2060\u2066\ufeff\xad\xa0\u3000\u2029\t\r\n":
            with self.subTest(repr(invisible)):
                self.assertEqual(tidy(f"{invisible}Ann{invisible}"), "Ann")

    def test_blanks_within_a_text_stay(self):
        """B13: they may be meant."""
        self.assertEqual(tidy(" Ann\u00a0Lee "), "Ann\u00a0Lee")

    def test_letters_with_accents_have_one_form(self):
        """C23: an accent may be a character of its own; two spellings of a name are one."""
        self.assertEqual(tidy("e\u0301te\u0301"), "été")
        self.assertEqual(tidy("été"), "été")

    def test_the_apostrophe_of_a_safe_export_is_taken_off(self):
        """E5: before each character that a spreadsheet may take for a formula."""
        for trigger in "=+-@":
            self.assertEqual(without_apostrophe(f"'{trigger}1"), f"{trigger}1")

    def test_of_several_apostrophes_only_the_first_was_ours(self):
        """E6: a text that began with one before a trigger was written with two."""
        self.assertEqual(without_apostrophe("''=1"), "'=1")

    def test_an_apostrophe_of_a_name_stays(self):
        """E6: 't Hooft is a name."""
        for text in ("'t Hooft", "'", "''", "'1"):
            self.assertEqual(without_apostrophe(text), text)

    def test_a_row_that_ends_early_has_empty_cells(self):
        """C8: the text of a column that a row does not reach is empty."""
        self.assertEqual(text_at(["Ann"], 5), "")
        self.assertEqual(text_at([], 0), "")

    def test_a_cell_with_a_type_is_shown_as_its_text(self):
        """D4: also where the text alone would lie."""
        cells = [{"type": "date", "text": "2024-03-01", "value": "2024-03-01"}]
        self.assertEqual(text_at(cells, 0), "2024-03-01")
        self.assertEqual(plain_text({"type": "error", "text": "#N/A"}), "#N/A")
