import io
from unittest import TestCase

from ...tools.reading.table import Limits
from ...tools.reading.workbook import Texts, Workbook, unescape
from ...tools.reading.xlsx_package import Package, exhaust
from ...tools.rows.problems import SourceError
from ..fixtures import make


class TestPackage(TestCase):
    """C07, A11: the parts of an .xlsx."""

    def package(self, parts):
        types = {"[Content_Types].xml": "<Types/>"}
        return Package(io.BytesIO(make.archive({**types, **parts})), Limits())

    def relations(self, xml, name="xl/workbook.xml"):
        folder, _slash, base = name.rpartition("/")
        return self.package({f"{folder}/_rels/{base}.rels": xml}).relations(name)

    def test_relations_are_found_from_the_folder_of_their_part(self):
        """C07: relative to it, or from the root of the package."""
        found = self.relations(
            '<R><Relationship Id="a" Type="http://x/worksheet" Target="sheets/s.xml"/>'
            '<Relationship Id="b" Type="http://x/styles" Target="/other/s.xml"/>'
            '<Relationship Id="c" Type="http://x/theme" Target="../t.xml"/></R>'
        )
        self.assertEqual(found["a"], ("worksheet", "xl/sheets/s.xml"))
        self.assertEqual(found["b"], ("styles", "other/s.xml"))
        self.assertEqual(found["c"], ("theme", "t.xml"))

    def test_links_to_other_places_are_left_out(self):
        """A14: nothing outside of the file is ever looked at."""
        link = '<R><Relationship Id="a" Type="x/link" Target="/etc/x" TargetMode="External"/></R>'
        self.assertEqual(self.relations(link), {})

    def test_a_part_without_relations_has_none(self):
        self.assertEqual(self.package({}).relations("xl/workbook.xml"), {})

    def test_tags_are_found_whatever_their_prefix(self):
        """C07: some programs write x:row for row; what is of another namespace is not meant."""
        seen = []
        others = '<o:row r="0"/><row r="0"/><o:x><x:row r="0"/></o:x>'
        rows = f'<x:row r="1"/>{others}<y:row xmlns:y="u" r="2"/>'
        package = self.package({"a.xml": f'<x:a xmlns:x="u" xmlns:o="v">{rows}</x:a>'})
        exhaust(package.parse("a.xml", {"row": lambda attributes: seen.append(attributes["r"])}))
        self.assertEqual(seen, ["1", "2"])

    def test_a_part_that_is_not_there_is_named(self):
        """A8: with the name that another part gave it."""
        with self.assertRaises(SourceError) as caught:
            exhaust(self.package({}).parse("xl/worksheets/sheet9.xml"))
        params = {"part": "xl/worksheets/sheet9.xml"}
        self.assertEqual((caught.exception.code, caught.exception.params), ("missing_part", params))

    def test_broken_xml_is_refused_with_line_and_column(self):
        """A8: of the part that is needed."""
        with self.assertRaises(SourceError) as caught:
            exhaust(self.package({"a.xml": "<a>\n<b></a>"}).parse("a.xml"))
        self.assertEqual(caught.exception.params, {"part": "a.xml", "place": "2:5"})

    def test_a_document_type_is_refused_when_the_file_is_opened(self):
        """A13: in whatever part it is."""
        with self.assertRaises(SourceError) as caught:
            self.package({"docProps/app.xml": "<!DOCTYPE x><x/>"})
        self.assertEqual(caught.exception.code, "document_type")


class TestWorkbook(TestCase):
    """D21: what all sheets share."""

    def test_sheets_have_a_name_and_may_be_hidden(self):
        """D5: in the order of the workbook."""
        content = make.xlsx({"One": [["a"]], "Two": [["b"]]}, self.hide_second)
        sheets = Workbook(Package(io.BytesIO(content), Limits())).sheets
        self.assertEqual(
            [(sheet["name"], sheet["visible"]) for sheet in sheets], [("One", True), ("Two", False)]
        )

    def hide_second(self, book):
        book["Two"].sheet_state = "hidden"

    def test_runs_of_a_text_are_joined_without_the_hints(self):
        """D21: what is between its elements is none of it."""
        texts = Texts()
        for text, hint in (("Zo", False), ("hint", True), ("ë", False)):
            self.read_run(texts, text, hint)
        self.assertEqual((texts.take(), texts.take()), ("Zoë", ""))

    def read_run(self, texts, text, hint):
        tags = ("rPh", "t") if hint else ("t",)
        for tag in tags:
            texts.starts[tag]({})
        texts.text(text)
        for tag in reversed(tags):
            texts.ends[tag]()

    def test_only_four_digits_make_an_escape(self):
        """D21: _x000D_ is CR, and _x005F_ the underline before what only looks like one."""
        self.assertEqual(unescape("a_x000D_b"), "a\rb")
        self.assertEqual(unescape("_x005F_x000D_"), "_x000D_")
        self.assertEqual(unescape("_xyz_ _x12_"), "_xyz_ _x12_")
