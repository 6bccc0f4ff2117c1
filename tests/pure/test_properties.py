"""What is true of any file: hypothesis looks for one of which it is not. The same ones each time,
so that a change is to blame where a test fails (``by_chance``)."""

import csv
import datetime
import io
import math
from unittest import TestCase

from hypothesis import example, given
from hypothesis import strategies as some

from ...importer.checkpoint import Checkpoint
from ...tools.reading.numbers import show_all, shower
from ...tools.rows.cells import tidy
from ...tools.rows.lists import join_list, split_list
from ...tools.rows.planner import Planner
from ...tools.rows.schema import Field, Schema, format
from ...tools.writing.writers import write_csv, write_xlsx
from ..common_files import FileCase
from . import test_planner
from .by_chance import ALWAYS_THE_SAME
from .fakes import MemoryWriter, run

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16")
VISIBLE = some.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffd\ufeff")
WORDS = some.text(VISIBLE, min_size=1, max_size=12)
TEXTS = some.lists(WORDS, max_size=4).map(" ".join)
# A row has a first cell, so that it is none of the blank ones.
ROWS = some.lists(some.tuples(WORDS, TEXTS, TEXTS), min_size=1, max_size=12)
HEADER = ("Name", "Town", "Remark")
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%m.%d.%Y")
FIELDS = {
    "date": (
        Field("x", "X", type="date"),
        some.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
    ),
    "integer": (Field("x", "X", type="integer"), some.integers(-(2**31), 2**31 - 1)),
    "boolean": (Field("x", "X", type="boolean"), some.booleans()),
    "selection": (
        Field("x", "X", type="selection", choices=(("a", "Alpha"), ("b", "Beta two"))),
        some.sampled_from(("a", "b")),
    ),
    "text": (Field("x", "X"), TEXTS.map(lambda text: tidy(text) or None)),
}
CODES = some.text('0#?.,%"E+-@/ ;[]<>=\\_*ymdhsGenral$1', max_size=14)
RAWS = some.one_of(
    some.integers(-(10**15), 10**15).map(str),
    some.floats(allow_nan=False, allow_infinity=False).map(repr),
)


class TestFilesOfAnyDialect(FileCase):
    """T37: a file says the same whoever wrote it, and however."""

    @ALWAYS_THE_SAME
    @given(
        ROWS,
        some.sampled_from(SEPARATORS),
        some.sampled_from(ENCODINGS),
        some.sampled_from(("\n", "\r\n")),
        some.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    def test_a_csv_is_read_as_it_was_written(self, rows, separator, encoding, end, quoting):
        """T37: any separator, encoding, end of lines and way of quoting."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting)
        writer.writerows([HEADER, *rows])
        found = self.cells(stream.getvalue().encode(encoding), separator=separator)
        self.assertEqual(found, [[*HEADER], *map(list, rows)])

    @ALWAYS_THE_SAME
    @given(some.lists(some.tuples(TEXTS, TEXTS, WORDS), min_size=1, max_size=8))
    def test_what_we_write_says_what_was_in_the_file(self, rows):
        """P10, E5: formulas are made harmless on the way out, and are themselves when they come
        back. Not each cell of a column has an apostrophe: that would be none of its text."""
        rows = [*rows, HEADER]
        schema = Schema(Field(name, name) for name in HEADER)
        parse = schema.parser({name: place for place, name in enumerate(HEADER)})
        expected = [{name: tidy(text) or None for name, text in zip(HEADER, row, strict=True)}
                    for row in rows]  # fmt: skip
        for name, write in (("file.csv", write_csv), ("file.xlsx", write_xlsx)):
            stream = io.BytesIO()
            write(stream, list(HEADER), iter(map(list, rows)))
            found = self.cells(stream.getvalue(), name)[1:]
            self.assertEqual([parse(cells)[0] for cells in found], expected, name)


class TestValuesOfAnySort(TestCase):
    """P10: a value that is written is read as it was."""

    def test_a_value_comes_back(self):
        """P10: of each type, in each format of dates."""
        for name, (field, values) in FIELDS.items():
            with self.subTest(name):
                self.comes_back(field, values)

    def comes_back(self, field, values):
        @ALWAYS_THE_SAME
        @given(values, some.sampled_from(FORMATS))
        def check(value, date_format):
            parse = Schema([field]).parser({"x": 0}, date_format=date_format)
            found, problems = parse([format(field, value, date_format)])
            self.assertEqual((found, problems), ({"x": value}, []))

        check()

    @ALWAYS_THE_SAME
    @given(some.lists(WORDS, min_size=1, max_size=5))
    def test_a_list_in_a_cell_comes_back(self, texts):
        """P10: whatever separators its texts hold."""
        self.assertEqual(split_list(join_list(texts)), texts)


class TestNumbersInAnyFormat(TestCase):
    """D17 to D19: what a number shows, whatever its format."""

    @ALWAYS_THE_SAME
    @given(CODES, some.lists(RAWS, min_size=1, max_size=6))
    @example("[<.]", ["0"])  # a condition without a number ended the reading
    def test_a_number_is_told_or_said_not_to_be(self, code, raws):
        """D17: never an error, never nothing; many at once as one by one."""
        show = shower(code)
        cells = [show(raw) for raw in raws]
        for cell in cells:
            self.assertTrue(cell if isinstance(cell, str) else cell["type"])
        together = show_all(show, raws)
        if together is not None:
            self.assertEqual(list(together), cells)

    @ALWAYS_THE_SAME
    @given(some.integers(0, 10**15 - 1), some.integers(1, 15))
    def test_zeros_in_front_are_those_of_the_format(self, number, places):
        """D18: a code keeps the zeros that people see."""
        self.assertEqual(shower("0" * places)(str(number)), str(number).zfill(places))


class TestPlansOfAnyFile(TestCase):
    """D1, D2: what rows mean does not rest on how they are cut."""

    @ALWAYS_THE_SAME
    @given(
        some.lists(some.sampled_from(["A+", "A-", "B+", "B-", "C+", "C-", "D+", "A?"]), min_size=1),
        some.integers(1, 7),
    )
    def test_batches_change_nothing(self, texts, size):
        """P4: nor does a batch that failed and was planned once more."""
        _runs, whole = test_planner.TestPlanner().plan(
            Planner(test_planner.Seats()), " ".join(texts)
        )
        planner, found = Planner(test_planner.Seats()), []
        for start in range(0, len(texts), size):
            part = " ".join(texts[start : start + size])
            test_planner.TestPlanner().plan(planner, part)
            planner.drop()
            found += test_planner.TestPlanner().plan(planner, part)[1]
            planner.keep()
        self.assertEqual(found, whole)


class TestRunsOfAnyFile(TestCase):
    """P1, P2, P4: every row has one outcome, whatever happens on the way."""

    @ALWAYS_THE_SAME
    @given(
        some.lists(some.integers(0, 30).map(str), min_size=1, max_size=60),
        some.sets(some.integers(0, 30).map(str), max_size=5),
        some.lists(some.booleans(), max_size=6),
        some.integers(1, 40),
        some.integers(0, 5),
    )
    def test_rows_are_written_in_order_once(self, texts, refused, faults, size, wary):
        """Bad rows fail alone; a run that is interrupted goes on where it was."""
        errors = [MemoryError() for fault in faults if fault]
        executor, steps = run(
            texts,
            MemoryWriter(refused=refused, errors=errors),
            checkpoint=Checkpoint(batch_size=size, wary=wary),
        )
        for _try in range(len(errors) + 1):
            try:
                for _done in steps:
                    continue
                break
            except MemoryError:
                steps = executor.steps()
        self.assertEqual(sorted(executor.store.outcomes), [n for n, _cells in executor.store.rows])
        failed = [n for n, outcome in executor.store.outcomes.items() if outcome == "failed"]
        self.assertEqual(failed, [n for n, text in enumerate(texts, 2) if text in refused])
        self.assertEqual(executor.writer.written, [text for text in texts if text not in refused])

    @ALWAYS_THE_SAME
    @given(some.integers(1, 5_000), some.floats(0, 100), some.integers(0, 60))
    def test_a_batch_never_vanishes(self, size, seconds, wary):
        """P3: after any number of crashes and conflicts there is a row to take."""
        point = Checkpoint(batch_size=size, wary=wary)
        for _step in range(math.ceil(seconds) % 9):
            point.after_crash()
            point.after_conflict(True)
            point.shrink()
            point.advance(point.position + 1, seconds)
            self.assertGreaterEqual(point.size, 1)
