import random
from unittest import TestCase

from ...tools.writing import ranges


class TestRanges(TestCase):
    """A30: which records an export has, in little space."""

    def test_ids_come_back_in_their_order(self):
        """A30: ids come back in their order, whatever it is; a whole list takes little space."""
        for ids in ([], [7], [2, 1, 2, 3], random.Random(3).sample(range(500), 300)):
            self.assertEqual(list(ranges.unpack(ranges.pack(ids))), ids)
        self.assertEqual(ranges.pack(range(100_000, 0, -1)), [[100_000, 1]])
