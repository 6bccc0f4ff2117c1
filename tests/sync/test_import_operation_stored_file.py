import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODELS
from .common import MANAGEMENT, VIEW
from .common_sources import SourceCase

XLSX_START = b"PK\x03\x04\x14\x00\x06\x00\x08\x00"


@tagged("post_install", "-at_install")
class TestImportOperationStoredFile(SourceCase):
    """V12, V21: files that an operation stores, runs by hand, and who may see of them."""

    def test_kept_file(self):
        """V12: a file that is kept with the operation is imported anew by each run."""
        self.change(
            self.people.with_user(self.scheduler),
            type="file",
            file=self.content([["kept@example.com", "Chur"]], HEADER_ROW),
            filename="kept.csv",
            mode="recurring",
        )
        for _run in range(2):
            self.fetch()
        self.assertEqual(self.jobs().mapped("name"), ["kept.csv"] * 2)
        self.assertEqual(self.jobs().mapped("unchanged"), [0, 1])

    def keep(self):
        """The operation keeps a file."""
        content = base64.b64encode(b"PRIMARY_EMAIL,CITY\nada.new@example.com,Chur\n")
        values = {"type": "file", "filename": "kept.csv", "file": content}
        self.change(self.people.with_user(self.scheduler), **values, mode="recurring")
        return self.source._stored_file()

    def test_who_keeps_a_file_asks_for_what_it_does(self):
        """D15: whoever runs it, the file is of whoever put it there, and so is what is tried
        again."""
        self.keep()
        self.people.with_user(self.runner).action_run()
        for _run in range(3):
            self.time_passes()
            self.tick()
            self.run_jobs()
        job = self.jobs()[:1]
        self.assertEqual((job.create_uid, job.sender_ids), (self.runner, self.scheduler))
        self.assertEqual(job._rights().askers(), self.runner | self.scheduler)
        self.assertFalse(job.is_from_outside)

    def test_why_a_file_was_refused_is_told_in_general(self):
        """D29: what names a column is read by who may see the rows alone."""
        self.keep()
        self.fetch()
        refusal = {"code": "unmapped", "params": {"fields": "Zqkwolumn"}}
        self.jobs()[:1]._update(state="refused", started=False, **refusal)
        run = self.runs.search([("job_id", "=", self.jobs()[:1].id)])
        viewer = self.user("sync_viewer", MANAGEMENT, VIEW)
        for user, told in ((viewer, False), (self.scheduler, True)):
            self.assertTrue(run.with_user(user).message)
            self.assertEqual("Zqkwolumn" in run.with_user(user).message, told)

    def test_kept_file_is_changed_on_the_operation(self):
        """V12: nobody changes behind an operation what it will import as another person."""
        kept = self.keep()
        with self.assertRaises(AccessError):
            kept.with_user(self.boss).raw = b"other"
        of_operation = {"res_model": self.source._name, "res_id": self.source.id}
        of_field = {"res_field": "file"}
        attachments = self.env["ir.attachment"].with_user(self.boss)
        with self.assertRaises(AccessError):
            attachments.create({"name": "x", "raw": b"other", **of_operation, **of_field})
        for first, then in (({}, of_operation | of_field), (of_operation, of_field)):
            other = attachments.create({"name": "x", "raw": b"other", **first})
            with self.assertRaises(AccessError):
                other.write(then)

    def test_kept_file_needs_both_roles(self):
        """V21: with one role alone nobody reads a file that is kept, of no kind."""
        standard = self.env.ref("registration_import.operation_contact_operations")
        source = standard.with_user(self.boss).copy().sudo().source_ids
        source.write({"type": "file", "file": base64.b64encode(b"secret")})
        self.assertTrue(source.with_user(self.boss).file)
        with self.assertRaises(AccessError):
            source.with_user(self.only_sync).read(["file"])
        self.assertEqual(source._stored_file().with_user(self.boss).raw, b"secret")
        with self.assertRaises(AccessError):
            source._stored_file().with_user(self.only_sync).read(["raw"])

    def test_fault_at_the_end(self):
        """T29: a file that cannot be put away, whatever the storage says, stops nobody else."""
        self.watch()
        self.put()
        self.make_due()
        self.tick()
        self.time_passes()
        self.tick()
        fault = patch(f"{MODELS}.sync.import_folder.Folder.move", side_effect=ValueError)
        with fault, mute_logger(f"{MODELS}.sync.import_run_operation"):
            self.run_jobs()
        self.assertEqual(self.log(), [("working", "run_not_moved")])
        self.tick()
        self.assertEqual((self.log()[0][0], self.there()), ("done", ["done"]))

    def test_run_by_hand(self):
        """V12: Run fetches the file now, with the rights of whoever clicked, also when paused."""
        self.watch()
        self.people.with_user(self.scheduler).action_pause()
        self.put()
        self.assertEqual(
            self.people.with_user(self.runner).action_run()["tag"], "display_notification"
        )
        for _look in range(3):
            self.tick()
            self.time_passes()
        self.run_jobs()
        self.assertEqual(self.jobs().create_uid, self.runner)
        self.assertEqual(self.jobs().state, "done")

    def test_run_needs_rights(self):
        """V21: Run needs both roles."""
        self.watch()
        for user in (self.only_management, self.only_sync):
            with self.assertRaises(AccessError):
                self.people.with_user(user).action_run()

    def test_never_parallel(self):
        """T28: while an import is under way the next run waits, and says so."""
        self.watch("members*.csv")
        self.put("members_1.csv", age=50)
        self.put("members_2.csv", "two@example.com", age=20)
        self.make_due()
        self.tick()
        self.time_passes()
        self.tick()
        self.time_passes()
        self.tick()
        self.assertEqual(len(self.jobs()), 1)
        self.assertIn("members_1.csv", self.schedule.wait_text)
        with self.assertRaises(UserError):
            self.people.with_user(self.runner).action_run()
        self.run_jobs()
        self.time_passes()
        self.tick()
        self.assertEqual(len(self.jobs()), 2)

    def test_outside_the_hub(self):
        """A10: who has nothing to do with the hub reads other operations as before."""
        operation = self.operation.with_user(self.event_user)
        source, schedule = operation.source_ids, operation.schedule_ids
        for part, names in (
            (operation, ["source_type", "fetched_state", "schedule_text", "next_run", "paused"]),
            (source, ["result_text"]),
            (schedule, ["text", "wait_text", "pause_reason"]),
        ):
            read = part.read(names)[0]
            self.assertFalse(any(read[name] for name in names if name != "source_type"))
        for name in ("run_ids", "file", "folder_id", "place"):
            with self.assertRaises(AccessError):
                source.read([name])

    def test_log_is_seen_by_both_roles(self):
        """V21: the log is seen by who has both roles, and by nobody else."""
        self.watch()
        self.fetch()
        self.assertTrue(self.runs.with_user(self.runner).search([]))
        with self.assertRaises(AccessError):
            self.runs.with_user(self.only_management).search([])
        self.assertFalse(self.runs.with_user(self.only_sync).search([]))


HEADER_ROW = ("PRIMARY_EMAIL", "CITY")
HEADER_ONLY = "PRIMARY_EMAIL,CITY\n"
