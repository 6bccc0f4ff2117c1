import base64
import itertools
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..sync.common import MANAGE, MANAGEMENT, RUN
from .common import EXPORT
from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestConstituentDownloadRuns(ConstituentDownloadCase):
    """V10, V12: downloads that run by themselves, their files, and who may have them."""

    def test_it_runs_by_itself_as_its_scheduler(self):
        """V10, V12: a download runs by itself, as who has scheduled it, and tells whom the
        operation names; no record is in the e-mail."""
        run = self.scheduled()
        self.assertEqual((run.state, run.create_uid), ("done", self.chief))
        mail = self.mails(run)
        self.assertEqual(mail.recipient_ids, self.runner.partner_id)
        self.assertIn("office@example.com", mail.email_to)
        self.assertIn(f"{run.line_count} lines", mail.subject)
        self.assertNotIn("Ada", mail.body_html)

    def test_schedule_fails(self):
        """V10: the failure of a scheduled download is told once, by the log of its schedule."""
        with self.breaking("constituent_download"):
            run = self.scheduled()
        self.assertTrue(run.unattended)
        self.assertFalse(self.mails(run))
        log = self.env["registration.import.run"].search([("download_id", "=", run.id)])
        self.assertEqual(log.state, "failed")

    def test_background_fails(self):
        """V10: who has started a long download by hand hears of its failure."""
        with self.in_background(), self.breaking("constituent_download"):
            run = self.send()
            self.work()
        mail = self.mails(run)
        self.assertEqual(mail.recipient_ids, self.sender.partner_id)
        self.assertIn("failed", mail.subject)
        self.assertIn("The disk is full.", mail.body_html)

    def test_tabs_and_spreadsheets_as_the_operation_says(self):
        """V18: a file separated by tabs, or an Excel file of texts, as the operation says."""
        tabs = self.operation.copy({"code": "t_tabs", "options": {"separator": "\t"}})
        run = self.send(operation=tabs.code)
        self.assertIn(b'"CONS_ID"\t"MEMBER_ID"', run._pieces().raw)
        self.assertEqual(len(self.rows(run)), run.line_count)
        excel = self.operation.copy({"code": "t_excel", "download_format": "xlsx"})
        run = self.send(operation=excel.code)
        self.assertTrue(run.name.endswith(".xlsx"))
        job = self.Operation.with_user(self.sender).run_file(
            "constituents", base64.b64encode(run._pieces().raw).decode(), "a.xlsx", wait=True
        )
        self.assertEqual(sum(job["counts"].values()), run.line_count)

    def test_whom_the_file_is_for(self):
        """V10, V18: a system gets each value as it is, and no mark that it would take for a part of
        the first label; people get an apostrophe before what may be a formula. Both come back as
        they went."""
        self.ada.write({"phone": "+41 31 555 01 11", "street": "=1+1"})
        self.operation.copy({"code": "t_people", "download_for": "people"})
        unix = {"code": "t_unix", "download_newline": "lf", "options": {"separator": ";"}}
        self.operation.copy(unix)
        for code, begin, cells in (
            (self.operation_code, b'"CONS_ID","', ["+41 31 555 01 11", "=1+1"]),
            ("t_people", b'\xef\xbb\xbf"CONS_ID","', ["'+41 31 555 01 11", "'=1+1"]),
            ("t_unix", b'"CONS_ID";"', ["+41 31 555 01 11", "=1+1"]),
        ):
            run = self.send(operation=code)
            content = self.taken(run)
            self.assertTrue(content.startswith(begin), code)
            self.assertEqual(b"\r\n" in content, code != "t_unix")
            rows = {row["CONS_ID"]: row for row in self.rows(run)}
            self.assertEqual([rows[str(self.ada.id)][c] for c in ("PHONE", "STREET")], cells)
            lines = content.splitlines(keepends=True)
            mine = b"".join([lines[0], *(ln for ln in lines if b"ada@example.com" in ln)])
            job = self.Operation.with_user(self.sender).run_file(
                "constituents", base64.b64encode(mine).decode(), f"{code}.csv", wait=True
            )
            self.assertEqual(job["counts"]["unchanged"], 1, job)

    def test_an_old_result_stays_until_its_time_is_over(self):
        """V10: an old result can be downloaded again, until its time is over; what it sent stays
        sent."""
        run = self.send()
        self.assertTrue(self.taken(run))
        run.ended = fields.Datetime.now() - timedelta(days=29)
        self.Run._vacuum_runs()
        self.assertTrue(run.has_file)
        run.ended = fields.Datetime.now() - timedelta(days=31)
        self.Run._vacuum_runs()
        self.assertEqual((run.has_file, run._pieces().exists()), (False, run._pieces()))
        self.assertFalse(self.lines_of(run))
        with self.assertRaises(UserError):
            self.taken(run)
        self.assertEqual(self.sent(), [])

    def test_the_file_of_an_anonymized_contact_goes(self):
        """S13: the file in which an anonymized contact was goes at once; then it is told that the
        contact is anonymized."""
        run = self.send()
        later = self.send()
        self.env["contact.erasure"].with_user(self.env.ref("base.user_admin"))._anonymize(self.ada)
        self.assertEqual((run.purged, later.purged), (True, False))
        row = self.rows(self.send())[0]
        self.assertEqual((row["CONS_ID"], row["STATUS"]), (str(self.ada.id), "Anonymized"))

    def test_both_roles_and_the_right_to_export_are_needed(self):
        """V10, V21: both roles of the hub, with the step Run, and the right to export."""
        roles = (MANAGEMENT, RUN, EXPORT)
        for number in range(4):
            for index, some in enumerate(itertools.combinations(roles, number)):
                groups = ("base.group_user", *some)
                user = self.user(f"down_{number}_{index}", *groups)
                if number == 3:
                    self.assertTrue(self.sent(user))
                    continue
                with self.assertRaises(AccessError, msg=some):
                    self.send(user)
        with self.assertRaises(AccessError):
            self.send(self.viewer)

    def test_own_runs(self):
        """V21: people see their own downloads, managers those of their companies."""
        run = self.send()
        other = self.user("down_other", MANAGEMENT, RUN, EXPORT)
        for user, sees in ((self.sender, True), (self.chief, True), (other, False)):
            found = self.Run.with_user(user).search([("id", "=", run.id)])
            self.assertEqual(bool(found), sees, user.login)
        run.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self.Run.with_user(self.chief).search([("id", "=", run.id)]))
        with self.assertRaises(AccessError):
            run.with_user(other).action_download()

    def test_file_is_a_right_of_its_own(self):
        """V10: who sees a run, but may not export, reaches its file by no way."""
        run = self.send()
        boss = self.user("down_boss", MANAGEMENT, MANAGE)
        self.assertTrue(self.Run.with_user(boss).search([("id", "=", run.id)]))
        with self.assertRaises(AccessError):
            self.taken(run, boss)
        with self.assertRaises(AccessError):
            run._pieces().with_user(boss).check_access("read")
        with self.assertRaises(AccessError):
            run.with_user(boss).read(["content"])

    def test_other_centers_neither_run_nor_see_it(self):
        """V12: a download of another center is neither run nor seen."""
        self.operation.copy({"code": "t_hill", "center_id": self.hill.id})
        run = self.send(operation="t_hill")
        self.sender.contact_center_ids = self.river
        self.assertFalse(self.Run.with_user(self.sender).search([("id", "=", run.id)]))
        with self.assertRaises(UserError):
            self.send(operation="t_hill")

    def test_no_upload(self):
        """V04: a download takes no file, an upload makes none."""
        doors = self.Operation.with_user(self.sender)
        with self.assertRaisesRegex(UserError, "is a download"):
            doors.run_file(self.operation_code, base64.b64encode(b"CONS_ID\n1\n").decode(), "a.csv")
        with self.assertRaisesRegex(UserError, "is a download"):
            doors.browse(self.operation.id).action_upload()
        wizard = self.env["registration.import.wizard"].with_user(self.sender).new()
        self.assertNotIn("out", wizard.allowed_operation_ids.mapped("direction"))
        with self.assertRaisesRegex(UserError, "is an upload"):
            doors.run_download(operation="constituents")

    def test_run_button(self):
        """V04: Run starts the download and shows it; the page tells what the next one takes."""
        operation = self.operation.with_user(self.sender)
        self.assertIn("everything", operation.download_text)
        action = operation.action_run()
        self.assertEqual(action["res_model"], "registration.export.run")
        self.assertIn("since then", operation.download_text)
        self.assertEqual(operation.last_run_id.id, action["res_id"])
        self.assertIn("lines", operation.last_text)

    def test_a_merged_contact_goes_as_who_is_left(self):
        """D23, V10: under the id and the member ID of the contact that is left; of the other one
        it is told into which it was merged."""
        self.send()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        gone = self.bob.id
        wizard._merge((self.ada + self.bob).ids, self.ada)
        self.touch(self.ada, city="Chur")
        rows = {int(row["CONS_ID"]): row for row in self.rows(self.send())}
        self.assertEqual(set(rows), {self.ada.id, gone})
        names = ("MEMBER_ID", "STATUS", "MERGED_INTO")
        told = [[rows[each][name] for name in names] for each in (self.ada.id, gone)]
        self.assertEqual(told, [["00123", "Active", ""], ["00124", "Merged", str(self.ada.id)]])
        self.assertEqual(self.sent(), [])
