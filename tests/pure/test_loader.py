import unittest

from ...importer.checkpoint import Checkpoint
from ...importer.loader import RowLoader, Translation, chunk_rows
from ...importer.unchanged import UnchangedPath
from ...importer.validator import Validator, preview
from ...tools.rows.problems import Problem
from .fakes import MemoryStore, TextKind


def parse(cells):
    """A text; an empty one cannot be read."""
    problems = [] if cells[0] else [Problem("missing", "text")]
    return {"text": cells[0] or None}, problems


def validator(texts, size=2, **arguments):
    """A validation of these texts, so many rows a chunk."""
    store, kind = MemoryStore(texts), TextKind()
    loader = RowLoader(store, kind, parse, size=size)
    return Validator(store, loader, kind, Checkpoint(), **arguments)


class TestRowLoader(unittest.TestCase):
    """Rows parsed, translated and matched, a chunk at a time."""

    def test_a_chunk_begins_behind_the_position(self):
        """P2: row numbers are those of the file, the header is 1."""
        loader = RowLoader(MemoryStore("abc"), TextKind(), parse, size=2)
        self.assertEqual([row.id for row in loader.next_rows(0)], [2, 3])
        self.assertEqual([row.id for row in loader.next_rows(3)], [4])
        self.assertEqual(loader.next_rows(4), [])

    def test_what_was_read_of_a_row_is_matched(self):
        """UX 11: a cell that cannot be read hides no problem of another one; a row as a whole that
        cannot be read is not guessed at."""

        def parse_all(cells):
            values, problems = parse(cells)
            return values, [Problem("row_too_short")] if cells[0] == "short" else problems

        kind = TextKind()
        rows = RowLoader(MemoryStore(["a", "", "short"]), kind, parse_all).next_rows(0)
        self.assertEqual([row.match is None for row in rows], [False, False, True])
        self.assertEqual(kind.matched, [2])

    def test_a_kind_that_counts_on_all_values_gets_them(self):
        """UX 11: what is missing in a row that cannot be read harms no kind of another addon."""
        kind = TextKind()
        kind._matches_unreadable = False
        rows = RowLoader(MemoryStore(["a", "", "b"]), kind, parse).next_rows(0)
        self.assertEqual([row.match is None for row in rows], [False, True, False])

    def test_the_earlier_of_two_rows_names_the_later(self):
        """D2, UX 11: as a warning, with the numbers of both."""
        store = MemoryStore(["a", "b", "a"])
        store.later = {2: 4}
        first = RowLoader(store, TextKind(), parse).next_rows(0)[0]
        found = [(problem.code, problem.params) for problem in first.problems]
        self.assertEqual(found, [("repeated", {"row": 2, "later": 4})])
        self.assertFalse(first.is_unreadable)

    def test_a_kind_may_let_rows_repeat(self):
        """V08: then no warning is due."""
        store = MemoryStore(["a", "a"])
        store.later = {2: 3}
        loader = RowLoader(store, TextKind(), parse, warns_of_duplicates=False)
        self.assertEqual(loader.next_rows(0)[0].problems, [])

    def test_texts_are_translated_before_they_are_read(self):
        """V17: values are ours, the staged cells stay theirs."""

        class Upper(Translation):
            def cells(self, staged):
                return [(number, [cells[0].upper()]) for number, cells in staged], None

        store = MemoryStore(["a"])
        rows = RowLoader(store, TextKind(), parse, Upper()).next_rows(0)
        self.assertEqual((rows[0].values, store.rows), ({"text": "A"}, [(2, ["a"])]))

    def test_wide_rows_come_in_small_chunks(self):
        """PERFORMANCE: memory is bounded, and a chunk has at least one row."""
        self.assertEqual((chunk_rows(1_000), chunk_rows(10**7)), (1_000, 1))


class TestValidator(unittest.TestCase):
    """Everything up to the plan, and nothing is written."""

    def test_every_row_has_a_planned_outcome(self):
        """P7: in the order of the file."""
        planned = validator(["a", "?", "b"])
        self.assertEqual(list(planned.steps()), [2, 1])
        self.assertEqual(planned.store.noted, [(2, "created"), (3, "invalid"), (4, "created")])
        self.assertEqual(planned.store.outcomes, {})

    def test_totals_go_from_chunk_to_chunk(self):
        """D1: seats that earlier rows take are taken for later ones."""
        planned = validator("abc")
        list(planned.steps())
        self.assertEqual(planned.checkpoint.totals, {"planned": 3})

    def test_a_record_of_an_earlier_chunk_counts_as_found(self):
        """D2: what a validation says is what a run does."""
        planned = validator(["a", "b", "a"])
        planned.store.later = {2: 4}
        list(planned.steps())
        self.assertEqual(planned.store.noted[-1], (4, "updated"))

    def test_a_row_that_cannot_be_read_hands_on(self):
        """D2: the one behind it starts from what the one before it leaves."""
        planned = validator(["a", "b", "", "c", "a"])
        planned.store.later = {2: 4, 4: 6}
        list(planned.steps())
        self.assertEqual(planned.store.noted[-1], (6, "updated"))
        for size in range(1, 7):
            planned = validator(["a", "", "", "a", "c", "a"], size)
            planned.store.later = {2: 3, 3: 4, 4: 5, 5: 7}
            list(planned.steps())
            found = [outcome for _number, outcome in planned.store.noted]
            expected = ["created", "invalid", "invalid", "updated", "created", "updated"]
            self.assertEqual(found, expected, size)

    def test_an_undo_hands_nothing_on(self):
        """D31: its rows mind each other by themselves."""
        planned = validator(["a", "b", "a"], minds_duplicates=False)
        planned.store.later = {2: 4}
        list(planned.steps())
        self.assertEqual(planned.store.states, {})

    def test_a_cancelled_validation_stops(self):
        """P6: and can be told from one that came to its end."""
        planned = validator("abc", is_cancelled=lambda: True)
        with self.assertRaises(StopIteration) as end:
            next(planned.steps())
        self.assertFalse(end.exception.value)

    def test_a_preview_leaves_nothing(self):
        """UX 6: the first rows with what each would change."""
        planned = validator("abc")
        rows = preview(planned.loader, planned.rules, 2)
        self.assertEqual([row.outcome for row in rows], ["created", "created"])
        self.assertEqual((planned.store.noted, planned.checkpoint.position), ([], 0))


class TestUnchangedPath(unittest.TestCase):
    """Rows that plainly change nothing never reach the planner."""

    class Ranges:
        """A store that tells which ranges of ids it is asked for."""

        low, high = 1, 10**6

        def __init__(self, last):
            self.last, self.asked = last, []

        def staged_range(self):
            return 2, self.last

        def record_unchanged(self, select):
            self.asked.append(select)
            return select[1] - select[0] + 1

    class Kind:
        """A kind whose statement is the range that it is asked for."""

        def __init__(self, able=True):
            self.able = able

        def _can_pass_unchanged(self, columns, low, high):
            return self.able

        def _select_unchanged(self, columns, width, low, high):
            return low, high

    def test_all_rows_are_looked_at_once(self):
        """PERFORMANCE: many thousands by one statement, no row left out."""
        store = self.Ranges(100_001)
        self.assertEqual(sum(UnchangedPath(store, self.Kind(), {}, 1).steps()), 100_000)
        self.assertEqual(store.asked, [(2, 50_001), (50_002, 100_001)])

    def test_a_kind_without_it_is_not_asked(self):
        """Its rows go the ordinary way."""
        store = self.Ranges(100)
        self.assertEqual(list(UnchangedPath(store, self.Kind(False), {}, 1).steps()), [])

    def test_it_stops_where_the_run_is_cancelled(self):
        """P6: at the next range."""
        path = UnchangedPath(self.Ranges(100), self.Kind(), {}, 1, lambda: True)
        self.assertEqual(list(path.steps()), [])
