from ...tools.rows.plan import id_range
from ..engine.common_lanes import LaneCase


class SessionLaneCase(LaneCase):
    """Files of session instances that go both ways."""

    def names(self):
        """A line is named by what it is of."""
        self.env.cr.execute("SELECT id, registration_id, instance_id FROM event_agenda_line")
        return {line: place for line, *place in self.env.cr.fetchall()}

    def entry(self, names, model, record, values):
        known = {name: pair for name, pair in values.items() if name != "id"}
        return *super().entry(names, model, record, known), "id" in values

    def left_by(self, job):
        self.env.cr.execute(
            """SELECT registration_id, instance_id, session_id, status, promoted,
                      waitlist_number IS NOT NULL, create_uid
                 FROM event_agenda_line ORDER BY 1, 2"""
        )
        lines = self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT id, seats_taken, waitlist_taken FROM event_agenda_instance ORDER BY 1"
        )
        instances = self.env.cr.fetchall()
        return {"lines": lines, "instances": instances, "waitlists": self._waitlists(job)}

    def _waitlists(self, job):
        """Who waits, in order: those whose line the file made, or left, and those whom it moved
        there, each for themselves, as the ordinary way moves lines before it makes others."""
        self.env.cr.execute(
            """SELECT instance_id, moved, registration_id
                 FROM (SELECT l.*, EXISTS (SELECT FROM registration_import_outcome o
                                            WHERE o.id BETWEEN %s AND %s AND o.record = l.id
                                              AND o.outcome = 'updated') AS moved
                         FROM event_agenda_line l WHERE status = 'waitlisted') l
             ORDER BY instance_id, moved, waitlist_number NULLS FIRST, id""",
            id_range(job.id),
        )
        return self.env.cr.fetchall()
