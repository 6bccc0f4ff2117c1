from odoo import api, fields, models

from .registration_import_wizard import id_of


class RegistrationImportWizard(models.TransientModel):
    """An import for one event alone, opened from its form."""

    _inherit = "registration.import.wizard"

    event_id = fields.Many2one("event.event", readonly=True)

    @api.model
    def _check_named(self, values):
        """Nor may an event be named that one does not see."""
        event = id_of(values.get("event_id"))
        if event:
            self.env["event.event"].browse(event).check_access("read")
        return super()._check_named(values)

    @api.depends("event_id")
    def _compute_allowed_operation_ids(self):
        """Of those that can be about one event, where it is about one."""
        result = super()._compute_allowed_operation_ids()
        for wizard in self.filtered("event_id"):
            options = {"event": wizard.event_id.id}
            wizard.allowed_operation_ids = wizard.allowed_operation_ids.filtered(
                lambda each, options=options: each._kind()._events(options)
            )
        return result

    @api.model
    def _for_job(self, job):
        wizard = super()._for_job(job)
        wizard.event_id = (job.sudo().options or {}).get("event")
        return wizard

    def action_other_file(self):
        """Another file for the same event."""
        event = self.event_id  # the wizard goes with its draft
        action = super().action_other_file()
        if not event:
            return action
        return action | {"context": {**action["context"], "default_event_id": event.id}}
