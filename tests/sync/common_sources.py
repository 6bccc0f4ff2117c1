import os
import tempfile
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from ..common import MODELS
from .common import MANAGEMENT, SCHEDULE, HubCase

HEADER = "PRIMARY_EMAIL,CITY\n"


class SourceCase(HubCase):
    """A customised operation that fetches its files from a folder, and who may schedule it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheduler = cls.user("sync_scheduler", MANAGEMENT, SCHEDULE)
        cls.path = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.folder = cls.env["registration.import.folder"].create(
            {"name": "Nightly drops", "path": cls.path}
        )
        standard = cls.env.ref("registration_import.operation_constituents")
        cls.people = standard.with_user(cls.boss).copy({"name": "Members"}).with_env(cls.env)
        cls.schedule, cls.source = cls.people.schedule_ids, cls.people.source_ids
        cls.runs = cls.env["registration.import.run"]
        cls.cron = cls.env.ref("registration_import.ir_cron_run_sources")

    def setUp(self):
        super().setUp()
        self.addCleanup(self.empty_folder)
        self.startPatcher(patch(f"{MODELS}.sync.import_schedule_poll.NAP_SECONDS", 0))

    def empty_folder(self):
        for top, folders, files in os.walk(self.path, topdown=False):
            for name in files:
                os.remove(os.path.join(top, name))
            for name in folders:
                os.rmdir(os.path.join(top, name))

    def watch(self, pattern="members.csv", user=None, **values):
        """The operation fetches files of that name each day, as that user."""
        values = {
            "type": "folder",
            "folder_id": self.folder.id,
            "file_pattern": pattern,
            "mode": "recurring",
            **values,
        }
        self.change(self.people.with_user(user or self.scheduler), **values)
        return self.people

    def change(self, operation, **values):
        """Write all that as a form does: at once, each value where it belongs."""
        parts = {name: operation.sudo()[name] for name in ("schedule_ids", "source_ids")}
        changes = {}
        for name, value in values.items():
            if name in operation._fields and not operation._fields[name].related:
                changes[name] = value
            else:
                part = next(each for each in parts if name in parts[each]._fields)
                command = changes.setdefault(part, [Command.update(parts[part].id, {})])[0]
                command[2][name] = value
        operation.write(changes)

    def put(self, name="members.csv", email="ada.new@example.com", text=None, age=3600):
        """A file in the folder, last written some seconds ago."""
        path = os.path.join(self.path, name)
        content = f"{HEADER}{email},Chur\n" if text is None else text
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        moment = os.stat(path).st_mtime - age
        os.utime(path, (moment, moment))
        return path

    def there(self, folder="."):
        """Names in the folder, or in one below."""
        path = os.path.join(self.path, folder)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []

    # -- time ------------------------------------------------------------------------------------

    def make_due(self, operation=None):
        """As if its next time were a minute ago, and each file seen for as long."""
        past = fields.Datetime.now() - timedelta(minutes=1)
        schedule = (operation or self.people).sudo().schedule_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE registration_import_schedule SET once_at = %s, next_run = %s, poll_at = %s"
            " WHERE id = %s",
            (past, past, past, schedule.id),
        )
        schedule.invalidate_recordset()
        self.time_passes()

    def time_passes(self):
        """As if a minute had gone by since files were scanned."""
        past = fields.Datetime.now() - timedelta(minutes=1)
        self.runs.search([("state", "=", "scanned")]).write({"scanned": past})
        schedules = self.env["registration.import.schedule"].search([("poll_at", "!=", False)])
        for schedule in schedules:
            soon = schedule.poll_at - fields.Datetime.now() < timedelta(minutes=2)
            schedule.poll_at = past if soon else schedule.poll_at

    def tick(self):
        """Let the scheduled action poll once."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def run_jobs(self):
        """Let workers end what they have to do, and the files be put away."""
        with self.enter_registry_test_mode():
            self.env.ref("registration_import.ir_cron_run_1").method_direct_trigger()
        self.tick()

    def fetch(self):
        """A scheduled run, from its time to the end of its jobs."""
        self.make_due()
        self.tick()  # files are seen
        for _file in range(5):
            self.time_passes()
            self.tick()
            self.run_jobs()

    # -- what became of it -----------------------------------------------------------------------

    def jobs(self):
        return self.env["registration.import.job"].search(
            [("operation_id", "=", self.people.id)], order="id"
        )

    def log(self):
        """``[(state, code)]`` of the polls of the source, in their order."""
        runs = self.runs.search([("operation_id", "=", self.people.id)], order="id")
        return [(run.state, run.code) for run in runs]

    def mails(self, words):
        """Addresses of e-mails with these words in the subject."""
        mails = self.env["mail.mail"].search([("subject", "ilike", words)])
        return sorted(
            {*mails.recipient_ids.mapped("email"), *filter(None, mails.mapped("email_to"))}
        )
