from odoo import api, models

from ...importer.calling import wake_workers
from ...importer.own_context import said
from ...importer.phases import steps_of
from ...importer.shares import SHARE, Shares
from ...importer.slices import work_slice
from ...importer.worker import Worker, check_worker


class RegistrationImportJob(models.Model):
    """Running: what drives a job, and what it has to know before it writes."""

    _inherit = "registration.import.job"

    def _steps(self):
        """Do whatever the job's state asks for; yields the number of rows done since."""
        return steps_of(self)

    def _shares(self):
        """What of its rows several workers have."""
        return Shares(self)

    def _share(self):
        """The share of its rows that whoever works here is at; 0: all of them."""
        return said(self.env, SHARE)

    @api.model
    def _cron_run(self):
        check_worker(self.env)
        Worker(self.env).run()

    def _work_slice(self):
        """What a job of OCA queue_job does, where that is installed."""
        check_worker(self.env)
        work_slice(self)

    def _wake_workers(self, at=None):
        """Start soon, or ``at`` a time; on no job in particular, at all that wait."""
        wake_workers(self, at)
