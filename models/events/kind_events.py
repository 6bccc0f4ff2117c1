import pytz

from odoo import api, fields, models

from ...messages.events import HELP, MESSAGES
from ...tools.kinds.event_schema import SCHEMA
from ...tools.kinds.event_values import EventClock
from ...tools.kinds.events import EVENT, EventPlanner
from .event_matcher import EventMatcher


class ImportKindEvents(models.AbstractModel):
    """Events (V19): a row makes one in the calendar, or updates the one with its code, with a
    ticket and a question of it."""

    _name = "registration.import.kind.events"
    _inherit = "registration.import.kind.administration"
    _description = "Import of Events"

    _helps = HELP
    _target = EVENT
    _makes = ("event.event.ticket", "event.question", "event.question.answer")
    _report_fields = EventPlanner.identity_fields
    _identity_fields = EventPlanner.identity_fields
    # a row for each ticket and question
    _repeats_allowed = True
    _clearable = ("venue", "organizer", "tags", "seats")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per event; a further ticket or"
                " question has a row of its own with the same code. The first row names the"
                " columns, in any order; leave out those that you do not need."
            ),
            self.env._(
                "A code that no event has makes a new one, which needs a name and both dates; any"
                " other updates the event that has it. Dates and times are those that the clocks"
                " show where the event takes place."
            ),
            self.env._(
                "An empty cell leaves the value as it is; = takes it away. Tickets and questions"
                " are added and changed, never taken away."
            ),
        ]

    @api.model
    def _samples(self):
        names = [field.name for field in SCHEMA]
        more = {
            "event_code": "SUMMIT-31",
            "ticket": "Patron",
            "ticket_seats": "50",
            "question": "Remarks",
            "question_type": "Text Input",
        }
        return [*super()._samples(), [more.get(name, "") for name in names]]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _row_planner(self):
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        return EventPlanner(self._run, EventClock(_to_utc, _from_utc, zone))

    @api.model
    def _match(self, rows):
        return EventMatcher(self).match(rows)


def _to_utc(local, zone):
    """What the clocks of a zone show, as naive UTC; None where there is no such zone."""
    if zone not in pytz.all_timezones_set:
        return None
    return pytz.timezone(zone).localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def _from_utc(moment, zone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).replace(tzinfo=None)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("events", "Events")],
        ondelete={"events": "cascade"},
    )


class EventEvent(models.Model):
    _name = "event.event"
    _inherit = ["event.event", "registration.import.target"]
