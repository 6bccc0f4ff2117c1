import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, mute_logger, tagged

from .common import CRON, EXPORT, DownloadCase
from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestConstituentDownload(ConstituentDownloadCase):
    """V10: what a download of constituents sends, and when."""

    def test_each_column_holds_what_the_contact_holds(self):
        """V10, V18: each column with what the contact holds; leading zeros stay."""
        self.ada.write(
            {
                **{"contact_firstname": "Ada", "contact_lastname": "Lane", "zip": "02134"},
                **{"phone": "+41 22 555 01 11", "street": "Quai 4", "city": "Genève"},
                "country_id": self.env.ref("base.ch").id,
                "state_id": self.env.ref("base.state_ch_ge").id,
                "contact_group_ids": [
                    Command.set((self.friends + self.donors + self.news.opt_in_group_id).ids)
                ],
            }
        )
        rows = {row["CONS_ID"]: row for row in self.rows(self.send())}
        row = rows[str(self.ada.id)]
        expected = {
            **{"MEMBER_ID": "00123", "PRIMARY_EMAIL": "ada@example.com", "FIRST_NAME": "Ada"},
            **{"LAST_NAME": "Lane", "PHONE": "+41 22 555 01 11", "STREET": "Quai 4"},
            **{"STREET2": "", "ZIP": "02134", "CITY": "Genève", "STATE": "GE", "COUNTRY": "CH"},
            **{"GROUP_ID": "T-001; T-002", "GROUP_NAME": "Test Friends; Test Donors"},
            **{"OPTED_IN": "Test News", "OPTED_OUT": "", "ACTIVE": "Yes"},
            **{"STATUS": "Active", "MERGED_INTO": ""},
        }
        self.assertEqual({name: row[name] for name in expected}, expected)
        self.assertRegex(row["CREATED"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_only_what_changed(self):
        """V10: a new or modified contact goes, an unmodified one never goes again."""
        self.assertLessEqual(set(self.people.ids), set(self.sent()))
        self.assertEqual(self.sent(), [])
        self.touch(self.bob, city="Chur")
        new = self.env["res.partner"].create({"name": "Eve Ost"})
        self.assertEqual(self.sent(), [self.bob.id, new.id])
        self.assertEqual(self.sent(), [])

    def test_of_this_operation(self):
        """V10: each operation knows what it has sent, whatever others have."""
        self.sent()
        own = self.operation.copy({"code": "t_own"})
        self.assertFalse(own.last_download_started)
        self.assertLessEqual(set(self.people.ids), set(self.sent(operation="t_own")))

    def test_a_change_of_memberships_is_a_change(self):
        """V10: a contact is modified by its groups and interests, too, from whichever side."""
        self.sent()
        self.friends.member_ids = [Command.link(self.bob.id)]
        self.assertEqual(self.sent(), [self.bob.id])
        self.bob.contact_opt_out_ids = self.news
        self.age(self.bob)
        self.assertEqual(self.sent(), [self.bob.id])
        self.assertEqual(self.rows(self.Run.search([], limit=1))[0]["OPTED_OUT"], "Test News")
        self.friends.unlink()
        self.assertEqual(self.sent(), [self.bob.id])

    def test_changes_of_imports(self):
        """V08, V10: what an import of this system changes goes like any other change."""
        self.sent()
        content = base64.b64encode(b"MEMBER_ID,GROUP_ID\n00124,T-002\n")
        self.Operation.with_user(self.sender).run_file(
            "group_assignment", content.decode(), "a.csv", wait=True
        )
        self.assertEqual(self.sent(), [self.bob.id])

    def test_archived_and_deleted(self):
        """V10: who was sent and is no more comes once again, with No in ACTIVE; who was archived
        before never comes."""
        hidden = self.env["res.partner"].create({"name": "Old Hand", "active": False})
        self.assertNotIn(hidden.id, self.sent())
        self.touch(self.bob, active=False)
        gone = self.cyd.id
        self.cyd.unlink()
        rows = self.rows(self.send())
        self.assertEqual(
            [(int(row["CONS_ID"]), row["ACTIVE"], row["STATUS"]) for row in rows],
            [(self.bob.id, "No", "Archived"), (gone, "No", "Deleted")],
        )
        self.assertEqual(self.sent(), [])

    def test_addresses_are_no_constituents(self):
        """V10, D9: an address of a contact is not a constituent."""
        address = self.env["res.partner"].create(
            {"name": "Stock", "parent_id": self.ada.id, "type": "delivery"}
        )
        self.assertNotIn(address.id, self.sent())

    def test_a_center_gets_its_members(self):
        """V12: an operation of a center gives the members of its group."""
        self.operation.copy({"code": "t_hill", "center_id": self.hill.id})
        self.assertEqual(self.sent(operation="t_hill"), [])
        self.hill.group_id.member_ids = self.ada
        self.assertEqual(self.sent(operation="t_hill"), [self.ada.id])

    def test_hidden_contacts_wait_for_who_sees_them(self):
        """V21: contacts that the user does not see stay here, and go when somebody sees them."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.ada.company_id = other
        self.assertNotIn(self.ada.id, self.sent())
        self.sender.company_ids += other
        doors = self.Operation.with_context(allowed_company_ids=self.sender.company_ids.ids)
        result = doors.with_user(self.sender).run_download(operation=self.operation_code)
        found = [int(row["CONS_ID"]) for row in self.rows(self.Run.browse(result["run"]))]
        self.assertIn(self.ada.id, found)
        self.assertNotIn(self.bob.id, found)

    def test_round_trip(self):
        """V10, V18: a file for people goes through the Standard Constituent Import, and nothing
        changes; what was corrected in it, does."""
        self.operation.copy({"code": "t_people", "download_for": "people"})
        self.friends.member_ids = self.ada + self.bob
        self.ada.write({"zip": "02134", "street": "=1+1", "phone": "022 555 01 11"})
        self.bob.write({"contact_firstname": "Bob", "contact_lastname": "Moor", "city": "'=x"})
        self.env["res.partner"].create({"name": "Wire & Co", "is_company": True})
        others = [("id", "<", self.ada.id), ("user_ids", "=", False)]
        self.env["res.partner"].search(others).active = False
        self.bob.contact_opt_in_ids = self.news
        content = self.send(operation="t_people")._pieces().raw
        arguments = ("constituents", "people.csv")
        for text, outcome in ((content, "unchanged"), (content.replace(b"02134", b"02135"), "")):
            job = self.Operation.with_user(self.sender).run_file(
                arguments[0], base64.b64encode(text).decode(), arguments[1], wait=True
            )
            counts = {name: count for name, count in job["counts"].items() if count}
            if outcome:
                self.assertEqual(set(counts), {outcome}, job)
            else:
                self.assertEqual(counts["updated"], 1, job)
        self.assertEqual((self.ada.zip, self.ada.street), ("02135", "=1+1"))
        self.assertEqual(self.ada.name, "Ada Lane")

    def test_a_round_trip_of_long_and_odd_values(self):
        """V10: what stands here already is not judged when it comes back, and keeps no other value
        of its row from being corrected."""
        long, zurich = "x" * 150, self.env.ref("base.state_us_5")
        self.ada.write({"street": long, "street2": long, "state_id": zurich, "country_id": False})
        self.bob.write({"email": "n/a", "city": "Chur"})
        self.cyd.write(
            {"name": f"Cyd {long}", "state_id": zurich, "country_id": self.env.ref("base.ch")}
        )
        others = [("id", "not in", self.people.ids), ("user_ids", "=", False)]
        self.env["res.partner"].search(others).active = False
        content = self.send()._pieces().raw
        for text, changed in ((content, 0), (content.replace(b"Chur", b"Thun"), 1)):
            result = self.Operation.with_user(self.sender).run_file(
                "constituents", base64.b64encode(text).decode(), "people.csv", wait=True
            )
            errors = [each for each in result["errors"] if each["level"] == "error"]
            self.assertEqual((errors, result["counts"]["updated"]), ([], changed), result)
        self.assertEqual(self.bob.city, "Thun")

    def test_the_window_begins_with_the_last_good_run(self):
        """V10: the window begins at the start of the last run that ended well."""
        first = self.send()
        with self.breaking("constituent_download"):
            self.touch(self.bob, city="Chur")
            failed = self.send()
        self.assertEqual((first.since, failed.since), (False, first.started))
        self.assertEqual((failed.state, failed.message), ("failed", "The disk is full."))
        self.assertEqual(self.operation.last_download_started, first.started)
        again = self.send()
        self.assertEqual(again.since, first.started)
        self.assertEqual([row["CONS_ID"] for row in self.rows(again)], [str(self.bob.id)])
        self.assertIn("to", again.period)

    @mute_logger(CRON)
    def test_failed_run_repeats_in_full(self):
        """V10: of a run that failed half way nothing counts as sent."""
        self.sent()
        for partner in self.people:
            self.touch(partner, city="Chur")
        with self.in_background(), self.breaking("constituent_download", ValueError(), after=1):
            run = self.send()
            self.work()
        self.assertEqual(run.state, "failed")
        self.assertIn("log", run.message)
        self.assertFalse(self.lines_of(run))
        self.assertEqual(self.sent(), self.people.ids)

    def test_in_slices(self):
        """V10: much is sent by a worker, in slices, each read and forgotten; what changes on the
        way goes as it is then, and not again."""
        self.sent()
        for partner in self.people:
            self.touch(partner, city="Chur")
        with self.in_background():
            run = self.send()
            self.assertEqual((run.state, run.total), ("running", 3))
            with self.assertRaises(UserError):
                self.send()
            run._as_starter()._step()
            self.touch(self.cyd, city="Bern")
            self.assertEqual(run._as_starter().progress()["done"], 2)
            self.work()
        self.assertEqual([row["CITY"] for row in self.rows(run)], ["Chur", "Chur", "Bern"])
        self.assertEqual(self.sent(), [])

    def test_repeated_crashes_end_the_run(self):
        """V10: a worker that dies again and again does not keep a download running for ever."""
        with self.in_background():
            run = self.send()
            for _death in range(3):
                run._as_starter()._begin_step()
            self.work()
        self.assertEqual((run.state, run.code), ("failed", "interrupted"))

    def test_a_stopped_run_has_sent_nothing(self):
        """V10: a download that was stopped has sent nothing."""
        with self.in_background():
            run = self.send()
            run.with_user(self.sender).action_stop()
        self.assertEqual(run.state, "failed")
        self.assertIn(self.sender.name, run.message)
        self.assertLessEqual(set(self.people.ids), set(self.sent()))

    def test_lost_right(self):
        """V21: who may no more when the worker comes sends nothing."""
        with self.in_background():
            run = self.send()
            self.sender.group_ids -= self.env.ref(EXPORT)
            self.work()
        self.assertEqual(run.state, "failed")
        self.assertIn("download", run.message)

    def test_start_over(self):
        """V10: managers may have everything downloaded again."""
        self.sent()
        with self.assertRaises(AccessError):
            self.operation.with_user(self.sender).action_start_over()
        self.operation.with_user(self.chief).action_start_over()
        self.assertFalse(self.operation.last_download_started)
        self.assertLessEqual(set(self.people.ids), set(self.sent()))


@tagged("post_install", "-at_install")
class TestDownloadFile(HttpCase, DownloadCase):
    """V10: the way of the file to people and to other systems."""

    operation_code = "constituent_download"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_done = cls.Run.browse(
            cls.Operation.with_user(cls.sender).run_download(operation=cls.operation_code)["run"]
        )
        for user in cls.sender + cls.viewer + cls.boss:
            user.password = user.login

    def get(self, run=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.url_open((run or self.run_done)._url(), headers=headers)

    def bearer(self, user):
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        key = keys._generate(scope="rpc", name="test", expiration_date=tomorrow)
        return {"Authorization": f"Bearer {key}"}

    def test_a_browser_saves_the_file(self):
        """V10: a browser saves the file and does not show it; it is noted that it was taken."""
        self.authenticate(self.sender.login, self.sender.login)
        for times in (1, 2):
            response = self.get(Sec_Fetch_Site="same-origin")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Content-Type"], "text/csv; charset=utf-8")
            self.assertIn("attachment", response.headers["Content-Disposition"])
            self.assertIn(self.run_done.name, response.headers["Content-Disposition"])
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertEqual(response.content, self.run_done._pieces().raw)
            self.assertEqual(self.run_done.download_count, times)

    def test_other_sites(self):
        """V21: no page of another site makes the browser fetch the file."""
        self.authenticate(self.sender.login, self.sender.login)
        self.assertEqual(self.get(Sec_Fetch_Site="cross-site").status_code, 403)
        self.assertFalse(self.run_done.download_count)

    @mute_logger("odoo.http")
    def test_strangers_get_nothing(self):
        """V21: who does not see the run, or may not export, gets nothing."""
        self.authenticate(self.viewer.login, self.viewer.login)
        self.assertEqual(self.get().status_code, 404)
        self.authenticate(self.boss.login, self.boss.login)
        self.assertEqual(self.get().status_code, 403)

    @mute_logger("odoo.http")
    def test_no_other_address(self):
        """V10: the file is not taken by the way, where nobody would note it."""
        self.authenticate(self.sender.login, self.sender.login)
        for address in (
            f"/web/content/{self.run_done._pieces().id}",
            f"/web/content/registration.export.run/{self.run_done.id}/content",
        ):
            self.assertEqual(self.url_open(address).status_code, 404)
        self.assertFalse(self.run_done.download_count)

    @mute_logger("odoo.http")
    def test_what_is_not_stored_any_more_is_gone(self):
        """V10: what is not kept any more is said to be gone."""
        self.run_done._purge()
        self.authenticate(self.sender.login, self.sender.login)
        self.assertEqual(self.get().status_code, 410)

    @mute_logger("odoo.http")
    def test_a_file_of_another_host(self):
        """16.5: one that this host does not have is not taken: it says why, and that it was taken
        is not noted."""
        self.authenticate(self.sender.login, self.sender.login)
        with patch.object(self.env.registry["ir.attachment"], "_file_read", return_value=b""):
            response = self.get()
        self.assertEqual(response.status_code, 503)
        self.assertIn("data folder of another server", response.text)
        self.assertFalse(self.run_done.download_count)
        self.assertEqual(self.get().status_code, 200)

    def test_api_key(self):
        """V10: another system runs the operation and fetches the file with an API key."""
        self.ada.city = "Chur"
        headers = self.bearer(self.sender)
        answer = self.url_open(
            "/json/2/registration.import.operation/run_download",
            headers=headers,
            json={"operation": self.operation_code},
        ).json()
        self.assertEqual(answer["state"], "done")
        response = self.url_open(answer["url"], headers=headers)
        self.assertTrue(response.content.startswith(b'"CONS_ID"'))
        status = self.url_open(
            "/json/2/registration.import.operation/download_status",
            headers=headers,
            json={"run": answer["run"]},
        ).json()
        self.assertEqual(status, answer)
