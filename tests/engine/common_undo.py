from ..common import ImportCase


class UndoCase(ImportCase):
    """Imports that are undone by the person who started them."""

    def plan_undo(self, job):
        """The wizard on the planned undo of a job, as the button opens it."""
        job = job.with_user(job.create_uid)
        return job.env["registration.import.wizard"].browse(job.action_undo()["res_id"])

    def undo(self, job):
        """The job, as superuser, that has undone another one."""
        return self.go(self.plan_undo(job))

    def go(self, wizard):
        """Press the button of the report, and let a worker do it."""
        undo = wizard.job_id
        wizard.action_import()
        undo._as_starter()._launch().exhaust()
        return undo.sudo()
