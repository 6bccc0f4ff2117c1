from unittest.mock import patch

from ..common import ImportCase


class SkimCase(ImportCase):
    """Files that are imported again, skimmed and not."""

    def import_again(self, rows):
        """The job of these rows."""
        return self.import_rows(rows)

    def skimmed(self, rows):
        """Rows as they end when the same file runs again, and how many of them were skimmed."""
        counts = []
        with self.counting(counts):
            job = self.import_again(rows)
        return self.ends(job), sum(counts)

    def counting(self, counts):
        """Note what each stretch of skimming records."""
        registered = self.env.registry["registration.import.job"]
        real = registered._skim

        def skim(job, low, high):
            counts.append(real(job, low, high))
            return counts[-1]

        return patch.object(registered, "_skim", skim)

    def planned(self, rows):
        """Rows as they end when nothing is skimmed."""
        registered = self.env.registry["registration.import.job"]
        with patch.object(registered, "_expects_little", lambda job: False):
            return self.ends(self.import_again(rows))

    def ends(self, job):
        self.assertAccounted(job)
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        return [(row.number, row.outcome, row.record) for row in rows]
