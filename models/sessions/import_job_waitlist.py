from dataclasses import replace

from odoo import fields, models

from ...importer.own_context import Own


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


class RegistrationImportJob(models.Model):
    _inherit = "registration.import.job"

    def _run_context(self):
        promotes = self.sudo().operation_id.promotes_waitlist
        return replace(super()._run_context(), promotes=promotes)

    def _writer(self, kind):
        """What it writes is noted where the registrants are to be told."""
        if self.sudo().operation_id.tells_registrants:
            kind = kind.with_context(registration_import_tells=Own(self.id))
        return super()._writer(kind)
