import base64

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import EventsCase


@tagged("post_install", "-at_install")
class TestAttendedUndone(EventsCase):
    """V19: what Odoo notes by itself is put back as well."""

    def test_undo_of_attended_forgets_when(self):
        """V19: the undo of "Attended" leaves the registration as it was: not attended, at no
        moment."""
        self.load(self.participant("R-1", **{"Attendee Name": "Ann"}))
        registration = self.registration("R-1")
        job = self.load(self.participant("R-1", Status="Attended"))
        self.assertEqual(registration.state, "done")
        self.assertTrue(registration.date_closed)
        undo = self.undo(job)
        self.assertEqual(undo.updated, 1, undo._result())
        self.assertEqual((registration.state, registration.date_closed), ("open", False))


@tagged("post_install", "-at_install")
class TestLastSeatOfEvent(TransactionCase):
    """V19: two imports take the last seat of an event at the same moment."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self.elsewhere(cr)
            values = {"name": "One Seat", "event_code": "T-ONE-SEAT", "agenda_enabled": False}
            values |= {"date_begin": "2031-05-05 08:00:00", "date_end": "2031-05-05 18:00:00"}
            limits = {"seats_limited": True, "seats_max": 1}
            self.event_id = env["event.event"].create(values | limits).id
        self.addCleanup(self.remove)
        self.job_ids = []

    def elsewhere(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})(user=self.env.ref("base.user_admin"))

    def remove(self):
        with self.registry.cursor() as cr:
            env = self.elsewhere(cr)(su=True)
            event = env["event.event"].browse(self.event_id)
            event.registration_ids.unlink()
            event.unlink()
            env["registration.import.job"].browse(self.job_ids).exists().unlink()

    def test_only_one_of_two_imports_gets_it(self):
        """V19: the later of two imports, which do not see each other, cannot write; played again,
        it is told that the event is full."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '5s'")  # to fail, where it would wait for ever
            second.execute("SELECT count(*) FROM event_event")  # from here on it sees this
            self.assertEqual(self.imported(first, "T-SEAT-1")["created"], 1)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self.imported(second, "T-SEAT-2")
            second.rollback()
            self.assertEqual(self.imported(second, "T-SEAT-2")["invalid"], 1)
            second.rollback()
            event = self.elsewhere(second)["event.event"].browse(self.event_id)
            self.assertEqual(event.seats_taken, 1)

    def imported(self, cr, code):
        """The counts of an import of one registration of the event."""
        text = f"Registration Code,Event Code,Attendee Name\n{code},T-ONE-SEAT,Ann\n"
        operations = self.elsewhere(cr)["registration.import.operation"]
        content = base64.b64encode(text.encode()).decode()
        result = operations.run_file("participants", content, f"{code}.csv", wait=True)
        self.job_ids.append(result["job"])
        return result["counts"]
