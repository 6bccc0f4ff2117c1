from odoo import api, fields, models

from ...importer.job_queue import CRON, QUEUE, JobQueue


class RegistrationImportOperation(models.Model):
    """Who does its imports in the background, where OCA queue_job is installed."""

    _inherit = "registration.import.operation"

    background = fields.Selection(
        [(QUEUE, "By the job queue"), (CRON, "By scheduled actions")],
        string="In the background",
        help="Empty: as the system parameter registration_import.queue_job says",
    )
    file_workers = fields.Integer(
        "Workers of one file",
        help="How many workers a long file may have at a time, where its rows are independent."
        " 0: as the system parameter registration_import.workers_of_file says",
    )
    has_queue = fields.Boolean(compute="_compute_has_queue", help="OCA queue_job is installed")

    @api.depends_context("uid")
    def _compute_has_queue(self):
        self.has_queue = JobQueue(self.env).is_there
