from odoo import fields, models
from odoo.fields import Command

from ...importer.rights import JobRights


class SentRights(JobRights):
    """Of a file that somebody may have sent."""

    def askers(self):
        return super().askers() | self.sudo.sender_ids.with_env(self.env)

    def asked_by(self):
        """Whoever tries rows again that somebody has sent does not speak for the sender."""
        return super().asked_by() | {
            "sender_ids": [Command.set(self.sudo.sender_ids.ids)],
            "is_from_outside": self.sudo.is_from_outside,
        }

    def irreversible_problem(self):
        if self.sudo.is_from_outside:
            return self.env._(
                "It came by e-mail from somebody who has no user here, and whose rights nobody can"
                " check. Somebody who may do this uploads the file instead."
            )
        return super().irreversible_problem()


class RegistrationImportJob(models.Model):
    """A file that came by e-mail, or that an operation keeps: whoever sent it or put it there asks
    for what it does, though it runs with the rights of somebody else."""

    _inherit = "registration.import.job"
    _job_rights = SentRights

    sender_ids = fields.Many2many(
        "res.users",
        "registration_import_job_sender_rel",
        "job_id",
        "user_id",
        string="Sent by",
        readonly=True,
        copy=False,
    )
    is_from_outside = fields.Boolean(
        readonly=True, copy=False, help="Sent by nobody who works here"
    )
