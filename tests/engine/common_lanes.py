from contextlib import contextmanager
from unittest.mock import patch

from ...importer.fast_lane import FastLane
from ..common import IMPORTER, ImportCase


class LaneCase(ImportCase):
    """Files that go both ways: what they leave is compared."""

    by_mail = False

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

    def lane_of(self, rows, least=0, **arguments):
        """What an import tells of the way its rows went, and the number of those in bulk."""
        with self.in_ranges(1000, least), self.taking() as taken:
            job = self.import_rows(rows, **arguments)
        self.assertEqual(job.state, "done")
        return job.lane["code"], sum(taken)

    def last(self):
        """The job behind all others."""
        return self.env["registration.import.job"].search([], limit=1)

    def assertHeard(self, model, method, lane):
        """Nothing goes in bulk past whoever extends a method, which the import names; ``lane``
        imports, and gives what ``lane_of`` gives."""
        registered = self.env.registry[model]
        with (
            self.subTest(method=method),
            patch.object(registered, method, getattr(registered, method)),
        ):
            self.assertEqual(lane(), ("lane_heard", 0))
            self.assertIn(f"{method}()", self.last().lane_text)

    def end_of(self, rows, ordinary=False, size=1000, **arguments):
        """All that a file leaves, of a state that is as it was behind it; and how many of its rows
        were written in bulk."""
        operation = arguments.get("operation") or self.operation.code
        self.Operation._by_code(operation).ordinary_lane = ordinary
        savepoint = self.env.cr.savepoint()
        with self.in_ranges(size), self.taking() as taken, savepoint:
            job = self.import_rows(rows, **arguments)
            self.assertAccounted(job)
            self.assertEqual(job.state, "done")
            end = self._told(job) | self.left_by(job)
            savepoint.rollback()
        self.env.invalidate_all()
        return end, sum(taken)

    def assertSameWay(self, rows, size, **arguments):
        """Everything is the same whichever way rows go; gives how many went in bulk."""
        expected, none = self.end_of(rows, ordinary=True, **arguments)
        end, taken = self.end_of(rows, size=size, **arguments)
        for name in expected:
            self.assertEqual(end[name], expected[name], name)
        self.assertEqual(none, 0)
        return taken

    def left_by(self, job):
        """``{name: what the tables hold}`` behind a file."""
        return {}

    def names(self):
        """``{id: name}`` of records that have another number each time, when a file is imported."""
        return {}

    def entry(self, names, model, record, values):
        """What the journal says of a record, with what it is called."""
        return model, names.get(record, record), values

    def _told(self, job):
        """Outcomes, problems and journal."""
        self.env.flush_all()
        names = self.names()
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        problems = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id)], order="row_id, id"
        )
        return {
            "rows": [
                (
                    row.number,
                    row.outcome,
                    names.get(row.record, row.record),
                    [self.entry(names, *each) for each in row.journal or ()],
                )
                for row in rows
            ],
            "problems": [(p.number, p.code, p.field, p.value, p.params, p.level) for p in problems],
            "counts": job._counts(),
        }
