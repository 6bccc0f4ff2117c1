from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from ...messages.participants import HELP, MESSAGES
from ...tools.kinds.participants import CODES, REGISTRATION, SCHEMA, ParticipantPlanner
from .event_event import lacking_events
from .participant_matcher import ParticipantMatcher


class ImportKindParticipants(models.AbstractModel):
    """Participants (V19): a row makes a registration of an event, or updates the one with its
    code."""

    _name = "registration.import.kind.participants"
    _inherit = "registration.import.kind.administration"
    _description = "Import of Participants"

    _helps = HELP
    _target = REGISTRATION
    _makes = ("event.registration.answer",)
    _report_fields = CODES
    _identity_fields = ParticipantPlanner.identity_fields
    _clearable = ("email", "phone", "company_name", "ticket", "team")

    @api.model
    def _schema(self):
        return SCHEMA.with_columns(self._run.labels)

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per participant. The first row"
                " names the columns, in any order; leave out those that you do not need."
            ),
            self.env._(
                "Each row has the code of the registration and that of its event. A code that no"
                " registration has makes a new one, which needs a name; any other updates the"
                " registration that has it."
            ),
            self.env._(
                "An empty cell leaves the value as it is; = takes it away. Answers have a column"
                " each, “Answer:” and the question, or are all in one: QUESTION=ANSWER, with commas"
                " between them."
            ),
            self.env._(
                "Nobody is e-mailed about their registration, now or later, unless the operation"
                " says so."
            ),
        ]

    @api.model
    def _lacks(self):
        return lacking_events(self.env)

    @api.model
    def _samples(self):
        rows = [
            {
                "registration_code": "1234-55-126",
                "name": "Emil Ek",
                "email": "emil@example.com",
                "status": "Unconfirmed",
            },
            {
                "registration_code": "1234-55-127",
                "name": "Farah Fahmi",
                "email": "farah@example.com",
                "company_name": "Farah & Sons",
                "team": "RUN-A",
            },
        ]
        names = [field.name for field in SCHEMA]
        return [
            *super()._samples(),
            *([{"event_code": "SUMMIT-31", **row}.get(name, "") for name in names] for row in rows),
        ]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _row_planner(self):
        now = fields.Datetime.to_string(self.env.cr.now())
        return ParticipantPlanner(self._run, _stored_phone, now)

    @api.model
    def _match(self, rows):
        return ParticipantMatcher(self).match(rows)


def _stored_phone(number, country):
    """A telephone number as Odoo stores that of a registration; None where it is none there."""
    try:
        return phone_format(number, country, None, force_format="E164")
    except UserError:
        return None


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("participants", "Participants")],
        ondelete={"participants": "cascade"},
    )


class EventRegistration(models.Model):
    _name = "event.registration"
    _inherit = ["event.registration", "registration.import.target"]
