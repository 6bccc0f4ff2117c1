import itertools
import os
import random

from odoo.tests import tagged

from ...tools.kinds.enrolments import DATES, STATUSES
from ...tools.uln import check_digit
from .common_kind import LABELS
from .common_lanes import EnrolmentLaneCase

# Files that are compared; LANE_FILES=500 for a long look, LANE_SEED for the first of them.
FILES = int(os.environ.get("LANE_FILES", "8"))
FIRST = int(os.environ.get("LANE_SEED", "1"))
ROWS = 40
STATUS_LABELS = [label for _value, label in STATUSES]
# Spellings that the planner alone can tell, and what is no value.
SPELLINGS = ("{} ", "'{}", "{}\u00a0", "{}.0", "{}X", "", "n/a", "?", "0", "ß{}", '{}"', "\\{}")
NUMBERS = ("601/8830/X", "6018830X", "200/0001/1", "20000022")
ODD_NUMBERS = (
    *("BTEC 3", "601 / 8830 / X", "601/8830/x", "100/1234/5", "300/0002/2", "400/0003/3"),
    *("500/0004/4", "601/9999/9"),
)
# Of learners that are found plainly, and in other ways or not at all.
ULNS = ("1000000043", "9276308686", "1000000051", "1000000078", "1000000086", "1000000094")
ULNS += tuple(
    f"{n}{check_digit(str(n))}" for n in range(200000000, 200000011) if check_digit(str(n))
)
ODD_ULNS = (
    *("1000000063", "1000 000 043", "9999999999", "1000000108", "1000000116", "1000000124"),
    *("1000000132", "1000000140", "2000000000", "nobody"),
)
ODD_DAYS = ("29/02/2024", "31/02/2024", "1/9/2025", "2025-09-01", "01/09/2230", "01/09/2025 0:00")
REFERENCES = ("", "", "7", "RM123456785GB", "A/7.0", "None", "x" * 128)


@tagged("post_install", "-at_install")
class TestEnrolmentLanesCompared(EnrolmentLaneCase):
    """C28, P1: whichever way the rows of a file go, everything is the same at the end."""

    takes_long = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.welding.planned_duration = 10**9
        cls.away, cls.other = cls.env["qualification.programme"].create(
            [{"name": "Away", "active": False}, {"name": "Other", "company_id": cls.company_2.id}]
        )
        make = cls.env["qualification.qualification"].create
        home, far = cls.env.company.id, cls.company_2.id
        cls.qualifications = cls.care | cls.welding
        cls.qualifications |= make(
            [
                {"name": "Home", "number": "200/0001/1", "company_id": home, "planned_duration": 9},
                {"name": "Short", "number": "2000002/2"},
                {"name": "Far", "number": "300/0002/2", "company_id": far},
                {"name": "Old", "number": "400/0003/3", "active": False},
                {"name": "Twin", "number": "500/0004/4"},
                {"name": "Twin", "number": "5000004/4"},
            ]
        )
        numbers = (*ULNS[2:], *ODD_ULNS[:1], *ODD_ULNS[2:7], *ODD_ULNS[2:4])
        learners = cls.env["res.partner"].create(
            [{"name": uln, "contact_uln": uln} for uln in numbers]
        )
        learners[0].company_id = home
        learners[1].company_id = far
        learners[2].contact_uln = "1000 000/086"
        learners[-4].active = False
        cls.env["contact.former.key"].create(
            {"sort": "uln", "key": ODD_ULNS[-3], "partner_id": cls.ines.id}
        )
        cls.learners = cls.ines | cls.olu | learners

    def random_rows(self, chance, doubt):
        """A file in which some enrolments come again."""
        pairs = list(itertools.product(NUMBERS, ULNS))
        chance.shuffle(pairs)
        return [self.random_row(chance, doubt, pair) for pair in pairs[:ROWS]]

    def random_row(self, chance, doubt, said):
        if chance.random() < doubt:
            said = chance.choice(ODD_NUMBERS), said[1]
        if chance.random() < max(doubt, 0.1):
            said = said[0], chance.choice(ODD_ULNS)
        days = self.random_days(chance, doubt)
        status = chance.choice(STATUS_LABELS)
        if chance.random() > doubt:
            # mostly one whose date is there
            told = [label for value, label in STATUSES if days.get(value)]
            status = chance.choice(told or ["Exempt", "Not registered"])
        cells = dict(
            zip(LABELS, (*said, status, chance.choice(("", "1", "2", "0042"))), strict=False)
        )
        labels = (LABELS[4], LABELS[6], LABELS[5], *LABELS[7:9])
        cells |= dict(zip(labels, days.values(), strict=True))
        cells[LABELS[9]] = chance.choice(REFERENCES)
        row = [cells[label] for label in LABELS]
        if chance.random() < doubt:
            place = chance.randrange(len(row))
            row[place] = chance.choice(SPELLINGS).format(row[place])
        return row

    def random_days(self, chance, doubt):
        """``{status: text}`` of days, mostly in order."""
        years = sorted(chance.choices(range(2020, 2030), k=chance.randrange(len(DATES) + 1)))
        if chance.random() < doubt:
            chance.shuffle(years)
        days = [f"{chance.choice(('28/02', '31/12', '30/06'))}/{year}" for year in years]
        if days and chance.random() < doubt:
            days[chance.randrange(len(days))] = chance.choice((*ODD_DAYS, ""))
        return dict(zip(DATES.values(), [*days, *[""] * (len(DATES) - len(days))], strict=True))

    def random_past(self, chance):
        """What learners attend, and which enrolments there are."""
        for learner in self.learners:
            programmes = (False, False, self.programme.id, self.away.id, self.other.id)
            learner.qualification_programme_id = chance.choice(programmes)
        self.env.ref("registration_import.operation_qualifications").makes_resits = (
            chance.random() < 0.3
        )
        self.import_rows_before(chance)
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE qualification_enrolment SET write_uid = 1, write_date = '2020-01-01',
                      tracking_reference = coalesce(tracking_reference, '')"""
        )
        self.env.invalidate_all()

    def import_rows_before(self, chance):
        """Enrolments of an earlier file, of which some became resits, and some are planned."""
        rows = self.random_rows(chance, 0.1)
        self.load(*rows[: chance.choice((0, 10, 40))])
        for enrolment in self.Enrolment.search([]):
            if chance.random() < 0.2 and enrolment.company_id != self.company_2:
                self.enrol(
                    enrolment.partner_id,
                    enrolment.qualification_id,
                    is_resit=True,
                    registration_number=chance.choice(("2", "3"))
                    + (enrolment.registration_number or ""),
                )
            if chance.random() < 0.2:
                enrolment.date_planned = chance.choice((False, "2031-01-01"))

    def test_whichever_way(self):
        """C28, P1: enrolments, outcomes, problems and journal are those of the ordinary way, on
        files made by chance."""
        fast = 0
        for seed in range(FIRST, FIRST + FILES):
            chance = random.Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.random_past(chance)
                # most files are mostly in order, some are a mess
                rows = self.random_rows(chance, chance.choice((0, 0.03, 0.3)))
                taken = self.assertSameWay(
                    rows,
                    chance.choice((3, 10, 1000)),
                    operation="qualifications",
                    header=LABELS,
                    filename="qualifications.csv",
                    user=self.staff,
                )
                fast += taken
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(fast, 5 * FILES)
