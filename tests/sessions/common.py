from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from ..users import new_users


class SessionsCase(TransactionCase):
    """An event with two sessions, three instances and registrations; users of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls.make_event("Trade Summit")
        cls.demo, cls.workshop = cls.env["event.agenda.session"].create(
            [
                {"name": "Product Demonstration", "code": "Demo", "event_id": cls.event.id},
                {"name": "Workshop", "code": "Wshop", "event_id": cls.event.id},
            ]
        )
        cls.small = cls.make_instance(
            cls.demo,
            "Demo_1",
            9,
            has_capacity=True,
            capacity=2,
            waitlist="limited",
            waitlist_limit=1,
        )
        cls.open_ended = cls.make_instance(cls.demo, "Demo_2", 11)
        cls.clashing = cls.make_instance(cls.workshop, "Wshop_1", 9, waitlist="none")
        cls.anna, cls.bo, cls.chen = cls.make_registrations("Anna", "Bo", "Chen")
        cls.event_user, cls.desk, cls.importer = new_users(
            cls.env,
            {
                "agenda_user": "event.group_event_user",
                "agenda_desk": "event.group_event_registration_desk",
                "agenda_importer": "registration_import.group_import_registration_data",
            },
        )

    @classmethod
    def make_event(cls, name, **values):
        return cls.env["event.event"].create(
            {
                "name": name,
                "date_begin": "2031-05-06 07:00:00",
                "date_end": "2031-05-08 17:00:00",
                "date_tz": "Europe/Brussels",
                "agenda_enabled": True,
                "event_mail_ids": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def make_instance(cls, session, code, hour, **values):
        """Make an instance of an hour on the first day; the hour is UTC."""
        return cls.env["event.agenda.instance"].create(
            {
                "session_id": session.id,
                "code": code,
                "date_begin": f"2031-05-06 {hour:02}:00:00",
                "date_end": f"2031-05-06 {hour + 1:02}:00:00",
                **values,
            }
        )

    @classmethod
    def make_registrations(cls, *names, event=None):
        event = event or cls.event
        return cls.env["event.registration"].create(
            [{"name": name, "event_id": event.id} for name in names]
        )

    @classmethod
    def put(cls, registration, instance, status="registered", user=None):
        """Add an instance to the agenda of a registration."""
        lines = cls.env["event.agenda.line"].with_user(user or cls.env.user)
        return lines.create(
            {
                "registration_id": registration.id,
                "instance_id": instance.id,
                "status": status,
            }
        )

    @contextmanager
    def refused(self, pattern, exception=ValidationError):
        """Assert that the block is refused with this text, and undo what it did."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)
