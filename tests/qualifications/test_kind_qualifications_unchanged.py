import datetime

from odoo.tests import tagged

from ...tools.rows import plan
from ..engine.common_unchanged import UnchangedCase
from .common_kind import FULL, KindCase

OTHER = ("100/1234/5", "9276308686", "Registered", "7", "01/09/2025")


@tagged("post_install", "-at_install")
class TestKindQualificationsUnchanged(UnchangedCase, KindCase):
    """C28: a file of qualifications that changes little takes the unchanged path, and nobody can
    tell."""

    def import_again(self, rows):
        return self.load(*rows)

    def assertPassed(self, count, *rows):
        """So many rows of a file take the unchanged path, and all end as if none did."""
        again, passed = self.unplanned(rows)
        self.assertEqual(passed, count, rows)
        self.assertEqual(again, self.planned(rows))

    def test_the_same_file_again_is_passed_whole(self):
        """C28, A01: the same file again takes that path whole, with the enrolments of its rows."""
        rows = [FULL, OTHER, ("6018830X", "9276308686", "Exempt")]
        self.load(*rows)
        again, count = self.unplanned(rows)
        self.assertEqual(count, 3)
        self.assertEqual({outcome for _number, outcome, _record in again}, {plan.UNCHANGED})
        self.assertEqual(again[0][2], self.enrolment.id)
        self.assertEqual(again, self.planned(rows))

    def test_a_row_that_differs_in_any_column_is_planned(self):
        """C28: one value that the enrolment does not have, in any column, and a row is planned."""
        self.load(FULL, OTHER)
        values = {
            **{"status": "exempt", "registration_number": "124", "tracking_reference": False},
            **{name: datetime.date(2030, 1, 1) for name in ("date_registered", "date_achieved")},
            **{name: False for name in ("date_claimed", "date_received", "date_sent")},
        }
        for name, value in values.items():
            self.load(FULL, OTHER)
            self.enrolment[name] = value
            again, count = self.unplanned([FULL, OTHER])
            outcomes = [outcome for _number, outcome, _record in again]
            self.assertEqual((count, outcomes), (1, [plan.UPDATED, plan.UNCHANGED]), name)

    def test_a_doubtful_row_is_planned(self):
        """D7, D8: a row that is doubtful is doubtful again."""
        self.ines.contact_uln = "1000000063"
        doubtful = (
            ("601/8830/X", "1000000063", "Exempt"),
            ("601/8830/X", "9276308686", "Achieved"),
            (*OTHER[:2], "Achieved", "7", "02/09/2025", "", "01/09/2025"),
        )
        for row in doubtful:
            self.load(row)
            self.assertPassed(0, row)
            self.assertEqual(len(self.problems(self.load(row), "warning")), 1, row)

    def test_another_spelling_is_planned(self):
        """D2, D6: rows that write one enrolment in two ways are planned in their order."""
        first, second = FULL, ("6018830X", *FULL[1:2], "Exempt")
        self.load(first, second, first)
        self.assertPassed(0, first, second, first)
        self.assertEqual(self.enrolment.status, "certificate_sent")

    def test_numbers_with_foreign_letters_are_planned(self):
        """D6: where letters have capitals that not all agree on, nothing takes that path."""
        rows = FULL, ("601/8830/ß", "9276308686", "Exempt")
        self.load(*rows)
        self.assertPassed(0, *rows)

    def test_texts_that_are_not_plain_are_planned(self):
        """A20: texts that an import takes otherwise than they stand are planned."""
        for text in ("'-5", "a b", "é"):
            row = (*OTHER[:3], text, *OTHER[4:])
            self.load(row)
            self.assertPassed(0, row)

    def test_a_row_that_is_forbidden_since_is_planned(self):
        """D6: a learner archived since, or a second one of that number, is told again."""
        self.load(FULL, OTHER)
        self.ines.active = False
        self.assertPassed(1, FULL, OTHER)
        self.ines.active, self.welding.number = True, "601/8830/X"
        self.assertPassed(0, FULL, OTHER)
