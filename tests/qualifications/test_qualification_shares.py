import random

from odoo.tests import tagged

from ..sessions.common_shares import ShareCase
from .common_kind import LABELS, KindCase

CARE, WELDING = "601/8830/X", "100/1234/5"


@tagged("post_install", "-at_install")
class TestQualificationShares(ShareCase, KindCase):
    """16.5: rows of one learner are one worker's, those of others another's."""

    def file(self):
        """Several rows of the same learners, whose numbers are spelled in several ways."""
        ulns = ("1000000043", "9276308686", "1000 000 043", "9276308686", "1000000043")
        marks = ("Registered", "Registered", "Exempt", "Exempt", "Registered")
        rows = [
            (number, *row) for row in zip(ulns, marks, strict=True) for number in (CARE, WELDING)
        ]
        return [(*row, *[""] * (len(LABELS) - len(row))) for row in rows]

    def scheduled(self):
        self.wanted()
        return self.schedule(
            self.file(),
            self.staff,
            operation="qualifications",
            header=LABELS,
            filename="qualifications.csv",
        )

    def test_each_learner_by_one_worker(self):
        """16.5: whoever comes first, an enrolment holds what its last row says."""
        job = self.scheduled()
        self.assertEqual(self.part(job), 2)
        self.go_on(job, random.Random(3))
        self.assertEqual(job.state, "done", job.message)
        self.assertAccounted(job.sudo())
        self.assertEqual((job.created, job.updated), (3, 7))
        found = {
            (each.partner_id, each.qualification_id): each.status
            for each in self.Enrolment.search([("partner_id", "in", (self.ines | self.olu).ids)])
        }
        expected = {self.ines: "registered", self.olu: "exempt"}
        for learner, status in expected.items():
            for qualification in (self.care, self.welding):
                self.assertEqual(found[learner, qualification], status)

    def test_not_where_learners_were_merged(self):
        """16.5, D23: two numbers of a file may lead to one learner: then it has one worker."""
        self.env["contact.former.key"].create(
            {"partner_id": self.ines.id, "sort": "uln", "key": "9276308686"}
        )
        self.assertEqual(self.part(self.scheduled()), 0)
