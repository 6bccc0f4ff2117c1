"""Rows and texts of the usual shape are read without expat: they are the same with it."""

import re
from unittest.mock import patch

from ...tools.reading import xlsx_scan
from ...tools.reading.xlsx_sheet import SheetParser
from ...tools.rows.problems import SourceError
from ..common_files import FileCase
from ..fixtures import make, mutate

DATE = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
STRINGS = "<si><t>a</t></si><si><t>b_x0041_</t></si><si><r><t>c</t></r></si><si><t>&lt;</t></si>"
STRINGS += "<si><t></t></si>"
USUAL = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'.format

#: rows, some of them as few programs write them
ROWS = {
    "kinds": '<c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>45000</v></c><c r="C2" t="b"><v>1</v>'
    '</c><c r="D2" t="e"><v>#N/A</v></c><c r="E2" t="str"><v>x_x0042_</v></c>',
    "type before style": '<c r="A2" t="n" s="1"><v>45000</v></c><c r="B2" t="s" s="1"><v>1</v></c>',
    "gaps": '<c r="B2" s="1"/><c r="D2"><v>1</v></c><c r="E2"></c><c r="XFD2"/>',
    "formulas": '<c r="A2"><f>B2</f><v>1</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c>'
    '<c r="C2" t="str"><f>A2&amp;"/"</f><v>y</v></c>',
    "formula without a result": '<c r="A2"><f>B2</f></c><c r="B2"><f>1</f><v></v></c>',
    "inline": '<c r="A2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>'
    '<c r="B2"><is><t>y</t></is></c><c r="C2" t="inlineStr"><v>z</v></c>',
    "runs": '<c r="A2" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>',
    "entities": '<c r="A2" t="str"><v>&lt;&#65;&amp;</v></c>',
    "no places": "<c><v>1</v></c><c/><c><v>2</v></c>",
    "blanks": '\n <c r="A2"\t><v>1</v></c >\n<c r="B2"> <v>2</v> </c>',
    "line ends": '<c r="A2" t="str"><v>x\r\ny\rz</v></c>\r\n',
    "wrong": '<c r="A2" t="s"><v>9</v></c><c r="B2" s="9"><v>1</v></c><c r="C2"><v>NaN</v></c>',
    "of another namespace": '<c r="A2" xmlns="other"><v>1</v></c><c r="B2"><v>2</v></c>',
    "comment": '<c r="A2"><v>1</v></c><!-- </row><row r="3"><c r="A3"><v>9</v></c></row> -->',
    "quoted": '<c r="A2" t="str"><v><![CDATA[</row><row r="3">]]></v></c>',
    "capitals": '<c r="a2"><v>1</v></c>',
}
#: what is before, between and after rows
SHEETS = {
    "empty rows": f'{USUAL(2)}<row r="3"/><row r="5"/>{USUAL(7)}',
    "hidden": f'<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>{USUAL(3)}',
    "numbers left out": f"{USUAL(2)}<row><c><v>3</v></c></row>{USUAL(5)}",
    "choices": f'<mc:AlternateContent xmlns:mc="m"><mc:Choice>{USUAL(2)}{USUAL(3)}</mc:Choice>'
    f"</mc:AlternateContent>{USUAL(4)}",
    "comments": f"{USUAL(2)}<!-- {USUAL(3)} -->{USUAL(4)}",
    "a comment behind a row": '<row r="2"><c r="A2"><v>1</v></c></row ><!-- </row>'
    f"{USUAL(3)} -->{USUAL(4)}",
    "of another namespace": f'<row r="2" xmlns="o"><c r="A2"><v>1</v></c></row>{USUAL(3)}',
    "instructions": f"{USUAL(2)}<?x {USUAL(3)} ?>{USUAL(4)}",
    "descending": f"{USUAL(3)}{USUAL(2)}",
    "damaged": f"{USUAL(2)}<row r='3'><c r='A3'></row>{USUAL(4)}",
    "cut off": f'{USUAL(2)}<row r="3"><c r="A3"><v>1</v>',
    "columns descend": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
    "beyond the last column": '<row r="2"><c r="ZZZ2"><v>1</v></c></row>',
    "beyond the last row": '<row r="9999999"><c r="A1"><v>1</v></c></row>',
}


class TestScan(FileCase):
    def book(self, rows, before="", **changed):
        sheet = make.sheet_xml(f"{make.text_rows([['a', 'b']])}{rows}", before=before)
        for old, new in changed.values():
            sheet = sheet.replace(old, new)
        return make.package({"S": sheet}, STRINGS, DATE)

    def told(self, content, name="file.xlsx"):
        """All that is told of a file, or why it is refused, but for the line of the XML."""
        table = None
        try:
            table = self.open(content, name)
            return list(table), table.warnings, table.blank, table.columns
        except SourceError as error:
            return error.code, error.params.get("part")

    def by_expat(self, content, name="file.xlsx"):
        with patch.object(xlsx_scan, "is_plain", return_value=False):
            return self.told(content, name)

    def assertSame(self, content, name="file.xlsx"):
        self.assertEqual(self.told(content, name), self.by_expat(content, name))

    def test_rows_of_all_shapes_are_read_as_by_expat(self):
        """C07: what is unusual is given to it, row by row."""
        for title, cells in ROWS.items():
            with self.subTest(title):
                rows = f'<row r="2" ht="15" x:y="1" xmlns:x="x">{cells}</row>{USUAL(4)}'
                self.assertSame(self.book(rows))
                self.assertSame(self.book(f'<row r="2" ht="15">{cells}</row>{USUAL(4)}'))

    def test_rows_alike_are_read_as_by_expat(self):
        """C07: rows of the shape of the one before, and those that only seem to be."""
        alike = (
            '<c r="A2" t="s"><v>{}</v></c><c r="B2" s="1"><v>{}</v></c><c r="C2" t="str"><v>{}</v>'
        )
        alike += '</c><c r="D2" t="inlineStr"><is><t>{}</t></is></c><c r="E2" t="s"><v>{}</v></c>'
        rows = [(0, 45000, "x", "y", 1), (1, 45001, "y", "_x0041_", 2), (9, 1, "x", "y", 0)]
        rows += [
            (0, "NaN", "x", "y", 0),
            (0, 1, "&lt;", "y", 0),
            (0, 1, "", "y", 4),
            (0, 1, 1, 1, 4),
        ]
        rows += [("x", 1, "x", "y", 1), (0, " 1 ", " x ", " y ", 1), (3, 0.5, "x", "y", 4)]
        texts = [alike.format(*row) for row in rows]
        texts += [cells for cells in ROWS.values() if "<!" not in cells]
        each = (cells for cells in texts for _ in range(3))
        rows = "".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(each, 2))
        self.assertSame(self.book(rows))
        self.assertEqual(len(self.told(self.book(rows))[0]), 1 + 3 * len(texts))

    def test_sheets_of_all_shapes_are_read_as_by_expat(self):
        """C07, A8: refused for the same reason, too."""
        for title, rows in SHEETS.items():
            with self.subTest(title):
                self.assertSame(self.book(rows))

    def test_what_a_comment_holds_is_no_sheet(self):
        """C07: before the first row."""
        comment = f"<!-- <sheetData>{USUAL(9)} -->"
        for old, new in (
            ("<sheetData>", f"{comment}<sheetData>"),
            ("<sheetData>", f"<sheetData>{comment}"),
            ("<sheetData>", f"<sheetData><?x <sheetData>{USUAL(9)} ?>"),
        ):
            with self.subTest(new):
                self.assertSame(self.book(USUAL(2), change=(old, new)))

    def test_rows_of_another_namespace_are_none(self):
        """C07: though their own names have its prefix."""
        begin = ("<sheetData>", '<o:x xmlns:o="o"><sheetData>')
        content = self.book(USUAL(2), begin=begin, end=("</sheetData>", "</sheetData></o:x>"))
        self.assertEqual(self.told(content)[0], "no_rows")
        self.assertSame(content)

    def test_prefixes_and_encodings_are_read_as_by_expat(self):
        """C07: with one prefix for all, with two of them, in another encoding."""
        rows = f'{USUAL(2)}<row r="3"><c r="A3" t="str"><v>\xc3\xa9</v></c></row>'
        content = self.book(rows)
        for prefix in (b"x:", b"ss.1:"):
            self.assertSame(make.repacked(content, self.prefixed(prefix)))
        mixed = self.prefixed(b"x:", b"<row|</row")
        declared = b'xmlns:x="%s" xmlns=' % make.MAIN.encode()
        self.assertSame(
            make.repacked(content, lambda n, p: mixed(n, p).replace(b"xmlns=", declared))
        )
        for encoding in ("utf-16", "iso-8859-1", "cp1252"):
            self.assertSame(make.repacked(content, self.encoded(encoding)))

    def prefixed(self, prefix, only=b"<[a-z]|</[a-z]"):
        def change(name, part):
            if "sheet1" not in name:
                return part
            declared = part.replace(b"xmlns=", b"xmlns:" + prefix[:-1] + b"=")
            pattern = b"(</?)(?=%s)" % b"|".join(each.lstrip(b"</") for each in only.split(b"|"))
            return re.sub(pattern, b"\\1" + prefix, declared)

        return change

    def encoded(self, encoding):
        def change(name, part):
            if "sheet1" not in name:
                return part
            return part.decode().replace("UTF-8", encoding).encode(encoding)

        return change

    def test_rows_are_found_wherever_a_block_ends(self):
        """C07: in the middle of a tag, of a character of two bytes, of a line end."""
        content = self.book("".join(f"{USUAL(n)}\r\n" for n in range(2, 40)), before="<cols/>")
        expected = self.by_expat(content)
        for size in (1, 2, 7, 50, 333):
            with patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", size):
                self.assertEqual(self.told(content), expected)

    def test_long_beginnings_and_rows_are_left_to_expat(self):
        """A11: nothing is collected without end."""
        content = self.book(USUAL(2) + " " * 5000 + USUAL(3), before="<!-- -->" + " " * 5000)
        with (
            patch.object(xlsx_scan, "LONGEST", 1000),
            patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", 100),
        ):
            self.assertSame(content)

    def test_usual_files_are_read_without_expat(self):
        """P1: else all takes five times as long."""
        for content in (make.xlsx(), make.sample_package()):
            with patch.object(SheetParser, "_begin_cell", side_effect=AssertionError):
                self.assertEqual(self.cells(content), make.SAMPLE)

    def test_all_fixtures_are_read_as_by_expat(self):
        """C07: whole, and changed by chance."""
        for name, content in mutate.seeds().items():
            if content.startswith(b"PK"):
                with self.subTest(name):
                    self.assertSame(content)
