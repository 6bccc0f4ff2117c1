import datetime

from ..common_files import FileCase
from ..fixtures import make, ods
from ..fixtures.libreoffice import FOLDER

BOTH = {"members.ods": ods.package, "members.fods": ods.flat}


def typed(type, text, **more):
    return {"type": type, "text": text, **more}


class OdsCase(FileCase):
    def both(self, sheets, **arguments):
        """(name, bytes) of an .ods and of a .fods of the same sheets."""
        return [(name, made(sheets, **arguments)) for name, made in BOTH.items()]

    def assertShows(self, xml, *cells):
        """A row of this XML, in either, has these cells."""
        for name, content in self.both({"S": ods.row(xml)}):
            with self.subTest(name):
                self.assertEqual(self.cells(content, name), [list(cells)])


class TestOpenDocument(OdsCase):
    """V07, V18: what LibreOffice and others save, exactly as its author sees it."""

    def test_both_are_told_by_their_content(self):
        """A4: whatever they are called; blank rows without end cost nothing and are no rows."""
        for name, content in self.both({"S": ods.rows(make.SAMPLE)}):
            table = self.open(content, name)
            self.assertEqual([cells for _number, cells in table], make.SAMPLE)
            found = table.format, table.rows, table.blank, table.warnings
            self.assertEqual(found, (name.rpartition(".")[2], 5, 0, []))
            self.assertIn("named_otherwise", self.warned(content, "members.xlsx"))

    def test_a_file_that_libreoffice_has_saved(self):
        """V18, D7, D8: zeros and prefixes, dates, errors, formulas, hidden and merged cells."""
        content = (FOLDER / "members.ods").read_bytes()
        known = {"memberid": "member_id", "name": "name"}
        found = dict(self.read_rows(content, "members.ods", known=known))
        self.assertEqual([*found], [1, 2, 3, 4, 6])
        self.assertEqual(
            [found[2][0], found[2][2], found[3][2]["text"]], ["00123", "02134", "M-17"]
        )
        self.assertEqual(found[2][3:5], [self.day(2024, 3, 1), self.day(2024, 3, 1, 10, 30)])
        self.assertEqual(found[2][1:2] + found[2][9:], ["Zoë Zero", "124", ERROR, "two\nlines"])
        self.assertEqual(found[4][2], typed("number", "21/26", value="21"))
        warned = self.warned(content, "members.ods", known=known)
        self.assertEqual(warned["hidden_rows"]["rows"], "3")
        self.assertEqual(warned["merged_cells"]["cells"], "A6:B7")
        self.assertEqual(warned["several_sheets"]["sheets"], "Notes, Members")
        self.assertEqual(warned["hidden_columns"], {"columns": "L"})

    def day(self, *parts):
        moment = datetime.datetime(*parts)
        value = moment.isoformat() if moment.hour else moment.date().isoformat()
        return typed("date", value.replace("T", " "), value=value)

    def test_sheets_are_chosen_as_those_of_any_workbook(self):
        """D5, D6: hidden ones are listed; values kept of other documents are no sheet."""
        kept = "'file:///tmp/other.ods'#$Sheet1"
        sheets = {"Old": (ods.rows([["no"]]), "no"), kept: ods.rows([["x"]]), "New": ods.rows(MORE)}
        for name, content in self.both(sheets):
            table = self.open(content, name)
            self.assertEqual([cells for _number, cells in table], MORE)
            listed = [{"name": "Old", "visible": False}, {"name": "New", "visible": True}]
            self.assertEqual(table.sheets, listed)
            self.assertEqual(self.cells(content, name, sheet="Old"), [["no"]])
            self.assertRefused("no_such_sheet", content, name, sheet="Other")
        for name, content in self.both({"S": ods.rows([]), "T": (ods.rows(MORE), "no")}):
            self.assertRefused("only_hidden_sheets", content, name)

    def test_repeated_rows_and_cells_count_as_often_as_they_say(self):
        """C29, P5: with the numbers that the spreadsheet shows."""
        twice = ods.cell("x", table_number_columns_repeated="2")
        gap = '<table:table-cell table:number-columns-repeated="2"/>'
        xml = ods.row(twice, gap, ods.cell("y"), number_rows_repeated="3")
        blank = ods.row(gap, number_rows_repeated="5")
        for name, content in self.both({"S": blank + xml + blank}):
            cells = ["x", "x", "", "", "y"]
            self.assertEqual(self.read_rows(content, name), [(n, cells) for n in (6, 7, 8)])

    def test_what_a_merged_cell_covers_is_blank(self):
        """D8: nobody sees it; a warning says where."""
        merged = ods.cell("a", table_number_columns_spanned="2", table_number_rows_spanned="1")
        covered = ods.cell("b").replace("table-cell", "covered-table-cell")
        for name, content in self.both({"S": ods.row(merged, covered, ods.cell("c"))}):
            self.assertEqual(self.cells(content, name), [["a", "", "c"]])
            expected = {"count": 1, "cells": "A1:B1"}
            self.assertEqual(self.warned(content, name)["merged_cells"], expected)

    def test_rows_and_columns_in_groups_count_and_hidden_ones_are_told(self):
        """D7: headers that are repeated on paper, outlines, filters."""
        columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
        xml = (
            f"<table:table-column-group>{columns}</table:table-column-group>"
            f"<table:table-header-rows>{ods.row(ods.cell('a'), ods.cell('b'))}"
            f"</table:table-header-rows><table:table-row-group>"
            f"{ods.row(ods.cell('c'), visibility='filter')}</table:table-row-group>"
        )
        for name, content in self.both({"S": xml}):
            self.assertEqual(self.cells(content, name), [["a", "b"], ["c"]])
            warned = self.warned(content, name)
            self.assertEqual(warned["hidden_rows"], {"count": 1, "rows": "2"})
            self.assertEqual(warned["hidden_columns"], {"columns": "B"})


ERROR = typed("error", "#DIV/0!")
MORE = [["a", "b"], ["1", "2"]]
TABLE = f"<table:table>{ods.row(ods.cell('no'))}</table:table>"


class TestCellsOfOpenDocument(OdsCase):
    """V07, V18: the text that is seen, or the value where it is no text."""

    def test_paragraphs_blanks_and_what_is_no_text(self):
        """C17: lines, blanks and links count; remarks, drawings and layout in the XML do not."""
        inner = (
            "<office:annotation><text:p>remark</text:p></office:annotation><draw:frame>"
            "<table:table><table:table-row><table:table-cell><text:p>no</text:p>"
            "</table:table-cell></table:table-row></table:table></draw:frame><text:p>\n  Ann"
            '<text:s text:c="2"/><text:span>of <text:a>Zürich</text:a></text:span>\n'
            "<office:annotation><text:p>no</text:p></office:annotation><text:tab/>x"
            "<text:line-break/>y</text:p><text:p/><text:p>z</text:p>"
        )
        xml = f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
        self.assertShows(xml, "Ann  of Zürich \tx\ny\n\nz")

    def test_numbers_as_they_are_shown(self):
        """V18: a code with its zeros and fixed characters, anything else the number."""
        shown = {
            ("123", "00123"): "00123",
            ("17", "17"): "17",
            ("17", "17.00"): typed("grouped", "17"),
            ("1234567", "1'234'567"): typed("grouped", "1234567"),
            ("1250.5", "1.250,50"): typed("grouped", "1250.5"),
            ("-1250.5", "-1,250.50"): typed("grouped", "-1250.5"),
            ("612345678", "06 12 34 56 78"): typed("number", "06 12 34 56 78", value="612345678"),
            ("21", "21/26"): typed("number", "21/26", value="21"),
            ("17", "M-17"): typed("number", "M-17", value="17"),
            ("3.14159", "3.14"): typed("painted", "3.14159"),
            ("1234567", "1.2M"): typed("painted", "1234567"),
            ("12345", "1.23E+04"): typed("painted", "12345"),
            ("0.5", "1/2"): typed("painted", "0.5"),
            ("1", "TRUE"): typed("boolean", "TRUE", value=True),
            ("1.23456789012346E+018", "1"): typed("digits", "1234567890123460096"),
            ("x", "17"): typed("error", "x"),
        }
        for (raw, text), cell in shown.items():
            with self.subTest(text):
                self.assertShows(ods.number(raw, text), cell)
        self.assertShows(ods.number("0.125", "12.5%", "percentage"), typed("painted", "0.125"))
        self.assertShows(ods.number("12.5", "€ 12.50", "currency"), typed("painted", "12.5"))
        bare = '<table:table-cell office:value-type="float" office:value="17"/>'
        self.assertShows(bare, "17")

    def test_dates_times_and_booleans(self):
        """D12, D14, D19: as the other readers give them; a time is no day of the calendar."""
        date = {
            "2024-03-01": ("2024-03-01", "2024-03-01"),
            "2024-03-01T00:00:00": ("2024-03-01", "2024-03-01"),
            "1880-02-29T10:30:00Z": ("1880-02-29 10:30:00", "1880-02-29T10:30:00"),
            "2023-03-15T23:59:59.997000000": ("2023-03-15 23:59:59", "2023-03-15T23:59:59"),
            "1899-12-30T10:30:00": ("10:30:00", None),
            "2024-02-31": ("2024-02-31", None),
        }
        for raw, (text, value) in date.items():
            cell = ods.cell("shown", type="date", office_date_value=raw)
            self.assertShows(cell, typed("date", text, value=value))
        for raw, text in {"PT30H00M00S": "30:00:00", "PT09H05M07.5000S": "09:05:07"}.items():
            cell = ods.cell("shown", type="time", office_time_value=raw)
            self.assertShows(cell, typed("date", text, value=None))
        cell = ods.cell("WAHR", type="boolean", office_boolean_value="true")
        self.assertShows(cell, typed("boolean", "TRUE", value=True))

    def test_formulas(self):
        """D1, D2, D4: the stored result; none at all is a problem of its row, as is an error."""
        bare = '<table:table-cell table:formula="of:=[.A1]+1"/>'
        self.assertShows(bare, typed("formula", "=[.A1]+1"))
        empty = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
        self.assertShows(empty + ods.cell("x"), "", "x")
        for shown in ("#DIV/0!", "#N/A", "#NAME?", "Err:509", "#WERT!"):
            self.assertShows(ods.cell(shown, table_formula="of:=x"), typed("error", shown))
        marked = ods.cell("no", table_formula="of:=x", calcext_value_type="error")
        self.assertShows(marked, typed("error", "no"))
        good = ods.cell("#1", table_formula="of:=x", calcext_value_type="string")
        for name, content in self.both({"S": ods.row(good)}):
            self.assertEqual(self.cells(content, name), [["#1"]])
            self.assertEqual(self.warned(content, name)["formula_cells"]["rows"], "1")


class TestRefusedOpenDocument(OdsCase):
    """A8, A9, A13: in words, before anything is made of it."""

    def test_other_documents_are_named(self):
        """A9: texts and drawings, in parts or flat."""
        mimetype = "application/vnd.oasis.opendocument.text"
        for name, content in self.both({"S": ods.rows(MORE)}, mimetype=mimetype):
            expected = ("wrong_type", {"type": "OpenDocument (text)"})
            self.assertEqual(self.refused(content, name), expected)

    def test_templates_are_read(self):
        """V07: .ots differs by its type alone."""
        for _name, content in self.both({"S": ods.rows(MORE)}, mimetype=f"{ods.MIMETYPE}-template"):
            self.assertEqual(self.cells(content), MORE)

    def test_encrypted_ones_are_named(self):
        """A9: by the list of parts, which is not."""
        entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        content = ods.package({"S": ""}, manifest=entry, extra={"x.xml": b"\x00\x9f"})
        self.assertRefused("password_protected", content)

    def test_document_types_and_damage(self):
        """A13, A14, A8: no entity is read, and what is cut off is not half a file."""
        xml = ods.content({"S": ods.rows(MORE)}, "document")
        xml = xml.replace("<office", "<!DOCTYPE x><office", 1)
        self.assertRefused("document_type", xml.encode())
        for part in ("content.xml", "styles.xml"):
            content = ods.package({"S": ods.rows(MORE)}, extra={part: xml})
            self.assertRefused("document_type", content)
        self.assertRefused("damaged", ods.flat({"S": ods.rows(MORE)})[:-40])
        for number in ("0", "x", "-1", "9" * 12):
            content = ods.flat({"S": ods.row(ods.cell("a"), number_rows_repeated=number)})
            self.assertRefused("damaged", content)

    def test_charts_have_sheets_of_their_own(self):
        """D5: in the shapes of a sheet and in its cells; none counts, wherever one looks."""
        own = f"<office:document><office:body>{TABLE}</office:body></office:document>"
        frame = f"<draw:frame><draw:object>{own}</draw:object></draw:frame>"
        within = f"<table:table-cell>{frame}{frame}</table:table-cell>"
        many = "".join(ods.row(ods.cell(str(n)), within, ods.cell("y")) for n in range(30))
        sheets = {"A": f"<table:shapes>{frame}{frame}</table:shapes>{many}", "B": ods.rows(MORE)}
        for name, content in self.both(sheets):
            self.assertEqual(len(self.open(content, name).sheets), 2)
            self.assertEqual(len(self.cells(content, name)), 30)
            self.assertEqual(self.cells(content, name, sheet="B"), MORE)

    def test_what_stands_where_it_cannot_is_passed_over(self):
        """A8: rows and cells outside a sheet, a sheet within another."""
        stray = ods.row(ods.cell("no")) + ods.cell("no")
        for name, content in self.both({"S": TABLE + ods.rows(MORE)}, before=stray):
            self.assertEqual(self.cells(content, name), MORE)

    def test_the_size_of_a_part_counts_once(self):
        """A11: the sheets are looked for in it before its rows are read."""
        sheet = {"S": ods.rows([["x" * 20_000]])}
        size = len(ods.content(sheet))
        content = ods.package(sheet)
        self.assertEqual(len(self.cells(content, limits={"unpacked": size + 2000})), 1)
        self.assertRefused("unpacks_too_large", content, limits={"unpacked": size - 1})

    def test_rows_and_columns_without_end_are_refused(self):
        """A11, C6: a few bytes that stand for a million cells with data."""
        many = ods.row(ods.cell("a"), number_rows_repeated="2000000")
        self.assertRefused("too_many_rows", ods.flat({"S": many}), limits={"rows": 1000})
        wide = ods.row(ods.cell("a", table_number_columns_repeated="16384"))
        self.assertRefused("too_many_columns", ods.flat({"S": wide}))
        wider = ods.row(ods.cell("a", table_number_columns_repeated="99999999"))
        self.assertRefused("damaged", ods.flat({"S": wider}))
        blanks = f'<text:s text:c="{10**8}"/>x'
        long = ods.cell("", more=f"<text:p>{blanks}</text:p>")
        self.assertRefused("cell_too_long", ods.flat({"S": ods.row(long)}))
