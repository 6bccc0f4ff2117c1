from unittest.mock import patch

from odoo.tests import tagged

from ...tools.rows.planner import Planner
from .common import HubCase


@tagged("post_install", "-at_install")
class TestKindSegmentation(HubCase):
    """The Segmentation Upload: what contacts opt in to and out of."""

    operation_code = "segmentation"

    def opt(self, *ways, **more):
        """The job of a row for Ada for each of the ways, In or Out."""
        rows = [{"MEMBER_ID": "00123", "INTEREST_ID": "T-NEWS", "INTEREST_OPT": w} for w in ways]
        return self.load(*rows, **more)

    def test_opting_out_leaves_the_other_group(self):
        """V09: opting in joins one group, opting out leaves it for the other."""
        self.assertEqual(self.opt("In").updated, 1)
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_in_group_id)
        self.assertEqual(self.opt("In").unchanged, 1)
        self.assertEqual(self.opt("out").updated, 1)
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)

    def test_an_opt_out_is_never_overruled(self):
        """V09: who has opted out stays out, in the same file, too."""
        self.ada.contact_opt_out_ids = self.news
        job = self.opt("In")
        self.assertEqual((job.skipped, self.problems(job)), (1, [(2, "opted_out")]))
        self.ada.contact_opt_out_ids = False
        job = self.opt("In", "Out", "In")
        self.assertEqual(list(self.outcomes(job).values()), ["updated", "updated", "skipped"])
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)

    def test_who_opts_out_meanwhile_stays_out(self):
        """V09: who opts out after the rows were planned stays out, and the other rows go on."""
        rows = [
            {"MEMBER_ID": number, "INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In"}
            for number in ("00123", "00124")
        ]
        begin = Planner.begin

        def opt_out_before(planner):
            self.bob.contact_opt_out_ids = self.news
            begin(planner)

        with patch.object(Planner, "begin", opt_out_before):
            job = self.load(*rows)
        self.assertEqual(list(self.outcomes(job).values()), ["updated", "skipped"])
        self.assertEqual(self.bob.contact_group_ids, self.news.opt_out_group_id)

    def test_an_unknown_name_makes_an_interest(self):
        """V09: an unknown name makes the interest with its two groups, for later rows as well."""
        with self.in_batches():
            job = self.load(
                {"MEMBER_ID": "00123", "INTEREST_NAME": "Test Art", "INTEREST_OPT": "In"},
                {"MEMBER_ID": "00124", "INTEREST_NAME": "TEST ART", "INTEREST_OPT": "Out"},
                {"CONS_ID": self.cyd.id, "INTEREST_NAME": "Test Art", "INTEREST_OPT": "In"},
            )
        self.assertEqual(job.updated, 3, job._result())
        art = self.Interest.search([("name_key", "=", "test art")])
        self.assertEqual(
            (art.opt_in_group_id.kind, art.opt_out_group_id.kind), ("opt_in", "opt_out")
        )
        self.assertEqual(art.opt_in_group_id.member_ids, self.ada + self.cyd)
        self.assertEqual(art.opt_out_group_id.member_ids, self.bob)

    def test_what_is_unknown_is_an_error(self):
        """V09: existing constituents and interests, and a plain word on in or out."""
        row = {"MEMBER_ID": "00123", "INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In"}
        for change, code in (
            ({"MEMBER_ID": "nobody"}, "unknown_constituent"),
            ({"INTEREST_ID": "nothing"}, "unknown_interest"),
            ({"INTEREST_ID": ""}, "interest_missing"),
            ({"INTEREST_OPT": ""}, "opt_missing"),
            ({"INTEREST_OPT": "maybe"}, "not_a_choice"),
        ):
            with self.subTest(code=code):
                self.assertEqual(self.error(**row | change), code)
        self.assertFalse(self.ada.contact_group_ids)
