import io

from ...tools.reading.readers import preview_encodings
from ...tools.reading.unmarked import candidates, unmarked
from ..common_files import FileCase
from ..fixtures import make

UNICODE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
ROWS = {
    "ASCII": [["Name", "Town"], ["Ann", "Ghent"]],
    "accents": [["Name", "Town"], ["Zoë 🎓 Łukasz", "Málaga"]],
    "Greek": [["Όνομα", "Πόλη"], ["Ταύρος", "Αθήνα"]],
    "Cyrillic": [["Имя", "Город"], ["Анна", "Москва"]],
    "Chinese": [["姓名", "城市"], ["王芳", "北京"], ["李娜", "上海"]],
}


class TestUnmarked(FileCase):
    def test_unicode_without_a_mark_is_recognised(self):
        """B8: in any script and either order of bytes; never read as rubbish."""
        for encoding in UNICODE:
            for script, rows in ROWS.items():
                with self.subTest(encoding=encoding, script=script):
                    table = self.open(make.text(rows, encoding=encoding))
                    self.assertEqual([cells for _number, cells in table], rows)
                    self.assertEqual(table.dialect["encoding"], encoding)

    def test_all_line_ends_and_separators_show_it(self):
        """B8, C22: a list, too."""
        for text in ("a;b\r1;2\r", "a\tb\n1\t2\n", "Code\n0001\n0002\n"):
            self.assertEqual(unmarked(text.encode("utf-16-be")), "utf-16-be")

    def test_a_text_of_single_bytes_is_none(self):
        """B10: a NUL here and there is a bad character of its cell."""
        for content in (b"a,b\n1\0,x\n", b"a,b\n" + b"1\x002,3\n" * 50, b"a,b\n\xe9\0,1\n", b""):
            self.assertEqual(candidates(content), [])

    def test_a_character_cut_off_at_the_end_of_the_head_does_no_harm(self):
        """B8: half a pair of surrogates is not the end of the file."""
        rows = [["a", "b"], *[["🎓", "🎓🎓"]] * 2000]
        for pad in range(4):
            rows[0][0] = "a" * (pad + 1)
            self.assertEqual(self.cells(make.text(rows, encoding="utf-16-le")), rows)

    def test_a_chosen_unicode_is_what_the_file_says(self):
        """B7: the order of bytes and the mark are no part of the choice."""
        rows = ROWS["accents"]
        for chosen in ("utf-16", "utf-16-le"):
            for encoding in ("utf-16", "utf-16-le"):
                with self.subTest(chosen=chosen, encoding=encoding):
                    content = make.text(rows, encoding=encoding)
                    self.assertEqual(self.cells(content, encoding=chosen), rows)
        self.assertRefused("bad_encoding", make.text(rows), encoding="utf-16")

    def test_no_choice_makes_rubbish_of_it(self):
        """B7, B8: a choice for all files is refused, with the first byte that is no text."""
        content = make.text(ROWS["accents"], encoding="utf-16-be")
        for chosen in ("cp1252", "iso8859-1", "utf-8"):
            code, params = self.refused(content, encoding=chosen)
            self.assertEqual((code, params["offset"], params["byte"]), ("bad_encoding", 0, "0x00"))

    def test_a_file_that_is_cut_off_says_where(self):
        """A7, B8: half a character at its end, in the line that has it."""
        content = make.text(ROWS["ASCII"], encoding="utf-16-le")
        code, params = self.refused(content[:-5])
        self.assertEqual((code, params["encoding"]), ("bad_encoding", "utf-16-le"))
        self.assertEqual((params["line"], params["offset"]), (2, len(content) - 6))

    def test_where_it_is_not_sure_it_is_offered_first(self):
        """B8: a character that nobody has assigned, in a file that is UTF-16 all the same."""
        rows = [["Name", "Town"], ["Zo\u0378e", "Ghent"], *[["Ann", "Lyon"]] * 9]
        content = make.text(rows, encoding="utf-16-le")
        code, params = self.refused(content)
        self.assertEqual((code, params["offset"], params["line"]), ("encoding_unknown", 1, 1))
        first = preview_encodings(io.BytesIO(content), "x.csv")[0]
        self.assertEqual(first["encoding"], "utf-16-le")
        self.assertEqual(len(preview_encodings(io.BytesIO(content), "x.csv")), 1)
        self.assertEqual(first["cells"][:2], [(1, 0, "Name"), (1, 1, "Town")])
        sure = make.text(ROWS["ASCII"], encoding="utf-16-be")
        self.assertEqual(preview_encodings(io.BytesIO(sure), "x.csv")[0]["encoding"], "utf-16-be")

    def test_lines_are_counted_as_they_end(self):
        """B4, C22: CR alone, both together, across the blocks that are read."""
        for eol in ("\r", "\n", "\r\n"):
            for lines in (3, 400_000):
                content = (f"a,b{eol}" * lines).encode() + b"\xff"
                with self.subTest(eol=eol, lines=lines):
                    self.assertEqual(self.refused(content)[1]["line"], lines + 1)
        self.assertEqual(self.refused(b"a,b\r\nc\rd\n\n\xff")[1]["line"], 5)
        self.assertEqual(self.refused(b"\xef\xbb\xbfa,b\n\xff")[1]["offset"], 7)
