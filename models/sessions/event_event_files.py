from odoo import models
from odoo.exceptions import UserError


class EventEvent(models.Model):
    """The agenda of one event as a file: out, and in again."""

    _inherit = "event.event"

    def action_download_agenda(self):
        """Download the agenda of this event, in the columns of its import."""
        lines = self._of_agenda("event.agenda.line")
        lines._check_export()
        domain = [("event_id", "=", self.id), *lines._importable()]
        if not lines.search_count(domain, limit=1):
            raise UserError(self.env._("Nobody has a session of this event in their agenda yet."))
        export = lines.start_export(domain=domain, order="instance_id, registration_id")
        return {"type": "ir.actions.act_url", "url": export["url"], "target": "download"}

    def action_import_agenda(self):
        """Open the import of session instances for this event alone."""
        operations = self._of_agenda("registration.import.operation")
        action = operations._by_code("session_instances").action_upload()
        return action | {"context": {**action["context"], "default_event_id": self.id}}

    def _of_agenda(self, model):
        """A model, once it is clear that the user sees this one event."""
        self.ensure_one()
        self.check_access("read")
        return self.env[model]
