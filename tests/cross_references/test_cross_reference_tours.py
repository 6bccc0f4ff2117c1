from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..common import JOB, work_at_once
from .common import ReferencesCase


@tagged("post_install", "-at_install")
class TestCrossReferenceTours(ReferencesCase, HttpCase):
    """Cross-references as people walk through them, in a browser."""

    def test_what_a_file_lacks_is_mended(self):
        """V16, V17: what a file lacks is mended from its job, and only what failed is retried."""
        self.operation_code = self.of_system("constituents")
        self.both_roles(self.runner)
        row = {"GROUP_ID": "G17", "INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In"}
        job = self.load(
            {"PRIMARY_EMAIL": "one@example.com"},
            {**row, "PRIMARY_EMAIL": "two@example.com"},
            {**row, "PRIMARY_EMAIL": "three@example.com"},
            {**row, "PRIMARY_EMAIL": "four@example.com", "GROUP_ID": "", "INTEREST_OPT": "PLUS"},
        )
        self.assertEqual((job.created, job.invalid), (1, 3), job._result())
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(
                f"/odoo/data-sync-jobs/{job.id}",
                "registration_import_cross_reference_mend",
                login=self.runner.login,
            )
        again = self.env["registration.import.job"].search([("origin_id", "=", job.id)])
        self.assertEqual((again.total, again.created), (3, 3))
        new = self.friends.member_ids.mapped("email")
        self.assertEqual(set(new), {"two@example.com", "three@example.com"})

    def test_one_is_added_in_the_list(self):
        """V16: one is added in the list."""
        self.Reference.search([]).unlink()
        self.start_tour(None, "registration_import_cross_reference_list", login=self.keeper.login)
        found = self.Reference.search([])
        self.assertEqual((found.theirs, found.ours, found.preferred), ("SUI", "CH", True))
