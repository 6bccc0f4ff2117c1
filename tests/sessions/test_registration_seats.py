import random

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ...importer.own_context import YES
from ...tools.kinds.seats import COMING, COUNTERS, SEATS, STATUSES, WAITLIST
from .common import SessionsCase

CASES = 1000
STATES = ("draft", "open", "done", "cancel")


class RegistrationSeatsCase(SessionsCase):
    def taken(self, instances):
        """Seats and waitlist places of each, as the database has them."""
        self.env.flush_all()
        instances.invalidate_recordset()
        return [(each.seats_taken, each.waitlist_taken) for each in instances]


@tagged("post_install", "-at_install")
class TestSeatsOfRegistrations(RegistrationSeatsCase):
    """D26: seats follow the registration."""

    def leave(self, registration, way):
        if way == "archived":
            registration.active = False
        else:
            registration.state = way

    def test_who_does_not_come_holds_nothing(self):
        """D26: cancelled, unconfirmed or archived: neither a seat nor a waitlist place."""
        for way in ("cancel", "draft", "archived"):
            (person,) = self.make_registrations(way)
            self.put(person, self.small)
            self.put(person, self.open_ended, "waitlisted")
            self.assertEqual(self.taken(self.small + self.open_ended), [(1, 0), (0, 1)])
            self.leave(person, way)
            self.assertEqual(self.taken(self.small + self.open_ended), [(0, 0), (0, 0)], way)
            self.assertEqual(
                set(person.agenda_line_ids.mapped("status")), {"registered", "waitlisted"}
            )

    def test_who_comes_back_takes_the_seat_again(self):
        """D26: by Odoo's own buttons; what is done twice counts once."""
        self.put(self.anna, self.small, "attended")
        for leave, back in (
            ("action_cancel", "action_confirm"),
            ("action_cancel", "action_set_done"),
            ("action_set_draft", "action_confirm"),
            ("action_archive", "action_unarchive"),
        ):
            for _twice in range(2):
                getattr(self.anna, leave)()
                self.assertEqual(self.taken(self.small), [(0, 0)], leave)
            for _twice in range(2):
                getattr(self.anna, back)()
                self.assertEqual(self.taken(self.small), [(1, 0)], back)

    def test_archived_and_cancelled_comes_back_in_two_steps(self):
        """D26: one of the two is enough to hold nothing."""
        self.put(self.anna, self.small)
        self.anna.write({"state": "cancel", "active": False})
        self.anna.active = True
        self.assertEqual(self.taken(self.small), [(0, 0)])
        self.anna.action_confirm()
        self.assertEqual(self.taken(self.small), [(1, 0)])

    def test_without_room_nobody_comes_back(self):
        """D26: refused in words that name the registration and all instances, by hand and by
        code, for many at once; nothing is changed then."""
        away = self.anna + self.bo
        for person in away:
            self.put(person, self.small)
            self.put(person, self.open_ended, "waitlisted")
        away.action_cancel()
        self.put(self.chen, self.small)
        self.open_ended.waitlist = "none"
        pattern = (
            r"(?s)no room for the agenda of .*Anna.*Demo_1 is full: 1 of 2 seats are taken"
            r".*Demo_2 has no waitlist"
        )
        with self.refused(pattern):
            away.with_user(self.event_user).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.taken(self.small + self.open_ended), [(1, 0), (0, 0)])
        self.open_ended.waitlist = "unlimited"
        self.anna.action_confirm()
        with self.refused("agenda of .*Bo.*\\n.*Demo_1 is full: 2 of 2"):
            self.bo.active, self.bo.state = True, "open"

    def test_who_comes_back_does_not_sit_twice(self):
        """D26, C27: where the event forbids overlaps, the agenda is checked as a whole."""
        self.event.agenda_overlap = False
        self.anna.action_cancel()
        self.put(self.anna, self.small)
        self.put(self.anna, self.clashing)
        with self.refused("(?s)no room.*Anna cannot be in"):
            self.anna.action_confirm()
        self.anna.agenda_line_ids[0].status = "cancelled"
        self.anna.action_confirm()

    def test_lines_of_who_does_not_come(self):
        """D26: they are added, changed, moved and deleted without counting, wherever they are."""
        self.small.capacity = 0
        self.anna.action_cancel()
        line = self.put(self.anna, self.small)
        line.status = "attended"
        line.instance_id = self.open_ended
        self.assertEqual(self.taken(self.small + self.open_ended), [(0, 0), (0, 0)])
        line.registration_id = self.bo
        self.assertEqual(self.taken(self.open_ended), [(1, 0)])
        line.registration_id = self.anna
        self.assertEqual(self.taken(self.open_ended), [(0, 0)])
        line.unlink()
        self.assertEqual(self.taken(self.open_ended), [(0, 0)])

    def test_made_with_an_agenda(self):
        """D26: a registration that is made with its agenda takes what its state says."""
        for state in STATES:
            before = self.taken(self.open_ended)[0][0]
            self.env["event.registration"].create(
                {
                    "name": state,
                    "event_id": self.event.id,
                    "state": state,
                    "agenda_line_ids": [Command.create({"instance_id": self.open_ended.id})],
                }
            )
            self.assertEqual(self.taken(self.open_ended)[0][0] - before, int(state in COMING))

    def test_nobody_writes_whether_seats_are_held(self):
        """D26: it follows the state, whatever a file or another system says."""
        self.put(self.anna, self.small)
        self.anna.write({"holds_seats": False, "name": "Anna B"})
        self.assertTrue(self.anna.holds_seats)
        made = self.env["event.registration"].create(
            {"event_id": self.event.id, "state": "draft", "holds_seats": True}
        )
        self.assertFalse(made.holds_seats)
        self.assertEqual(self.anna.copy({"state": "cancel"}).holds_seats, False)

    def test_the_form_says_so(self):
        """D26: the agenda of a registration that does not come is shown with that reason."""
        self.put(self.anna, self.small)
        self.anna.action_cancel()
        form = Form(self.anna.with_user(self.event_user))
        self.assertFalse(form.holds_seats)

    def test_queries_do_not_grow_with_registrations(self):
        """D26: to cancel ten or a hundred costs as much."""
        people = self.make_registrations(*map(str, range(111)))
        for person in people:
            self.put(person, self.open_ended)
        self.count(people[:1])
        self.assertEqual(self.count(people[1:11]), self.count(people[11:]))

    def count(self, people):
        people = people.with_context(registration_import_quiet=YES, tracking_disable=True)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        people.active = False
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestSeatCount(RegistrationSeatsCase):
    """D26: what is counted step by step is what there is, on a thousand random changes."""

    def test_counters_are_the_sum_of_who_comes(self):
        """D26: after each change by people, as the SQL counts rows from before."""
        rnd = random.Random(26)
        people = self.make_registrations(*map(str, range(20)))
        people = people.with_context(registration_import_quiet=YES, tracking_disable=True)
        instances = self.small + self.open_ended + self.clashing
        instances.write({"has_capacity": False, "waitlist": "unlimited"})
        lines = self.env["event.agenda.line"]
        for person in people:
            lines += self.put(person, rnd.choice(instances), rnd.choice(STATUSES)[0])
        for _change in range(CASES):
            self.change(rnd, rnd.choice(people), rnd.choice(lines))
        stepwise = self.taken(instances)
        self.assertEqual(stepwise, [self.expected(instance) for instance in instances])
        self.env.cr.execute(SQL("UPDATE event_agenda_instance SET seats_taken = 0"))
        self.env.cr.execute(SQL("UPDATE event_registration SET holds_seats = NULL"))
        self.env["event.registration"]._init_seats()
        self.assertEqual(self.taken(instances), stepwise)

    def change(self, rnd, person, line):
        way = rnd.randrange(3)
        if way == 0:
            person.state = rnd.choice(STATES)
        elif way == 1:
            person.active = rnd.random() < 0.7
        else:
            line.status = rnd.choice(STATUSES)[0]

    def expected(self, instance):
        coming = [
            COUNTERS.get(line.status)
            for line in instance.line_ids
            if line.registration_id.active and line.registration_id.state in COMING
        ]
        return coming.count(SEATS), coming.count(WAITLIST)
