import contextlib
import os
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...importer.stored_files import NOTED
from ..common import IMPORTER, SAMPLE
from .common_workers import OURS, WorkerCase


@tagged("post_install", "-at_install")
class TestStoredFiles(WorkerCase):
    """Files of imports are where each worker reads them, on whatever host it is."""

    def another_host(self):
        """As if a server with a data folder of its own had started on this database."""
        self.env["ir.config_parameter"].create({"key": f"{NOTED}other", "value": "other"})

    def large(self):
        """An import whose file a worker reads."""
        with self.large_files():
            return self.schedule(SAMPLE)

    def large_files(self):
        return patch(f"{IMPORTER}.launch.SMALL_FILE", 10)

    @contextlib.contextmanager
    def elsewhere(self, path):
        """As if this host did not have the file."""
        os.rename(path, f"{path}.elsewhere")
        try:
            yield
        finally:
            os.rename(f"{path}.elsewhere", path)

    def test_of_one_host(self):
        """16.5: one data folder is all there is, so the file is in it, as Odoo's own are."""
        file = self.schedule(SAMPLE).sudo().attachment_id
        self.assertTrue(file.store_fname)
        self.assertTrue(os.path.isfile(file._full_path(file.store_fname)))

    def test_of_several_hosts(self):
        """16.5: where there is another data folder the file is in the database, and is read and
        imported from there; files of others stay where Odoo puts them."""
        self.another_host()
        job = self.large()
        file = job.sudo().attachment_id
        self.assertFalse(file.store_fname)
        self.assertEqual(len(file.db_datas), job.sudo().size)
        with self.large_files():
            self.work()
        self.assertEqual((job.state, job.created), ("done", 4))
        other = self.env["ir.attachment"].create({"name": "other", "raw": b"other"})
        self.assertTrue(other.store_fname)

    def test_a_folder_that_cannot_be_written(self):
        """16.5: where a server cannot write into its data folder a file is kept in the database;
        where Odoo finds that out while it writes, the upload is refused, and says which setting
        helps."""
        with patch(f"{IMPORTER}.stored_files.Filestore._mark", side_effect=PermissionError):
            self.assertFalse(self.schedule(SAMPLE).sudo().attachment_id.store_fname)
        attachments = self.env.registry["ir.attachment"]
        with (
            patch.object(attachments, "_file_write", lambda *_args: None),
            self.assertRaisesRegex(UserError, "ir_attachment.location"),
        ):
            self.schedule([("of", "no", "other", "file")])

    def test_a_file_of_another_host(self):
        """16.5: one that is in the folder of another host was not lost, and is not taken for
        empty: the import waits, says which setting helps, and goes on where it can be read."""
        job = self.large()
        file = job.sudo().attachment_id
        path = file._full_path(file.store_fname)
        with self.elsewhere(path), self.assertLogs(OURS, "WARNING"), self.large_files():
            self.work()
        self.assertEqual((job.state, job.code), ("reading", "file_elsewhere"))
        self.assertIn("data folder of another server", job.message)
        job._checkpoint().update(wait_until=None)
        with self.large_files():
            self.work()
        self.assertEqual((job.state, job.created, job.code), ("done", 4, False))
