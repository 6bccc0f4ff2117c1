from odoo import api, fields, models


class EventMailRegistration(models.Model):
    """Mails to a participant: without the lines that are withheld here, Odoo's scheduled action
    would send them later to whoever an import has made without a word."""

    _inherit = "event.mail.registration"

    import_withheld = fields.Boolean(
        "Withheld", help="Not to be sent: the participant was imported without e-mails."
    )

    @api.depends("import_withheld")
    def _compute_scheduled_date(self):
        """What has no date is never sent, whatever becomes of its scheduler."""
        result = super()._compute_scheduled_date()
        self.filtered("import_withheld").scheduled_date = False
        return result
