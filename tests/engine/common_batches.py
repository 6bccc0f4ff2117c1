import io
from unittest.mock import patch

from ...importer.writer import Writer
from ...tools.kinds.seats import STATUSES
from ..common import ImportCase

MESSY = (
    ("P0001", "Demo", "Demo_7592", "Registered"),
    ("nobody", "Demo", "Demo_7592", "Registered"),
    ("P0002", "Demo", "Demo_7592", "Perhaps"),
    ("P0003", "Demo", "Demo_7592", "Waitlisted"),
    ("P0004", "Demo", "Wshop_7597", "Registered"),
    ("P0005", "Demo", "Demo_7592", "Cancelled"),
)


class BatchCase(ImportCase):
    """What these tests share."""

    by_mail = False
    count = 100

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(cls.count)

    def rows(self, count, status="Registered"):
        return [self.row(person, self.demo_7592, status) for person in self.people[:count]]

    def sizes(self, log):
        """Log the number of rows of each attempt to write."""
        real = Writer.write_run

        def write_run(writer, rows):
            log.append(len(rows))
            return real(writer, rows)

        return patch.object(Writer, "write_run", write_run)

    def count_queries(self, rows, **arguments):
        self.env.cr.flush()
        before = self.env.cr.sql_log_count
        self.run_rows(rows, **arguments)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def any_rows(self, chance, count):
        people = [*self.people[:4], self.pupil]
        instances = [self.one_seat, self.demo_7592, self.exam_1, self.exam_2, self.no_waitlist]
        statuses = [*dict(STATUSES), "Perhaps", ""]
        return [
            self.row(chance.choice(people), chance.choice(instances), chance.choice(statuses))
            for _row in range(count)
        ]

    def drive(self, job, steps):
        """Do so many steps of the job, as a worker does, and leave it there."""
        with self.in_batches(2, 5):
            worker = job._steps()
            for _step in range(steps):
                next(worker)
            worker.close()

    def assertNotAuthorised(self, job):
        job = job.with_env(self.env).sudo()._as_starter()
        job._launch().exhaust()
        job = job.sudo()
        self.assertEqual((job.state, job.code, job.not_processed), ("refused", "not_authorised", 3))
        self.assertFalse(self.Line.search([("registration_id", "in", self.people.ids)]))
        self.assertAccounted(job)

    def errors_file(self, job, extension):
        stream = io.BytesIO()
        job._as_starter()._report().rows.write(stream, extension)
        return stream.getvalue()
