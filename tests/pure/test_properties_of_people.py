"""What is true of any file of participants, of contacts, and of members of groups: as
``test_properties_of_kinds`` has it."""

from hypothesis import given
from hypothesis import strategies as some

from ...tools.contacts.constituent_schema import IN, OUT
from ...tools.contacts.contact_schema import INSERT
from ...tools.kinds.memberships import AssignmentPlanner, SegmentationPlanner
from .by_chance import ALWAYS_THE_SAME, THOROUGHLY
from .test_properties_of_kinds import SIZES, WRONG, WorldCase
from .worlds_of_people import Contacts, Members, Participants

PARTICIPANTS = some.lists(
    some.tuples(
        some.integers(1, 5),
        some.sampled_from((None, "Ann", "Bob")),
        some.sampled_from((None, None, "=", *Participants.TICKETS, Participants.UNKNOWN)),
        some.sampled_from((None, "open", "done", "cancel")),
    ),
    min_size=4,
    max_size=16,
)
LIMITS = some.sampled_from((None, None, 1, 2))
SEATS = some.tuples(LIMITS, some.fixed_dictionaries({"1": LIMITS, "2": LIMITS}))
CONTACTS = some.lists(
    some.tuples(
        some.integers(1, 4),
        some.sampled_from((INSERT, INSERT, "update", "updateact", "invalidate")),
        some.sampled_from((None, "Ann", "Bob")),
        some.sampled_from((None, None, "Academy", "ACADEMY", "Opera", "=")),
        some.sampled_from((None, None, "Bern", "Chur", "=")),
        some.just("OPERA"),
    ),
    min_size=1,
    max_size=10,
)


def members(names, ways):
    """Rows of members, some of whom nobody knows."""
    known = some.sampled_from((*Members.MEMBERS, Members.UNKNOWN))
    return some.lists(
        some.tuples(known, some.sampled_from(names), some.sampled_from(ways)),
        min_size=1,
        max_size=12,
    )


ASSIGNED, OPTED = tuple(Members.GROUPS), tuple(Members.INTERESTS)
NEW = ("Choir", "choir", " Tours")


class TestParticipantsByChance(WorldCase):
    """V19: registrations, and the seats of an event and of its tickets."""

    @ALWAYS_THE_SAME
    @given(SEATS, PARTICIPANTS, PARTICIPANTS, SIZES)
    def test_a_file_comes_out_as_it_was_validated(self, seats, before, items, size):
        """P4, P5, P9: and nobody has a seat that is not there."""
        world = Participants(*seats)
        self.check(world, before, items, size)
        world.run(items, size)
        self.assertFalse(world.is_overfull())

    @ALWAYS_THE_SAME
    @given(PARTICIPANTS)
    def test_the_same_file_again(self, items):
        """P6: is unchanged, where there is room for all."""
        self.check_again(Participants(None, {}), items)

    @ALWAYS_THE_SAME
    @given(PARTICIPANTS, PARTICIPANTS, WRONG, SIZES)
    def test_what_failed_is_mended(self, before, items, wrong, size):
        """P10: where there is room for all."""
        world = Participants(None, {})
        world.run(before, 100)
        self.check_retry(world, items, wrong, size)


class TestContactsByChance(WorldCase):
    """S08 to S12: contacts, and the structures that several rows name."""

    @THOROUGHLY
    @given(CONTACTS, CONTACTS, SIZES)
    def test_a_file_comes_out_as_it_was_validated(self, before, items, size):
        """P4, P5, P9: whichever rows make or change a structure."""
        self.check(Contacts(), before, items, size)

    @ALWAYS_THE_SAME
    @given(CONTACTS, CONTACTS, WRONG, SIZES)
    def test_what_failed_is_mended(self, before, items, wrong, size):
        """P10: where no row says anything of the structure of another one."""
        before, items = (
            [(*item[:3], None, *item[4:]) for item in each] for each in (before, items)
        )
        world = Contacts()
        world.run(before, 100)
        self.check_retry(world, items, wrong, size)


class TestMembersByChance(WorldCase):
    """V08, V09: who joins groups, and who opts in and out."""

    @ALWAYS_THE_SAME
    @given(members(ASSIGNED, (None,)), members(ASSIGNED, (None,)), SIZES)
    def test_an_assignment_comes_out_as_it_was_validated(self, before, items, size):
        """V08, P4, P5, P9."""
        self.check(Members(AssignmentPlanner), before, items, size)

    @ALWAYS_THE_SAME
    @given(members(OPTED, (IN, OUT, None)), members(OPTED, (IN, OUT, None)), SIZES)
    def test_a_segmentation_comes_out_as_it_was_validated(self, before, items, size):
        """V09, P4, P5, P9: an opt-out reaches everybody with the address."""
        world = Members(SegmentationPlanner)
        self.check(world, before, items, size)
        world.run(items, size)
        self.assertTrue(world.is_agreed())

    @ALWAYS_THE_SAME
    @given(members((*NEW, *ASSIGNED), (None,)), members((*NEW, *OPTED), (IN, OUT)), SIZES)
    def test_what_is_new_is_made_once(self, assigned, opted, size):
        """V08, V09: however the file is cut."""
        for planner, items in ((AssignmentPlanner, assigned), (SegmentationPlanner, opted)):
            world = Members(planner)
            self.check_told(world, items, size)
            self.assertLessEqual(len(world.made), 2 if planner is AssignmentPlanner else 6)

    @ALWAYS_THE_SAME
    @given(members((*NEW, *ASSIGNED), (None,)), WRONG, SIZES)
    def test_what_failed_is_mended(self, items, wrong, size):
        """P10: an opt-out may not be as late as that, an assignment may."""
        self.check_retry(Members(AssignmentPlanner), items, wrong, size)
