from odoo.tests import tagged

from ..downloads.common import DownloadCase


@tagged("post_install", "-at_install")
class TestDuplicateDownload(DownloadCase):
    """V15: contacts that may be duplicates wait for a later download, too."""

    operation_code = "constituent_download"

    def test_downloads_defer_both_contacts(self):
        """V15: neither of the two goes out until it is decided, then both do."""
        new = self.env["res.partner"].create({"name": "Ada Lane", "email": "ada@example.com"})
        pair = self.env["registration.import.duplicate"]._scan_contacts(new.ids)
        run = self.send()
        sent = {int(row["CONS_ID"]) for row in self.rows(run)}
        self.assertIn(self.bob.id, sent)
        self.assertFalse(sent & {self.ada.id, new.id})
        deferred = self.env["registration.export.deferred"].search([("run_id", "=", run.id)])
        self.assertEqual(set(deferred.mapped("record_id")), {self.ada.id, new.id})
        self.assertRegex(deferred[0].reason, "decide about the duplicate")
        pair.with_user(self.runner).action_not_match()
        self.assertEqual(set(self.sent()), {self.ada.id, new.id})
