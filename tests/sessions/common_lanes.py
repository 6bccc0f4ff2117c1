from contextlib import contextmanager
from unittest.mock import patch

from ...importer.fast_lane import FastLane
from ...tools.rows.plan import id_range
from ..common import IMPORTER, ImportCase


class LaneCase(ImportCase):
    """Files that go both ways."""

    @contextmanager
    def in_ranges(self, size, least=0):
        """Files however short may go the fast way, some rows at a time."""
        with (
            patch(f"{IMPORTER}.fast_lane.RANGE", size),
            patch(f"{IMPORTER}.fast_lane.LEAST", least),
        ):
            yield

    @contextmanager
    def taking(self):
        """How many rows each range gives to the fast lane, in a list."""
        taken, real = [], FastLane.take

        def take(lane, position):
            done, last = real(lane, position)
            taken.append(done)
            return done, last

        with patch.object(FastLane, "take", take):
            yield taken

    def end_of(self, rows, ordinary=False, size=1000, **arguments):
        """All that a file leaves, of a state that is as it was behind it."""
        self.operation.ordinary_lane = ordinary
        savepoint = self.env.cr.savepoint()
        with self.in_ranges(size), self.taking() as taken, savepoint:
            job = self.import_rows(rows, **arguments)
            self.assertAccounted(job)
            self.assertEqual(job.state, "done")
            end = self._told(job) | self._tables() | self._waitlists(job)
            savepoint.rollback()
        self.env.invalidate_all()
        return end, sum(taken)

    def _told(self, job):
        """Outcomes, problems and journal; a line is named by what it is of."""
        self.env.cr.execute("SELECT id, registration_id, instance_id FROM event_agenda_line")
        place = {line: places for line, *places in self.env.cr.fetchall()}
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        problems = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id)], order="row_id, id"
        )

        def named(entry):
            model, record, values = entry
            known = {name: pair for name, pair in values.items() if name != "id"}
            return model, place[record], known, "id" in values

        return {
            "rows": [
                (row.number, row.outcome, place.get(row.record), [*map(named, row.journal or ())])
                for row in rows
            ],
            "problems": [(p.number, p.code, p.field, p.value, p.params, p.level) for p in problems],
            "counts": job._counts(),
        }

    def _tables(self):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT registration_id, instance_id, session_id, status, promoted,
                      waitlist_number IS NOT NULL, create_uid
                 FROM event_agenda_line ORDER BY 1, 2"""
        )
        lines = self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT id, seats_taken, waitlist_taken FROM event_agenda_instance ORDER BY 1"
        )
        return {"lines": lines, "instances": self.env.cr.fetchall()}

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
        return {"waitlists": self.env.cr.fetchall()}
