from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ...tools.rows import plan
from ..common import IMPORTER, SAMPLE
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

    def test_a_statement_that_does_not_come_to_an_end(self):
        """C28: is given up, and the rows are planned."""
        first = self.ends(self.import_rows(SAMPLE))
        kind = type(self.env["registration.import.kind.session_instances"])
        endless = SQL("SELECT 1 AS id, 1 AS record FROM pg_sleep(9)")
        with (
            patch.object(kind, "_select_unchanged", lambda *_rows: endless),
            patch(f"{IMPORTER}.bulk.LONGEST", 0.05),
        ):
            again = self.ends(self.import_again(SAMPLE))
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

    def test_codes_that_are_not_taken_as_they_stand(self):
        """E7, B13: a code that looks like no value names nothing, not even what is called so; one
        in another spelling is planned, and so are all rows that mean its line."""
        session = self.make_session("-")
        zero, number, other = (
            self.make_instance(session if code == "0" else self.keynote, code, 10 + hour)
            for hour, code in enumerate(("0", "5001", "5001.0"))
        )
        self.dora.registration_code = "77"
        rows = [
            *(self.row(self.dora, instance) for instance in (zero, number, self.demo_7592)),
            ("77.0", "Knote", "5001", "Cancelled"),
            self.row(self.dora, other),
        ]
        self.import_rows(rows)
        again, count = self.unplanned(rows)
        self.assertEqual(count, 1)
        self.assertEqual(again, self.planned(rows))
        expected = [plan.INVALID, *[plan.UNCHANGED] * 2, *[plan.UPDATED] * 2]
        self.assertEqual([outcome for _number, outcome, _line in again], expected)
        self.assertFalse(self.status(self.dora, zero) or self.status(self.dora, other))

    def test_a_barcode_in_another_spelling_is_one(self):
        """D4, B13: 77.0 is the barcode 77."""
        self.dora.barcode = "77"
        rows = (
            ("77.0", "Demo", "Demo_7592", "Cancelled"),
            ("1234-55-122", "Demo", "Demo_7592", "Registered"),
        )
        self.import_rows(rows)
        self.assertEqual(self.unplanned(rows)[1], 0)
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")
