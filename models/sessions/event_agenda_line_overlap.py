from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools.kinds.seats import SEATED


class EventAgendaLine(models.Model):
    """Two seats of a registration at the same time, where the event does not allow them."""

    _inherit = "event.agenda.line"

    def _check_overlap(self):
        """Refuse two seats at the same time where the event does not allow them."""
        events = self.sudo().session_id.event_id.filtered(lambda e: not e.agenda_overlap)
        if events and (clashes := self._find_overlaps(events)):
            self._raise_overlap(*self.sudo().browse(clashes[0]))

    def _find_overlaps(self, events):
        """Return [(line id, other line id)] by one query: the SQL of the rule
        ``tools.kinds.seats.overlaps``, among lines that have a seat.

        These lines are read first, whatever the planner believes of tables that nobody analysed:
        a plan that starts elsewhere takes minutes. For the same reason there is no LIMIT.
        """
        self.flush_model(["registration_id", "instance_id", "status"])
        self.env["event.agenda.instance"].flush_model(["event_id", "date_begin", "date_end"])
        self.env["event.registration"].flush_model(["holds_seats"])
        query = SQL(
            """ WITH mine AS MATERIALIZED (
                     SELECT l.id, l.registration_id, i.date_begin, i.date_end
                       FROM event_agenda_line l
                       JOIN event_registration r ON r.id = l.registration_id AND r.holds_seats
                       JOIN event_agenda_instance i ON i.id = l.instance_id
                      WHERE l.id = ANY(%(ids)s) AND l.status IN %(seated)s
                        AND i.event_id = ANY(%(events)s))
                SELECT mine.id, other.id
                  FROM mine
                  JOIN event_agenda_line other
                    ON other.registration_id = mine.registration_id AND other.id != mine.id
                   AND other.status IN %(seated)s
                  JOIN event_agenda_instance j ON j.id = other.instance_id
                 WHERE mine.date_begin < j.date_end AND j.date_begin < mine.date_end
                 ORDER BY mine.id""",
            ids=list(self.ids),
            events=list(events.ids),
            seated=SEATED,
        )
        return self.env.execute_query(query)

    def _raise_overlap(self, line, other):
        raise ValidationError(
            self.env._(
                "%(registration)s cannot be in %(instance)s and in %(other)s, which overlap in"
                " time. The event does not allow overlapping sessions.",
                registration=line.registration_id.display_name,
                instance=line.instance_id.code,
                other=other.instance_id.code,
            )
        )
