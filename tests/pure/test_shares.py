"""Rows of one file that several workers have: whoever comes first, and whoever dies."""

import os
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as some

from ...importer.checkpoint import Checkpoint
from ...importer.executor import Executor
from ...importer.loader import RowLoader
from .fakes import MemoryStore, MemoryWriter, TextKind

EXAMPLES = os.environ.get("EXAMPLES")
SHARES = 3
KEYS = "abcdef"
# a row is a key and what is written; of the key "" it is one that belongs to nobody
ROWS = some.lists(some.tuples(some.sampled_from(["", *KEYS]), some.sampled_from("12?x")))


class ShareStore(MemoryStore):
    """The rows of a file that are in one share, 0 for all; outcomes are those of all shares."""

    def __init__(self, texts, share, outcomes):
        super().__init__(texts)
        self.outcomes = outcomes
        if share:
            self.rows = [row for row in self.rows if share_of(row[1][0]) == share]
        self.end = len(texts) + 1

    def staged(self, position, limit, last=None):
        return super().staged(position, limit, last or self.end)


def share_of(text):
    """That of the key which a text begins with."""
    return KEYS.index(text[0]) % SHARES + 1 if text[0] in KEYS else None


class TestShares(TestCase):
    """16.5, P1: rows in shares have the outcomes that they have one after the other."""

    def executor(self, texts, share, writer, outcomes, checkpoint):
        loader = RowLoader(
            ShareStore(texts, share, outcomes), TextKind(), lambda cells: ({"text": cells[0]}, [])
        )
        return Executor(
            loader.store, loader, loader.kind, writer, checkpoint, clock=lambda: 0.0
        ).steps()

    @settings(derandomize=not EXAMPLES, deadline=None, max_examples=int(EXAMPLES or 60))
    @given(ROWS, some.randoms(use_true_random=False), some.integers(1, 4))
    def test_whoever_comes_first(self, rows, chance, size):
        """16.5, P1, P2: in any order of their steps, and whichever worker dies after one of them,
        each row has one outcome, that of a single worker, and what is written of one key is written
        in the order of the file."""
        texts = [f"{key}{value}{place}" for place, (key, value) in enumerate(rows)]
        writer = MemoryWriter(refused=[text for text in texts if "x" in text])
        outcomes, single = {}, {}
        points = {share: Checkpoint(batch_size=size) for share in range(1, SHARES + 1)}
        under_way = {}
        while points:
            share = chance.choice(sorted(points))
            if share not in under_way or chance.random() < 0.2:  # a new one, or one that died
                under_way[share] = self.executor(texts, share, writer, outcomes, points[share])
            if next(under_way[share], None) is None:
                del points[share]
        for _done in self.executor(texts, 0, writer, outcomes, Checkpoint()):
            continue
        alone = MemoryWriter(refused=writer.refused)
        for _done in self.executor(texts, 0, alone, single, Checkpoint()):
            continue
        self.assertEqual(outcomes, single)
        for key in KEYS:
            of_key = [text for text in writer.written if text[0] == key]
            self.assertEqual(of_key, [text for text in alone.written if text[0] == key])
        self.assertCountEqual(writer.written, alone.written)
