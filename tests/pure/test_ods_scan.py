"""Rows of OpenDocument sheets of the usual shape are read without expat: they are the same with it,
and so is the spool."""

import io
import random
from unittest.mock import patch

from ...tools.reading import ods_scan, ods_sheet
from ...tools.reading.blocks import Columns, Rows
from ...tools.reading.spool import write_spool
from ...tools.rows.problems import SourceError
from ..common_files import FileCase
from ..fixtures import ods

TEXTS = ("a", 'b "q"', "c&d", "", " lead", "two  blanks", "é", "tab\there", "Ã©", "c\\d")
NUMBERS = (
    ("7", "00007"),
    ("12", "12"),
    ("-5", "-5"),
    ("0.5", "1/2"),
    ("1234", "1,234"),
    ("x", "y"),
)
DAYS = ("2024-02-29", "2024-02-30", "2024-01-02T10:11:12", "1899-12-30T01:02:03")
#: cells that few rows have
ODD = (
    ods.cell("one\ntwo"),
    ods.cell("r", table_number_columns_repeated="2"),
    ods.cell("f", table_formula="of:=1"),
    ods.cell("m", table_number_columns_spanned="2"),
    ods.cell("7", type="float", office_value="7", table_number_columns_spanned="2"),
    ods.cell("7", type="float", office_value="7", table_formula="of:=7"),
    ods.cell("c").replace("table-cell", "covered-table-cell"),
    ods.cell("", more='<text:p>x<text:s text:c="2"/>y</text:p>'),
    ods.cell("&#65;").replace("&amp;", "&"),
    '<table:table-cell office:value-type="float" office:value="3"/>',
    "<table:table-cell><text:p>bare</text:p></table:table-cell>",
)
ROWS = 60


class Sheet:
    """A sheet of chance: rows of a few patterns, some cells of which are others."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.choice = self.random.choice
        width = self.random.randrange(1, 5)
        patterns = [
            [self.choice(self.kinds()) for _ in range(width)]
            for _ in range(self.random.randrange(1, 4))
        ]
        often = [*patterns[:1] * 8, *patterns]
        rows = [
            ods.row(*map(self.cell, self.choice(often)), **self.attributes()) for _ in range(ROWS)
        ]
        between = self.choice(["", "", "\n  "])
        xml = ods.row(ods.cell("a"), ods.cell("b")) + between.join(rows) + ods.rows([["z"]])
        self.sheets = {"S": xml, "T": ods.rows([["other"]])}

    def kinds(self):
        return [self.text] * 4 + [self.number] * 2 + [self.day, self.blank, self.true, self.odd]

    def attributes(self):
        odd = ({"visibility": "filter"}, {"number_rows_repeated": "3"}, {"style_name": "ro2"})
        return self.choice([*[{"style_name": "ro1"}] * 40, *odd])

    def cell(self, kind):
        if self.random.random() < 0.02:
            kind = self.choice(self.kinds())
        return kind()

    def text(self):
        return ods.cell(self.choice([*TEXTS, "x", "y"]), calcext_value_type="string")

    def number(self):
        raw, shown = self.choice(NUMBERS)
        return ods.cell(shown, type="float", office_value=raw, table_style_name="ce1")

    def day(self):
        return ods.cell("shown", type="date", office_date_value=self.choice(DAYS))

    def true(self):
        value = self.choice(["true", "false"])
        return ods.cell(value.upper(), type="boolean", office_boolean_value=value)

    def blank(self):
        count = self.choice(["", ' table:number-columns-repeated="2"'])
        return f"<table:table-cell{count}/>"

    def odd(self):
        return self.choice(ODD)


class TestScan(FileCase):
    def told(self, content, **options):
        """All that is told of a file, and its spool; or why it is refused."""
        spool, one_by_one = io.StringIO(), io.StringIO()
        try:
            table = self.open(content, "file.fods", **options)
            rows = list(table)
            write_spool(self.open(content, "file.fods", **options).blocks(), spool, 0, 7)
        except SourceError as error:
            return error.code, error.params.get("part"), error.params.get("row")
        write_spool([Rows(rows)], one_by_one, 0, 7)
        self.assertEqual(spool.getvalue(), one_by_one.getvalue())
        return rows, table.warnings, table.blank, table.columns, table.sheets

    def by_expat(self, content, **options):
        with patch.object(ods_scan, "is_plain", return_value=False):
            return self.told(content, **options)

    def assertSame(self, content, size=1 << 16, **options):
        with patch(f"{ods_sheet.__package__}.ods_package.BLOCK", size):
            self.assertEqual(self.told(content, **options), self.by_expat(content, **options))

    def test_rows_of_chance_are_read_as_by_expat(self):
        """V07: whatever their cells are, wherever a block of the file ends."""
        for seed in range(25):
            with self.subTest(seed):
                content = ods.flat(Sheet(seed).sheets)
                self.assertSame(content, (1 << 16, 700)[seed % 2])
                self.assertSame(content, 700, sheet="T")

    def test_rows_with_the_same_odd_cell_are_read_as_by_expat(self):
        """V07: a shape has no place for it."""
        for cell in ODD:
            for xml in (ods.row(ods.cell("x"), cell), ods.row(cell, ods.cell("x"))):
                with self.subTest(xml):
                    self.assertSame(ods.flat({"S": ods.rows([["a", "b"]]) + xml * 12}), 900)

    def test_usual_rows_come_column_by_column(self):
        """P1: without expat, of texts, numbers and days; else all takes four times as long."""
        rows = "".join(
            ods.row(
                ods.cell(f"Code {n} & more"),
                "<table:table-cell/>",
                ods.cell(f"{n:05}", type="float", office_value=str(n)),
                ods.cell("day", type="date", office_date_value="2024-02-29"),
            )
            for n in range(50)
        )
        content = ods.flat({"S": rows})
        with patch(f"{ods_sheet.__package__}.ods_package.BLOCK", 2000):
            blocks = self.open(content, "file.fods").blocks()
            found = [(len(list(block)), isinstance(block, Columns)) for block in blocks]
        count = sum(rows for rows, together in found if together)
        self.assertGreater(count, 30)
        self.assertSame(content, 2000)

    def test_what_only_looks_usual_is_left_to_expat(self):
        """A8: prefixes of another meaning, comments, other encodings, characters that no XML has,
        sheets within sheets."""
        xml = "".join(ods.row(ods.cell(f"x{n}é")) for n in range(9))
        content = ods.flat({"S": xml, "T": xml})
        odd = {
            "prefix": lambda text: text.replace("xmlns:text=", "xmlns:t=").replace("text:p", "t:p"),
            "other meaning": lambda text: text.replace(ods.SPACES["text"], "urn:other"),
            "within": lambda text: text.replace("<text:p>x3", '<text:p xmlns:text="urn:o">x3', 1),
            "of a row": lambda text: text.replace(
                "<table:table-row>", '<table:table-row xmlns:table="o">', 1
            ),
            "comment": lambda text: text.replace("x4", "x4<!-- </table:table-row> -->", 1),
            "instruction": lambda text: text.replace("x4", "x4<?x </table:table-row> ?>", 1),
            "control": lambda text: text.replace("x5", "x\x015", 1),
            "cut off": lambda text: text[: text.index("x6")],
            "unbalanced": lambda text: text.replace("</table:table-cell>", "", 1),
            "sheet in a cell": lambda text: text.replace(
                "<text:p>x7é</text:p>", f"<table:table>{ods.row(ods.cell('no'))}</table:table>"
            ),
            "encoding": lambda text: text.replace("UTF-8", "ISO-8859-1"),
        }
        for title, change in odd.items():
            with self.subTest(title):
                changed = change(content.decode()).encode()
                for size in (1 << 16, 300):
                    self.assertSame(changed, size)
                    self.assertSame(changed, size, sheet="T")
