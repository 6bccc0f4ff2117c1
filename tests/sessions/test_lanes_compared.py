import os
import random

from odoo.tests import tagged

from ...tools.kinds.seats import STATUSES
from .common_lanes import SessionLaneCase

# Files that are compared; LANE_FILES=500 for a long look, LANE_SEED for the first of them.
FILES = int(os.environ.get("LANE_FILES", "12"))
FIRST = int(os.environ.get("LANE_SEED", "1"))
ROWS = 50
LABELS = [label for _value, label in STATUSES]
# Spellings that the planner alone can tell, and what is no value.
SPELLINGS = ("{} ", "'{}", "{}\u00a0", "{}.0", "{}X", "", "n/a", "?")
ODD_LABELS = ("registered", "No-Show", "Canceled", "Waiting list", "Perhaps", "")


@tagged("post_install", "-at_install")
class TestLanesCompared(SessionLaneCase):
    """C28, P1: whichever way the rows of a file go, everything is the same at the end."""

    takes_long = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(9) | cls.dora | cls.emil
        cls.people[1].state = "cancel"
        cls.people[2].state = "draft"
        cls.people[3].active = False
        pupils = cls.env["event.registration"].create(
            [
                {"name": f"Pupil {n}", "registration_code": f"S{n}", "event_id": event.id}
                for n, event in enumerate([cls.strict_event] * 4)
            ]
        )
        cls.people |= pupils | cls.pupil | cls.diner | cls.foreigner
        exams = [cls.make_instance(cls.exam, f"Exam_{hour}", hour) for hour in (10, 11, 12)]
        seats = [
            cls.make_instance(
                cls.keynote,
                f"K{n}",
                8 + n,
                has_capacity=bool(n % 3),
                capacity=n,
                waitlist=("unlimited", "limited", "none")[n % 3],
                waitlist_limit=n % 4,
            )
            for n in range(8)
        ]
        cls.instances = cls.env["event.agenda.instance"].union(
            *exams, *seats, cls.exam_1, cls.exam_2, cls.demo_7592, cls.one_seat, cls.no_waitlist
        )

    def random_rows(self, chance, count=ROWS):
        """A file in which the same few lines and seats come again and again."""
        rows = []
        # most files are mostly in order, some are a mess
        doubt = chance.choice((0, 0.03, 0.3))
        for _row in range(count):
            person = chance.choice(self.people)
            own = self.instances.filtered(lambda each, p=person: each.event_id == p.event_id)
            instance = chance.choice(own or self.instances)
            if chance.random() < doubt:
                instance = chance.choice(self.instances)
            row = list(self.row(person, instance, chance.choice(LABELS)))
            if chance.random() < doubt:
                column = chance.randrange(3)
                row[column] = chance.choice(SPELLINGS).format(row[column])
            if chance.random() < doubt:
                row[3] = chance.choice(ODD_LABELS)
            if chance.random() < doubt / 3:
                row = chance.choice((row[:3], [*row, "more"]))
            rows.append(tuple(row))
        return rows

    def random_room(self, chance):
        """More room, so that most seats can be had; and lines that are there already."""
        if chance.random() < 0.6:
            self.instances.write({"capacity": 40, "waitlist_limit": 40})
        lines = self.random_rows(chance, chance.choice((0, 20, 60)))
        self.import_rows(lines) if lines else None

    def test_whichever_way(self):
        """C28, P1: tables, outcomes, problems and journal are those of the ordinary way, on files
        made by chance."""
        fast = 0
        for seed in range(FIRST, FIRST + FILES):
            chance = random.Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.random_room(chance)
                rows = self.random_rows(chance)
                size = chance.choice((3, 10, 1000))
                fast += self.assertSameWay(rows, size)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(fast, FILES)
