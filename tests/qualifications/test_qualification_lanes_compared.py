import os
import random

from odoo.tests import tagged

from ...tools.kinds.enrolments import STATUSES
from ..engine.common_lanes import LaneCase
from ..engine.common_undo import UndoCase
from .common_kind import LABELS, KindCase

# Files that are compared; LANE_FILES=500 for a long look, LANE_SEED for the first of them.
FILES = int(os.environ.get("LANE_FILES", "12"))
FIRST = int(os.environ.get("LANE_SEED", "1"))
ULNS = ("1000000043", "9276308686", "1000000051", "1000000078", "1000000086", "1000000094")
NUMBERS = ("601/8830/X", "100/1234/5", "200/1234/5", "10012345", "500/0001/2")
WORDS = [label for _status, label in STATUSES]
DAYS = ("", "01/09/2025", "02/09/2025", "03/09/2025")
# Spellings that the planner alone can tell, and what is no value.
SPELLINGS = ("{} ", "'{}", "{}\u00a0", "{}.0", "{}X", "", "n/a", "?", "31/02/2026", "1/9/2025")
FIELDS = (
    *("partner_id", "qualification_id", "programme_id", "status", "registration_number"),
    *("is_resit", "date_registered", "date_achieved", "date_claimed", "date_received"),
    *("date_sent", "date_planned", "tracking_reference", "create_uid"),
)


@tagged("post_install", "-at_install")
class TestQualificationLanesCompared(LaneCase, KindCase, UndoCase):
    """C28, A05: whichever way the rows of a file go, everything is the same at the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        more = [{"name": f"Learner {uln}", "contact_uln": uln} for uln in ULNS[2:-1]]
        more[0]["qualification_programme_id"] = cls.programme.id
        more[1]["company_id"] = cls.env.company.id
        more[2]["company_id"] = cls.company_2.id
        cls.learners = cls.ines | cls.olu | cls.env["res.partner"].create(more)
        cls.sewing = cls.env["qualification.qualification"].create(
            {
                "name": "Award in Sewing",
                "number": "200/1234/5",
                "company_id": cls.env.company.id,
                "planned_duration": 30,
            }
        )
        former = {"sort": "uln", "key": ULNS[-1], "partner_id": cls.olu.id}
        cls.env["contact.former.key"].create(former)
        cls.enrolment.registration_number = "0042"
        cls.enrol(cls.ines, cls.care, registration_number="0043", is_resit=True)

    def random_rows(self, chance, doubt):
        """A file of learners, each of which comes but once with a number, most dates in order."""
        pairs = [(uln, number) for uln in ULNS for number in NUMBERS]
        return [
            self.random_row(chance, number, *pair, doubt)
            for number, pair in enumerate(chance.sample(pairs, len(pairs)))
        ]

    def random_row(self, chance, number, uln, qualification, doubt):
        days = [chance.choice(DAYS) for _day in range(3)]
        word = chance.choice(WORDS)
        if chance.random() >= doubt:
            days.sort(key=lambda day: day[::-1])
            word = chance.choice(("Exempt", "not  registered", "Registration Not Required"))
        code, sent = chance.choice(("", f"R{number}")), chance.choice(("", "RM1GB"))
        row = [qualification, uln, word, code, days[0], days[2], days[1], "", "", sent]
        if chance.random() < doubt:
            place = chance.randrange(len(row))
            row[place] = chance.choice(SPELLINGS).format(row[place])
        if chance.random() < doubt / 3:
            row = chance.choice((row[:-1], [*row, "more"]))
        return row

    def names(self):
        """An enrolment is named by what it is of."""
        self.env.cr.execute(
            "SELECT id, partner_id, qualification_id, is_resit FROM qualification_enrolment"
        )
        return {enrolment: place for enrolment, *place in self.env.cr.fetchall()}

    def entry(self, names, model, record, values):
        known = {name: pair for name, pair in values.items() if name != "id"}
        return *super().entry(names, model, record, known), "id" in values

    def left_by(self, job):
        self.env.cr.execute(
            f"""SELECT {", ".join(FIELDS)}
                  FROM qualification_enrolment ORDER BY 1, 2, is_resit"""
        )
        return {"enrolments": self.env.cr.fetchall()}

    def random_past(self, chance):
        """Who is on qualifications already."""
        for learner in self.learners:
            for qualification in self.welding | self.sewing:
                fits = learner.company_id in (self.env["res.company"], qualification.company_id)
                if fits and chance.random() < 0.4:
                    self.enrol(
                        learner,
                        qualification,
                        status=chance.choice(STATUSES)[0],
                        date_registered=chance.choice((False, "2025-09-01")),
                        date_planned=chance.choice((False, "2026-01-01")),
                        tracking_reference=chance.choice((False, "", "RM1GB", 'a "quoted" one')),
                    )

    def test_whichever_way(self):
        """C28, A05: enrolments, outcomes, problems and journal are those of the ordinary way, on
        files made by chance."""
        fast = 0
        arguments = {
            "operation": "qualifications",
            "header": LABELS,
            "filename": "qualifications.csv",
            "user": self.staff,
        }
        for seed in range(FIRST, FIRST + FILES):
            chance = random.Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.random_past(chance)
                rows = self.random_rows(chance, chance.choice((0, 0.03, 0.3)))
                fast += self.assertSameWay(rows, chance.choice((3, 10, 1000)), **arguments)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(fast, FILES)

    def lane(self, *rows):
        rows = [(*row, *[""] * (len(LABELS) - len(row))) for row in rows]
        return self.lane_of(
            rows,
            operation="qualifications",
            header=LABELS,
            filename="qualifications.csv",
            user=self.staff,
        )

    def test_undone(self):
        """C28, U1: what was written in bulk is undone as any other import."""
        made = ("100/1234/5", "1000000043", "Registered", "R1", "01/09/2025")
        changed = ("100/1234/5", "9276308686", "Achieved", "", "", "", "01/09/2025")
        enrolment = self.enrol(self.olu, self.welding, tracking_reference="RM1GB")
        self.assertEqual(self.lane(made, changed), ("fast_lane", 2))
        self.assertEqual((enrolment.status, enrolment.tracking_reference), ("achieved", False))
        self.assertEqual(enrolment.write_uid, self.staff)
        self.assertTrue(self.Enrolment.search([("registration_number", "=", "R1")]))
        self.undo(self.env["registration.import.job"].search([], limit=1)._as_starter())
        self.assertEqual(
            (enrolment.status, enrolment.tracking_reference), ("not_registered", "RM1GB")
        )
        self.assertFalse(self.Enrolment.search([("registration_number", "=", "R1")]))

    def test_what_wants_the_ordinary_way(self):
        """C28, A05: resits, and changes that are tracked."""
        row = ("100/1234/5", "1000000043", "Registered")
        operation = self.Operation._by_code("qualifications")
        for option, code in (("makes_resits", "lane_resits"), ("track_changes", "lane_heard")):
            with self.subTest(option=option), self.env.cr.savepoint() as savepoint:
                operation[option] = True
                self.assertEqual(self.lane(row), (code, 0))
                savepoint.rollback()
            self.env.invalidate_all()
