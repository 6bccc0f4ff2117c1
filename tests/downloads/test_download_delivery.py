import os
import tempfile
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_constituents import ConstituentDownloadCase

DELIVERY = "odoo.addons.registration_import.models.downloads.export_run_delivery"


@tagged("post_install", "-at_install")
class TestDownloadDelivery(ConstituentDownloadCase):
    """V10, V12: files that are put into a folder by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = cls.env["registration.import.folder"].create(
            {"name": "Out", "path": folder.name, "takes_downloads": True}
        )
        values = {"code": "t_out", "download_folder_id": cls.folder.id}
        cls.own = cls.operation.with_user(cls.chief).copy(values)
        cls.own.notify_user_ids = cls.runner

    def delivered(self):
        """The run, after the worker had its turn."""
        run = self.send(operation="t_out")
        self.assertEqual((run.state, run.delivery), ("done", "waiting"))
        self.assertFalse(self.mails(run))
        self.work()
        return run

    def files(self):
        found = {}
        for name in sorted(os.listdir(self.folder.path)):
            with open(os.path.join(self.folder.path, name), "rb") as file:
                found[name] = file.read()
        return found

    def test_a_file_is_put_into_the_folder(self):
        """V10: the very file, once; whom the operation names is told then."""
        run = self.delivered()
        self.assertEqual((run.delivery, run.delivered_as), ("delivered", run.name))
        self.assertEqual(self.files()[run.name], self.taken(run))
        self.assertEqual(self.mails(run).recipient_ids, self.runner.partner_id)
        self.work()
        self.assertEqual(len(self.mails(run)), 1)

    def test_nothing_is_overwritten(self):
        """V10: a second file of the same minute has a name of its own."""
        first, second = self.delivered(), self.delivered()
        self.assertEqual(first.name, second.name)
        self.assertNotEqual(first.delivered_as, second.delivered_as)
        self.assertLessEqual({first.delivered_as, second.delivered_as}, set(self.files()))

    def test_a_folder_that_does_not_take_it(self):
        """V10: who runs it is told, with the file kept and sent; it can be delivered again."""
        path, self.folder.path = self.folder.path, f"{self.folder.path}/gone"
        run = self.delivered()
        self.assertEqual((run.state, run.delivery), ("done", "undelivered"))
        self.assertIn("No such file", run.delivery_problem)
        mail = self.mails(run)
        self.assertIn("not delivered", mail.subject)
        self.assertEqual(mail.recipient_ids, (self.runner + self.sender).partner_id)
        self.assertNotIn(self.folder.path, mail.body_html)
        self.folder.path = path
        run.with_user(self.sender).action_deliver()
        self.work()
        self.assertEqual((run.delivery, run.delivery_problem), ("delivered", False))
        with self.assertRaises(UserError):
            run.with_user(self.sender).action_deliver()

    def test_what_a_storage_says_is_not_told(self):
        """V10: a storage elsewhere may name its address and its key in what it raises."""
        error = ValueError("https://key:secret@example.com")
        folders = self.env.registry["registration.import.folder"]
        with patch.object(folders, "_open", side_effect=error), mute_logger(DELIVERY):
            run = self.delivered()
        self.assertEqual(run.delivery, "undelivered")
        self.assertNotIn("secret", run.delivery_problem)

    def test_a_folder_that_was_put_out_of_use(self):
        """V10: an administrator decides which folders take downloads, until the last moment."""
        for values in (
            {"takes_downloads": False},
            {"takes_downloads": True, "active": False},
            {"active": True, "company_id": self.env["res.company"].create({"name": "Far"}).id},
        ):
            run = self.send(operation="t_out")
            self.folder.write(values)
            self.work()
            self.assertEqual(run.delivery_note, ["folder_unusable", {}])

    def test_a_file_that_went_meanwhile(self):
        """S13: what was deleted before it was delivered is delivered to nobody; a worker that dies
        again and again does not try for ever."""
        run, before = self.send(operation="t_out"), self.files()
        run._purge()
        self.work()
        self.assertEqual((run.delivery_note, self.files()), (["file_gone", {}], before))
        other = self.send(operation="t_out")
        other.tries = 3
        self.work()
        self.assertEqual(other.delivery_note, ["interrupted", {}])
