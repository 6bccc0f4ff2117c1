import datetime
import io

import openpyxl

from ...tools.rows.labels import column_letter
from ..common_files import FileCase
from ..fixtures import make


def typed(type, text, value=None):
    return {"type": type, "text": text, "value": value}


class TestCells(FileCase):
    def test_both_formats_show_the_same(self):
        """C07, D18, D19, D4, D20: numbers, booleans and dates as the spreadsheet shows them."""
        day, moment = datetime.date(2024, 3, 1), datetime.datetime(2024, 3, 1, 10, 30)
        values = [12345.0, 0.1 + 0.2, -5, 1e-7, 123456789012, True, day, moment, "00123", ""]
        shown = ["12345", "0.3", "-5", "0.0000001", "123456789012", typed("boolean", "TRUE", True)]
        shown += [typed("date", "2024-03-01", "2024-03-01")]
        shown += [typed("date", "2024-03-01 10:30:00", "2024-03-01T10:30:00"), "00123"]
        rows = {"S": [["a"], values]}
        self.assertEqual(self.cells(make.xlsx(rows))[1], shown)
        moment_format = {(1, 7): "yyyy-mm-dd hh:mm"}
        self.assertEqual(self.cells(make.xls(rows, formats=moment_format))[1], shown)

    def test_leading_zeros_of_a_format_are_kept(self):
        """V18, C07: what shows 00123 is 00123, with the fixed characters of the format."""
        k_number = {"type": "number", "text": "K-0123", "value": "123"}
        shown = {"00000": "00123", "[Red]00000": "00123", "00000;[Red]-00000": "00123"}
        shown |= {'"K-"0000': k_number, "0": "123", "#,##0": "123", "@": "123", "General": "123"}
        shown |= {"0.00": {"type": "grouped", "text": "123"}}
        shown |= dict.fromkeys(("0%", '"€" #,##0.00'), {"type": "painted", "text": "123"})
        for code, text in shown.items():
            with self.subTest(code):
                for content in self.formatted(123, code):
                    self.assertEqual(self.cells(content), [["a"], [text]])

    def formatted(self, number, code):
        """An .xlsx and an .xls with a number in that format."""

        def prepare(book):
            book.active["A2"].number_format = code

        rows = {"S": [["a"], [number]]}
        return make.xlsx(rows, prepare), make.xls(rows, formats={(1, 0): code})

    def test_lost_digits_are_marked(self):
        """D17: 16 digits and more; 15 are exact."""
        numbers = {1234567890123456789: "123456789012345", -(10**15): "-1000000000000000"}
        for number, text in numbers.items():
            for make_file in (make.xlsx, make.xls):
                cell = self.cells(make_file({"S": [["a"], [number]]}))[1][0]
                self.assertEqual(cell["type"], "digits")
                self.assertTrue(cell["text"].startswith(text))
        self.assertEqual(self.cells(make.xlsx({"S": [[999999999999999]]})), [["999999999999999"]])

    def test_dates_of_the_1904_system(self):
        """D12: the same day as Excel shows."""
        style = '<cellXfs><xf numFmtId="14"/></cellXfs>'
        rows = '<row r="1"><c r="A1" s="0"><v>0</v></c><c r="B1" s="0"><v>1462</v></c></row>'
        book = {"S": make.sheet_xml(rows)}
        mac = make.package(book, styles=style, properties='<workbookPr date1904="1"/>')
        self.assertEqual(self.cells(mac)[0][1]["value"], "1908-01-02")
        self.assertEqual(self.cells(make.package(book, styles=style))[0][1]["value"], "1904-01-01")

    def test_serials_that_are_no_date_are_marked(self):
        """D14: negative, huge, a time alone, Excel's 29 February 1900."""
        style = '<cellXfs><xf numFmtId="14"/></cellXfs>'
        for raw, value in (
            ("-1", None),
            ("3000000", None),
            ("1E+300", None),
            ("0.5", None),
            ("60", None),
            ("59", "1900-02-28"),
            ("61", "1900-03-01"),
        ):
            with self.subTest(raw):
                sheet = make.sheet_xml(f'<row r="1"><c r="A1" s="0"><v>{raw}</v></c></row>')
                cell = self.cells(make.package({"S": sheet}, styles=style))[0][0]
                self.assertEqual((cell["type"], cell["value"]), ("date", value))

    def test_the_stored_result_of_a_formula_counts(self):
        """D1, D2, D3: the stored result counts; without one the cell is not blank but marked."""
        rows = self.cells(make.formula_without_value())
        formula = {"type": "formula", "text": "=1+1"}
        self.assertEqual(rows[1], [formula, {"type": "formula", "text": "=A1"}, "3"])
        content = make.formula_with_value()
        self.assertEqual(self.cells(content)[1], ["2", "x"])
        self.assertEqual(self.warned(content)["formula_cells"], {"count": 2, "rows": "2"})

    def test_errors_of_the_spreadsheet_are_marked(self):
        """D4: the row fails, not the file."""
        cells = '<c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#REF!</v></c>'
        cells = self.cells(make.package({"S": make.sheet_xml(f'<row r="1">{cells}</row>')}))[0]
        self.assertEqual(cells, [{"type": "error", "text": text} for text in ("#N/A", "#REF!")])

    def test_texts_are_joined_and_unescaped(self):
        """D21: runs of rich text are one text; phonetic hints are none of it; _x000D_ is CR."""
        strings = (
            "<si><r><t>Zo</t></r><r><rPr><b/></rPr><t>ë </t></r><rPh><t>hint</t></rPh></si>"
            "<si><t>a_x000D_\nb</t></si><si><t>_x005F_x000D_</t></si><si><t>x_x0001_</t></si>"
        )
        rows = "".join(f'<row><c t="s">\n<v>{number}</v></c></row>' for number in range(4))
        content = make.package({"S": make.sheet_xml(rows)}, strings)
        bad = {"type": "bad", "text": "x\ufffd"}
        self.assertEqual(self.cells(content), [["Zoë "], ["a\r\nb"], ["_x000D_"], [bad]])

    def test_other_programs_write_prefixes_and_no_references(self):
        """C07: the same cells from XML with prefixes, without r=, with ISO dates."""
        sheet = make.sheet_xml(
            '<row><c t="str"><v>a</v></c><c/><c t="d"><v>2024-03-01T00:00:00</v></c></row>'
        )
        for tag in ("worksheet", "sheetData", "row", "c", "v"):
            sheet = sheet.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}>", f"</x:{tag}>")
        sheet = sheet.replace("xmlns=", "xmlns:x=").replace("<x:cols", "<cols")
        cells = self.cells(make.package({"S": sheet.replace('<dimension ref="A1:D5"/>', "")}))
        self.assertEqual(cells, [["a", "", typed("date", "2024-03-01", "2024-03-01")]])

    def test_a_text_as_long_as_a_cell_can_be_is_a_warning(self):
        """D24: it has probably been cut."""
        content = make.xlsx({"S": [["a"], ["".join(map(column_letter, range(13_000)))[:32_767]]]})
        self.assertEqual(self.warned(content)["cell_at_limit"]["rows"], "2")

    def test_cells_are_those_of_openpyxl(self):
        """C07: text, number or nothing at the same place as another reader sees it."""
        rows = [[f"{n}-{m}" if m % 3 else n * m or None for m in range(9)] for n in range(1, 200)]
        content = make.xlsx({"S": rows})
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
        theirs = [["" if v is None else str(v) for v in row] for row in sheet.values]
        ours = [[*cells, *[""] * (9 - len(cells))] for cells in self.cells(content)]
        self.assertEqual(ours, theirs)


class TestSheets(FileCase):
    def test_the_first_visible_sheet_with_data_is_read(self):
        """D5: hidden ones are listed, and read when chosen."""
        content = make.hidden_first_sheet()
        table = self.open(content)
        self.assertEqual([cells for _number, cells in table], make.SAMPLE)
        sheets = [{"name": "Old", "visible": False}, {"name": "New", "visible": True}]
        self.assertEqual((table.sheets, table.dialect["sheet"]), (sheets, "New"))
        self.assertEqual(self.cells(content, sheet="Old"), [["no"]])
        self.assertRefused("no_such_sheet", content, sheet="Other")

    def test_several_sheets_are_a_warning(self):
        """D6: the first one is read; empty ones and our own list of values do not count."""
        two = {"One": [["a"]], "Empty": [], "Two": [["b"]]}
        for make_file in (make.xlsx, make.xls):
            self.assertEqual(self.cells(make_file(two)), [["a"]])
            expected = {"sheet": "One", "sheets": "One, Two"}
            self.assertEqual(self.warned(make_file(two))["several_sheets"], expected)
            ours = make_file({"Errors": [["a"]], "Allowed values": [["b"]]})
            self.assertNotIn("several_sheets", self.warned(ours))
            self.assertNotIn("several_sheets", self.warned(make_file(two), sheet="Two"))

    def test_no_data_is_refused(self):
        """A2, D5: empty sheets, or data in hidden ones only."""
        for make_file in (make.xlsx, make.xls):
            self.assertRefused("no_rows", make_file({"S": [], "T": [[" "]]}))
            self.assertRefused("no_rows", make_file({"S": [], "T": [["a"]]}), sheet="S")
        only = make.package({"S": (make.sheet_xml(make.text_rows([["a"]])), "veryHidden")})
        self.assertRefused("only_hidden_sheets", only)

    def test_hidden_and_merged_are_warnings(self):
        """D7, D8: hidden rows and columns are read too; merged cells have one value."""

        def prepare(book):
            book.active.row_dimensions[3].hidden = True
            book.active.column_dimensions["B"].hidden = True
            book.active.merge_cells("C2:D2")

        content = make.xlsx({"S": make.SAMPLE}, prepare)
        warned = self.warned(content)
        self.assertEqual(warned["hidden_rows"], {"count": 1, "rows": "3"})
        self.assertEqual(warned["hidden_columns"], {"columns": "B"})
        self.assertEqual(warned["merged_cells"], {"count": 1, "cells": "C2:D2"})
        self.assertEqual(self.read_rows(content)[1][1][2:], ["Demo_7592"])
        self.assertEqual(len(self.read_rows(content)), 5)

    def test_hidden_and_merged_in_xls(self):
        """D7, D8: the same from .xls."""

        def prepare(book):
            sheet = book.get_sheet(0)
            sheet.row(2).hidden = sheet.col(1).hidden = True
            sheet.write_merge(6, 7, 1, 2, "m")

        warned = self.warned(make.xls({"S": make.SAMPLE}, prepare))
        self.assertEqual(warned["hidden_rows"], {"count": 1, "rows": "3"})
        self.assertEqual(warned["hidden_columns"], {"columns": "B"})
        self.assertEqual(warned["merged_cells"], {"count": 1, "cells": "B7:C8"})

    def test_row_numbers_are_those_of_the_spreadsheet(self):
        """P5, C12, C24: blank rows are left out and counted, numbers stay."""
        rows = [["a", "b"], [], [" ", None], ["1", "2"], [None, "3"]]
        for make_file in (make.xlsx, make.xls):
            table = self.open(make_file({"S": rows}))
            self.assertEqual(list(table), [(1, ["a", "b"]), (4, ["1", "2"]), (5, ["", "3"])])
            self.assertEqual((table.rows, table.blank, table.columns), (3, 2, 2))

    def test_phantoms_and_wrong_dimensions_are_no_rows(self):
        """D9, D10: formatted cells far away and a wrong extent change nothing."""
        for content in (make.phantom_row(), make.wrong_dimension()):
            table = self.open(content)
            self.assertEqual([cells for _number, cells in table], make.SAMPLE)
            self.assertEqual((table.rows, table.blank, table.columns), (5, 0, 4))
        table = self.open(make.phantom_column())
        self.assertEqual((len(list(table)), table.columns), (499, 1))

    def test_data_far_to_the_right_is_refused(self):
        """C6: the cap counts columns that hold data."""
        sheet = make.sheet_xml('<row r="7"><c r="A7"><v>1</v></c><c r="XFD7"><v>1</v></c></row>')
        code, params = self.refused(make.package({"S": sheet}))
        self.assertEqual((code, params["row"], params["columns"]), ("too_many_columns", 7, 16384))
        self.assertRefused("too_many_rows", make.xlsx(), limits={"rows": 4})


class TestHostileWorkbooks(FileCase):
    def test_document_types_are_refused(self):
        """A13, A14: entities of any kind, in any part, in any encoding; no file is opened."""
        self.assertRefused("document_type", make.entity_bomb())
        self.assertRefused("document_type", make.external_entity("/etc/hostname"))
        padding = "".join(map(column_letter, range(30_000)))
        other = f'<?xml version="1.0"?><!--{padding}--><!DOCTYPE x><x/>'
        for part in (other.encode(), other.encode("utf-16")):
            content = make.sample_package(extra={"docProps/app.xml": part})
            self.assertRefused("document_type", content)

    def test_bombs_are_refused_by_their_directory(self):
        """A11: size and number of parts; nothing is unpacked."""
        self.assertRefused("unpacks_too_large", make.zip_bomb())
        self.assertRefused("unpacks_too_large", make.xlsx(), limits={"unpacked": 1000})
        self.assertRefused("too_many_parts", make.xlsx(), limits={"entries": 3})

    def test_forged_archives_are_refused(self):
        """A7, A11: names that climb, parts twice, encrypted parts, a wrong checksum."""
        self.assertRefused("unsafe_part", make.sample_package(extra={"../../etc/x": b"1"}))
        content = bytearray(make.sample_package())
        encrypted, altered = content.copy(), content.copy()
        encrypted[content.rindex(b"PK\x01\x02") + 8] |= 1
        self.assertRefused("password_protected", bytes(encrypted))
        altered[content.index(b"xl/worksheets/sheet1.xml") + 40] ^= 0xFF
        self.assertRefused("incomplete", bytes(altered))

    def test_damaged_parts_are_named(self):
        """A8: which part, and where."""
        cases = {
            '<row r="2"><c r="?2"><v>1</v></c></row>': "?2",
            f"<row>{'<c/>' * 16_385}</row>": "row 1",
            '<row r="x"/>': "x",
            '<row r="0"/>': "0",
            '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>': "A2",
            '<row r="2"><c r="ZZZZ2"><v>1</v></c></row>': "ZZZZ2",
            '<row r="2"/><row r="2"/>': "2",
            '<row r="9999999"/>': "9999999",
            '<row r="2"><c>': None,
        }
        for rows, place in cases.items():
            with self.subTest(rows):
                code, params = self.refused(make.package({"S": make.sheet_xml(rows)}))
                self.assertEqual((code, params["part"]), ("damaged", "xl/worksheets/sheet1.xml"))
                if place:
                    self.assertEqual(params["place"], place)

    def test_a_missing_part_is_named(self):
        """A8: a workbook without its sheet."""
        code, params = self.refused(make.sample_package(without=["xl/worksheets/sheet1.xml"]))
        self.assertEqual((code, params["part"]), ("missing_part", "xl/worksheets/sheet1.xml"))
