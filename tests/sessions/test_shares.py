from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import mute_logger, tagged

from ...importer.rights import JobRights
from ...importer.worker import Worker
from ...tools.rows.problems import Problem
from ..common import IMPORTER
from ..engine.common_workers import OURS, WorkerCase
from .common_shares import ShareCase


@tagged("post_install", "-at_install")
class TestShares(ShareCase, WorkerCase):
    """16.5: one file by several workers, as exact as by one."""

    by_mail = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = cls.demo_7592 | cls.wshop_7597 | cls.knote_7608

    def file(self, count=12, places=None):
        """Rows of several instances."""
        return [self.row(p, place) for p in self.people[:count] for place in places or self.places]

    def begun(self, rows=None):
        """An import whose rows have been parted."""
        self.wanted()
        job = self.schedule(rows or self.file())
        self.assertGreater(self.part(job), 1)
        return job

    def shares_of(self, job):
        """{instance code: shares} of the rows of an import."""
        self.env.cr.execute(
            """SELECT s.cells->>2, array_agg(DISTINCT h.share) FROM registration_import_staged s
                 JOIN registration_import_share h ON h.id = s.id
                WHERE s.job_id = %s GROUP BY 1""",
            [job.id],
        )
        return dict(self.env.cr.fetchall())

    def test_by_workers(self):
        """16.5: workers part a long file, do all shares and end it once: counts, seats, one report,
        and nothing is left of the shares."""
        rows = self.file()
        self.wanted()
        with self.in_batches(5, 10):
            job = self.schedule(rows)
            self.work()
        self.assertEqual((job.state, job.created), ("done", len(rows)))
        self.assertAccounted(job.sudo())
        self.assertEqual(self.places.mapped("seats_taken"), [12, 12, 12])
        mails = self.env["mail.mail"].search_count(
            [("model", "=", job._name), ("res_id", "=", job.id)]
        )
        self.assertEqual(mails, 1)
        self.assertFalse(self.shares_of(job))
        self.assertFalse(job._shares().were_made())

    def test_rows_of_one_instance_stay_together(self):
        """16.5, D1: of an instance all rows are of one share, however they spell its code, and each
        share has about as many."""
        rows = self.file()
        spelled = f"\u00a0{self.wshop_7597.code} "
        rows[1] = (*rows[1][:2], spelled, rows[1][3])
        shares = self.shares_of(self.begun(rows))
        self.assertEqual(len(shares), 4)
        self.assertEqual(shares[spelled], shares[self.wshop_7597.code])
        self.assertEqual(sorted(shares[each.code] for each in self.places), [[1], [2], [3]])

    def test_not_parted(self):
        """16.5: a short file has one worker, and one whose rows depend on others elsewhere: where
        an event forbids overlaps, or registrants are told; and where nobody wants several."""
        strict = [self.row(self.pupil, self.exam_1), *self.file()]
        for what, rows, workers, least in (
            ("short", self.file(), 3, 37),
            ("strict", strict, 3, 0),
            ("one instance", self.file(places=self.demo_7592), 3, 0),
            ("not wanted", self.file(), 1, 0),
            ("wanted", self.file(), 3, 36),
        ):
            self.wanted(workers)
            with (
                self.subTest(what),
                patch(f"{IMPORTER}.shares.LEAST", least),
                self.env.cr.savepoint() as savepoint,
            ):
                parted = self.part(self.schedule(rows)) > 0
                self.assertEqual(parted, what == "wanted")
                savepoint.rollback()
            self.env.invalidate_all()
        self.operation.tells_registrants = True
        self.assertEqual(self.part(self.schedule(self.file())), 0)

    def test_an_operation_says_how_many(self):
        """16.5: an operation may want several workers where the system does not."""
        self.operation.file_workers = 2
        self.assertEqual(self.part(self.schedule(self.file())), 2)

    def test_stopped_by_somebody(self):
        """16.5, T19: who cancels stops all workers; what is done stays, and the rest can be tried
        again."""
        job = self.begun()
        with self.in_batches(4, 8):
            steps = self.at(job, 2)._steps()
            next(steps)
            self.assertEqual(next(steps), 4)
            job.action_cancel()
            self.work()
        self.assertEqual((job.state, job.created, job.not_processed), ("cancelled", 4, 32))
        self.assertAccounted(job.sudo())

    def test_one_worker_may_not_go_on(self):
        """16.5, P6: what stops one worker stops all, and the import ends once the last has."""
        job = self.begun()
        lost, real = Problem("not_authorised", params={"message": "gone"}), JobRights.problem
        with patch.object(
            JobRights,
            "problem",
            lambda rights: lost if rights.job._share() == 2 else real(rights),
        ):
            self.work()
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertLess(job.created, 36)
        self.assertAccounted(job.sudo())

    @mute_logger(OURS)
    def test_a_worker_died(self):
        """16.5, P2: the share of a worker that was killed is taken up where it stood, its rows
        smaller and one by one; the others are not told."""
        job = self.begun()
        self.at(job, 2)._checkpoint().update(in_progress=True, batch_size=1000)
        patched, sizes = self.attempts()
        with patched, patch(f"{OURS}.TURN", 0):
            self.work()
        self.assertEqual((job.state, job.created), ("done", 36))
        self.assertEqual(sorted(sizes), [12, 12, 12])
        self.assertAccounted(job.sudo())

    @mute_logger(OURS)
    def test_interrupted(self):
        """16.5, P2: a fault at one share leaves the job running, and the share is tried again."""
        job = self.begun()
        with self.failing_chunk(MemoryError(), times=2):
            self.work()
        self.assertEqual((job.state, job.created, job.code), ("done", 36, False))
        self.assertAccounted(job.sudo())

    def test_undone(self):
        """16.5, U1: it is undone as any other import."""
        job = self.begun()
        self.work()
        self.assertEqual(job.state, "done")
        undo = job._copies().undo()
        undo.action_validate()
        undo.action_import()
        self.work()
        self.assertEqual((undo.state, undo.removed), ("done", 36))
        self.assertEqual(self.places.mapped("seats_taken"), [0, 0, 0])


@tagged("post_install", "-at_install")
class TestSharesOfTwo(WorkerCase):
    """16.5: two workers on two connections."""

    def test_each_has_a_share_of_its_own(self):
        """16.5: a share has one worker at a time, and nobody has the job itself as long as there is
        one; when both have ended, one alone ends it."""
        with self.registry.cursor() as cr:
            job = self.commit_parted(cr)
        self.addCleanup(self.remove, job)
        with self.registry.cursor() as first, self.registry.cursor() as second:
            workers = [Worker(api.Environment(cr, SUPERUSER_ID, {})) for cr in (first, second)]
            with workers[0].next_job() as one, workers[1].next_job() as two:
                self.assertEqual([(j.id, j._share()) for j in (one, two)], [(job, 1), (job, 2)])
                one._checkpoint().update(phase="ended")
                first.commit()
                with workers[0].next_job() as none:
                    self.assertFalse(none)
                two._checkpoint().update(phase="ended")
                second.commit()
            with workers[0].next_job() as rest, workers[1].next_job() as nothing:
                self.assertEqual((rest.id, rest._share()), (job, 0))
                self.assertFalse(nothing)

    def commit_parted(self, cr):
        """An import with two shares, for other transactions to see."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        job = env["registration.import.job"].create(
            {"name": "two.csv", "operation_id": self.operation.id, "state": "running"}
        )
        checkpoints = env["registration.import.checkpoint"]
        checkpoints.create(
            [{"job_id": job.id, "share": share, "phase": "run"} for share in range(3)]
        )
        return job.id

    def remove(self, job):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            left = env["registration.import.job"].browse(job)
            left.state = "done"
            left.unlink()
