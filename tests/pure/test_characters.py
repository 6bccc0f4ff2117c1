from unittest import TestCase

from ...tools.rows.characters import Characters, clean


class TestCharacters(TestCase):
    """B9, B10, B11: what a database, XML or a reader of the file cannot bear."""

    def tidy(self, *cells):
        characters = Characters()
        found = characters.tidy(7, list(cells), "".join(cells))
        return found, [each.params["rows"] for each in characters.warnings()]

    def test_line_breaks_and_tabs_are_no_bad_characters(self):
        """B10: people write them in cells."""
        self.assertEqual(clean("a\tb\r\nc"), "a\tb\r\nc")

    def test_half_of_a_pair_and_non_characters_are_replaced(self):
        """B11: no file can hold them as UTF-8, no XML these."""
        self.assertEqual(clean("a\ud83cb\ufffec\uffff"), "a\ufffdb\ufffdc\ufffd")

    def test_characters_beyond_the_first_plane_are_sound(self):
        """B11: a database of UTF-8 holds them all."""
        self.assertEqual(self.tidy("🎓", "𝔊"), (["🎓", "𝔊"], []))

    def test_sound_rows_are_given_back_as_they_are(self):
        """Nearly all rows are: they are not even copied."""
        cells = ["a", "é"]
        self.assertIs(Characters().tidy(1, cells, "aé"), cells)

    def test_only_the_bad_cell_of_a_row_is_marked(self):
        """B10: the others can still be read."""
        found, _rows = self.tidy("a\0", "b")
        self.assertEqual(found, [{"type": "bad", "text": "a\ufffd"}, "b"])

    def test_a_row_with_a_typed_cell_is_looked_at_cell_by_cell(self):
        """B10: there is no text of the whole row."""
        date = {"type": "date", "text": "2024-03-01", "value": "2024-03-01"}
        found = Characters().tidy(1, [date, "b\x01"], None)
        self.assertEqual(found, [date, {"type": "bad", "text": "b\ufffd"}])

    def test_text_that_was_decoded_twice_is_a_warning_with_its_row(self):
        """B9: what UTF-8 becomes when it is read as Latin-1, and then saved."""
        for text in ("ZoÃ«", "caf\xc3\xa9", "itâ€™s", "x\ufffdy"):
            with self.subTest(text):
                self.assertEqual(self.tidy(text), ([text], ["7"]))

    def test_letters_of_many_languages_are_no_sign_of_it(self):
        """B9: a false alarm would be worse than none."""
        for text in ("Ångström", "São Tomé", "ÂGE", "Łódź", "Ãlvares", "naïve – “x”"):
            with self.subTest(text):
                self.assertEqual(self.tidy(text)[1], [])
