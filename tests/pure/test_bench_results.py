import importlib.util
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "benchmarks/results.py"
BEFORE = """# Results

## Load

| a page | 0.1 |

## other, 5 rows

| a path | 0.2 |
"""
COST = {"cpu": 1.5, "us_per_row": 150, "ratio_to_base_import": None, "ratio_to_sql": 2, "runs": 1}


class TestBenchResults(unittest.TestCase):
    """P5: each command that measures writes its own tables of the same file."""

    def test_what_another_command_has_measured_stays(self):
        """P5: `make bench` leaves the figures of `make load`, and of what it was not asked for,
        however often it runs."""
        spec = importlib.util.spec_from_file_location("bench_results", SOURCE)
        results = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(results)
        with tempfile.TemporaryDirectory() as folder:
            results.FILE = Path(folder, "results.md")
            results.FILE.write_text(BEFORE, encoding="utf-8")
            for rows in ("10", "20"):
                results.write({"plain": {rows: {"paths": {"sql": COST}}}}, {"sql": "plain SQL"})
            results.write({"alone": {"30": {"cpu": 3, "us_each": 100_000, "peak_mb": 1}}}, {})
            text = results.FILE.read_text(encoding="utf-8")
        self.assertEqual(text.count("## Load\n\n| a page | 0.1 |\n"), 1)
        self.assertIn("## other, 5 rows\n\n| a path | 0.2 |\n", text)
        self.assertIn("## plain, 20 rows", text)
        self.assertIn("| plain SQL | 1.50 | 150 | - | 2.00 | 1 |", text)
        self.assertIn("| 30 | 3.00 | 100000 | 1 |", text)
        self.assertNotIn("## plain, 10 rows", text)
