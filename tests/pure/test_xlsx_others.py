"""Workbooks as other programs, and other versions of Excel, write them."""

import contextlib
import io
import zipfile
from unittest.mock import patch

from ...tools.rows.characters import REPLACEMENT
from ..common_files import FileCase
from ..fixtures import make

STRICT = {
    make.MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    make.OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
LATER = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DATE = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'


def error(text):
    return {"type": "error", "text": text}


def row(cells):
    return make.sheet_xml(f'<row r="1">{cells}</row>')


class TestOtherPrograms(FileCase):
    def first(self, cells, **arguments):
        """The cells of the first row of a workbook, from their XML."""
        return self.cells(make.package({"S": row(cells)}, **arguments))[0]

    def day(self, **arguments):
        return self.first('<c s="1"><v>43537</v></c>', **{"styles": DATE, **arguments})[0]["value"]

    def test_what_later_versions_add_changes_nothing(self):
        """D12: x15:workbookPr of Excel 2013 says nothing about the calendar, nor what it offers
        to choose from."""
        later = f'<x15:workbookPr xmlns:x15="{LATER}" chartTrackingRefBase="1"/>'
        choice = f'<mc:AlternateContent xmlns:mc="{CHOICES}"><mc:Choice Requires="x15">'
        choice += '<workbookPr date1904="0"/></mc:Choice></mc:AlternateContent>'
        own = '<workbookPr date1904="1"/>'
        for added in ("", f"<extLst><ext>{later}</ext></extLst>", choice):
            with self.subTest(added):
                self.assertEqual(self.day(properties=own + added), "2023-03-14")
        self.assertEqual(self.day(properties=later), "2019-03-13")

    def test_elements_of_others_hold_no_cells(self):
        """C07: whatever their names."""
        other = '<o:row xmlns:o="o"><c r="A1"><v>9</v></c></o:row><o:v xmlns:o="o">8</o:v>'
        self.assertEqual(self.first(f'<c r="A1">{other}<v>1</v></c>'), ["1"])

    def test_strict_workbooks_are_read(self):
        """C07: as Excel saves them on request."""

        def strict(_name, part):
            for old, new in STRICT.items():
                part = part.replace(old.encode(), new.encode())
            return part

        self.assertEqual(self.cells(make.repacked(make.xlsx(), strict)), make.SAMPLE)

    def test_an_inline_text_is_of_its_own_cell(self):
        """C07: beside a formula or a value, and without its type."""
        text = "<is><t>Sess1</t></is>"
        for cell in (
            f'<c t="inlineStr"><f>A1</f>{text}</c>',
            f'<c t="inlineStr"><v>x</v>{text}</c>',
            f'<c t="inlineStr">{text}<v></v></c>',
            f"<c>{text}</c>",
            f'<c t="str"><f>A1</f><v>Sess1</v>{text}</c>',
        ):
            with self.subTest(cell):
                self.assertEqual(self.first(f"{cell}<c><v>2</v></c>"), ["Sess1", "2"])
        self.assertEqual(self.first(f"<c><v>1</v>{text}</c><c><v>2</v></c>"), ["1", "2"])
        self.assertEqual(self.first('<c t="inlineStr"><f>A1</f></c>')[0]["type"], "formula")

    def test_the_format_of_a_condition_is_not_that_of_a_cell(self):
        """D12: a dxf has a number format, and a style of its own."""
        code = '<numFmt numFmtId="14" formatCode="0.00%"/>'
        for after in (
            f"<dxfs><dxf>{code}</dxf></dxfs>",
            '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>',
        ):
            self.assertEqual(self.day(styles=DATE + after), "2019-03-13")
        self.assertEqual(
            self.first('<c s="1"><v>43537</v></c>', styles=f"<numFmts>{code}</numFmts>{DATE}"),
            [{"type": "painted", "text": "43537"}],
        )

    def test_characters_in_two_halves_are_one(self):
        """D21: as Excel escapes them; half of one is a bad character, in a sheet's name as well."""
        text = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
        self.assertEqual(self.first(text("a_xD83D__xDE00_")), ["a\U0001f600"])
        for half in ("_xD83D_", "_xDE00_", "_xDE00__xD83D_"):
            bad = REPLACEMENT * half.count("_x")
            self.assertEqual(self.first(text(half)), [{"type": "bad", "text": bad}])
        table = self.open(make.package({"a_xD83D_": row("<c><v>1</v></c>")}))
        self.assertEqual(table.sheets[0]["name"], f"a{REPLACEMENT}")

    def test_one_bad_cell_is_a_problem_of_its_row(self):
        """D4: no number, a style, a text or a type that there is not; the rest is read."""
        for cell, shown in (
            ("<c><v>NaN</v></c>", error("NaN")),
            ("<c><v>-INF</v></c>", error("-INF")),
            ("<c><v>x</v></c>", error("x")),
            ('<c s="7"><v>1</v></c>', error("1")),
            ('<c s="-1"><v>1</v></c>', error("1")),
            ('<c s="x"><v>1</v></c>', error("1")),
            ('<c s="1"><v>NaN</v></c>', error("NaN")),
            ('<c t="s"><v>99</v></c>', error("99")),
            ('<c t="s"><v>-1</v></c>', error("-1")),
            ('<c t="new"><v>1</v></c>', error("1")),
            ('<c t="d"><v>soon</v></c>', {"type": "date", "text": "soon", "value": None}),
        ):
            with self.subTest(cell):
                found = self.first(
                    f'{cell}<c t="s"><v>0</v></c>', strings="<si><t>a</t></si>", styles=DATE
                )
                self.assertEqual(found, [shown, "a"])

    def test_formats_of_dates_that_east_asia_knows_are_read(self):
        """D12: by their number, without a code."""
        for number in (27, 36, 50, 58):
            styles = DATE.replace("14", str(number))
            self.assertEqual(self.day(styles=styles), "2019-03-13")


class TestNamesOfParts(FileCase):
    def renamed(self, change, content=None):
        """A workbook whose parts have other names in the zip."""
        parts = {}
        make.repacked(
            content or make.xlsx(), lambda name, part: parts.setdefault(change(name), part)
        )
        return make.archive(parts)

    def test_case_and_slashes_do_not_count(self):
        """C07: some programs write others in the zip than in their references."""
        for change in (
            str.upper,
            str.lower,
            lambda name: name.replace("/", "\\"),
            lambda name: name.replace("sheet1", "sheet%31"),
        ):
            with self.subTest(change("xl/worksheets/sheet1.xml")):
                self.assertEqual(self.cells(self.renamed(change)), make.SAMPLE)

    def test_references_are_found_however_they_are_written(self):
        """C07: from their part or from the root, with backslashes, case and percent signs."""
        for target in (
            "worksheets\\sheet1.xml",
            "/xl/worksheets/sheet1.xml",
            "\\xl\\Worksheets\\Sheet1.xml",
            "../xl/worksheets/./sheet%31.xml",
            "xl/worksheets/sheet1.xml",
        ):
            with self.subTest(target):
                self.assertEqual(self.cells(self.targeted(target)), make.SAMPLE)

    def targeted(self, target):
        old = b'Target="worksheets/sheet1.xml"'
        new = f'Target="{target}"'.encode()
        return make.repacked(make.sample_package(), lambda _name, part: part.replace(old, new))

    def test_two_parts_of_one_name_are_refused(self):
        """A7: nobody can tell which one is meant."""
        content = make.sample_package(extra={"XL\\Workbook.xml": b"<workbook/>"})
        self.assertRefused("incomplete", content)


class TestKinds(FileCase):
    def of_type(self, main, more=""):
        return make.sample_package(extra={"[Content_Types].xml": make.content_types(main, more)})

    def test_the_main_part_says_what_a_workbook_is(self):
        """A9: not a type that nothing has, as SheetJS declares it, nor a part that nobody runs."""
        unused = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        more = f'<Default Extension="bin" ContentType="{unused}"/>'
        for main in ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml"):
            self.assertEqual(self.cells(self.of_type(main, more)), make.SAMPLE)
        left = make.sample_package(extra={"xl/vbaProject.bin": b"x"})
        self.assertEqual(self.cells(left), make.SAMPLE)

    def test_of_workbooks_and_templates_with_macros_the_cells_are_read(self):
        """V07: they are told by the type of their main part; a macro is not even unpacked."""
        for kind in ("sheet", "template"):
            types = make.content_types(f"ms-excel.{kind}.macroEnabled.main+xml")
            parts = {"[Content_Types].xml": types, "xl/vbaProject.bin": b"Sub"}
            content = make.sample_package(extra=parts)
            with self.watched() as read:
                table = self.open(content, "members.xlsm")
                self.assertEqual([cells for _number, cells in table], make.SAMPLE)
            self.assertEqual((table.format, table.warnings), ("xlsm", []))
            self.assertNotIn("xl/vbaProject.bin", read)

    @contextlib.contextmanager
    def watched(self):
        """The names of the parts that are opened meanwhile."""
        read = []
        opened = zipfile.ZipFile.open

        def watch(archive, name, *arguments, **more):
            read.append(getattr(name, "filename", name))
            return opened(archive, name, *arguments, **more)

        with patch.object(zipfile.ZipFile, "open", watch):
            yield read
        self.assertIn("xl/workbook.xml", read)

    def test_the_name_of_a_workbook_without_macros_is_a_warning(self):
        """A4: no program opens one of the other sort under it."""
        macros = make.content_types("ms-excel.sheet.macroEnabled.main+xml")
        content = make.sample_package(extra={"[Content_Types].xml": macros})
        named = self.warned(content, "members.xlsx")["named_otherwise"]
        self.assertEqual(named, {"extension": ".xlsx", "format": "xlsm"})


class TestBounds(FileCase):
    def test_what_nobody_reads_may_be_packed_tight(self):
        """A11: a picture, and a sheet of styles; only what is read counts."""
        styles = "<cellXfs>" + "<xf/>" * 100_000 + "</cellXfs>"
        content = make.package(
            {"Sheet1": make.sheet_xml(make.text_rows(make.SAMPLE))},
            styles=styles,
            extra={"xl/media/image1.emf": bytes(3_000_000)},
        )
        self.assertEqual(self.cells(content, limits={"unpacked": 2_000_000}), make.SAMPLE)
        self.assertRefused("unpacks_too_large", content, limits={"unpacked": 500_000})

    def test_cells_without_place_and_value_are_no_columns(self):
        """A11, D9: thousands of them, as some programs write what is only formatted."""
        blank = ("<row>" + '<c s="1" t="n"></c>' * 149 + "</row>") * 200
        sheet = make.sheet_xml(make.text_rows(make.SAMPLE) + blank)
        table = self.open(make.package({"S": sheet}))
        self.assertEqual([cells for _number, cells in table], make.SAMPLE)
        self.assertEqual(table.columns, 4)

    def test_a_part_may_not_be_larger_than_it_says(self):
        """A11: the size that is checked is the one that is kept."""
        content = bytearray(make.zip_bomb(3_000_000))
        for info in zipfile.ZipFile(io.BytesIO(content)).infolist():
            if info.filename.endswith("sheet1.xml"):
                size = info.file_size.to_bytes(4, "little")
        content = bytes(content).replace(size, (1000).to_bytes(4, "little"))
        self.assertRefused("incomplete", content)
