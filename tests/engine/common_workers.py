import contextlib
from unittest.mock import patch

from ...importer.executor import Executor
from ...importer.loader import RowLoader
from ..common import IMPORTER, ImportCase

CRON = "odoo.addons.base.models.ir_cron"
OURS = f"{IMPORTER}.worker"


class WorkerCase(ImportCase):
    """What these tests share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(40)
        cls.cron = cls.env.ref("registration_import.ir_cron_run_1")

    def rows(self, count, status="Registered"):
        return [self.row(person, self.demo_7592, status) for person in self.people[:count]]

    def work(self, meanwhile=None):
        """Let a worker do what there is to do, as the scheduler would; nothing it logs is an
        error, unless the test says so. ``meanwhile`` is called where it waits."""
        with (
            self.enter_registry_test_mode(),
            patch(f"{OURS}.time.sleep", lambda _seconds: meanwhile and meanwhile()),
        ):
            self.cron.method_direct_trigger()

    @contextlib.contextmanager
    def failing(self, error, times=10**6, person=None):
        """As if writing failed so often, when this person's line is among the new ones."""
        calls = []

        def check(_records, values):
            people = {vals["registration_id"] for vals in values}
            if (person is None or person.id in people) and len(calls) < times:
                calls.append(len(values))
                raise error

        with self.another_addon(check):
            yield calls

    @contextlib.contextmanager
    def failing_chunk(self, error, times):
        """As if reading the next rows failed so often."""
        calls, real = [], RowLoader.next_rows

        def next_rows(loader, *arguments):
            calls.append(1)
            if len(calls) <= times:
                raise error
            return real(loader, *arguments)

        with patch.object(RowLoader, "next_rows", next_rows):
            yield

    def die_at(self, job, size, crashes=0):
        """As a worker leaves it that was killed while it wrote these rows."""
        values = {"phase": "run", "position": 0, "batch_size": size, "in_progress": True}
        job._checkpoint().update(**values, crashes=crashes)
        job._update(state="running", started=self.env.cr.now())
        self.env.flush_all()

    def attempts(self):
        """Patch: log how many rows each attempt takes."""
        log, real = [], Executor.try_batch

        def try_batch(executor, planner, batch):
            log.append(len(batch))
            return real(executor, planner, batch)

        return patch.object(Executor, "try_batch", try_batch), log
