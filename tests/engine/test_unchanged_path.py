from odoo.tests import tagged

from ...tools.rows import plan
from ..common import SAMPLE
from .common_unchanged import UnchangedCase

DOUBTFUL = (
    # with blanks, or a status in another spelling: left to the planner
    ("1234-55-122", "Demo", " Demo_7592 ", "Registered"),
    ("1234-55-122", "Wshop", "Wshop_7597", "registered"),
    # the same line twice: the order counts
    ("1234-55-122", "Knote", "Knote_7608", "Cancelled"),
    ("1234-55-122", "Knote", "Knote_7608", "Registered"),
    # what cannot be
    ("4321-55-111", "Demo", "Wshop_7597", "Registered"),
    ("nobody", "Demo", "Demo_7592", "Registered"),
)


@tagged("post_install", "-at_install")
class TestUnchangedPath(UnchangedCase):
    """C28: a file that changes little is hardly planned, and only the time tells."""

    def test_same_file_again(self):
        """C28: the same file again is not planned at all, with the records that its rows made."""
        first = self.ends(self.import_rows(SAMPLE))
        again, count = self.unplanned(SAMPLE)
        self.assertEqual(count, len(SAMPLE))
        self.assertEqual(again, [(number, plan.UNCHANGED, line) for number, _o, line in first])

    def test_doubtful_rows(self):
        """C28, D2: planned or not, each row has the same outcome and the same record."""
        rows = SAMPLE + DOUBTFUL
        self.import_rows(rows)
        again, count = self.unplanned(rows)
        self.assertEqual(count, 1)  # but for one row, all name a line that another row names
        self.assertEqual(again, self.planned(rows))

    def test_barcodes_are_planned(self):
        """D4: where a row goes by the barcode, it may change the line of a later one."""
        self.dora.barcode = "B-1"
        rows = (
            ("B-1", "Demo", "Demo_7592", "Cancelled"),
            ("1234-55-122", "Demo", "Demo_7592", "Registered"),
        )
        self.import_rows(rows)
        again, count = self.unplanned(rows)
        self.assertEqual(count, 0)
        self.assertEqual([outcome for _n, outcome, _l in again], [plan.UPDATED, plan.UPDATED])
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")

    def test_what_forbids_a_row(self):
        """C05, E21: disabled sessions or an archived registration are not taken for unchanged."""
        self.import_rows(SAMPLE)
        self.emil.active = False
        again, count = self.unplanned(SAMPLE)
        self.assertEqual(count, 3)
        self.assertEqual(again[-1][1], plan.INVALID)
        self.event.agenda_enabled = False
        self.assertEqual(self.unplanned(SAMPLE)[1], 0)

    def test_another_company(self):
        """C04: the unchanged path looks no further than the user may."""
        both = self.other_company(self.event_user)
        rows = [self.row(self.foreigner, self.foreign_instance)]
        job = (
            self.Operation.with_user(self.event_user)
            .with_context(**both)
            .run_file("session_instances", self.content(rows), "agenda.csv", wait=True)
        )
        self.assertEqual(job["counts"][plan.CREATED], 1)
        self.event_user.company_ids = self.event_user.company_id
        again, count = self.unplanned(rows)
        self.assertEqual((again[0][1], count), (plan.INVALID, 0))
