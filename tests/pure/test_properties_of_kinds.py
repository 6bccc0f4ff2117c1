"""What is true of any file of a kind, in a small world (``worlds``): hypothesis looks for a file of
which it is not."""

import copy
import datetime
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as some

from ...tools.kinds.seats import SEATS, STATUSES, WAITLIST
from ...tools.rows.plan import INVALID, UNCHANGED
from .by_chance import ALWAYS_THE_SAME, THOROUGHLY
from .worlds import Agenda, Enrolments

LIMITS = some.sampled_from((None, None, 2, 1, 0))
ROOMS = some.fixed_dictionaries(
    {
        instance: some.fixed_dictionaries({SEATS: LIMITS, WAITLIST: LIMITS})
        for instance in Agenda.TIMES
    }
)
# many rows of few people in few rooms, so that they meet
LINES = some.lists(
    some.tuples(
        some.integers(1, 3),
        some.sampled_from((*Agenda.TIMES, Agenda.UNKNOWN)),
        some.sampled_from([status for status, _label in STATUSES]),
    ),
    min_size=8,
    max_size=20,
)
DAYS = some.none() | some.dates(datetime.date(2025, 1, 1), datetime.date(2025, 1, 3))
ENROLMENTS = some.lists(
    some.tuples(
        some.sampled_from((1, 2, Enrolments.UNKNOWN)),
        some.integers(1, 2),
        some.sampled_from(("registered", "achieved", "exempt")),
        some.sampled_from((None, "R1", "R2")),
        DAYS,
    ),
    min_size=1,
    max_size=10,
)
SIZES = some.integers(1, 15)
# numbers of rows that are wrong at first
WRONG = some.sets(some.integers(0, 9))


class WorldCase(TestCase):
    """A file that comes after another one."""

    def check(self, world, before, items, size):
        """P4, P5, P9: what is said becomes of the rows, and a run that is taken back leaves
        nothing."""
        world.run(before, 100)
        found = copy.deepcopy(world.records)
        self.check_told(world, items, size)
        left = copy.deepcopy(world.records)
        self.assertNotIn(INVALID, [outcome for outcome, _codes in world.undo()])
        self.assertEqual(world.records, found)
        return left

    def check_told(self, world, items, size):
        """P4, P5, P9: what a validation says, however few rows it looks at, becomes of them,
        however few are written together."""
        found = copy.deepcopy(world.records)
        told = world.validate(items, 100)
        self.assertEqual(world.validate(items, size), told)
        self.assertEqual(world.records, found)
        world.journals = {}
        self.assertEqual(world.run(items, size), told)

    def check_retry(self, world, items, wrong, size):
        """P10: rows that failed, mended and tried again, leave what a right file would have left.
        Rows of one record are another matter: they come in another order then."""
        items = list({item[0]: item for item in items}.values())
        right = copy.deepcopy(world)
        right.run(items, 100)
        is_wrong = [number in wrong for number, _item in enumerate(items)]
        given = [
            world.spoilt(item) if spoilt else item
            for item, spoilt in zip(items, is_wrong, strict=True)
        ]
        ends = world.run(given, size)
        failed = [item for item, (end, _codes) in zip(items, ends, strict=True) if end == INVALID]
        self.assertLessEqual(sum(is_wrong), len(failed))
        world.run(failed, size)
        self.assertEqual(world.table(), right.table())

    def check_again(self, world, items, outcomes=()):
        """P6: the same file again changes nothing of what only one row says."""
        world.run(items, 100)
        left = copy.deepcopy(world.records)
        keys = [world.key(item) for item in items]
        ends = world.run(items, 100)
        if len(set(keys)) == len(keys):
            found = {outcome for outcome, _codes in ends}
            self.assertLessEqual(found, {UNCHANGED, INVALID, *outcomes})
            self.assertEqual(world.records, left)


class TestAgendasByChance(WorldCase):
    """C24 to C28: seats, waitlists and overlaps."""

    @THOROUGHLY
    @given(ROOMS, some.booleans(), LINES, LINES, SIZES)
    def test_a_file_comes_out_as_it_was_validated(self, rooms, strict, before, items, size):
        """C24, P4, P9: and no instance has more people than seats on the way."""
        world = Agenda(rooms, strict)
        self.check(world, before, items, size)
        world.run(items, size)
        self.assertFalse(world.is_overfull())

    @ALWAYS_THE_SAME
    @given(some.booleans(), LINES)
    def test_the_same_file_again(self, strict, items):
        """P6: where there is room for all."""
        free = {SEATS: None, WAITLIST: None}
        self.check_again(Agenda(dict.fromkeys(Agenda.TIMES, free), strict), items)

    @ALWAYS_THE_SAME
    @given(LINES, WRONG, SIZES)
    def test_what_failed_is_mended(self, items, wrong, size):
        """P10: where there is room for all."""
        free = {SEATS: None, WAITLIST: None}
        self.check_retry(Agenda(dict.fromkeys(Agenda.TIMES, free)), items, wrong, size)


class TestEnrolmentsByChance(WorldCase):
    """A17 to A20: enrolments, made and changed."""

    @ALWAYS_THE_SAME
    @given(ENROLMENTS, ENROLMENTS, SIZES)
    def test_a_file_comes_out_as_it_was_validated(self, before, items, size):
        """A20, P4, P9: whichever rows name the same enrolment."""
        self.check(Enrolments(), before, items, size)

    @ALWAYS_THE_SAME
    @given(ENROLMENTS)
    def test_the_same_file_again(self, items):
        """P6: is unchanged."""
        self.check_again(Enrolments(), items)

    @ALWAYS_THE_SAME
    @given(ENROLMENTS, ENROLMENTS, WRONG, SIZES)
    def test_what_failed_is_mended(self, before, items, wrong, size):
        """P10: as if it had been right at once."""
        world = Enrolments()
        world.run(before, 100)
        self.check_retry(world, items, wrong, size)
