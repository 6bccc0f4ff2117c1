from unittest.mock import patch

from odoo.tests import tagged

from ..common import IMPORTER
from .common_batches import BatchCase

MARK = "Vrnmkl-0042"


@tagged("post_install", "-at_install")
class TestFaultLog(BatchCase):
    """T33: neither the server's log nor a message has what stood in a row."""

    def failing_job(self, check):
        """A job of one row that another addon makes fail; what was logged meanwhile."""
        told = patch(f"{IMPORTER}.writer._logger.info")
        silent = self.assertNoLogs("odoo.sql_db", "ERROR")
        with self.another_addon(check), told as info, silent:
            job = self.import_rows(self.rows(1))
        self.assertEqual(self.outcomes(job), {2: "failed"}, job._result())
        template, *values = info.call_args.args
        return job, template % tuple(values)

    def message(self, job):
        return self.env["registration.import.problem"].search([("job_id", "=", job.id)]).message

    def test_the_database_says_the_rule_and_no_row(self):
        """T33: of a rule of the database its name is told, and not the row that breaks it."""
        self.env.cr.execute(
            f"ALTER TABLE event_agenda_line ADD remark text DEFAULT '{MARK}',"
            " ADD CONSTRAINT no_such_remark CHECK (registration_id < 0) NOT VALID"
        )
        job, logged = self.failing_job(lambda *_given: None)
        self.assertIn("no_such_remark", self.message(job))
        self.assertIn("CheckViolation (no_such_remark)", logged)
        for text in (self.message(job), logged):
            self.assertNotIn(MARK, text)
            self.assertNotIn("Failing row", text)

    def test_a_statement_of_another_addon(self):
        """T33: nor is the statement logged that failed, with its values."""

        def check(_records, _values):
            self.env.cr.execute("SELECT %s::integer", [MARK])

        job, logged = self.failing_job(check)
        self.assertNotIn(MARK, self.message(job) + logged)
        self.assertIn("InvalidTextRepresentation", logged)

    def test_a_fault_of_another_addon(self):
        """T33: of any other fault the log has its type and where it was, without its text."""

        def check(_records, _values):
            try:
                int(MARK)
            except ValueError as error:
                raise KeyError(MARK) from error

        job, logged = self.failing_job(check)
        self.assertNotIn(MARK, self.message(job) + logged)
        self.assertRegex(logged, r"(?s)KeyError.*test_fault_log.*because of ValueError")
