from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SAMPLE, ImportCase

BAD = ("secret-code", "Demo", "Demo_7592", "Registered")


@tagged("post_install", "-at_install")
class TestImportRetention(ImportCase):
    """What a file said is forgotten after a while; what became of it is not."""

    def age(self, job, days):
        """As if the job had been left alone for so long."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE registration_import_job
                  SET write_date = write_date - %(age)s, ended = ended - %(age)s
                WHERE id = %(id)s""",
            {"age": timedelta(days=days), "id": job.id},
        )
        job.invalidate_recordset()

    def texts(self):
        """All that the engine's tables say, as one text."""
        found = []
        for table in ("staged", "outcome", "problem", "column"):
            self.env.cr.execute(f"SELECT t::text FROM registration_import_{table} t")
            found += [text for (text,) in self.env.cr.fetchall()]
        return "\n".join(found)

    def test_values_go_and_outcomes_stay(self):
        """After 30 days cells, old values and the file are gone; outcomes and counts stay."""
        job = self.import_rows([*SAMPLE, BAD])
        outcomes, counts = self.outcomes(job), job._counts()
        self.assertIn("secret-code", self.texts())
        self.age(job, 31)
        job._vacuum_jobs()
        self.assertNotIn("secret-code", self.texts())
        self.assertNotIn("1234-55-122", self.texts())
        self.assertFalse(job.attachment_id)
        self.assertTrue(job.purged)
        self.assertEqual((self.outcomes(job), job._counts()), (outcomes, counts))
        self.assertEqual([code for _row, code in self.problems(job)], ["unknown_registration"])

    def test_nothing_goes_before_its_time(self):
        """Before that nothing goes, and the import says until when."""
        job = self.import_rows(SAMPLE)
        self.age(job, 29)
        job._vacuum_jobs()
        self.assertTrue(job.attachment_id)
        self.assertEqual(job.stored_until, fields.Date.today() + timedelta(days=1))

    def test_retry_after_the_purge(self):
        """Retry ends with the retention time, and says so."""
        job = self.import_rows([BAD]).with_user(self.event_user)
        job.action_purge()
        with self.refused("retention time", UserError):
            job.action_retry()

    def test_purge_is_the_owners(self):
        """C04: nobody but the starter deletes early."""
        job = self.import_rows(SAMPLE)
        with self.assertRaises(AccessError):
            job.with_user(self.importer).action_purge()

    def test_a_draft_that_was_left_is_dropped(self):
        """A file that somebody uploaded and left is dropped after a day, with its rows."""
        job = self.upload(SAMPLE).sudo()
        self.age(job, 2)
        job._vacuum_jobs()
        self.assertFalse(job.exists())
        self.assertNotIn("1234-55-122", self.texts())

    def test_asked_by_another_system(self):
        """What another system had validated stays as long as an import: it may ask again."""
        job = self.import_rows(SAMPLE, validate_only=True)
        self.age(job, 2)
        job._vacuum_jobs()
        self.assertEqual(self.Operation.job_status(job=job.id)["state"], "validated")
        self.age(job, 31)
        job._vacuum_jobs()
        self.assertFalse(job.exists())

    def test_cancelling_a_draft(self):
        """T19: cancelling what was only uploaded sends no e-mail: the person is right there."""
        job = self.upload(SAMPLE)
        job.action_cancel()
        self.assertEqual((job.state, job.sudo().mail_id), ("cancelled", self.env["mail.mail"]))
