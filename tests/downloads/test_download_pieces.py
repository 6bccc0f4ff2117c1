import io
from unittest.mock import patch

from odoo.tests import tagged

from .common import DownloadCase

FILE = "odoo.addons.registration_import.models.downloads.export_run_file"


@tagged("post_install", "-at_install")
class TestDownloadPieces(DownloadCase):
    """V10: files are handed to Odoo as attachments want them, a bounded number of bytes at a time,
    whatever addons make of attachments."""

    operation_code = "constituent_download"

    def indexing(self):
        """As an addon that reads the words of each file, to find it by them."""
        handed = []

        def index(_self, bin_data, mimetype, checksum=None):
            handed.append(bin_data)
            with io.BytesIO(bin_data) as stream:
                found = bin_data.startswith((b"%PDF-", b"PK")) or stream.read()
            return str(found)

        attachments = self.env.registry["ir.attachment"]
        return handed, patch.object(attachments, "_index", index)

    def test_an_addon_that_indexes_attachments_gets_bytes(self):
        """V10: with such an addon, such as Recruitment brings, downloads work, in either format; of
        what it has found nothing is kept."""
        excel = self.operation.copy({"code": "t_excel", "download_format": "xlsx"})
        handed, indexing = self.indexing()
        with indexing:
            runs = [self.send(), self.send(operation=excel.code)]
        self.assertEqual([run.message for run in runs], [False, False])
        self.assertEqual({type(content) for content in handed}, {bytes})
        self.assertTrue(all(run._pieces() for run in runs))
        self.assertFalse([each for run in runs for each in run._pieces() if each.index_content])

    def test_a_long_file_is_stored_in_pieces(self):
        """V10: no attachment holds more than a piece, whatever the length; who takes the file gets
        all of them, and deleting it deletes all."""
        whole = self.taken(self.send())
        own = self.operation.copy({"code": "t_pieces"})
        handed, indexing = self.indexing()
        with patch(f"{FILE}.PIECE", 100), indexing:
            run = self.send(operation=own.code)
        self.assertEqual(self.taken(run), whole)
        self.assertEqual((run.size, max(map(len, handed))), (len(whole), 100))
        pieces = run._pieces()
        self.assertEqual(len(pieces), -(-len(whole) // 100))
        run.action_purge()
        self.assertFalse(pieces.exists())
