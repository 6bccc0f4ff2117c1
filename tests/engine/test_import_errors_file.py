import io
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, mute_logger, tagged

from ..common import ImportCase

BAD = ("nobody", "Demo", "Demo_7592", "Registered")
ENGINE = "odoo.addons.registration_import.models.engine"
FILE = f"{ENGINE}.import_errors_file"
MANY = f"{FILE}.AT_ONCE"


@tagged("post_install", "-at_install")
class TestImportErrorsFile(ImportCase, HttpCase):
    """The errors file of a long import is written in the background, some rows at a time."""

    by_mail = False

    def setUp(self):
        super().setUp()
        self.enterContext(patch(MANY, 2))
        self.enterContext(patch(f"{FILE}.FETCHED", 2))
        self.files = self.env["registration.import.errors.file"].sudo()

    def failed(self, rows=3):
        return self.import_rows([BAD] * rows)

    def write_files(self, steps=()):
        """What the scheduled action does; ``steps`` are done whenever it would commit."""
        steps = iter(steps)
        crons = self.env.registry["ir.cron"]

        def commit(_cron, *_args, **_kwargs):
            self.env.flush_all()
            next(steps, lambda: None)()
            return 9

        with patch.object(crons, "_commit_progress", commit):
            self.files._cron_write()

    def test_a_long_one_is_waited_for(self):
        """C30: begun by whoever asks for it, told how far it is, and given when it is there, with
        the very bytes that a short one has."""
        job = self.failed().with_user(self.event_user)
        action = job.action_errors_csv()
        self.assertEqual(action["tag"], "registration_import.errors_file")
        self.assertEqual(
            job.errors_file("csv"), {"total": 3, "done": 0, "url": "", "message": False}
        )
        self.write_files()
        self.assertEqual(job.errors_file("csv")["url"], job.action_errors_csv()["url"])
        stream = io.BytesIO()
        job._report().rows.write(stream, "csv")
        self.authenticate(self.event_user.login, self.event_user.login)
        address = f"/registration_import/errors/{job.id}"
        self.assertEqual(self.url_open(f"{address}.csv").content, stream.getvalue())
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"{address}.xlsx").status_code, 503)

    def test_a_short_one_comes_at_once(self):
        """C30: nobody waits for a file of few rows."""
        job = self.failed(2).with_user(self.event_user)
        self.assertEqual(job.action_errors_xlsx()["type"], "ir.actions.act_url")

    def test_it_goes_with_what_its_rows_said(self):
        """T10: a file of rows that are forgotten, also while it is written, is nowhere."""
        job = self.failed()
        job.with_user(self.event_user).errors_file("csv")
        self.write_files()
        job.with_user(self.event_user).action_purge()
        self.assertFalse(self.files.search_count([]))
        other = self.failed()
        other.with_user(self.event_user).errors_file("csv")
        self.write_files([lambda: None, other._store().forget_files])
        self.assertFalse(self.files.search_count([]))
        self.assertFalse(self.env["registration.import.errors.piece"].sudo().search_count([]))

    def test_each_has_their_own(self):
        """C04: whoever may not see the rows gets none, and nobody the file of somebody else."""
        job = self.failed()
        job.with_user(self.event_user).errors_file("csv")
        job.with_user(self.manager).errors_file("csv")
        self.assertEqual(self.files.search([]).user_id, self.event_user + self.manager)
        with self.assertRaises(AccessError):
            job.with_user(self.outsider).errors_file("csv")

    def test_one_that_fails_is_told_and_may_be_tried_again(self):
        """T11: a fault is noted, and the next time it is begun anew."""
        job = self.failed().with_user(self.event_user)
        job.errors_file("csv")
        with (
            patch.object(type(self.files), "_store_piece", side_effect=RuntimeError("secret")),
            mute_logger(FILE),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.write_files()
        self.assertTrue(job.errors_file("csv")["message"])
        self.assertFalse(job.errors_file("csv")["message"])
