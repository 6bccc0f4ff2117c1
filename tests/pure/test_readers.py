import io
import time

from ...tools.reading.readers import preview_encodings
from ..common_files import FileCase
from ..fixtures import make


class TestEnvelope(FileCase):
    def test_type_is_told_by_content(self):
        """C07, A3, A4: the same rows whatever the name; a wrong name is a warning."""
        for content, true in ((make.text(), ".csv"), (make.xlsx(), ".xlsx"), (make.xls(), ".xls")):
            for name in ("data.csv", "data.xlsx", "data.xls", "DATA.XLS", "data", ""):
                with self.subTest(content=true, name=name):
                    self.assertEqual(self.cells(content, name), make.SAMPLE)
                    warned = "named_otherwise" in self.warned(content, name)
                    self.assertEqual(warned, "." in name and not name.lower().endswith(true))

    def test_what_is_no_table_is_refused_and_named(self):
        """A1, A2, A5, A6, A7, A8, A9, UX 11: each with its own reason, in words."""
        office = "application/vnd.oasis.opendocument.text"
        cases = {
            "A1 nothing": ("empty_file", b""),
            "A2 only a BOM": ("no_rows", b"\xef\xbb\xbf"),
            "A2 blank lines": ("no_rows", b"\r\n\n  \n"),
            "A2 separators": ("no_rows", b",,\n,,\n"),
            "A5 web page": ("web_page", b"  <!-- x --><HTML><table><tr><td>1</td></tr></table>"),
            "A5 web page, BOM": ("web_page", b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>"),
            "A6 password": ("password_protected", make.encrypted()),
            "A7 half": ("incomplete", make.xlsx()[:3000]),
            "A7 half xls": ("incomplete", make.xls()[:1500]),
            "A8 pdf": ("wrong_type", b"%PDF-1.7 ..."),
            "A8 image": ("wrong_type", b"\x89PNG\r\n\x1a\n"),
            "A8 program": ("wrong_type", b"MZ\x90\x00"),
            "A8 word": ("wrong_type", make.archive({"word/document.xml": "<w/>"})),
            "A8 zip": ("not_a_workbook", make.archive({"data.csv": "a,b"})),
            "A8 no types": ("not_a_workbook", make.sample_package(without=["[Content_Types].xml"])),
            "A8 noise": ("not_a_table", bytes(range(256)) * 4),
            "A8 xml": ("wrong_type", b"<?xml version='1.0'?><rows/>"),
            "A9 xlsb": ("wrong_type", make.archive({"xl/workbook.bin": b"x"})),
            "A9 odt": ("wrong_type", make.archive({"mimetype": office, "content.xml": "<o/>"})),
            "A9 numbers": ("wrong_type", make.archive({"Index/Document.iwa": b"x"})),
        }
        for title, (code, content) in cases.items():
            with self.subTest(title):
                self.assertRefused(code, content, "data.xlsx")

    def test_comments_are_read_once(self):
        """C19: 4 KB of comments before no web page keep nobody busy; each was tried in all ways."""
        started = time.process_time()
        self.refused(b"<!---->" * 26 + b"x")
        self.assertLess(time.process_time() - started, 2)

    def test_tabs_under_the_name_of_a_spreadsheet_are_refused(self):
        """A5: a legacy export, text with tabs named .xls."""
        content = make.text(separator="\t")
        self.assertRefused("tsv_named_xls", content, "export.xls")
        self.assertEqual(self.cells(content, "export.txt"), make.SAMPLE)

    def test_size_is_checked_before_anything_is_read(self):
        """A10: even what could not be read otherwise is only too large."""
        code, params = self.refused(b"%PDF" + bytes(1024 * 1024), limits={"size": 1024 * 1024})
        self.assertEqual((code, params["limit"]), ("too_large", "1"))


class TestEncoding(FileCase):
    rows = [["Name", "Town"], ["Zoë 🎓 Łukasz", "Ταύρος"], ["Bo", "Ghent"]]

    def test_unicode_is_read_by_itself(self):
        """B1, B2, B16, C17: UTF-8 with and without BOM, UTF-16 with BOM."""
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            for separator in (",", "\t"):
                with self.subTest(encoding=encoding, separator=separator):
                    content = make.text(self.rows, separator, encoding)
                    self.assertEqual(self.cells(content), self.rows)

    def test_anything_else_is_asked_for(self):
        """B4, B5, B7: never decoded by a guess; the place of the first such byte is named."""
        rows = [["Name", "Town"], *[["Bo", "Ghent"]] * 200, ["Zoé", "x"]]
        content = make.text(rows, encoding="cp1252")
        code, params = self.refused(content)
        self.assertEqual(code, "encoding_unknown")
        self.assertEqual((params["line"], params["byte"]), (202, "0xE9"))
        self.assertEqual(content[params["offset"]], 0xE9)
        self.assertEqual(self.cells(content, encoding="cp1252")[-1], ["Zoé", "x"])

    def test_a_late_character_is_decoded_like_an_early_one(self):
        """B6: five megabytes of ASCII, then an accent."""
        content = b"a,b\n" + b"1234567,x\n" * 200_000 + "Zoë,1\n".encode()
        self.assertEqual(self.cells(content)[-1], ["Zoë", "1"])
        code, params = self.refused(content + b"\xff,\n")
        self.assertEqual((code, params["offset"]), ("encoding_unknown", len(content)))

    def test_a_wrong_choice_is_refused(self):
        """B7: a chosen encoding is as strict as the others, and no codec of another kind."""
        self.assertRefused("bad_encoding", b"a,b\n\x81,1\n", encoding="cp1252")
        self.assertRefused("bad_encoding", "a,b\né,1\n".encode("latin-1"), encoding="utf-8")
        for encoding in ("rot13", "zip", "nonsense", "unicode_escape", "x\0y"):
            self.assertRefused("bad_option", b"a,b\n1,2\n", encoding=encoding)

    def test_preview_shows_the_cells_that_differ(self):
        """B4, B7: cp1252 first, only encodings that can decode the file."""
        content = make.text([["Name", "City"], ["Bo", "x"], ["Zoé", "Málaga"]], encoding="cp1252")
        previews = {each["encoding"]: each for each in self.preview(content)}
        self.assertEqual(next(iter(previews)), "cp1252")
        self.assertEqual(previews["cp1252"]["cells"], [(3, 0, "Zoé"), (3, 1, "Málaga")])
        self.assertEqual(previews["mac-roman"]["cells"][0], (3, 0, "ZoÈ"))
        polish = make.text([["Name", "City"], ["Łukasz", "Łódź"]], encoding="cp1250")
        previews = {each["encoding"]: each for each in self.preview(polish)}
        self.assertIn((2, 1, "Łódź"), previews["cp1250"]["cells"])
        self.assertEqual(self.preview(b"a;b,c\n\xe9;1,2\n")[0]["cells"], [(2, 0, "é;1")])

    def preview(self, content):
        stream = io.BytesIO(content)
        previews = preview_encodings(stream, "file.csv")
        self.assertFalse(stream.closed)
        return previews

    def test_garbled_text_is_a_warning(self):
        """B9: decoded twice, or U+FFFD in it already."""
        content = "a,b\nZoÃ©,1\nok,1\nx\ufffd,2\n".encode()
        self.assertEqual(self.warned(content)["mojibake"], {"count": 2, "rows": "2, 4"})

    def test_control_characters_mark_their_cell_only(self):
        """B10, B11: NUL and others are replaced, and the cell says so."""
        for bad in "\0\x01\x0c\x1f\x7f\ufffe":
            with self.subTest(repr(bad)):
                rows = self.cells(f"a,b\n1{bad},x\n2,y\n".encode())
                self.assertEqual(rows[1:], [[{"type": "bad", "text": "1\ufffd"}, "x"], ["2", "y"]])


class TestCsv(FileCase):
    def test_signs_of_other_programs_are_none_of_the_text(self):
        """V07: two BOMs, the end of a file of DOS, line breaks as FileMaker writes them."""
        for encoding in ("utf-8-sig", "utf-16"):
            for start, number in (("", 1), ("sep=;\r\n", 2)):
                content = f'\ufeff{start}"Code";Name\r\n1;Ann\r\n'.encode(encoding)
                rows = [(number, ["Code", "Name"]), (number + 1, ["1", "Ann"])]
                self.assertEqual(self.read_rows(content), rows)
        table = self.open(b"Code,Name\r\n1,Ann\r\n\x1a")
        self.assertEqual((len(list(table)), table.blank, table.dialect.get("short")), (2, 1, None))
        street = self.cells(b'Code,Street\r\n1,"High Street\x0bGhent"\r\n2,x\r\n')[1]
        self.assertEqual(street, ["1", "High Street\nGhent"])

    def test_separators_are_found(self):
        """C17, A11: comma, semicolon, tab, bar; a comma as decimal sign does not mislead."""
        rows = [["Code", "Amount", "Name"], ["1", "2,5", "a;b"], ["2", "3,5", "Bo, Ann"]]
        for separator in ",;\t|":
            with self.subTest(separator):
                table = self.open(make.text(rows, separator))
                self.assertEqual([cells for _number, cells in table], rows)
                self.assertEqual(table.dialect["separator"], separator)

    def test_a_title_above_and_a_ragged_row_do_not_mislead(self):
        """C12: the separator is the one that most rows agree on."""
        content = b"Report, 2024\n\na;b;c\n1;2;3\n4;5\n6;7;8\n"
        self.assertEqual(self.read_rows(content)[1:3], [(3, ["a", "b", "c"]), (4, ["1", "2", "3"])])

    def test_an_unclear_separator_is_asked_for(self):
        """C18: a tie, or columns by a character that is no separator."""
        tie = b"a;b,c\n1;2,3\n"
        for content in (tie, b"a:b\n1:2\n", b"a~b\n1~2\n", b"What is this?\nProse.\n"):
            with self.subTest(content):
                self.assertRefused("separator_unknown", content)
        self.assertEqual(self.cells(tie, separator=";"), [["a", "b,c"], ["1", "2,3"]])
        self.assertRefused("bad_option", tie, separator="b")

    def test_a_plain_list_is_one_column(self):
        """C18: a label and values without anything that could separate them."""
        content = b"ULN\n1000000043\n9276308686\n"
        self.assertEqual(self.cells(content), [["ULN"], ["1000000043"], ["9276308686"]])
        self.assertIn("single_column", self.warned(content))

    def test_sep_line_is_honoured(self):
        """C16: Excel's first line is no header, and the numbers count it."""
        for first in (b"sep=;\r\n", b'"sep=;"\n', b"\xef\xbb\xbfSEP=;\n"):
            with self.subTest(first):
                rows = self.read_rows(first + b"a,x;b\n1;2\n")
                self.assertEqual(rows, [(2, ["a,x", "b"]), (3, ["1", "2"])])

    def test_row_numbers_are_those_of_the_editor(self):
        """C21, C22, C24, C25, P5: blank lines and line breaks in cells are counted, not shifted."""
        content = b'a,b\r\n\r\n1,"x\ny ""z"", w"\n,\n2,last\r3,"p\r\nq"\n4,no end'
        table = self.open(content)
        self.assertEqual(
            list(table),
            [
                (1, ["a", "b"]),
                (3, ["1", 'x\ny "z", w']),
                (6, ["2", "last"]),
                (7, ["3", "p\r\nq"]),
                (9, ["4", "no end"]),
            ],
        )
        self.assertEqual((table.rows, table.blank, table.columns), (5, 2, 2))

    def test_broken_quotes_are_refused_with_the_line(self):
        """C1, C2, C3, A7: a lenient reader would turn three rows into one."""
        cases = {
            b'a,b\n1,x\n2,"y\n3,z\n': ("quote_not_closed", 3),
            b'a,b\n1,"Ann\n2,Bo\n3,"Cy"\n': ("text_after_quote", 4),
            b'a,b\n"x"y,2\n': ("text_after_quote", 2),
            b'a,b\n1,2\n3,"cut in the mid': ("quote_not_closed", 3),
        }
        for content, (code, line) in cases.items():
            with self.subTest(content):
                found, params = self.refused(content)
                self.assertEqual((found, params["row"]), (code, line))

    def test_limits_are_refused_with_the_line(self):
        """C5, C6, C27: cell, columns, rows, and a line without end."""
        cases = {
            "cell_too_long": (b"a,b\n1,2\n" + b"x" * 140_000 + b",1\n", {}),
            "too_many_columns": (b"a,b\n1,2\n" + b"x," * 600 + b"\n", {}),
            "too_many_rows": (b"a,b\n1,2\n3,4\n", {"rows": 2}),
            "too_many_lines": (b"a,b\n\n3,4\n", {"lines": 2}),
        }
        for code, (content, limits) in cases.items():
            with self.subTest(code):
                found, params = self.refused(content, limits=limits)
                self.assertEqual((found, params["row"]), (code, 3))
        self.assertRefused("line_too_long", b"a,b\n" + b"x" * 6_000_000)

    def test_empty_columns_at_the_end_do_not_count(self):
        """C6: a line of separators beyond the limit holds no data."""
        self.assertEqual(len(self.read_rows(b"a,b\n1,2" + b"," * 900 + b"\n")), 2)

    def test_what_looks_special_is_data(self):
        """C26, B18, E13: comment signs, curly quotes, formulas are texts."""
        rows = [["#a", "b"], ["# no comment", '=HYPERLINK("x")'], ["“x", "'t Hooft"]]
        self.assertEqual(self.cells(make.text(rows)), rows)
        self.assertIn("curly_quotes", self.warned("“a”,“b”\n“1”,“2”\n".encode()))

    def test_quotes_behind_blanks_enclose_a_text(self):
        """C2, C22: 1, "Ann, Lee" as people type it; where it cannot be, that is said."""
        content = b'Code, Name\n"1", "Ann, Lee"\n2,  "Bo ""B"" C"\n3, "two\nlines"\n4, Cy\n'
        expected = [["1", "Ann, Lee"], ["2", 'Bo "B" C'], ["3", "two\nlines"], ["4", "Cy"]]
        self.assertEqual(self.cells(content), [["Code", "Name"], *expected])
        self.assertEqual(self.cells(b'A,B\n1, "x\n2, y"\n')[1:], [["1", ' "x'], ["2", ' y"']])
        for content in (b'A,B\n1, "x" \n', b'A,B\n1, "x" y\n2, "z"\n', b"'A','B'\n'1','2'\n"):
            with self.subTest(content):
                self.assertIn("curly_quotes", self.warned(content))
        self.assertNotIn("curly_quotes", self.warned(b'A,B\n1,5" pipe\n2, 6" pipe\n'))

    def test_hostile_quotes_take_no_time(self):
        """C19: what stops csv.Sniffer for minutes is a table or refused at once."""
        for content in (b'"a"\n' * 30_000, b'a,"' + b'",""' * 5000 + b'"\n', b'"",\n' * 9000):
            with self.subTest(content[:9]):
                try:
                    self.read_rows(content)
                except Exception as error:
                    self.assertEqual(type(error).__name__, "SourceError")
