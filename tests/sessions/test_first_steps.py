from odoo.tests import tagged

from ..common import ImportCase


@tagged("post_install", "-at_install")
class TestFirstSteps(ImportCase):
    """UX 18: whoever imports for the first time has something to import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["registration.import.kind.session_instances"].with_user(cls.event_user)

    def lacks(self, operation=None):
        operation = operation or self.operation.with_user(self.event_user)
        wizard = operation.env["registration.import.wizard"].create({"operation_id": operation.id})
        return str(wizard.lacks or "")

    def test_the_sample_changes_something(self):
        """Of registrations that are there, and an instance with seats, as long as there are."""
        rows = self.kind._samples()
        self.assertEqual(self.run_rows(rows)["counts"]["created"], len(rows))
        self.assertNotEqual(self.kind._samples(), rows)

    def test_a_sample_puts_nobody_where_no_seat_is_left(self):
        """Instances that are full, over, or of an event that forbids overlaps are no sample."""
        instances = self.env["event.agenda.instance"].search([])
        instances.write({"has_capacity": True, "capacity": 0})
        self.one_seat.capacity = 1
        (row,) = self.kind._samples()
        self.assertEqual(row[1:3], [self.keynote.code, self.one_seat.code])
        instances.write({"date_begin": "2020-01-01 10:00:00", "date_end": "2020-01-01 11:00:00"})
        self.assertEqual(self.kind._samples()[0][0], "1234-55-122")

    def test_what_is_missing_is_said_and_linked(self):
        """An empty database says what has to be made first, and where."""
        self.assertEqual(self.lacks(), "")
        self.env["event.agenda.instance"].search([]).unlink()
        self.assertIn("/odoo/action-registration_import.event_agenda_instance_action", self.lacks())
        self.env["event.event"].search([]).agenda_enabled = False
        self.assertIn("No event has sessions yet", self.lacks())
        self.assertIn("/odoo/action-event.action_event_view", self.lacks())

    def test_what_other_kinds_need_is_said_and_linked(self):
        """UX 18: participants and teams need an event, and cross-references a system."""
        self.env["event.event"].search([]).event_code = False
        self.env["registration.import.system"].search([]).unlink()
        where = {
            "participants": "event.action_event_view",
            "teams": "event.action_event_view",
            "cross_references": "registration_import.registration_import_system_action",
        }
        for kind, action in where.items():
            operation = self.env["registration.import.operation"].search([("kind", "=", kind)])
            self.assertIn(f"/odoo/action-{action}", self.lacks(operation[:1]))
        self.env["res.partner"].create({"name": "Ada Lane"})
        self.assertFalse(self.env["registration.import.kind.group_assignment"]._lacks())
