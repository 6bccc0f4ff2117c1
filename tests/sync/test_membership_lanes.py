from functools import partial
from unittest.mock import patch

from odoo.tests import tagged

from ..common import IMPORTER
from ..engine.common_undo import UndoCase
from . import test_kind_group_assignment, test_kind_segmentation
from .common_lanes import MembershipLaneCase

HEADER = ("MEMBER_ID", "GROUP_NAME")


@tagged("post_install", "-at_install")
class TestMembershipLanes(MembershipLaneCase, UndoCase):
    """C28, V08, V09: memberships of long files are written in bulk, where nobody listens."""

    operation_code = "group_assignment"

    def lane(self, *rows, header=HEADER, **arguments):
        """``(lane, rows in bulk)`` of an import."""
        arguments = {"operation": "group_assignment", "filename": "people.csv", **arguments}
        arguments.setdefault("user", self.runner)
        return self.lane_of(rows, header=header, **arguments)

    def test_in_bulk(self):
        """C28: rows of contacts that are named plainly go past Odoo's models, those of one contact
        each behind the other, and the others the ordinary way."""
        rows = [
            ("00123", "Test Friends"),
            ("00124", "test  donors"),
            ("00123", "Test Donors; Test Friends"),
            ("00124", "Test Choir"),
            ("L0", "Test Friends"),
            ("L0", "Test Friends"),
            ("nobody", "Test Friends"),
        ]
        self.assertEqual(self.lane(*rows), ("fast_lane", 4))
        self.assertEqual(self.ada.contact_group_ids, self.friends + self.donors)
        outcomes = ["updated"] * 5 + ["unchanged", "invalid"]
        self.assertEqual(list(self.outcomes(self.last()).values()), outcomes)

    def test_undone(self):
        """C28, U1: what was written in bulk is undone, and nothing else."""
        self.ada.contact_group_ids = self.donors
        self.lane(("00123", "Test Friends"), ("00123", "Test Donors"), ("00124", "Test Donors"))
        self.assertEqual(self.donors.member_ids, self.ada + self.bob)
        self.undo(self.last()._as_starter())
        self.assertEqual(self.ada.contact_group_ids, self.donors)
        self.assertFalse(self.bob.contact_group_ids)

    def test_somebody_listens(self):
        """C28: nothing goes past whoever hears of groups, of what their members are, or of what
        rows mean."""
        lane = partial(self.lane, ("00123", "Test Friends"))
        for model, method in (
            ("contact.group", "write"),
            ("contact.group", "_check_member_ids"),
            ("registration.import.kind.group_assignment", "_deferred"),
        ):
            self.assertHeard(model, method, lane)

    def test_a_trigger_of_the_database(self):
        """C28: nor past a trigger on the table of members."""
        self.env.cr.execute(
            """CREATE FUNCTION lane_spy() RETURNS trigger LANGUAGE plpgsql
                   AS 'BEGIN RETURN NEW; END';
               CREATE TRIGGER lane_spy BEFORE INSERT ON contact_group_res_partner_rel
                   FOR EACH ROW EXECUTE FUNCTION lane_spy()"""
        )
        self.assertEqual(self.lane(("00123", "Test Friends")), ("lane_heard", 0))

    def test_nobody_is_opted_in_and_out_at_once(self):
        """V09: where somebody is in both groups of an interest already, nobody joins one of them,
        as the ordinary way has it."""
        header = ("MEMBER_ID", "INTEREST_ID", "INTEREST_OPT")
        row = ("00123", "T-NEWS", "In")
        lane = self.lane(row, header=header, operation="segmentation")
        self.assertEqual(lane, ("fast_lane", 1))
        self.env.cr.execute(
            "INSERT INTO contact_group_res_partner_rel (partner_id, group_id) VALUES (%s, %s)",
            (self.ada.id, self.news.opt_out_group_id.id),
        )
        lane = self.lane(("00124", *row[1:]), header=header, operation="segmentation")
        self.assertEqual((lane, self.last().failed), (("lane_none", 0), 1))


class InBulk:
    """The scenarios of a kind, with files however short in bulk."""

    allow_inherited_tests_method = True

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{IMPORTER}.fast_lane.LEAST", 0))


@tagged("post_install", "-at_install")
class TestGroupAssignmentInBulk(InBulk, test_kind_group_assignment.TestKindGroupAssignment):
    """C28, V08: the same whichever way rows go."""


@tagged("post_install", "-at_install")
class TestSegmentationInBulk(InBulk, test_kind_segmentation.TestKindSegmentation):
    """C28, V09: the same whichever way rows go."""

    # nothing is planned of what goes in bulk
    test_who_opts_out_meanwhile_stays_out = None
