from odoo import Command

from ..engine.common_undo import UndoCase
from ..users import new_user


class EventsCase(UndoCase):
    """A run with tickets, a team and a question, imported by an administrator who has no other
    role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_user(cls.env, "events_administrator", "base.group_system")
        cls.race = cls.make_event("City Run", event_code="RUN-31", agenda_enabled=False)
        cls.standard, cls.patron = cls.env["event.event.ticket"].create(
            [
                {"name": "Standard", "event_id": cls.race.id},
                {"name": "Patron", "event_id": cls.race.id, "seats_max": 2},
            ]
        )
        cls.team = cls.env["event.team"].create(
            {"name": "Early Birds", "code": "RUN-A", "event_id": cls.race.id}
        )
        cls.lunch = cls.env["event.question"].create(
            {
                "title": "Lunch",
                "question_type": "simple_choice",
                "event_ids": [Command.link(cls.race.id)],
                "answer_ids": [Command.create({"name": n}) for n in ("Fish", "Vegetables")],
            }
        )
        cls.Registration = cls.env["event.registration"]

    @classmethod
    def make_scheduler(cls, event, interval="after_sub"):
        """A mail such as Odoo itself gives each new event, without a ticket to print."""
        template = cls.env["mail.template"].create(
            {
                "name": "Welcome",
                "model_id": cls.env["ir.model"]._get_id("event.registration"),
                "subject": "Welcome",
                "body_html": "<p>See you there</p>",
                "use_default_to": True,
            }
        )
        return cls.env["event.mail"].create(
            {
                "event_id": event.id,
                "interval_type": interval,
                "interval_unit": "now",
                "template_ref": f"mail.template,{template.id}",
            }
        )

    def load(self, *rows, header=None, user=None, **arguments):
        """The job after these rows of participants, each a dict of labels, were imported."""
        header = header or tuple(dict.fromkeys(label for row in rows for label in row))
        cells = [[row.get(label, "") for label in header] for row in rows]
        arguments = {"operation": "participants", "filename": "participants.csv", **arguments}
        return self.import_rows(cells, user or self.administrator, header=header, **arguments)

    def participant(self, code, **columns):
        """A row of the run."""
        return {"Registration Code": code, "Event Code": "RUN-31", **columns}

    def registration(self, code):
        return self.Registration.search([("registration_code", "=", code)])

    def answer(self, registration):
        """What a registration says for lunch."""
        own = registration.registration_answer_ids
        return own.filtered(lambda each: each.question_id == self.lunch).value_answer_id.name
