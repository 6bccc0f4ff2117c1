from ..engine.common_lanes import LaneCase
from .common_kind import KindCase


class EnrolmentLaneCase(LaneCase, KindCase):
    """Files of qualifications that go both ways."""

    def names(self):
        """Enrolments that were there are known by their ids, others by what they are of."""
        self.env.cr.execute(
            """SELECT id, partner_id, qualification_id, registration_number
                 FROM qualification_enrolment"""
        )
        return {
            enrolment: place
            for enrolment, *place in self.env.cr.fetchall()
            if enrolment not in self.before
        }

    def entry(self, names, model, record, values):
        known = {name: pair for name, pair in values.items() if name != "id"}
        return *super().entry(names, model, record, known), "id" in values

    def end_of(self, rows, ordinary=False, size=1000, **arguments):
        self.before = set(self.Enrolment.search([]).ids)
        return super().end_of(rows, ordinary, size, **arguments)

    def left_by(self, job):
        self.env.cr.execute(
            """SELECT CASE WHEN id = ANY(%s) THEN id END, to_jsonb(e) - 'id' - 'write_uid'
                 FROM qualification_enrolment e
             ORDER BY partner_id, qualification_id, registration_number, 1""",
            [sorted(self.before)],
        )
        return {"enrolments": self.env.cr.fetchall()}
