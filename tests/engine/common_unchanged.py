from unittest.mock import patch

from ...importer.phases import RunPhase
from ...importer.store import RowStore
from ..common import ImportCase


class UnchangedCase(ImportCase):
    """Files that are imported again, planned and not."""

    def import_again(self, rows):
        """The job of these rows."""
        return self.import_rows(rows)

    def unplanned(self, rows):
        """Rows as they end when the same file runs again, and how many of them were not planned."""
        counts = []
        with self.counting(counts):
            job = self.import_again(rows)
        return self.ends(job), sum(counts)

    def counting(self, counts):
        """Note what each statement of the unchanged path records."""
        real = RowStore.record_unchanged

        def record_unchanged(store, select):
            counts.append(real(store, select))
            return counts[-1]

        return patch.object(RowStore, "record_unchanged", record_unchanged)

    def planned(self, rows):
        """Rows as they end when all of them are planned."""
        with patch.object(RunPhase, "_expects_little", lambda phase: False):
            return self.ends(self.import_again(rows))

    def ends(self, job):
        self.assertAccounted(job)
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        return [(row.number, row.outcome, row.record) for row in rows]
