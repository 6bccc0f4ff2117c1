from unittest.mock import patch

from ...importer.own_context import Own
from ...importer.shares import PARAMETER, SHARE
from ..common import IMPORTER
from .common_lanes import SessionLaneCase


class ShareCase(SessionLaneCase):
    """Files that several workers have at a time, however short they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(patch(f"{IMPORTER}.shares.LEAST", 0))

    def wanted(self, workers=3):
        """Let a file have so many workers."""
        self.env["ir.config_parameter"].set_param(PARAMETER, workers)

    def at(self, job, share):
        """The job as a worker at one of its shares has it, 0 for the job itself."""
        return job.with_context(**{SHARE: Own(share)})

    def part(self, job):
        """Begin an import as a worker does; how many shares its rows are in then."""
        for _done in self.at(job, 0)._steps():
            continue
        return job._shares().count_open()

    def go_on(self, job, chance):
        """Work at all shares, a step here and a step there, and at what is left behind them."""
        under_way = [self.at(job, n + 1)._steps() for n in range(job._shares().count_open())]
        while under_way:
            share = chance.choice(under_way)
            if next(share, None) is None:
                under_way.remove(share)
        for _done in self.at(job, 0)._steps():
            continue

    def end_in_shares(self, rows, chance, ordinary, size):
        """All that a file leaves (``LaneCase.end_of``), and in how many shares it was."""
        self.operation.ordinary_lane = ordinary
        self.wanted()
        savepoint = self.env.cr.savepoint()
        with self.in_ranges(size), self.in_batches(4, 9), savepoint:
            job = self.schedule(rows)
            shares = self.part(job)
            self.go_on(job, chance)
            self.assertAccounted(job.sudo())
            self.assertEqual(job.state, "done")
            end = self._told(job.sudo()) | self.left_by(job)
            savepoint.rollback()
        self.env.invalidate_all()
        return end, shares
