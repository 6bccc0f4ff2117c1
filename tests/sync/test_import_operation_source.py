import os
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...tools.sources.folder import Folder
from ..common import MODELS
from .common_sources import SourceCase

HEADER_ONLY = "PRIMARY_EMAIL,CITY\n"
XLSX_START = b"PK\x03\x04\x14\x00\x06\x00\x08\x00"


@tagged("post_install", "-at_install")
class TestImportOperationSource(SourceCase):
    """V12, T27, T28: files are fetched from a folder, each once, and nothing is lost."""

    def test_a_file_is_imported_and_put_away(self):
        """V12: a file is imported as the one who scheduled it, and put away under its time."""
        self.watch()
        self.put()
        self.fetch()
        job = self.jobs()
        self.assertRecordValues(
            job, [{"state": "done", "created": 1, "create_uid": self.scheduler.id}]
        )
        self.assertEqual(self.there(), ["done"])
        self.assertRegex(self.there("done")[0], r"^members \d{8}-\d{6}\.csv$")
        self.assertEqual(self.log(), [("done", False)])
        self.assertGreater(self.schedule.next_run, job.ended)

    def test_a_growing_file_waits(self):
        """T27: a file is taken when its size stays the same, not while it is written."""
        self.watch()
        path = self.put(age=0)
        self.make_due()
        self.tick()
        self.assertEqual(self.log(), [("scanned", "run_writing")])
        self.time_passes()
        with open(path, "a") as file:
            file.write("bea.new@example.com,Bonn\n")
        self.tick()
        self.assertEqual((self.log(), self.jobs().ids), ([("scanned", "run_writing")], []))
        self.time_passes()
        self.tick()
        self.run_jobs()
        self.assertEqual(self.jobs().created, 2)

    def test_written_while_read(self):
        """T27: a file that grows in the very moment in which it is read is waited for anew."""
        self.watch()
        path, real = self.put(), Folder.content

        def grow(folder, name):
            with open(path, "a") as file:
                file.write("half a li")
            return real(folder, name)

        self.make_due()
        self.tick()
        self.time_passes()
        with patch.object(Folder, "content", grow):
            self.tick()
        self.assertEqual((self.log(), self.jobs().ids), ([("scanned", "run_writing")], []))

    def test_not_waited_long_enough(self):
        """T27: two looks in the same moment are one."""
        self.watch()
        self.put()
        self.make_due()
        self.tick()
        self.schedule.sudo().poll_at = self.schedule.next_run
        self.tick()
        self.assertFalse(self.jobs())

    def test_one_call(self):
        """T27: the scheduled action waits for the second look, so that nobody else has to."""
        self.watch()
        self.put()
        self.make_due()
        with (
            patch(f"{MODELS}.sync.import_run_file.STABLE_SECONDS", 1),
            patch(f"{MODELS}.sync.import_schedule_poll.STABLE_SECONDS", 1),
            patch(f"{MODELS}.sync.import_schedule_poll.NAP_SECONDS", 4),
        ):
            self.tick()
        self.assertEqual(len(self.jobs()), 1)

    def test_no_file(self):
        """T27: without a file nothing happens but that somebody is told, and the log says so."""
        self.watch()
        self.people.sudo().notify_emails = "data@example.com"
        before = self.env["res.partner"].search_count([])
        self.fetch()
        self.assertFalse(self.jobs())
        self.assertEqual(self.log(), [("nothing", "run_no_file")])
        told = ["data@example.com", self.scheduler.email]
        self.assertEqual(self.mails("No file found"), told)
        self.assertIn("members.csv", self.source.with_user(self.scheduler).result_text)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_no_file_expected(self):
        """T27: where a pattern finds nothing, that is in the log only, unless asked otherwise."""
        self.watch("members*.csv")
        self.fetch()
        self.assertEqual(self.log(), [("nothing", "run_no_file")])
        self.assertFalse(self.mails("No file found"))

    def test_the_oldest_file_comes_first(self):
        """V12: files of a pattern are imported one after the other, the oldest first."""
        self.watch("members*.csv")
        self.put("members_b.csv", "new.b@example.com", age=50)
        self.put("members_a.csv", "new.a@example.com", age=20)
        self.put("others.csv")
        self.fetch()
        self.assertEqual(self.jobs().mapped("name"), ["members_b.csv", "members_a.csv"])
        self.assertEqual(self.there(), ["done", "others.csv"])
        self.assertEqual(len(self.there("done")), 2)

    def test_failed_again(self):
        """T27: a file that could not be imported may be put back when the reason is gone."""
        self.watch()
        self.put(text=HEADER_ONLY)
        self.fetch()
        os.rename(
            os.path.join(self.path, "failed", self.there("failed")[0]),
            os.path.join(self.path, "members.csv"),
        )
        self.fetch()
        self.assertEqual(self.jobs().mapped("state"), ["refused", "refused"])
        self.assertEqual(len(self.there("failed")), 1)

    def test_unreadable_files_are_refused_by_name(self):
        """T27, A7: empty files, files without rows and half spreadsheets are refused by name, put
        away as failed, and the starter is told; no contact is touched."""
        self.watch("*")
        before = self.env["res.partner"].search_count([])
        self.put("empty.csv", text="", age=90)
        self.put("rows.csv", text=HEADER_ONLY, age=80)
        self.put("half.xlsx", text=XLSX_START, age=70)
        self.fetch()
        self.assertEqual(self.jobs().mapped("state"), ["refused"] * 3, self.jobs().mapped("code"))
        self.assertEqual(self.jobs().mapped("code")[:2], ["empty_file", "no_rows"])
        self.assertEqual(len(self.there("failed")), 3)
        self.assertEqual(self.mails("Import refused"), [self.scheduler.email])
        runs = self.env["registration.import.run"].search([("name", "=", "empty.csv")])
        self.assertEqual(runs.message, runs.job_id.message, "the list says why")
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_too_large(self):
        """T27: a file above the limit is put away unread, and somebody is told."""
        self.watch()
        self.put()
        self.env["ir.config_parameter"].set_param("registration_import.limit_size", "10")
        self.fetch()
        self.assertFalse(self.jobs())
        self.assertEqual(self.log(), [("failed", "too_large")])
        self.assertEqual(len(self.there("failed")), 1)
        self.assertTrue(self.mails("File too large"))

    def test_an_older_file_warns(self):
        """T27: a file that was written before the last one is imported with a warning."""
        self.watch()
        self.put(age=50)
        self.fetch()
        self.put(email="old.news@example.com", age=5000)
        self.fetch()
        self.assertEqual(self.log()[-1], ("done", "run_older"))
        self.assertTrue(self.mails("Older than the last file"))

    def test_links_are_not_followed(self):
        """T27: a link to a file elsewhere is not followed: there is no file."""
        self.watch("*.csv")
        secret = os.path.join(self.path, "secret.txt")
        self.put("secret.txt")
        os.symlink(secret, os.path.join(self.path, "members.csv"))
        self.fetch()
        self.assertEqual((self.log(), self.jobs().ids), ([("nothing", "run_no_file")], []))

    def test_file_names(self):
        """T27: a name leads nowhere but to a file of the folder itself."""
        for name in ("../members.csv", "..", "/etc/passwd", "a/b.csv", "a\\b.csv", ".hidden"):
            with self.assertRaises(ValidationError, msg=name):
                self.watch(name)
        with self.assertRaisesRegex(ValidationError, "ends in .csv"):
            self.watch("members.dat")

    def test_only_administrators_name_folders(self):
        """T27: only administrators name folders, and never those of the server itself."""
        Folder = self.env["registration.import.folder"]
        with self.assertRaises(AccessError):
            Folder.with_user(self.boss).create({"name": "Mine", "path": "/etc"})
        with self.assertRaises(AccessError):
            self.folder.with_user(self.boss).read(["path"])
        places = ("etc", "/srv/../etc", "/", "/etc", "/proc/self", "/dev/shm")
        for path in (*places, self.env["ir.attachment"]._filestore()):
            with self.assertRaises(ValidationError, msg=path):
                Folder.create({"name": "Bad", "path": path})

    def test_folder_of_another_company(self):
        """T27: nobody chooses a folder that they do not see."""
        self.folder.company_id = self.company_2
        with self.assertRaises(AccessError):
            self.watch()

    def test_folder_withdrawn(self):
        """T27: an administrator who archives a folder, or gives it to another company, ends what
        is fetched there; the file stays."""
        self.watch()
        self.put()
        for values in ({"active": False}, {"active": True, "company_id": self.company_2.id}):
            self.folder.write(values)
            self.fetch()
        self.assertEqual(self.log(), [("failed", "run_stopped")] * 2)
        self.assertEqual((self.there(), self.jobs().ids), (["members.csv"], []))

    def test_folder_gone(self):
        """T27: a folder that cannot be read stops this run only, and somebody is told why."""
        self.watch()
        self.folder.path = "/srv/no/such/folder"
        self.fetch()
        self.assertEqual(self.log(), [("failed", "run_unreadable")])
        self.assertTrue(self.mails("Folder or file not readable"))
        self.assertTrue(self.schedule.next_run)

    def test_one_unreadable_file(self):
        """T27: a file that cannot be read keeps no other waiting, and is told of in the end; one
        that is gone is nobody's fault."""
        self.watch("*.csv")
        for name, age in (("a.csv", 90), ("b.csv", 80), ("c.csv", 70)):
            self.put(name, email=f"{name}@example.com", age=age)
        read = Folder.content

        def content(folder, name):
            if name == "a.csv":
                raise PermissionError(13, "Permission denied")
            if name == "b.csv":
                os.remove(os.path.join(self.path, name))
            return read(folder, name)

        with patch.object(Folder, "content", content):
            self.fetch()
        self.assertEqual(self.jobs().mapped("name"), ["c.csv"])
        self.assertIn(("failed", "run_unreadable"), self.log())
        self.assertEqual(self.there(), ["a.csv", "done"])
        self.fetch()
        self.assertEqual(self.jobs().mapped("name"), ["c.csv", "a.csv"])

    def test_dies_before_the_move(self):
        """T27: whoever dies between the import and the move of its file: it is put away later, and
        not imported twice."""
        self.watch()
        self.put()
        with patch(
            f"{MODELS}.sync.import_run.RegistrationImportRun._settle", side_effect=OSError("x")
        ):
            self.fetch()
        self.assertEqual((self.there(), len(self.jobs())), (["members.csv"], 1))
        self.fetch()
        self.assertEqual((self.there(), len(self.jobs())), (["done"], 1))

    def test_replaced_meanwhile(self):
        """T27: a newer file under the same name stays, and is imported next."""
        self.watch()
        self.put()
        self.make_due()
        self.tick()
        self.time_passes()
        self.tick()
        self.put(email="newer@example.com", age=5)
        self.run_jobs()
        self.assertEqual(self.there(), ["members.csv"])
        self.fetch()
        self.assertEqual((len(self.jobs()), len(self.there("done"))), (2, 1))
