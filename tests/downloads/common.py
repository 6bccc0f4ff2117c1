import csv
import io
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError

from ..sync.common import MANAGE, MANAGEMENT, RUN, VIEW, SyncCase

EXPORT = "registration_import.group_data_export"
WORK = "odoo.addons.registration_import.models.downloads.export_run_work"
CRON = "odoo.addons.registration_import.models.downloads.export_run_cron"


class DownloadCase(SyncCase):
    """Operations that send, who may run them, and what is in their files."""

    operation_code = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Operation = cls.env["registration.import.operation"]
        cls.Run = cls.env["registration.export.run"]
        cls.sender = cls.user("down_sender", MANAGEMENT, RUN, EXPORT)
        cls.chief = cls.user("down_chief", MANAGEMENT, MANAGE, EXPORT)
        cls.viewer = cls.user("down_viewer", MANAGEMENT, VIEW, EXPORT)
        for user in cls.sender + cls.chief + cls.viewer + cls.env.user:
            user.name = user.login
        cls.operation = cls.Operation._by_code(cls.operation_code).sudo()

    def send(self, user=None, operation=None):
        """The run, as superuser, after the operation was run."""
        doors = self.Operation.with_user(user or self.sender)
        result = doors.run_download(operation=operation or self.operation_code)
        return self.Run.browse(result["run"])

    def rows(self, run):
        """``[{label: text}]`` of the file, as an import reads it."""
        self.assertEqual(run.state, "done", run.message)
        content = run._pieces().raw.decode("utf-8-sig")
        delimiter = run.separator or ","
        return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter))

    def taken(self, run, user=None):
        """The bytes that a person gets who takes the file."""
        stream = io.BytesIO()
        run.with_user(user or self.sender)._take(stream)
        return stream.getvalue()

    def sent(self, *args, **kwargs):
        """Who is in the file of a run: ids of contacts."""
        return [int(row["CONS_ID"]) for row in self.rows(self.send(*args, **kwargs))]

    @contextmanager
    def in_background(self, size=2):
        """As if there were much to send."""
        with patch(f"{WORK}.SMALL", 0), patch(f"{WORK}.SLICE", size):
            yield

    def work(self):
        """As the scheduled action works."""
        with self.enter_registry_test_mode():
            self.env.ref("registration_import.ir_cron_download").method_direct_trigger()
        self.env.invalidate_all()

    @contextmanager
    def breaking(self, kind, error=None, after=0):
        """As if the kind failed, after so many slices."""
        registered = self.env.registry[f"registration.import.kind.{kind}"]
        real, calls = registered._lines, []

        def lines(*args):
            calls.append(1)
            if len(calls) > after:
                raise error or UserError("The disk is full.")
            return real(*args)

        with patch.object(registered, "_lines", lines):
            yield
