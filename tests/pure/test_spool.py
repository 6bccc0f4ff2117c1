import io
import json
import tempfile
from pathlib import Path
from unittest import TestCase

from ...tools.reading.blocks import Rows, cells_json
from ...tools.reading.spool import spool_head, write_spool
from ...tools.reading.table import LINES


class TestSpool(TestCase):
    """P11: one line a row, as COPY reads it."""

    def copied(self, cells):
        """The cells as PostgreSQL finds them after COPY has undone its own escapes."""
        return json.loads(cells_json(cells).replace("\\\\", "\\"))

    def test_any_text_comes_back_as_it_was(self):
        """P11: quotes, backslashes, tabs, line ends, what looks like an escape of COPY."""
        for text in ('a"b', "a\\b", "\\N", "\\.", "a\tb\nc", "", "null", "é🎓", "\x7f"):
            with self.subTest(text):
                self.assertEqual(self.copied([text, "x"]), [text, "x"])

    def test_a_row_is_always_one_line(self):
        """P11: whatever its cells hold; a tab separates columns of COPY."""
        for text in ("a\nb", "a\r\nb", "a\tb", "a\u2028b"):
            with self.subTest(repr(text)):
                self.assertFalse(set(cells_json([text])) & set("\n\r\t"))

    def test_cells_with_a_type_are_objects(self):
        """P11, D4: among texts."""
        cell = {"type": "error", "text": "#N/A"}
        day = {"type": "date", "text": 'a"\\\n', "value": None}
        checks = [{"type": "boolean", "text": "x", "value": value} for value in (True, False, "1")]
        for cells in (["a", cell, 'b"'], [day, "\\N\t"], checks, [cell, cell]):
            self.assertEqual(self.copied(cells), cells)
            self.assertFalse(set(cells_json(cells)) & set("\n\r\t"))

    def test_lines_have_the_id_of_the_row_and_the_job(self):
        """P5: so that COPY needs nothing else."""
        spool = io.StringIO()
        write_spool([Rows([(2, ["a"]), (5, ["b"])])], spool, 3 * LINES, 3)
        lines = spool.getvalue().splitlines()
        self.assertEqual(lines, [f'{3 * LINES + 2}\t3\t["a"]', f'{3 * LINES + 5}\t3\t["b"]'])

    def test_offsets_of_the_head_lead_to_the_next_row(self):
        """P11: the header is not staged; COPY begins after it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "spool")
            with path.open("w", encoding="utf-8", newline="\n") as spool:
                write_spool([Rows([(1, ["é"]), (2, ["b"])])], spool, LINES, 1)
            [(number, cells, offset)] = spool_head(path, 1)
            self.assertEqual((number, cells), (1, ["é"]))
            self.assertEqual(path.read_bytes()[offset:], b'2097154\t1\t["b"]\n')
