import unittest

from ...importer.checkpoint import Checkpoint
from ...importer.executor import split
from ...tools.rows.plan import Row
from .fakes import MemoryWriter, run


def numbers(count):
    """So many different texts."""
    return [str(number) for number in range(count)]


class EvenRows:
    """A fast lane that takes the rows of even numbers; ``asked`` are where it was asked to go on,
    and how many rows were written the ordinary way by then."""

    store = None

    def __init__(self, range_of):
        self.range_of, self.asked = range_of, []

    def take(self, position):
        outcomes = self.store.outcomes
        self.asked.append((position, sum(number % 2 for number in outcomes)))
        last = len(self.store.rows) + 1
        if position >= last:
            return 0, None
        end = min(position + self.range_of, last)
        done = [
            number
            for number, _cells in self.store.rows
            if position < number <= end and not number % 2 and number not in outcomes
        ]
        outcomes.update(dict.fromkeys(done, "created"))
        return len(done), end


class TestExecutor(unittest.TestCase):
    """A run, without a database: splitting, order, what rises, where it stands."""

    def test_every_row_has_one_outcome(self):
        """P1: the rows of all batches together are those of the file."""
        executor, steps = run(numbers(2_500))
        self.assertEqual(sum(steps), 2_500)
        self.assertEqual(set(executor.store.outcomes.values()), {"created"})

    def test_one_bad_row_of_many_fails_alone(self):
        """C29, P4: its neighbours are written."""
        executor, steps = run(numbers(10_000), MemoryWriter(refused={"4711", "9997"}))
        self.assertEqual(sum(steps), 10_000)
        failed = [n - 2 for n, outcome in executor.store.outcomes.items() if outcome == "failed"]
        self.assertEqual(failed, [4711, 9997])
        self.assertEqual(len(executor.writer.written), 9_998)

    def test_a_file_of_bad_rows_ends(self):
        """P4: each has its own outcome."""
        executor, steps = run(["a", "b", "c"], MemoryWriter(refused={"a", "b", "c"}))
        self.assertEqual(sum(steps), 3)
        self.assertEqual(set(executor.store.outcomes.values()), {"failed"})

    def test_rows_keep_the_order_of_the_file(self):
        """D2: also where a batch is split."""
        executor, steps = run(numbers(50), MemoryWriter(refused={"20"}))
        sum(steps)
        self.assertEqual(executor.writer.written, [n for n in numbers(50) if n != "20"])

    def test_rows_of_one_record_are_written_one_after_the_other(self):
        """D2: the later one finds what the earlier one leaves."""
        executor, steps = run(["a", "b", "a"])
        sum(steps)
        self.assertEqual(executor.store.outcomes, {2: "created", 3: "created", 4: "updated"})

    def test_plain_rows_of_a_range_go_first(self):
        """C28, P1: what the fast lane leaves of a range is written before it goes on, and each row
        has one outcome."""
        lane = EvenRows(range_of=4)
        executor, steps = run(numbers(10), fast=lane)
        lane.store = executor.store
        self.assertEqual(sum(steps), 10)
        self.assertEqual(executor.writer.written, ["1", "3", "5", "7", "9"])
        self.assertEqual(lane.asked, [(0, 0), (3, 1), (7, 3), (11, 5)])
        self.assertEqual(set(executor.store.outcomes), set(range(2, 12)))

    def test_after_a_crash_nothing_goes_the_fast_way(self):
        """P3: it may have been the cause."""
        lane = EvenRows(range_of=4)
        executor, steps = run(numbers(3), checkpoint=Checkpoint(batch_size=1), fast=lane)
        lane.store = executor.store
        self.assertEqual(next(steps), 1)
        self.assertEqual(lane.asked, [])

    def test_an_invalid_row_is_recorded_and_not_written(self):
        """P1: what cannot be planned has an outcome, too."""
        executor, steps = run(["a", "?", "b"])
        sum(steps)
        self.assertEqual(executor.store.outcomes[3], "invalid")
        self.assertEqual(executor.writer.written, ["a", "b"])

    def test_what_is_no_rows_fault_rises(self):
        """P3: nothing of the batch is recorded, and it can be taken again."""
        executor, steps = run(numbers(10), MemoryWriter(errors=[MemoryError()]))
        with self.assertRaises(MemoryError):
            sum(steps)
        self.assertEqual((executor.store.outcomes, executor.writer.written), ({}, []))
        self.assertEqual(executor.checkpoint.position, 0)
        self.assertEqual(sum(executor.steps()), 10)

    def test_what_the_check_refuses_rises(self):
        """D15: more than was confirmed is not written."""

        class TooMuch(Exception):
            pass

        def check(rows):
            if any(row.values["text"] == "3" for row in rows):
                raise TooMuch

        executor, steps = run(numbers(5), check=check)
        with self.assertRaises(TooMuch):
            sum(steps)
        self.assertEqual(executor.writer.written, [])

    def test_a_cancelled_run_stops_between_batches(self):
        """P6: what is written has its outcome, what lies behind has none."""
        wanted = []
        executor, steps = run(numbers(3_000), is_cancelled=lambda: bool(wanted))
        first = next(steps)
        wanted.append(True)
        self.assertEqual(list(steps), [])
        self.assertEqual(len(executor.store.outcomes), first)

    def test_the_end_is_told_from_a_cancellation(self):
        """P6: the driver learns which of the two it was."""
        for cancelled, ended in ((False, True), (True, False)):
            _executor, steps = run(["a"], is_cancelled=lambda cancelled=cancelled: cancelled)
            with self.assertRaises(StopIteration) as end:
                while True:
                    next(steps)
            self.assertEqual(end.exception.value, ended)

    def test_where_others_wait_few_rows_are_matched(self):
        """16.5: of the rows that are matched ahead most would be matched in vain, since the turn
        ends before they are written."""
        executor, steps = run(numbers(9000), gives_way=True)
        self.assertEqual(sum(steps), 9000)
        self.assertEqual(executor.loader.kind.matched, [4000, 4000, 1000, 0])

    def test_the_checkpoint_goes_with_each_batch(self):
        """P2: a run that goes on begins behind what was done."""
        executor, steps = run(numbers(2_500))
        next(steps)
        self.assertEqual(executor.checkpoint.position, executor.store.batches[0] + 1)

    def test_quick_batches_grow(self):
        """PERFORMANCE: a repeated file is not slowed by commits."""
        executor, steps = run(numbers(9_000))
        sum(steps)
        self.assertEqual(executor.store.batches, [1000, 2000, 4000, 2000])

    def test_after_a_crash_few_rows_are_matched(self):
        """T5: they may be what kills."""
        executor, steps = run(numbers(40), checkpoint=Checkpoint(batch_size=1))
        sum(steps)
        self.assertEqual(executor.store.batches, [1, 4, 16, 19])
        self.assertEqual(executor.rules.matched[:3], [1, 4, 16])

    def test_where_others_edit_records_are_held_and_looked_at_anew(self):
        """T12: nothing is written before a new transaction has them; bad rows still fail alone."""
        executor, steps = run(
            ["a", "b", "a"], MemoryWriter(refused={"b"}), checkpoint=Checkpoint(wary=2)
        )
        self.assertEqual((next(steps), executor.writer.held), (0, []))
        self.assertEqual(sum(steps), 3)
        # the second of a record finds what the first one leaves: it is there when it is written
        self.assertEqual(executor.writer.held[0], 1)
        self.assertEqual(executor.rules.matched[:2], [3, 3])
        self.assertEqual(executor.store.outcomes, {2: "created", 3: "failed", 4: "created"})
        self.assertEqual(executor.checkpoint.wary, 0)

    def test_a_row_can_be_passed_over(self):
        """T5: it fails, and the run goes on behind it."""
        executor, _steps = run(["a", "b"])
        executor.pass_over("poison")
        self.assertEqual(executor.store.outcomes, {2: "failed"})
        self.assertEqual(sum(executor.steps()), 1)
        self.assertEqual(executor.store.outcomes, {2: "failed", 3: "created"})

    def test_an_empty_run_ends(self):
        """P1: no rows, no outcome."""
        executor, steps = run([])
        self.assertEqual((list(steps), executor.store.outcomes), ([], {}))


class TestSplit(unittest.TestCase):
    """How a batch that failed is split."""

    def parts(self, count):
        rows = [Row(number, {}, []) for number in range(count)]
        return [[row.id for row in part] for part in split(rows)]

    def test_no_row_is_lost_or_twice(self):
        """P4: the parts, one after the other, are the batch."""
        for count in (1, 2, 9, 10, 11, 99, 1_000):
            self.assertEqual(sum(self.parts(count), []), list(range(count)))

    def test_a_batch_has_at_most_ten_parts(self):
        """P4: a thousand rows are single in three rounds."""
        self.assertEqual([len(self.parts(count)) for count in (1, 5, 25, 1_000)], [1, 5, 9, 10])
