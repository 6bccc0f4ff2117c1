from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import MODELS
from .common_sources import SourceCase


@tagged("post_install", "-at_install")
class TestImportOperationSchedule(SourceCase):
    """V12, V21: when operations run by themselves, with whose rights, and who decides that."""

    def set(self, user=None, **values):
        self.change(self.people.with_user(user or self.scheduler), **values)

    # -- when --------------------------------------------------------------------------------------

    def test_every_day_unless_told_otherwise(self):
        """V12: a recurring operation runs every day unless told otherwise, by the company's
        clock; the screen says when."""
        self.people.sudo().company_id = self.env.company
        self.env.company.partner_id.tz = "Europe/Brussels"
        self.watch(time=6.5)
        self.assertEqual(self.schedule.frequency, "daily")
        text = self.schedule.text
        self.assertTrue(text.startswith("Every day at 06:30 (Europe/Brussels), next: "), text)
        self.env.company.partner_id.tz = "Asia/Tokyo"
        self.assertEqual(self.schedule.next_run.strftime("%H:%M"), "21:30")

    def test_a_schedule_is_told_in_words(self):
        """V12: the schedule in words."""
        self.watch(frequency="weekly", mon=True, thu=True, time=6.5)
        self.assertIn("Every Monday and Thursday at 06:30 (UTC)", self.schedule.text)
        self.set(frequency="monthly_weekday", nth="-1", nth_weekday="4")
        self.assertIn("On the last Friday of every month at 06:30", self.schedule.text)
        self.set(frequency="monthly_day", month_day=31)
        self.assertIn("On day 31 of every month at 06:30", self.schedule.text)

    def test_once_and_again(self):
        """V12: a one-time operation runs once, can become recurring, and back."""
        self.watch(mode="once", once_at=fields.Datetime.now() + timedelta(hours=1))
        self.put()
        self.fetch()
        self.assertEqual((len(self.jobs()), self.schedule.next_run), (1, False))
        self.set(mode="recurring")
        self.assertTrue(self.schedule.next_run)
        self.set(mode="none")
        self.assertFalse(self.schedule.next_run)

    def test_an_impossible_schedule_is_refused(self):
        """V12: a schedule that cannot be is refused."""
        for values in (
            {"frequency": "weekly", "mon": False},
            {"month_day": 32},
            {"time": 24.0},
            {"mode": "once", "once_at": datetime(2020, 1, 1)},
            {"type": "upload"},
        ):
            with self.assertRaises(ValidationError, msg=values):
                self.watch(**values)

    def test_missed_runs_are_not_made_up_for(self):
        """V12: runs that a server missed are not made up for one by one."""
        self.watch()
        long_ago = fields.Datetime.now() - timedelta(days=9)
        self.schedule.sudo().write({"next_run": long_ago, "poll_at": long_ago})
        self.tick()
        self.assertEqual(self.log(), [("nothing", "run_no_file")])
        self.assertGreater(self.schedule.next_run, fields.Datetime.now())

    def test_not_due(self):
        """V12: before its time, archived or paused, an operation is left alone."""
        self.watch()
        self.put()
        self.tick()
        self.assertFalse(self.log())
        self.make_due()
        self.people.sudo().active = False
        self.tick()
        self.people.sudo().active = True
        self.make_due()
        self.people.with_user(self.scheduler).action_pause()
        self.tick()
        self.assertFalse(self.log())
        self.people.with_user(self.scheduler).action_resume()
        self.assertGreater(self.schedule.next_run, fields.Datetime.now())

    def test_wakes_the_cron(self):
        """V12: the scheduled action is called at the very time."""
        self.watch()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertIn(self.schedule.next_run, triggers.mapped("call_at"))

    # -- whose rights ------------------------------------------------------------------------------

    def test_run_as(self):
        """V12: it runs as whoever last changed what it does; a new name changes nothing."""
        self.watch()
        self.assertEqual(self.schedule.run_as_id, self.scheduler)
        self.set(self.boss, name="Members of today")
        self.assertEqual(self.schedule.run_as_id, self.scheduler)
        self.set(self.boss, options={"records": "create"})
        self.assertEqual(self.schedule.run_as_id, self.boss)
        self.watch()
        self.people.line_ids[0].with_user(self.boss).label = "Mail"
        self.assertEqual(self.schedule.run_as_id, self.boss)

    def test_choosing_run_as(self):
        """V12: only an administrator chooses another person, and never the system itself."""
        admin = self.user("sync_admin", "base.group_system")
        with self.assertRaises(AccessError):
            self.set(self.boss, run_as_id=self.scheduler.id)
        self.set(admin, run_as_id=self.scheduler.id)
        self.assertEqual(self.schedule.run_as_id, self.scheduler)
        for user in (self.env.ref("base.user_root"), self.env.ref("base.public_user")):
            with self.assertRaises(ValidationError):
                self.set(admin, run_as_id=user.id)

    def test_who_schedules(self):
        """V21: "Run and schedule" writes the schedule and the source, and nothing else; "Run"
        and one role alone write neither."""
        self.watch()
        with self.assertRaises(AccessError):
            self.set(self.scheduler, name="Mine")
        with self.assertRaises(AccessError):
            self.set(self.scheduler, mode="none", options={"records": "create"})
        for user in (self.runner, self.only_management, self.only_sync):
            with self.assertRaises(AccessError):
                self.set(user, mode="none")
            with self.assertRaises(AccessError):
                self.people.with_user(user).action_pause()

    def test_on_the_form(self):
        """V12: who may schedule sets it up on the form; without a file to fetch, nothing is left
        that could run by itself."""
        view = "registration_import.registration_import_operation_view_form"
        with Form(self.people.with_user(self.scheduler), view=view) as form:
            with form.source_ids.edit(0) as source:
                source.type = "folder"
                source.folder_id = self.folder
                source.file_pattern = "members*.csv"
            with form.schedule_ids.edit(0) as schedule:
                schedule.mode = "recurring"
                schedule.frequency = "monthly_day"
                schedule.month_day = 15
        self.assertRecordValues(self.schedule, [{"run_as_id": self.scheduler.id}])
        self.assertRecordValues(self.source, [{"file_expected": False}])
        self.assertIn("On day 15 of every month", self.schedule.text)
        with (
            Form(self.people.with_user(self.scheduler), view=view) as form,
            form.source_ids.edit(0) as source,
        ):
            source.type = "upload"
        self.assertRecordValues(self.schedule, [{"mode": "none", "next_run": False}])

    def test_kept_by_the_server(self):
        """V21: nobody writes what the server keeps: when it looks, and as whom by hand."""
        for values in ({"asked_id": self.boss.id}, {"poll_at": False}, {"paused": False}):
            with self.assertRaises(AccessError, msg=values):
                self.set(self.boss, **values)

    def test_kept_by_the_server_whatever_else_is_written(self):
        """V21: neither together with an e-mail address, nor by what a call brings along."""
        for values in ({"run_as_id": self.boss.id}, {"paused": True}):
            with self.assertRaises(AccessError, msg=values):
                self.set(self.scheduler, alias_name="test-address", **values)
        defaults = {"default_asked_id": self.scheduler.id, "default_paused": True}
        defaults |= {"default_next_run": "2020-01-01", "default_poll_at": "2020-01-01"}
        self.watch()
        made = self.people.with_user(self.boss).with_context(**defaults).copy().schedule_ids
        self.assertFalse(made.sudo().asked_id or made.paused or made.poll_at)

    def test_columns_change_the_runner(self):
        """V12: whoever adds a column, or takes one away, is the one it runs as; a column does not
        go to another operation."""
        columns = self.env["registration.import.operation.line"].with_user(self.boss)
        values = {"operation_id": self.people.id, "field": self.people.line_ids[0].field}
        for change in (
            lambda: self.people.line_ids[0].with_user(self.boss).unlink(),
            lambda: columns.create(values),
        ):
            self.watch()
            change()
            self.assertEqual(self.schedule.run_as_id, self.boss)
        standard = self.people.based_on_id
        with self.assertRaises(AccessError):
            self.people.line_ids[0].with_user(self.boss).operation_id = standard

    def test_changed_after_the_click(self):
        """V12: what somebody clicked, and another person changed meanwhile, runs as the latter."""
        for change in (
            lambda: self.set(self.boss, options={"records": "create"}),
            lambda: self.people.line_ids[0].with_user(self.boss).write({"label": "Mail"}),
        ):
            self.watch()
            self.people.with_user(self.scheduler).action_run()
            self.assertEqual(self.schedule._runner(), self.scheduler)
            change()
            self.assertEqual(self.schedule._runner(), self.boss)

    def test_archived_runner(self):
        """T30: as an archived user nothing runs: it is paused, says why, and somebody is told."""
        self.watch()
        self.put()
        self.scheduler.sudo().active = False
        self.fetch()
        self.assertEqual((self.schedule.paused, self.schedule.pause_code), (True, "run_archived"))
        self.assertIn(self.scheduler.name, self.schedule.pause_reason)
        self.assertEqual(self.mails("User archived"), [self.boss.email])
        self.assertEqual((self.jobs().ids, self.there()), ([], ["members.csv"]))

    def test_lost_right(self):
        """T30: neither does it run as somebody who may not schedule any more; whoever resumes it
        is the one it runs as."""
        self.watch()
        self.put()
        self.scheduler.sudo().group_ids -= self.env.ref(
            "registration_import.group_import_export_management"
        )
        self.fetch()
        self.assertEqual(self.schedule.pause_code, "run_refused")
        self.assertFalse(self.jobs())
        self.people.with_user(self.boss).action_resume()
        self.assertEqual(self.schedule.run_as_id, self.boss)
        self.fetch()
        self.assertEqual(self.jobs().create_uid, self.boss)

    def test_own_company(self):
        """V12: a run works in the company of its operation, whichever is the user's first one."""
        self.other_company(self.scheduler)
        self.people.sudo().company_id = self.company_2
        self.watch()
        self.put()
        self.fetch()
        self.assertEqual(self.jobs().company_id, self.company_2)
        self.assertEqual(self.jobs().starter_context["allowed_company_ids"], self.company_2.ids)

    def test_a_fault_stops_this_run_alone(self):
        """V12: a fault of ours stops this run, not the others, and is told."""
        self.watch()
        other = self.people.copy({"code": "T-other"})
        other.source_ids.type = "folder"
        other.schedule_ids.write({"mode": "recurring", "run_as_id": self.boss.id})
        self.make_due()
        self.make_due(other)
        model = self.registry["registration.import.source"]
        real = model._take_next

        def broken(source, user):
            if source == self.source:
                raise ZeroDivisionError
            return real(source, user)

        with (
            patch.object(model, "_take_next", broken),
            self.assertLogs(f"{MODELS}.sync.import_schedule_poll", "ERROR"),
        ):
            self.tick()
        self.assertEqual(self.log(), [("failed", "run_stopped")])
        self.assertEqual(other.source_ids.result_state, "nothing")
