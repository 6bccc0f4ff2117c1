import random

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ...tools.kinds.seats import SEATED, SEATS, STATUSES, shortage
from ...tools.kinds.session_instances import CODES, SessionInstancePlanner
from ...tools.rows.plan import Row
from ...tools.rows.problems import ERROR
from .common import SessionsCase

CASES = 1000
BEFORE = [None, *(status for status, _label in STATUSES)]
AFTER = [status for status, _label in STATUSES]
# What people read, and the code of the same problem in a file.
TEXTS = (
    ("seats are taken", "instance_full"),
    ("The waitlist of", "waitlist_full"),
    ("has no waitlist", "no_waitlist"),
)


class RulesCase(SessionsCase):
    """What a file may do, as the planner says, beside what people may, on the same random cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["registration.import.kind.session_instances"]
        cls.planner = SessionInstancePlanner()
        cls.random = random.Random(27)

    def match(self, pairs):
        """The rows of registrations and instances, matched together."""
        rows = []
        for number, (registration, instance) in enumerate(pairs, 2):
            codes = (registration.registration_code, instance.session_id.code, instance.code)
            rows.append(Row(number, dict(zip(CODES, codes, strict=True)), []))
        for row, match in zip(rows, self.kind._match(rows), strict=True):
            row.match = match
        return rows

    def planned(self, row, status):
        """The code for which the row may not set this status, None where it may."""
        row.values["status"] = status
        problems = self.planner.plan(row, {}).problems
        return next((problem.code for problem in problems if problem.level == ERROR), None)


@tagged("post_install", "-at_install")
class TestSeatRule(RulesCase):
    """D1: seats and waitlist, of a file and of people."""

    def draw(self):
        """(limit of seats, of the waitlist, seats taken, places taken, status before, after,
        registration)"""
        limits = [self.random.choice([None, 0, 1, 2, 3]) for _counter in range(2)]
        taken = [self.random.randrange(5) for _counter in range(2)]
        person = self.random.choice([self.anna, self.anna, self.bo, self.chen])
        return *limits, *taken, self.random.choice(BEFORE), self.random.choice(AFTER), person

    def make(self, cases):
        """An instance for each case, with the line that the case begins with, of Anna, who comes,
        or of Bo or Chen, who do not."""
        self.bo.state, self.chen.state = "draft", "cancel"
        instances = self.env["event.agenda.instance"].create(
            [self.instance_values(number) for number in range(len(cases))]
        )
        self.env["event.agenda.line"].create(
            [
                {"registration_id": case[6].id, "instance_id": instance.id, "status": case[4]}
                for instance, case in zip(instances, cases, strict=True)
                if case[4]
            ]
        )
        self.limit(instances, cases)
        return instances

    def instance_values(self, number):
        times = {"date_begin": "2031-05-06 09:00:00", "date_end": "2031-05-06 10:00:00"}
        return {"session_id": self.demo.id, "code": f"Case_{number}", **times}

    def limit(self, instances, cases):
        """Set limits and counters, whatever the lines that are there add up to."""
        self.env.flush_all()
        seats, places, taken, waiting = zip(*(case[:4] for case in cases), strict=True)
        self.env.cr.execute(
            SQL(
                """UPDATE event_agenda_instance i
                      SET has_capacity = seats IS NOT NULL, capacity = coalesce(seats, 0),
                          waitlist = CASE WHEN places IS NULL THEN 'unlimited'
                                          WHEN places = 0 THEN 'none' ELSE 'limited' END,
                          waitlist_limit = coalesce(places, 0),
                          seats_taken = taken, waitlist_taken = waiting
                     FROM unnest(%s, %s::int[], %s::int[], %s, %s)
                          AS given(id, seats, places, taken, waiting)
                    WHERE i.id = given.id""",
                *map(list, (instances.ids, seats, places, taken, waiting)),
            )
        )
        self.env.invalidate_all()

    def done(self, line, person, instance, status):
        """Set this status as a person does: the code of what they are told, None if it is done."""
        try:
            if line:
                line.status = status
            else:
                self.put(person, instance, status)
        except ValidationError as error:
            return next(code for text, code in TEXTS if text in str(error))
        return None

    def test_a_file_is_refused_what_a_person_is_refused(self):
        """D1: planner and form agree on a thousand limits, counters and changes of status."""
        cases = [self.draw() for _case in range(CASES)]
        instances = self.make(cases)
        people = [case[6] for case in cases]
        rows = self.match(list(zip(people, instances, strict=True)))
        lines = {line.instance_id: line for line in instances.line_ids}
        expected = [self.planned(row, case[5]) for row, case in zip(rows, cases, strict=True)]
        found = [
            self.done(lines.get(instance), case[6], instance, case[5])
            for instance, case in zip(instances, cases, strict=True)
        ]
        for case, *codes in zip(cases, expected, found, strict=True):
            self.assertEqual(*codes, case)
        self.assertEqual(set(expected), {None, *(code for _text, code in TEXTS)})

    def test_the_filter_full_is_the_same_rule(self):
        """D1: the SQL of the filter finds the instances that have no seat for one more."""
        cases = [self.draw() for _case in range(CASES)]
        instances = self.make(cases)
        full = instances.search([("is_full", "=", True), ("id", "in", instances.ids)])
        expected = [
            instance.id
            for instance, case in zip(instances, cases, strict=True)
            if shortage(SEATS, case[0], case[2])
        ]
        self.assertCountEqual(full.ids, expected)


@tagged("post_install", "-at_install")
class TestOverlapRule(RulesCase):
    """C27: two seats at the same time, of a file and of people."""

    def make_instances(self, count):
        """Of one to four hours, many of which begin when another one ends."""
        instances = self.env["event.agenda.instance"]
        for number in range(count):
            begin = self.random.randrange(10)
            end = begin + self.random.randint(1, 4)
            instances += instances.create(
                {
                    "session_id": self.demo.id,
                    "code": f"Case_{number}",
                    "date_begin": f"2031-05-06 {begin:02}:00:00",
                    "date_end": f"2031-05-06 {end:02}:00:00",
                }
            )
        return instances

    def make_lines(self, people, instances, count):
        """So many lines for each, of instances by chance, with a status by chance."""
        return self.env["event.agenda.line"].create(
            [
                {
                    "registration_id": person.id,
                    "instance_id": instance.id,
                    "status": self.random.choice(AFTER),
                }
                for person in people
                for instance in self.random.sample(instances, count)
            ]
        )

    def clashes(self, lines):
        """{(line, other line)} in which the planner sees two seats at the same time: as if the
        first one were to be added by a row, and the other one were all that there is."""
        rows = self.match([(line.registration_id, line.instance_id) for line in lines])
        for line, row in zip(lines, rows, strict=True):
            seats = row.match["seats"]
            for other in line.registration_id.agenda_line_ids - line:
                seat = [seat for seat in seats if seat[0] == other.instance_id.id]
                self.assertEqual(bool(seat), other.status in SEATED and row.match["holds"])
                row.match |= {"status": None, "line": None, "seats": seat}
                if self.planned(row, line.status) == "overlap":
                    yield line.id, other.id

    def test_a_file_sees_the_overlaps_that_people_are_refused(self):
        """C27, D26: planner and SQL agree on a thousand pairs of lines, seats and others, of
        people who come and who do not."""
        people = self.make_registrations(*map(str, range(70)))
        people[::9].state = "cancel"
        lines = self.make_lines(people, self.make_instances(40), 5)
        self.assertGreaterEqual(len(lines) * 4, CASES)
        self.event.agenda_overlap = False
        expected = set(self.clashes(lines))
        self.assertEqual(set(lines._find_overlaps(self.event)), expected)
        self.assertTrue(100 < len(expected) < CASES, len(expected))
