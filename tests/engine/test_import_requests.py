from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import LABELS, SAMPLE
from .common_operations import OperationCase

MAPPING = dict(
    zip(LABELS, ("registration_code", "session_code", "instance_code", "status"), strict=True)
)


@tagged("post_install", "-at_install")
class TestImportRequests(OperationCase):
    """T16: a key stands for one request: it is answered once, and another one is refused."""

    def refused_with(self, first, **other):
        """What is said of a second call under the key of the first one."""
        jobs = self.env["registration.import.job"].search_count([])
        with self.assertRaises(UserError) as raised:
            self.run_rows(**({"rows": SAMPLE, "idempotency_key": "night"} | other))
        self.assertEqual(self.env["registration.import.job"].search_count([]), jobs)
        self.assertIn(str(first["job"]), raised.exception.args[0])
        return raised.exception.args[0]

    def test_another_file(self):
        """T16: the key of last night with the file of tonight imports nothing, and says so."""
        first = self.run_rows(SAMPLE, idempotency_key="night")
        self.assertIn("the file", self.refused_with(first, rows=SAMPLE[:1]))

    def test_another_operation(self):
        """T16: two operations a night under one key are two requests."""
        self.operation.copy({"code": "other"})
        first = self.run_rows(SAMPLE, idempotency_key="night")
        self.assertIn("the operation", self.refused_with(first, operation="other"))

    def test_a_run_after_a_validation(self):
        """T16: the key of a validation is no key of the import that follows."""
        first = self.run_rows(SAMPLE, idempotency_key="night", validate_only=True)
        self.assertIn("only validated", self.refused_with(first))
        self.assertEqual(self.run_rows(SAMPLE, idempotency_key="then")["counts"]["created"], 4)

    def test_another_mapping_or_options(self):
        """T16: the same file, read otherwise, is another request; nothing chosen is nothing."""
        first = self.run_rows(SAMPLE, idempotency_key="night", options={"separator": ","})
        self.assertIn("the mapping", self.refused_with(first, mapping=MAPPING))
        said = self.refused_with(first, options={"encoding": "utf-8", "separator": ","})
        self.assertIn("the options", said)
        again = self.run_rows(
            SAMPLE, idempotency_key="night", options={"separator": ",", "sheet": ""}, mapping={}
        )
        self.assertEqual(again["job"], first["job"])

    def test_an_attachment(self):
        """T16: an attachment comes in through the same door."""
        first = self.run_rows(SAMPLE, idempotency_key="night")
        other = self.attach(raw=self.csv(SAMPLE[:2]), user=self.event_user)
        run = self.Operation.with_user(self.event_user).run_attachment
        arguments = {"idempotency_key": "night", "wait": True}
        same = run(self.attach(user=self.event_user), "session_instances", **arguments)
        self.assertEqual(same["job"], first["job"])
        with self.refused("the file", UserError):
            run(other, "session_instances", **arguments)

    def test_a_job_from_before(self):
        """T16: of a job that was made before requests were stored, operation and file count."""
        first = self.run_rows(SAMPLE, idempotency_key="night", options={"separator": ","})
        self.job(first).request = False
        self.assertEqual(self.run_rows(SAMPLE, idempotency_key="night")["job"], first["job"])
        self.assertIn("the file", self.refused_with(first, rows=SAMPLE[:1]))
