"""Many rows are read by one expression: they are the same as those read by expat, and so is the
spool."""

import io
import random
import re
from unittest.mock import patch

from ...tools.reading import xlsx_scan
from ...tools.reading.blocks import Columns, Rows
from ...tools.reading.spool import write_spool
from ...tools.rows.problems import SourceError
from ..common_files import FileCase
from ..fixtures import make

TEXTS = ("a", 'b "q"', "c\\d", "é", "x\ty", " ", "Ã©", "_x0041_", "y&amp;z", "")
STRINGS = "".join(f"<si><t>{text}</t></si>" for text in TEXTS) + "<si><r><t>r</t></r></si>"
FORMATS = '<numFmts><numFmt numFmtId="170" formatCode="00000"/>'
FORMATS += '<numFmt numFmtId="171" formatCode="&quot;M-&quot;0"/></numFmts>'
STYLES = f"{FORMATS}<cellXfs>" + "".join(
    f'<xf numFmtId="{each}"/>' for each in (0, 14, 170, 171, 0, 4, 22)
)
STYLES += "</cellXfs>"

NUMBERS = ("1", "12", "0", "-5", "0.5", "12.50", "1E3", "45000.5", "NaN", "007", " 3", "-0", "1.10")
NUMBERS += ("&#49;", "1234567890123456", "0.30000000000000004", "5e-7", "", *["44"] * 9)
IN_CELLS = ("x", "", "a&amp;b", "&#65;", "_x0041_", "b&gt;c", "é", " y ")
STYLED = ("", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="5"', ' s="6"', ' s="9"')
FORMULAS = (*[""] * 8, "<f>A1</f>", '<f t="shared" si="0"/>')
ROWS = 90


class Sheet:
    """A sheet of chance: rows of a few patterns, some cells of which are others."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.choice = self.random.choice
        width, bare = self.random.randrange(1, 5), not seed % 5
        patterns = [[self.cell() for _ in range(width)] for _ in range(self.random.randrange(1, 5))]
        often = [*patterns[:1] * 6, *patterns]
        rows, number = [], 1
        for _ in range(ROWS):
            number += self.choice([*[1] * 200, 2, 3, 0])
            cells = [self.changed(cell) for cell in self.choice(often)]
            placed = "".join(
                cell.replace("@", f"{letter}{number}")
                for cell, letter in zip(cells, "ABCD", strict=False)
            )
            if bare:
                placed = re.sub(' r="[A-D][0-9]+"', "", placed)
            rows.append(f'<row r="{number}"{self.attributes()}>{placed}</row>')
        between = self.choice(["", "\n  "])
        sheet = make.sheet_xml(make.text_rows([["a", "b"]]) + between.join(rows))
        self.content = make.package({"S": sheet}, STRINGS, STYLES)

    def attributes(self):
        odd = (' hidden="1"', ' hidden="0"', ' ht="15" x:y="1" xmlns:x="x"')
        return self.choice([*[""] * 60, *[' spans="1:4"'] * 20, *odd])

    def cell(self):
        style, formula = self.choice(STYLED), self.choice(FORMULAS)
        number, text = self.choice(NUMBERS), self.choice(IN_CELLS)
        shared = f'<c r="@"{style} t="s"><v>{self.random.randrange(11)}</v></c>'
        return self.choice(
            [
                "",
                f'<c r="@"{style}/>',
                *[shared] * 4,
                *[f'<c r="@"{style}>{formula}<v>{number}</v></c>'] * 4,
                f'<c r="@"{style} t="str">{formula}<v>{text}</v></c>',
                f'<c r="@"{style} t="inlineStr"><is><t>{text}</t></is></c>',
                f'<c r="@"{style} t="b">{formula}<v>{self.choice("01")}</v></c>',
                f'<c r="@"{style} t="e"><v>#N/A</v></c>',
                f'<c r="@" t="n"{style}><v>{number}</v></c>',
                '<c r="@" t="d"><v>2020-01-01</v></c>',
            ]
        )

    def changed(self, cell):
        if self.random.random() < 0.03:
            return self.cell()
        text, number = self.random.randrange(11), self.random.randrange(1, 60_000)
        cell = re.sub(r'(t="s"><v>)\d+', rf"\g<1>{text}", cell)
        return re.sub(r'(s="\d"><v>)\d+<', rf"\g<1>{number}<", cell)


class TestShape(FileCase):
    def told(self, content, **options):
        """All that is told of a file, and its spool; or why it is refused."""
        spool = io.StringIO()
        try:
            table = self.open(content, "file.xlsx", **options)
            rows = list(table)
            write_spool(self.open(content, "file.xlsx", **options).blocks(), spool, 0, 7)
        except SourceError as error:
            return error.code, error.params.get("part"), error.params.get("row")
        one_by_one = io.StringIO()
        write_spool([Rows(rows)], one_by_one, 0, 7)
        self.assertEqual(spool.getvalue(), one_by_one.getvalue())
        return rows, table.warnings, table.blank, table.columns

    def by_expat(self, content, **options):
        with patch.object(xlsx_scan, "is_plain", return_value=False):
            return self.told(content, **options)

    def test_rows_of_chance_are_read_as_by_expat(self):
        """C07: whatever their cells are, wherever a block of the file ends."""
        for seed in range(30):
            content = Sheet(seed).content
            with (
                self.subTest(seed),
                patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", (1 << 16, 900)[seed % 2]),
            ):
                self.assertEqual(self.told(content), self.by_expat(content))

    def rows(self, cells, count=40):
        return "".join(
            f'<row r="{row}">{cells.format(row, 40_000 + row)}</row>' for row in range(2, count)
        )

    def columns(self, content):
        """How many rows of a file come column by column."""
        blocks, count = self.open(content, "file.xlsx").blocks(), 0
        for block in blocks:
            found = list(block)
            count += len(found) if isinstance(block, Columns) else 0
        return count

    def test_usual_rows_come_column_by_column(self):
        """P1: of all kinds, with gaps; else all takes three times as long."""
        kinds = {
            "texts": '<c r="A{0}" s="4" t="s"><v>0</v></c><c r="B{0}" t="inlineStr"><is>'
            "<t>a&amp;b</t></is></c>",
            "numbers": '<c r="A{0}" s="2"><v>{0}</v></c><c r="B{0}" t="n"><v>{1}.5</v></c>',
            "dates": '<c r="A{0}" t="s"><v>3</v></c><c r="B{0}" s="1"><v>{1}</v></c>',
            "formulas": '<c r="A{0}"><f>B1</f><v>{1}</v></c><c r="C{0}" t="b"><f>1</f><v>0</v></c>',
            "places left out": '<c t="str"><v>x</v></c><c/><c><v>{1}</v></c>',
            "blanks": '<c r="A{0}"><v>1</v></c><c r="B{0}" s="1"/><c r="C{0}" s="1"></c>',
        }
        for title, cells in kinds.items():
            with self.subTest(title), patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", 900):
                sheet = make.sheet_xml(make.text_rows([["a", "b", "c"]]) + self.rows(cells))
                content = make.package({"S": sheet}, STRINGS, STYLES)
                self.assertGreater(self.columns(content), 20)
                self.assertEqual(self.told(content), self.by_expat(content))

    def test_what_only_expat_can_read_stands_among_usual_rows(self):
        """C07: characters by their number, in a number and in a text."""
        odd = {'<c r="A{0}"><v>{0}</v></c>': "&#52;", '<c r="A{0}" t="str"><v>{0}</v></c>': "&#65;"}
        for cells, value in odd.items():
            rows = self.rows(cells, 60).replace("<v>40</v>", f"<v>{value}</v>")
            content = make.package({"S": make.sheet_xml(make.text_rows([["a"]]) + rows)})
            with patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", 200):
                found = self.told(content)
            self.assertIn((40, [chr(int(value[2:4]))]), found[0])
            self.assertEqual(found, self.by_expat(content))

    def test_limits_hold_for_rows_that_come_together(self):
        """A11: of rows, and of long texts that all share."""
        sheet = make.sheet_xml(
            make.text_rows([["a"]]) + self.rows('<c r="A{0}" t="s"><v>0</v></c>', 200)
        )
        with patch(f"{xlsx_scan.__package__}.xlsx_package.BLOCK", 900):
            content = make.package({"S": sheet}, STRINGS, STYLES)
            found = self.told(content, limits={"rows": 150})
            self.assertEqual(found, ("too_many_rows", None, 151))
            for size in (32_767, 200_000):
                content = make.package({"S": sheet}, f"<si><t>{'x' * size}</t></si>", STYLES)
                self.assertEqual(self.told(content), self.by_expat(content))
            self.assertEqual(self.told(content), ("cell_too_long", None, 2))
