from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...tools.kinds.seats import SEATED, STATUSES
from .common import SessionsCase


@tagged("post_install", "-at_install")
class TestSeats(SessionsCase):
    """D1: who holds a seat, and when one is refused."""

    def counters(self, instance):
        """Return (seats, waitlist) as the database has them."""
        self.env.flush_all()
        instance.invalidate_recordset()
        return instance.seats_taken, instance.waitlist_taken

    def test_statuses_that_hold_a_seat(self):
        """D1, C14: Registered, Attended and No Show hold a seat, Cancelled and Waitlisted not."""
        self.assertEqual(
            [label for __, label in STATUSES],
            ["Registered", "Cancelled", "No Show", "Attended", "Waitlisted"],
        )
        for status, __ in STATUSES:
            line = self.put(self.anna, self.small, status)
            self.assertEqual(
                self.counters(self.small), (int(status in SEATED), int(status == "waitlisted"))
            )
            line.unlink()
            self.assertEqual(self.counters(self.small), (0, 0))

    def test_full_instance_refuses(self):
        """D1: the third of two seats is refused, by name and capacity, and nothing is counted."""
        self.put(self.anna, self.small)
        self.put(self.bo, self.small)
        self.assertTrue(self.small.is_full)
        with self.refused(r"Demo_1 is full: 2 of 2 seats"):
            self.put(self.chen, self.small)
        self.assertEqual(self.counters(self.small), (2, 0))

    def test_batch_over_the_limit_is_refused(self):
        """D1: three lines for two seats in one create() are refused together."""
        with self.refused("Demo_1 is full"):
            self.env["event.agenda.line"].create(
                [
                    {"registration_id": registration.id, "instance_id": self.small.id}
                    for registration in self.anna + self.bo + self.chen
                ]
            )

    def test_cancelling_frees_the_seat(self):
        """D1: a cancelled line gives its seat to the next."""
        first = self.put(self.anna, self.small)
        self.put(self.bo, self.small)
        first.status = "cancelled"
        self.put(self.chen, self.small)
        self.assertEqual(self.counters(self.small), (2, 0))
        with self.refused("Demo_1 is full"):
            first.status = "registered"

    def test_overfull_instance_can_be_edited(self):
        """D1: what raises nothing is not checked, also where the capacity was lowered."""
        lines = self.put(self.anna, self.small) + self.put(self.bo, self.small)
        self.small.capacity = 0
        lines.status = "attended"
        lines[0].status = "no_show"
        self.assertEqual(self.counters(self.small), (2, 0))
        self.assertEqual(self.small.seats_left, 0)
        lines[0].status = "cancelled"
        self.assertEqual(self.counters(self.small), (1, 0))

    def test_zero_is_no_seat_and_blank_is_unlimited(self):
        """D1: capacity 0 refuses the first, no limit refuses nobody."""
        for registration in self.anna + self.bo + self.chen:
            self.put(registration, self.open_ended)
        self.assertEqual(self.counters(self.open_ended), (3, 0))
        self.assertFalse(self.open_ended.is_full)
        self.clashing.write({"has_capacity": True, "capacity": 0})
        with self.refused("0 of 0 seats"):
            self.put(self.anna, self.clashing)

    def test_waitlist_refuses_when_it_is_full_or_absent(self):
        """D1: Waitlisted fails when the waitlist is full or there is none, else it has no end."""
        self.put(self.anna, self.small, "waitlisted")
        with self.refused("waitlist of Demo_1 is full: 1 of 1"):
            self.put(self.bo, self.small, "waitlisted")
        with self.refused("Wshop_1 has no waitlist"):
            self.put(self.bo, self.clashing, "waitlisted")
        self.put(self.bo, self.open_ended, "waitlisted")
        self.assertEqual(self.counters(self.open_ended), (0, 1))

    def test_from_waitlist_to_seat_frees_a_place(self):
        """D1: one place less on the waitlist, one seat more."""
        line = self.put(self.anna, self.small, "waitlisted")
        line.status = "registered"
        self.assertEqual(self.counters(self.small), (1, 0))

    def test_moving_to_another_instance(self):
        """D1: a line that moves gives its seat back and takes one; its session follows."""
        line = self.put(self.anna, self.small)
        line.instance_id = self.clashing
        self.assertEqual(self.counters(self.small), (0, 0))
        self.assertEqual(self.counters(self.clashing), (1, 0))
        self.assertEqual(line.session_id, self.workshop)

    def test_deleting_a_registration_frees_its_seats(self):
        """D1: also when the registration goes, and once where it does not come."""
        self.put(self.anna, self.small)
        self.put(self.bo, self.small)
        self.bo.action_cancel()
        self.assertEqual(self.counters(self.small), (1, 0))
        (self.anna + self.bo).unlink()
        self.assertEqual(self.counters(self.small), (0, 0))

    def test_counters_are_nobodys_to_write(self):
        """D1: what a file or a person says about seats taken is left aside."""
        self.put(self.anna, self.small)
        self.small.write({"seats_taken": 0, "room": "A1"})
        self.assertEqual(self.counters(self.small), (1, 0))
        self.assertEqual(self.small.copy().seats_taken, 0)

    def test_full_instances_are_found(self):
        """D1: the filter "Full" lists what has no seat left."""
        self.put(self.anna, self.small)
        self.put(self.bo, self.small)
        instances = self.env["event.agenda.instance"]
        domain = [("event_id", "=", self.event.id)]
        self.assertEqual(instances.search(domain + [("is_full", "=", True)]), self.small)
        self.assertEqual(
            instances.search(domain + [("is_full", "=", False)]), self.open_ended + self.clashing
        )

    def test_one_update_for_many_lines(self):
        """D1: seats of several create() and write() go out as one UPDATE of the instances."""
        self.env.flush_all()
        updates = []
        execute = type(self.env.cr).execute

        def spy(cr, query, *args, **kwargs):
            code = getattr(query, "code", query)
            if 'UPDATE "event_agenda_instance"' in str(code) or "seats_taken" in str(query):
                updates.append(query)
            return execute(cr, query, *args, **kwargs)

        lines = self.put(self.anna, self.open_ended) + self.put(self.bo, self.open_ended)
        self.patch(type(self.env.cr), "execute", spy)
        lines.status = "cancelled"
        lines.status = "attended"
        self.put(self.chen, self.open_ended)
        self.assertFalse(updates)
        self.env.flush_all()
        self.assertEqual(len(updates), 1)

    def test_queries_do_not_grow_with_lines(self):
        """D1: 10 lines and 100 lines cost the same queries, to make and to change."""
        registrations = self.make_registrations(*map(str, range(111)))
        self.count_queries(registrations[:1])  # fills caches of the registry
        few = self.count_queries(registrations[1:11])
        many = self.count_queries(registrations[11:])
        self.assertEqual(few, many)

    def count_queries(self, registrations):
        self.env.flush_all()
        self.env.invalidate_all()
        counts = [self.cr.sql_log_count]
        lines = self.env["event.agenda.line"].create(
            [
                {"registration_id": registration.id, "instance_id": self.open_ended.id}
                for registration in registrations
            ]
        )
        self.env.flush_all()
        counts.append(self.cr.sql_log_count)
        lines.write({"status": "cancelled"})
        self.env.flush_all()
        counts.append(self.cr.sql_log_count)
        return [after - before for before, after in zip(counts, counts[1:], strict=False)]


@tagged("post_install", "-at_install")
class TestAgendaRules(SessionsCase):
    """What may stand in an agenda."""

    def test_once_per_instance(self):
        """C28: a registration has an instance once."""
        self.put(self.anna, self.small)
        with mute_logger("odoo.sql_db"), self.refused("uniq", UniqueViolation):
            self.put(self.anna, self.small, "cancelled")

    def test_instance_of_another_event(self):
        """C13: the instance must belong to the event of the registration."""
        other = self.make_event("Elsewhere")
        (stranger,) = self.make_registrations("Stranger", event=other)
        with self.refused("Demo_1 is not a session instance of Elsewhere"):
            self.put(stranger, self.small)

    def test_registration_with_agenda_stays_in_its_event(self):
        """C13: nor can a registration or session with an agenda move to another event."""
        other = self.make_event("Elsewhere")
        self.put(self.anna, self.small)
        with self.refused("not a session instance"):
            self.anna.event_id = other
        with self.refused("not a session instance"):
            self.demo.event_id = other
        with self.refused("not a session instance"):
            self.small.session_id = self.workshop

    def test_event_without_sessions(self):
        """C05: nothing is added where sessions are not enabled; what is there can be edited."""
        line = self.put(self.anna, self.small)
        self.event.agenda_enabled = False
        line.status = "attended"
        with self.refused("Sessions are not enabled for Trade Summit"):
            self.put(self.bo, self.small)

    def test_codes_are_unique(self):
        """C06, C13: a session code in its event, an instance code in its session."""
        with mute_logger("odoo.sql_db"):
            with self.refused("unique", UniqueViolation):
                self.demo.copy({"code": "Wshop"})
            with self.refused("unique", UniqueViolation):
                self.small.copy({"code": "Demo_2"})
        self.make_instance(self.workshop, "Demo_2", 9)
        self.assertEqual(self.small.copy().code, "Demo_1 (copy)")
        self.assertEqual(self.demo.copy().code, "Demo (copy)")

    def test_overlap_is_allowed_by_default(self):
        """C27: two sessions at the same time are fine unless the event says otherwise."""
        self.put(self.anna, self.small)
        self.put(self.anna, self.clashing)
        self.assertEqual(self.anna.agenda_line_count, 2)

    def test_overlap_refused(self):
        """C27: where overlapping is off, a second seat at the same time is refused."""
        self.event.agenda_overlap = False
        self.put(self.anna, self.small)
        with self.refused("Anna cannot be in Wshop_1 and in Demo_1"):
            self.put(self.anna, self.clashing)
        self.put(self.anna, self.open_ended)
        waiting = self.put(self.bo, self.clashing)
        waiting.status = "cancelled"
        self.put(self.bo, self.small)
        with self.refused("overlap"):
            waiting.status = "registered"

    def test_overlap_of_the_past_can_be_edited(self):
        """C27: switching overlap off does not lock the agenda that has some."""
        line = self.put(self.anna, self.small)
        self.put(self.anna, self.clashing)
        self.event.agenda_overlap = False
        line.status = "attended"
        self.assertEqual(line.status, "attended")

    def test_time_is_that_of_the_event(self):
        """C06: 09:00 UTC in May is 11:00 in Brussels, whoever looks."""
        self.event_user.tz = "Asia/Tokyo"
        instance = self.small.with_user(self.event_user)
        self.assertIn("11:00 - 12:00", instance.time_range)

    def test_agenda_on_the_form(self):
        """C27, C28: people do on the form what a file does, with the same rules."""
        with Form(self.anna.with_user(self.event_user)) as form, form.agenda_line_ids.new() as line:
            line.session_id = self.workshop
            self.assertEqual(line.instance_id, self.clashing)
            line.status = "attended"
        self.assertEqual(self.anna.agenda_line_ids.instance_id, self.clashing)
        self.assertEqual(self.clashing.seats_taken, 1)


@tagged("post_install", "-at_install")
class TestLastSeat(SessionsCase):
    """D1: two people take the last seat at the same moment."""

    def test_second_transaction_collides(self):
        """D1: the later of two transactions gets a serialization failure, so it is replayed."""
        with self.registry.cursor() as cr:
            ids = self.commit_an_event(cr)
        self.addCleanup(self.remove_event, ids["event"])
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '5s'")  # to fail, where it would wait for ever
            self.take(first, ids["instance"], ids["registrations"][0])
            self.take(second, ids["instance"], ids["registrations"][1])
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                second.flush()
            second.rollback()
            with self.refused("is full"):
                self.take(second, ids["instance"], ids["registrations"][1])
            second.rollback()

    def commit_an_event(self, cr):
        """Make, for other transactions to see, an event with one seat and two registrations."""
        cls = type("Elsewhere", (SessionsCase,), {"env": api.Environment(cr, SUPERUSER_ID, {})})
        event = cls.make_event("Collision")
        session = cls.env["event.agenda.session"].create(
            {"name": "One", "code": "One", "event_id": event.id}
        )
        instance = cls.make_instance(session, "One_1", 9, has_capacity=True, capacity=1)
        registrations = cls.make_registrations("First", "Second", event=event)
        return {"event": event.id, "instance": instance.id, "registrations": registrations.ids}

    def take(self, cr, instance_id, registration_id):
        api.Environment(cr, SUPERUSER_ID, {})["event.agenda.line"].create(
            {"instance_id": instance_id, "registration_id": registration_id}
        )

    def remove_event(self, event_id):
        with self.registry.cursor() as cr:
            event = api.Environment(cr, SUPERUSER_ID, {})["event.event"].browse(event_id)
            event.registration_ids.unlink()
            event.unlink()
