from odoo import Command
from odoo.tests import TransactionCase

from ..common import ImportCase
from ..users import new_user, new_users

MANAGEMENT = "registration_import.group_import_export_management"
VIEW = "registration_import.group_sync_view"
RUN = "registration_import.group_sync_run"
SCHEDULE = "registration_import.group_sync_schedule"
MANAGE = "registration_import.group_sync_manage"
CROSS_REFERENCES = "registration_import.group_cross_reference_management"


class SyncCase(TransactionCase):
    """Constituents, groups, an interest, two centers; users of each role alone and in pairs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Group, cls.Interest = cls.env["contact.group"], cls.env["contact.interest"]
        cls.river, cls.hill = cls.env["contact.center"].create(
            [{"name": "Test River", "code": "T-RIVER"}, {"name": "Test Hill", "code": "T-HILL"}]
        )
        cls.friends, cls.donors, cls.hikers = cls.Group.create(
            [
                {"name": "Test Friends", "external_id": "T-001"},
                {"name": "Test Donors", "external_id": "T-002"},
                {"name": "Test Hikers", "external_id": "T-003", "center_id": cls.hill.id},
            ]
        )
        cls.news = cls.Interest.create({"name": "Test News", "external_id": "T-NEWS"})
        cls.ada, cls.bob, cls.cyd = cls.env["res.partner"].create(
            [
                {"name": "Ada Lane", "contact_member_id": "00123", "email": "ada@example.com"},
                {"name": "Bob Moor", "contact_member_id": "00124"},
                {"name": "Cyd Nash", "email": "Cyd Nash <cyd@example.com>"},
            ]
        )
        cls.runner, cls.only_management, cls.only_sync, cls.boss = new_users(
            cls.env,
            {
                "sync_runner": f"{MANAGEMENT},{RUN}",
                "sync_management": MANAGEMENT,
                "sync_manage": MANAGE,
                "sync_boss": f"{MANAGEMENT},{MANAGE}",
            },
        )

    @classmethod
    def user(cls, login, *groups, centers=()):
        user = new_user(cls.env, login, ",".join(groups))
        user.contact_center_ids = [Command.set([center.id for center in centers])]
        return user


class HubCase(SyncCase, ImportCase):
    """Files of constituents; a row is a dict of the columns that it fills."""

    operation_code = None

    def load(self, *rows, user=None, **arguments):
        """The job after these rows were imported."""
        header = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[row.get(name, "") for name in header] for row in rows]
        arguments = {"operation": self.operation_code, "filename": "people.csv", **arguments}
        return self.import_rows(cells, user or self.runner, header=header, **arguments)

    def everywhere(self, *rows, **arguments):
        """``[(outcome, codes)]`` of the rows: the same in a validation and in a run, whatever is
        read and written together; nothing of it is left. What the contacts hold in the end is the
        last item, as ``seen`` tells it."""
        results = []
        for batch, chunk in self._pieces(len(rows)):
            with self.subTest(batch=batch, chunk=chunk), self.in_batches(batch, chunk):
                result = self._both(rows, arguments)
                results.append(result)
                self.assertEqual(result, results[0])
        return results[0]

    @staticmethod
    def _pieces(count):
        """``[(batch, chunk)]`` by which so many rows come in other pieces each time; and one by one
        in any case."""
        pieces = {
            (min(batch, count), min(chunk, count)): (batch, chunk)
            for batch, chunk in ((2, 3), (1, 100), (100, 2), (100, 100))
        }
        return [*reversed(pieces.values()), (1, 1)]

    def _both(self, rows, arguments):
        with self.env.cr.savepoint() as savepoint:
            planned = self.load(*rows, validate_only=True, **arguments)
            job = self.load(*rows, **arguments)
            self.assertEqual(planned._counts(), job._counts())
            codes = {number: [] for number in range(2, len(rows) + 2)}
            for number, code in self.problems(job):
                codes[number].append(code)
            self.assertEqual(self.problems(planned), self.problems(job))
            outcomes = self.outcomes(job)
            seen = self.seen()
            self.env.flush_all()
            savepoint.rollback()
            self.env.invalidate_all()
        return [(outcomes[number], sorted(found)) for number, found in codes.items()], seen

    def seen(self):
        """What a test looks at when all rows are imported."""

    def error(self, user=None, **columns):
        """The first error of the one row, with nothing imported."""
        job = self.load(columns, user=user)
        self.assertEqual((job.state, job.invalid), ("done", 1), job._result())
        return self.problems(job, "error")[0][1]

    def of_center(self, center):
        """The code of a copy of the operation that belongs to a center."""
        standard = self.Operation._by_code(self.operation_code)
        return standard.copy({"code": f"{center.code}-copy", "center_id": center.id}).code
