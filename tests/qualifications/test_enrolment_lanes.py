from functools import partial
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ...importer.phases import RunPhase
from ..engine.common_undo import UndoCase
from .common import MANAGE
from .common_kind import FULL, LABELS
from .common_lanes import EnrolmentLaneCase

CARE, WELDING = "601/8830/X", "100/1234/5"
INES, OLU = "1000000043", "9276308686"
ROW = (WELDING, OLU, "Registered", "7", "01/09/2025")


@tagged("post_install", "-at_install")
class TestEnrolmentLanes(EnrolmentLaneCase, UndoCase):
    """C28: enrolments of long files are written in bulk, where nobody listens."""

    def lane(self, *rows, least=0):
        """``(lane, rows in bulk)`` of an import."""
        return self.lane_of(
            [(*row, *[""] * (len(LABELS) - len(row))) for row in rows],
            least,
            operation="qualifications",
            header=LABELS,
            filename="qualifications.csv",
            user=self.staff,
        )

    def test_in_bulk(self):
        """C28: plain rows go past Odoo's models; those of one enrolment, however it is named,
        and those of which there is something to say go the ordinary way."""
        former = {"sort": "uln", "key": "1000000140", "partner_id": self.ines.id}
        self.env["contact.former.key"].create(former)
        rows = [
            FULL,
            ROW,
            (WELDING, INES, "Exempt"),
            ("10012345", "1000 000 043", "Registered"),
            (CARE, OLU, "Achieved"),
            (CARE, "nobody", "Exempt"),
            (CARE, "1000000140", "Exempt"),
        ]
        self.assertEqual(self.lane(*rows), ("fast_lane", 1))
        outcomes = ["updated", "created", "created", "updated", "created", "invalid", "updated"]
        self.assertEqual(list(self.outcomes(self.last()).values()), outcomes)

    def test_undone(self):
        """C28, U1: what was written in bulk is undone, and nothing else."""
        self.olu.qualification_programme_id = self.programme
        self.assertEqual(self.lane(FULL, ROW, (CARE, OLU, *ROW[2:])), ("fast_lane", 3))
        made = self.olu.qualification_enrolment_ids
        self.assertEqual(made.programme_id, self.programme)
        self.assertEqual([str(each.date_planned) for each in made], ["2026-09-01", "False"])
        self.undo(self.last()._as_starter())
        self.assertFalse(made.exists())
        self.assertEqual(self.enrolment.status, "not_registered")
        self.assertEqual(self.enrolment.registration_number, "0042")

    def test_somebody_listens(self):
        """C28: nothing goes past whoever hears of enrolments, checks their companies, or says what
        rows mean."""
        for model, method in (
            ("qualification.enrolment", "write"),
            ("qualification.enrolment", "_check_company"),
            ("registration.import.kind.qualifications", "_match"),
        ):
            self.assertHeard(model, method, partial(self.lane, ROW))

    def test_a_default_of_somebody(self):
        """C28: nor past a value that Odoo alone would give, also in the place of a proposal."""
        self.env["ir.default"].set("qualification.enrolment", "programme_id", self.programme.id)
        self.assertEqual(self.lane(ROW), ("lane_heard", 0))
        self.assertEqual(self.olu.qualification_enrolment_ids.programme_id, self.programme)

    def test_other_rules_for_writing(self):
        """C28, P6: nor where the user may write less than they see."""
        self.env["ir.rule"].create(
            {
                "name": "Own enrolments",
                "model_id": self.env["ir.model"]._get_id("qualification.enrolment"),
                "domain_force": "[('create_uid', '=', user.id)]",
                "groups": [Command.link(self.env.ref(MANAGE).id)],
                "perm_read": False,
            }
        )
        self.assertEqual(self.lane(ROW), ("lane_rights", 0))

    def test_the_rest_of_a_file(self):
        """C28: where but few rows are left, since the others change nothing, these go the ordinary
        way."""
        rows = [FULL, ROW, (CARE, OLU, *ROW[2:])]
        self.lane(*rows)
        with patch.object(RunPhase, "_expects_little", lambda phase: True):
            lane = self.lane(*rows[:2], (CARE, OLU, "Exempt"), least=3)
        self.assertEqual(lane, ("fast_lane", 0))
        statuses = self.olu.qualification_enrolment_ids.sorted("id").mapped("status")
        self.assertEqual(statuses, ["registered", "exempt"])
