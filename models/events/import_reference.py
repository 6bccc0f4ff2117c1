from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

EVENT = "event.event"


class RegistrationImportReference(models.AbstractModel):
    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        """Which mails a participant got, and which were withheld, is no use of the registration."""
        return (*super()._bookkeeping(), "event.mail.registration")

    @api.model
    def _of_people(self, reference, model):
        """What Odoo itself gives each new event is no use of it: mails to send, at which a
        scheduled action looks from then on, and what it asks at every event."""
        if model == EVENT and reference.table == "event_mail":
            return SQL(
                """NOT ((t.write_date = t.create_date OR t.write_uid = %s) AND EXISTS (
                        SELECT FROM event_event e
                         WHERE e.id = t.event_id AND e.create_date = t.create_date))""",
                SUPERUSER_ID,
            )
        if model == EVENT and reference.table == "event_event_event_question_rel":
            return SQL(
                """NOT EXISTS (SELECT FROM event_question q
                                WHERE q.id = t.event_question_id AND q.is_default)"""
            )
        return super()._of_people(reference, model)
