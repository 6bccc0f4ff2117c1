import os
import random

from odoo.tests import tagged

from . import test_lanes_compared as lanes
from .common_shares import ShareCase

# Files that are compared; SHARE_FILES=500 for a long look, SHARE_SEED for the first of them.
FILES = int(os.environ.get("SHARE_FILES", "8"))
FIRST = int(os.environ.get("SHARE_SEED", "1"))


@tagged("post_install", "-at_install")
class TestSharesCompared(ShareCase, lanes.TestLanesCompared):
    """16.5, P1: however many workers have a file, everything is the same at the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # where overlaps are forbidden a file is not parted
        cls.instances -= cls.instances.filtered(lambda each: not each.event_id.agenda_overlap)
        cls.people -= cls.people.filtered(lambda each: each.event_id == cls.strict_event)

    def test_whichever_way(self):
        """16.5, P1: tables, outcomes, problems, journal and waitlists are those of one worker, on
        files made by chance in which the same lines and seats come again and again, in whatever
        order the workers come to their rows."""
        parted = 0
        for seed in range(FIRST, FIRST + FILES):
            chance = random.Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.random_room(chance)
                rows = self.random_rows(chance)
                expected, _none = self.end_of(rows, ordinary=True)
                way = chance.random() < 0.5
                end, shares = self.end_in_shares(rows, chance, way, chance.choice((3, 10, 1000)))
                for name in expected:
                    self.assertEqual(end[name], expected[name], name)
                parted += shares > 1
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(parted, FILES)
