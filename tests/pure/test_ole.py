"""The container of .xls, and what is older than it."""

import struct

from ..common_files import FileCase
from ..fixtures import biff, make
from ..fixtures.biff import label, number, record

DATA = [["a", "b"], ["1", "2"]]
CELLS = label(0, 0, "a") + label(0, 1, "b") + label(1, 0, "1") + label(1, 1, "2")


class TestContainer(FileCase):
    def test_case_of_names_does_not_count(self):
        """C07: some programs write WORKBOOK or BOOK."""
        content = biff.stream({"S": biff.sheet(CELLS)})
        for name in ("WORKBOOK", "workbook", "BOOK", "Book"):
            with self.subTest(name):
                self.assertEqual(self.cells(biff.container(content, name)), DATA)

    def test_a_file_without_its_last_sectors_of_padding_is_read(self):
        """A7: what is missing is none of the data."""
        content = make.xls({"S": DATA})
        self.assertEqual(self.cells(content + b"\0" * 700), DATA)

    def test_a_broken_chain_is_read_as_far_as_it_goes_and_told(self):
        """A7: other programs open such a file; a sheet that is not whole is refused."""
        content = bytearray(make.xls({"S": DATA}))
        table = self.table_of(content)
        chained = struct.unpack_from("<128I", content, table)
        last = chained.index(0xFFFFFFFE)
        struct.pack_into("<I", content, table + 4 * last, last)
        self.assertEqual(self.cells(bytes(content)), DATA)
        self.assertEqual(self.warned(bytes(content))["damaged_container"], {})
        struct.pack_into("<I", content, table, 0)
        self.assertRefused("incomplete", bytes(content))

    def test_a_short_workbook_lies_in_small_sectors(self):
        """C07: of 64 bytes, in the stream of the root."""
        content = biff.small_container(biff.stream({"S": biff.sheet(CELLS)}))
        self.assertEqual(self.cells(content), DATA)
        self.assertNotIn("damaged_container", self.warned(content))

    def test_a_workbook_in_a_workbook_is_not_read(self):
        """A8: of documents that are embedded nothing counts."""
        inner = biff.stream({"S": biff.sheet(label(0, 0, "inner"))})
        outer = biff.stream({"S": biff.sheet(CELLS)})
        content = biff.small_container(outer, [("MBD0001", inner)])
        self.assertEqual(self.cells(content), DATA)

    def test_sectors_may_lie_in_any_order(self):
        """C07: programs that save again and again leave the stream in pieces."""
        content = bytearray(make.xls({"S": [[f"text {row}"] for row in range(400)]}))
        rows, table = self.cells(bytes(content)), self.table_of(content)
        first, second = 2, 5
        for each in (self.sectors, self.links(table)):
            one, other = each(first), each(second)
            content[one], content[other] = content[other], content[one]
        for place in range(table, table + 512, 4):
            found = struct.unpack_from("<I", content, place)[0]
            swapped = {first: second, second: first}.get(found, found)
            struct.pack_into("<I", content, place, swapped)
        self.assertEqual(self.cells(bytes(content)), rows)
        self.assertNotIn("damaged_container", self.warned(bytes(content)))

    def sectors(self, number):
        return slice((number + 1) * 512, (number + 2) * 512)

    def links(self, table):
        return lambda number: slice(table + 4 * number, table + 4 * number + 4)

    def table_of(self, content):
        return (struct.unpack_from("<I", content, 76)[0] + 1) * 512

    def test_sound_files_are_not_called_damaged(self):
        """A7: nor large ones, whose table of sectors goes on elsewhere."""
        many = {"S": [[f"text {row}-{column}" for column in range(8)] for row in range(2000)]}
        self.assertNotIn("damaged_container", self.warned(make.xls(many)))

    def test_streams_that_lead_nowhere_end(self):
        """A8: hostile numbers of sectors neither hang nor fill the memory."""
        sound = make.xls({"S": DATA})
        for place in range(44, 88, 4):
            for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFF0):
                content = bytearray(sound)
                struct.pack_into("<I", content, place, value)
                with self.subTest(place=place, value=value):
                    self.read_or_refused(bytes(content))

    def read_or_refused(self, content):
        try:
            self.assertEqual(self.cells(content), DATA)
        except self.failureException:
            raise
        except Exception as error:
            self.assertIn(getattr(error, "code", repr(error)), ("incomplete", "not_a_workbook"))

    def test_records_without_a_container_are_a_workbook(self):
        """A4: some programs write them alone."""
        self.assertEqual(self.cells(biff.stream({"S": biff.sheet(CELLS)})), DATA)


class TestOlderWorkbooks(FileCase):
    def test_texts_of_excel_95_are_in_its_code_page(self):
        """C07: not Unicode; without a code page that of Western Windows."""
        cell = biff.cell(0x0204, 0, 0, struct.pack("<H", 4) + b"Zo\xeb\x80")
        for pages, shown in (((1250,), "Zoë€"), ((1251,), "ZoлЂ"), ((), "Zoë€")):
            sheets = {"S": biff.sheet(cell, version=0x0500)}
            records = [record(0x0042, struct.pack("<H", page)) for page in pages]
            content = biff.container(biff.stream(sheets, *records, version=0x0500), "Book")
            with self.subTest(pages):
                self.assertEqual(self.cells(content), [[shown]])

    def test_what_scripts_write_is_read(self):
        """A4: many web sites write records of before Excel 5 without a container."""
        cells = biff.cell(0x0204, 0, 0, struct.pack("<H", 4) + b"name") + number(1, 0, 17)
        content = record(0x0809, struct.pack("<HHHH", 0, 0x10, 0, 0)) + cells + biff.EOF
        self.assertEqual(self.cells(content), [["name"], ["17"]])
