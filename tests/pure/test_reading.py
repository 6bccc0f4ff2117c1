import io
import os
import random
from unittest.mock import patch

from ...tools.reading import process
from ...tools.reading.blocks import Rows
from ...tools.reading.process import spool_head
from ...tools.reading.readers import Limits, Options
from ...tools.reading.spool import write_spool
from ...tools.reading.table import LINES
from ...tools.rows.problems import SourceError
from ...tools.writing.writers import write_csv, write_xlsx
from ..common_files import ChildMixin, FileCase
from ..fixtures import make

ALPHABET = [*"aZ07 \"',;\t|\n\\éŁ🎓=+<&\u00a0", "\r\n", "_x0041_", "null"]


class TestChild(ChildMixin, FileCase):
    def test_the_spool_holds_the_rows(self):
        """P5, P11: number, job and cells of each row, whatever is in them."""
        rows = [["a", "b"], ['x\\"\t', "y\n\\N"], ["Zoë 🎓", "\\."], ["1\x01", "\\n"]]
        answer = self.child(make.text(rows), base=3 * LINES, job=3)
        rows[3][0] = {"type": "bad", "text": "1\ufffd"}
        head = spool_head(self.spool, 10)
        self.assertEqual([cells for _number, cells, _offset in head], rows)
        self.assertEqual([number for number, _cells, _offset in head], [1, 2, 4, 5])
        lines = self.spool.read_bytes().splitlines(keepends=True)
        self.assertEqual(len(lines), 4)
        self.assertTrue(lines[0].startswith(b"%d\t3\t[" % (3 * LINES + 1)))
        self.assertEqual(head[0][2], len(lines[0]))
        self.assertEqual((answer["rows"], answer["columns"], answer["format"]), (4, 2, "csv"))
        self.assertEqual(answer["bytes"], self.spool.stat().st_size)

    def test_all_formats_give_the_same_spool(self):
        """C07: the engine cannot tell which one it was."""
        for content in (make.text(), make.xlsx(), make.xls()):
            answer = self.child(content, "sample")
            self.assertEqual([cells for _n, cells, _o in spool_head(self.spool, 9)], make.SAMPLE)
            self.assertEqual((answer["rows"], answer["warnings"]), (5, []))

    def test_a_refusal_is_an_answer(self):
        """P8: code and place, not an exception."""
        error = self.child(b'a,b\n1,"x')["error"]
        self.assertEqual(error, {"code": "quote_not_closed", "params": {"row": 2}})
        error = self.child(b"a,b\n1,2\n", options=Options(limits=Limits(rows=1)))["error"]
        self.assertEqual(error["code"], "too_many_rows")

    def test_warnings_are_data(self):
        answer = self.child(make.formula_with_value(), "file.csv")
        codes = [(each["code"], each["level"]) for each in answer["warnings"]]
        self.assertEqual(codes, [("named_otherwise", "warning"), ("formula_cells", "warning")])

    def test_a_small_workbook_does_not_fill_the_disk(self):
        """A11: cells may all share one long text; the copy of the rows is bounded, too."""
        rows = ((number, ["x" * 1000]) for number in range(1, 100))
        spool = io.StringIO()
        with self.assertRaises(SourceError) as caught:
            write_spool([Rows(rows)], spool, 0, 1, 10_000)
        self.assertEqual(caught.exception.code, "unpacks_too_large")
        self.assertLess(len(spool.getvalue()), 12_000)

    def test_few_long_rows_are_looked_at(self):
        """The first rows are held in memory: so many bytes of them, however many rows that is."""
        self.child(make.text([["a", "b"], *[["x" * 1000, "y"]] * 20]))
        with patch(f"{process.__package__}.spool.HEAD_BYTES", 3000):
            self.assertEqual(len(spool_head(self.spool, 10)), 4)

    def test_a_mistake_of_ours_is_only_in_the_log(self):
        """A8: the user reads a sentence, the log has the traceback."""
        with self.assertLogs(process.__name__, "WARNING") as logs:
            answer = process.read_in_child(self.folder / "none", self.folder / "spool", "file.csv")
        self.assertEqual(answer["error"]["code"], "unreadable")
        self.assertIn("FileNotFoundError", logs.output[0])

    def test_the_child_sees_nothing_of_the_server(self):
        """No password or path of the worker's environment reaches the process."""
        with patch.dict(os.environ, {"PGPASSWORD": "secret"}):
            self.assertNotIn("PGPASSWORD", process._environment())

    def test_rows_of_two_jobs_never_share_a_number(self):
        with self.assertRaises(ValueError):
            self.child(b"a,b\n", base=1000)


class TestProperties(ChildMixin, FileCase):
    def table(self, chance, bad=()):
        """A random table whose rows all hold something."""
        width = chance.randint(2, 6)
        rows = [[self.cell(chance) for _ in range(width)] for _ in range(chance.randint(1, 12))]
        keyed = [[f"k{number}", *row[1:]] for number, row in enumerate(rows)]
        return [[f"Label {number}" for number in range(width)], *keyed]

    def cell(self, chance):
        return "".join(chance.choices(ALPHABET, k=chance.choice((0, 1, 3, 12))))

    def test_random_tables_come_back_in_every_dialect(self):
        """T37: written, read, the same."""
        chance = random.Random(19)
        for turn in range(60):
            rows = self.table(chance)
            separator, eol = chance.choice(",;\t|"), chance.choice(("\n", "\r\n"))
            encoding = chance.choice(("utf-8-sig", "utf-8", "utf-16"))
            with self.subTest(turn=turn, separator=separator, encoding=encoding):
                content = make.text(rows, separator, encoding, eol, quoting=turn % 2)
                self.assertEqual(self.cells(content, separator=separator), rows)
                self.assertEqual(self.trimmed(self.cells(self.as_xlsx(rows))), self.trimmed(rows))

    def as_xlsx(self, rows):
        path = self.folder / "random.xlsx"
        with path.open("wb") as stream:
            write_xlsx(stream, rows[0], rows[1:])
        return path.read_bytes()

    def trimmed(self, rows):
        """A spreadsheet has no cells after the last one that holds something."""
        return [row[: max(n for n, cell in enumerate(row, 1) if cell)] for row in rows]

    def test_separators_are_found_in_quoted_tables(self):
        """T37, C17: as our own files are written, without saying which."""
        chance = random.Random(7)
        for separator in ",;\t|":
            rows = [[f"{n}", chance.choice(("x, y", "x; y", "x|y")), "z"] for n in range(20)]
            path = self.folder / "random.csv"
            with path.open("wb") as stream:
                write_csv(stream, ["No", "Text", "Last"], rows, separator)
            self.assertEqual(self.cells(path.read_bytes())[1:], rows)
