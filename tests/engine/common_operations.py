from ..common import SAMPLE, ImportCase

KEYS = {"job", "irreversible", "state", "message", "counts", "errors", "errors_truncated"}
ERROR_KEYS = {"row", "field", "value", "level", "code", "message"}


class OperationCase(ImportCase):
    """What these tests share."""

    def status_of(self, result, user=None):
        return self.Operation.with_user(user or self.event_user).job_status(job=result["job"])

    def attach(self, user=None, **values):
        attachments = self.env["ir.attachment"].with_user(user or self.env.user)
        return attachments.create({"name": "a.csv", "raw": self.csv(SAMPLE), **values})

    def run_attachment(self, attachment, user=None):
        operations = self.Operation.with_user(user or self.event_user)
        return operations.run_attachment(attachment, "session_instances", wait=True)
