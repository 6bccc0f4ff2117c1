from odoo.tests import tagged

from ..cross_references.common import ReferencesCase
from .common import DownloadCase


@tagged("post_install", "-at_install")
class TestDownloadReferences(DownloadCase, ReferencesCase):
    """V17: a download for another system is in the words of that system."""

    operation_code = "constituent_download"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.friends.member_ids = cls.ada + cls.bob
        cls.donors.member_ids = cls.bob
        cls.bob.country_id = cls.env.ref("base.ch")
        cls.reference("contact", "0077", str(cls.ada.id))
        cls.reference("group", "G-FRIENDS", "T-001")
        cls.reference("country", "SUI", "CH")
        cls.of_offline = cls.of_system(cls.operation_code)

    def by_our_id(self, run):
        return {int(row["OUR_ID"]): row for row in self.rows(run)}

    def test_values_are_those_of_the_system(self):
        """V17: IDs, groups and countries are theirs; of who has no ID there CONS_ID is empty, what
        else has no cross-reference stays ours, and the run says so."""
        run = self.send(operation=self.of_offline)
        rows = self.by_our_id(run)
        ada, bob = rows[self.ada.id], rows[self.bob.id]
        self.assertEqual((ada["CONS_ID"], ada["GROUP_ID"]), ("0077", "G-FRIENDS"))
        self.assertEqual((bob["CONS_ID"], bob["COUNTRY"]), ("", "SUI"))
        self.assertEqual(bob["GROUP_ID"], "G-FRIENDS; T-002")
        self.assertIn(f"{len(rows) - 1} contacts have no cross-reference", run.warnings)
        self.assertIn("One value of GROUP_ID", run.warnings)

    def test_without_a_system_values_are_ours(self):
        """V17: a download for nobody in particular has our own values."""
        row = self.rows(self.send())[0]
        self.assertNotIn("OUR_ID", row)
        self.assertTrue(row["CONS_ID"])

    def test_open_duplicates_are_deferred(self):
        """V15: contacts that may be one are deferred until somebody has decided."""
        pair = self.env["registration.import.duplicate"].create(
            {"contact_id": self.cyd.id, "match_id": self.bob.id, "score": 90}
        )
        run = self.send()
        sent = {int(row["CONS_ID"]) for row in self.rows(run)}
        self.assertFalse(sent & {self.bob.id, self.cyd.id})
        self.assertEqual(run.deferred_count, 2)
        pair.state = "not_match"
        self.assertEqual(self.sent(), [self.bob.id, self.cyd.id])
