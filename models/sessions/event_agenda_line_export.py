from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.kinds.seats import STATUSES
from ...tools.kinds.session_instances import SCHEMA

# The first is for this alone; the other lets people download whatever they see.
ROLES = ("registration_import.group_download_agenda", "base.group_allow_export")
STATUS_LABELS = dict(STATUSES)


class EventAgendaLine(models.Model):
    """Agenda lines in the columns of their import: to mark who came, and to upload again."""

    _name = "event.agenda.line"
    _inherit = ["event.agenda.line", "registration.export.source"]

    _export_stem = "agenda"
    _export_labels = tuple(field.label for field in SCHEMA)
    # people write in it: a spreadsheet leaves the zeros of its codes alone
    _export_format = "xlsx"
    _export_choices = {SCHEMA.field("status").label: tuple(STATUS_LABELS.values())}

    @api.model
    def _check_export(self):
        """Who may download agendas, or everything that they see."""
        if not any(map(self.env.user.has_group, ROLES)):
            raise AccessError(
                self.env._(
                    "You may not download agendas. Ask an administrator to set “Download Agendas”"
                    " on your user record."
                )
            )

    @api.model
    def _importable(self):
        """A domain: the lines that an import finds. Of what is archived it finds nothing."""
        names = ("registration_id", "session_id", "instance_id")
        return [(f"{name}.active", "=", True) for name in names]

    def _export_texts(self):
        """As the list shows them: without asking again for a right to what each line names."""
        self.fetch(["registration_id", "session_id", "instance_id", "status"])
        lines = self.sudo()
        lines.registration_id.fetch(["registration_code"])
        lines.session_id.fetch(["code"])
        lines.instance_id.fetch(["code"])
        for line in lines:
            codes = line.registration_id.registration_code, line.session_id.code
            yield [*codes, line.instance_id.code, STATUS_LABELS[line.status]]


class RegistrationExport(models.Model):
    _inherit = "registration.export"

    source = fields.Selection(
        selection_add=[("event.agenda.line", "Agendas")],
        ondelete={"event.agenda.line": "cascade"},
    )
