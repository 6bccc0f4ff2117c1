import unittest

from ...importer.checkpoint import (
    AFTER_CRASH,
    BATCH,
    CONFLICTS,
    CONFLICTS_TOGETHER,
    CRASHES,
    INTERRUPTIONS,
    LARGEST_BATCH,
    WARY_BATCHES,
    Checkpoint,
    next_size,
)


class TestCheckpoint(unittest.TestCase):
    """T5: where a run stands, and how it goes on after a crash or a conflict."""

    def test_what_changes_is_stored(self):
        """P2: and nothing else."""
        stored = []
        checkpoint = Checkpoint(save=lambda **values: stored.append(values))
        checkpoint.update(position=7)
        self.assertEqual(stored, [{"position": 7}])

    def test_a_phase_begins_at_the_first_row(self):
        """Whatever an earlier one has left."""
        checkpoint = Checkpoint("validate", 9, 31, crashes=2, conflicts=3, totals={"a": 1})
        checkpoint.begin("run")
        self.assertEqual(
            (checkpoint.phase, checkpoint.position, checkpoint.size), ("run", 0, BATCH)
        )
        self.assertEqual((checkpoint.crashes, checkpoint.totals), (0, None))

    def test_progress_forgets_what_went_wrong_before(self):
        """P3: crashes count only while nothing is done between them."""
        checkpoint = Checkpoint(crashes=2, conflicts=4)
        checkpoint.advance(10, 1.0)
        self.assertEqual((checkpoint.crashes, checkpoint.conflicts), (0, 0))
        self.assertTrue(checkpoint.in_progress)

    def test_a_crash_makes_batches_small(self):
        """T5: then a row is taken alone."""
        checkpoint = Checkpoint()
        sizes = [(checkpoint.after_crash(), checkpoint.size) for _crash in range(2)]
        self.assertEqual(sizes, [(False, AFTER_CRASH), (False, 1)])

    def test_only_a_row_that_was_alone_often_is_given_up(self):
        """T5: one crash alone condemns nobody."""
        checkpoint = Checkpoint(batch_size=1)
        given_up = [checkpoint.after_crash() for _crash in range(CRASHES)]
        self.assertEqual(given_up, [False] * (CRASHES - 1) + [True])

    def test_a_conflict_is_tried_again(self):
        """T12: a row alone, so often; and what no row is the cause of."""
        for checkpoint, of_rows in ((Checkpoint(batch_size=1), True), (Checkpoint(), False)):
            tried = [checkpoint.after_conflict(of_rows) for _try in range(CONFLICTS)]
            self.assertEqual(tried, [False] * (CONFLICTS - 1) + [True])

    def test_many_rows_in_conflict_are_soon_made_fewer(self):
        """T12: the other ones are not kept waiting."""
        checkpoint = Checkpoint()
        tried = [checkpoint.after_conflict(True) for _try in range(CONFLICTS_TOGETHER)]
        self.assertEqual(tried, [False] * (CONFLICTS_TOGETHER - 1) + [True])

    def test_after_a_conflict_records_are_held_for_a_while(self):
        """T12: where others edit, they go on; few rows are looked at ahead meanwhile."""
        checkpoint = Checkpoint()
        checkpoint.after_conflict(True)
        self.assertEqual(checkpoint.rows_to_match(failed=False), BATCH)
        for _batch in range(WARY_BATCHES):
            self.assertTrue(checkpoint.wary)
            checkpoint.advance(1, 1.0)
        self.assertEqual((checkpoint.wary, checkpoint.rows_to_match(failed=False)), (0, None))

    def test_a_conflict_that_stays_shrinks_the_batch(self):
        """P5: down to a single row, which cannot shrink."""
        checkpoint, sizes = Checkpoint(), []
        while checkpoint.shrink():
            sizes.append(checkpoint.size)
        self.assertEqual(sizes, [100, 10, 1])

    def test_interruptions_end_at_last(self):
        """P3: a job is not tried for ever."""
        checkpoint = Checkpoint()
        ended = [checkpoint.after_interruption() for _time in range(INTERRUPTIONS)]
        self.assertEqual(ended, [False] * (INTERRUPTIONS - 1) + [True])

    def test_a_failure_ends_large_batches(self):
        """P4: what is split is a batch of the usual size."""
        checkpoint = Checkpoint(batch_size=LARGEST_BATCH)
        checkpoint.after_failure()
        self.assertEqual(checkpoint.size, BATCH)

    def test_few_rows_are_matched_after_trouble(self):
        """T5: no more than are written; as many as there is memory for otherwise."""
        self.assertIsNone(Checkpoint().rows_to_match(failed=False))
        self.assertEqual(Checkpoint(batch_size=LARGEST_BATCH).rows_to_match(failed=True), BATCH)
        self.assertEqual(Checkpoint(batch_size=4).rows_to_match(failed=False), 4)

    def test_a_slow_batch_makes_the_next_one_smaller(self):
        """P3: what takes too long would be killed; a single row cannot be smaller."""
        self.assertEqual((next_size(BATCH, 9), next_size(1, 9)), (BATCH // 2, 1))

    def test_batches_grow_no_further_than_the_largest(self):
        """PERFORMANCE: memory is bounded."""
        self.assertEqual(next_size(LARGEST_BATCH, 0), LARGEST_BATCH)
