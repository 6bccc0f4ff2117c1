from odoo import api, models
from odoo.tools import SQL

from ...importer.own_context import said


class EventAgendaLine(models.Model):
    """What an import changes in agendas is noted in the same transaction, where it tells people."""

    _inherit = "event.agenda.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_change()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "status" in vals:
            self._note_change()
        return result

    def unlink(self):
        self._note_change()
        return super().unlink()

    def _note_change(self):
        """Note whose agenda it is, once an import; of sessions that are over nobody is told."""
        job = said(self.env, "registration_import_tells")
        if not job or not self:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO event_agenda_notice
                               (job_id, registration_id, create_uid, create_date)
                        SELECT DISTINCT %(job)s, l.registration_id, %(user)s,
                               now() AT TIME ZONE 'UTC'
                          FROM event_agenda_line l
                          JOIN event_agenda_instance i ON i.id = l.instance_id
                         WHERE l.id = ANY(%(lines)s) AND i.date_end > now() AT TIME ZONE 'UTC'
                   ON CONFLICT DO NOTHING""",
                job=job,
                user=self.env.uid,
                lines=list(self.ids),
            )
        )
