from odoo import fields, models


class RegistrationImportOperation(models.Model):
    """What a run of session instances sets off, beside what its rows say."""

    _inherit = "registration.import.operation"

    promotes_waitlist = fields.Boolean(
        "Promote from the waitlist",
        help="A seat that a row frees goes at once to the first on the waitlist of its instance, as"
        " long as that has not begun",
    )
    tells_registrants = fields.Boolean(
        "Tell registrants",
        help="When an import has ended, everybody whose agenda it changed gets one e-mail with the"
        " agenda as it is then; not of sessions that are over",
    )
