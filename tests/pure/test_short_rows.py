from ...tools.rows.short_rows import left_out
from ..common_files import FileCase
from ..fixtures import make

LABELS = ["Code", "Name", "Town", "Note"]
FULL = ["1", "Ann", "Ghent", "x"]


def lines(*rows, end="\r\n"):
    return "\r\n".join(",".join(row) for row in [LABELS, *rows]).encode() + end.encode()


class TestShortRows(FileCase):
    """A27, C29, V07: what a program left out at the end of rows is blank; what was torn is lost."""

    def found(self, content, required=(0, 1), header=1):
        table = self.open(content, separator=",")
        rows = [cells for _number, cells in table]
        return left_out(table.dialect.get("short") or {}, rows[header - 1], required, header)

    def test_excel_leaves_out_the_last_separators_of_sixteen_rows(self):
        """V07: all rows keep their required columns; how many there are is told, and the first."""
        short = [[str(n), "Ann", "Ghent"] for n in range(16)]
        shorter = [[str(n), "Ann"] for n in range(16)]
        content = lines(*[FULL] * 15, *short, *[FULL] * 200, *shorter)
        self.assertEqual(self.found(content), (32, 17))
        self.assertIsNone(self.found(content, required=(0, 2)))
        self.assertEqual(self.found(content, required=()), (32, 17))

    def test_rows_of_full_width_are_none(self):
        """C8: nor are those above the names of the columns, or with blank cells."""
        self.assertIsNone(self.found(lines(FULL, ["2", "Bo", "", ""])))
        titled = b"Members\r\n" + lines(FULL)
        self.assertIsNone(self.found(titled, header=2))

    def test_a_record_torn_by_a_line_break_stays_a_problem(self):
        """C7: two or three neighbours that have the cells of one record."""
        torn = [["2", "Bo", "High"], ["Street", "y"]]
        self.assertIsNone(self.found(lines(FULL, *torn, FULL)))
        self.assertIsNone(self.found(lines(FULL, *torn), required=()))
        thrice = [["2", "Bo"], ["von"], ["Gent", "Aalst", "y"]]
        self.assertIsNone(self.found(lines(*[FULL] * 300, *thrice, *[FULL] * 300), required=()))

    def test_a_file_that_was_cut_off_stays_a_problem(self):
        """A7: its last row is the only one of its width, and has no end."""
        cut = lines(FULL, ["2", "Bo", "Gh"], end="")
        self.assertIsNone(self.found(cut))
        self.assertEqual(self.found(cut + b"\r\n"), (1, 3))
        short = ["2", "Bo", "Ghent"]
        self.assertEqual(self.found(lines(short, short, end="")), (2, 2))
        wide = make.text([LABELS, FULL, ["2", "Bo", "Gh"]], encoding="utf-16")
        self.assertEqual(self.found(wide), (1, 3))
