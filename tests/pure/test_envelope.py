import io
from unittest import TestCase

from ...tools.reading.envelope import bom, extension, identify, mib, name_warnings
from ...tools.reading.table import Limits
from ...tools.rows.problems import SourceError


class TestIdentify(TestCase):
    """C07, A1 to A10: what a file is by its first bytes."""

    def identify(self, content, **limits):
        return identify(io.BytesIO(content), Limits(**limits))

    def refused(self, content, **limits):
        with self.assertRaises(SourceError) as caught:
            self.identify(content, **limits)
        return caught.exception.code, caught.exception.params.get("type")

    def test_an_old_workbook_without_a_container_is_one(self):
        """A4: programs of the eighties wrote the records alone."""
        self.assertEqual(self.identify(b"\x09\x08\x08\x00" + bytes(20)), "xls")

    def test_a_word_document_of_the_old_kind_is_named(self):
        """A8: its container is that of an .xls."""
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
        self.assertEqual(self.refused(content), ("wrong_type", "Word (.doc)"))

    def test_what_people_upload_by_mistake_is_named(self):
        """A8: by its first bytes, whatever follows."""
        for start, name in ((b"GIF89a", "GIF"), (b"{\\rtf1", "RTF"), (b"\x1f\x8b\x08", "gzip")):
            with self.subTest(name):
                self.assertEqual(self.refused(start + b" data"), ("wrong_type", name))

    def test_a_spreadsheet_of_2003_in_xml_is_named(self):
        """A8: it looks like a text, and a person can save it again."""
        content = b"<?xml version='1.0'?><x xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"
        self.assertEqual(self.refused(content), ("wrong_type", "XML Spreadsheet 2003"))

    def test_a_saved_web_archive_is_a_web_page(self):
        """A5: browsers write a header of an e-mail before it."""
        self.assertEqual(self.refused(b"MIME-Version: 1.0\nContent-Type: x\n")[0], "web_page")

    def test_a_sign_that_is_no_tag_makes_no_web_page(self):
        """A5: a first label may begin with <."""
        self.assertEqual(self.identify(b"<18 years,name\n1,Ann\n"), "csv")

    def test_a_stray_control_character_makes_no_binary(self):
        """B10: the cell is marked later; a tenth of such characters is no text."""
        self.assertEqual(self.identify(b"name,town\nAnn\x01,Ghent\n" * 5), "csv")
        self.assertEqual(self.refused(b"ab\x00\x01\x02cdefgh" * 4)[0], "not_a_table")

    def test_a_file_of_just_the_limit_is_read(self):
        """A10: one byte more is not."""
        self.assertEqual(self.identify(b"a,b\n1,2\n", size=8), "csv")
        self.assertEqual(self.refused(b"a,b\n1,2\n", size=7)[0], "too_large")

    def test_the_stream_is_left_at_its_beginning(self):
        """The reader goes on from there."""
        stream = io.BytesIO(b"a,b\n1,2\n")
        identify(stream, Limits())
        self.assertEqual(stream.tell(), 0)


class TestNames(TestCase):
    def test_only_the_last_ending_of_a_name_counts(self):
        """C07: the name of a folder has none."""
        self.assertEqual(extension("members.csv.xlsx"), "xlsx")
        self.assertEqual(extension("folder.csv/members"), "")

    def test_a_text_may_have_any_ending_of_texts(self):
        """C07: .txt and .tsv are usual; no ending says nothing."""
        for name in ("a.csv", "a.TXT", "a.tsv", "a.tab", "a"):
            self.assertEqual(name_warnings(name, "csv"), [])

    def test_a_name_of_another_format_is_a_warning(self):
        """A4: with what the name says and what the file is."""
        [found] = name_warnings("members.csv", "xlsx")
        self.assertEqual(found.params, {"extension": ".csv", "format": "xlsx"})

    def test_sizes_are_told_in_mebibytes(self):
        """A10: with as many decimals as they need."""
        self.assertEqual(
            [mib(size) for size in (1 << 20, 1_572_864, 5_000_000)], ["1", "1.5", "4.77"]
        )


class TestEncodingByBytes(TestCase):
    def test_a_byte_order_mark_declares_the_encoding(self):
        """B1, B2: the longer mark of UTF-32 begins like that of UTF-16."""
        marks = {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-32": "utf-32"}
        for encoding, declared in marks.items():
            self.assertEqual(bom("a".encode(encoding)), declared)
        self.assertIsNone(bom(b"a,b"))
